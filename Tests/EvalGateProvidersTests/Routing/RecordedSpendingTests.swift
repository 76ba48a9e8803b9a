import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite("what a recorded trial cost")
struct RecordedSpendingTests {
  /// Asked by a model of 2 USD for a million tokens in and 8 for a million out, with at most ten tokens in an answer.
  private func suite() throws -> Suite {
    let (digest, place) = (Digest(of: "d".utf8), SourceLocation(path: "evalgate.yml"))
    return Suite(
      name: "s",
      prompt: Prompt(
        id: "p", declaredVersion: "1", digest: digest, location: place, messages: [], parameters: ["max_tokens": 10]),
      evalset: Evalset(
        id: "e", declaredVersion: "1", digest: digest, location: place, cases: LoadedCases([]),
        recordingsPath: "r.jsonl"),
      route: route([try openAITarget(["prices": ["input": 2, "output": 8]], model: "m")]))
  }

  private func record(_ candidate: Candidate) -> CaseRecord {
    CaseRecord(
      ordinal: 0, suite: "s", caseID: "c", caseDigest: Digest(of: "c".utf8), checksDigest: Digest(of: "k".utf8),
      location: SourceLocation(path: "cases.jsonl"), trial: 1, promptVersion: "1", evalsetVersion: "1", modelRoute: "r",
      passFail: .pass, messages: [Message(.user, String(repeating: "x", count: 27))], candidate: candidate,
      decision: Decision(schema: .notAsked, action: .accept), findings: [])
  }

  private func candidate(_ usage: Usage?, source: Candidate.Source = .live, hops: [Hop] = []) -> Candidate {
    var candidate = Candidate(
      answer: Answer(text: "a", usage: usage), source: source, target: "openai/m", cost: usage.map { _ in 0.5 })
    candidate.hops = hops
    return candidate
  }

  private let counted = Usage(input: 30, output: 5)
  /// Twenty-seven bytes are at most ten tokens, and an answer may have ten more: 10 × 2 and 10 × 8 millionths of a dollar.
  private let worst = BudgetLedger.Amount(tokens: 20, usd: 0.0001)

  @Test("what its answer counted, by the price of then")
  func known() throws {
    let spent = BudgetLedger.Amount(spentOn: record(candidate(counted)), by: try suite())
    #expect(spent == BudgetLedger.Amount(tokens: 35, usd: 0.5))
  }

  @Test("nothing where it was answered from a recording", arguments: [Candidate.Source.kept, .replayed])
  func recorded(source: Candidate.Source) throws {
    #expect(
      BudgetLedger.Amount(spentOn: record(candidate(counted, source: source)), by: try suite()) == BudgetLedger.Amount()
    )
  }

  @Test("the worst case where nobody said what it used")
  func uncounted() throws {
    let spent = BudgetLedger.Amount(spentOn: record(candidate(nil)), by: try suite())
    #expect(spent.tokens == worst.tokens && abs(spent.usd - worst.usd) < 1e-12)
  }

  @Test(
    "requests that failed after they were sent cost as well, and those that were turned away do not",
    arguments: [
      (GenerationFailure.Reason.timeout, 3), (.unreadable, 3), (.rateLimited, 0), (.connection, 0), (.server, 0),
    ])
  func hops(reason: GenerationFailure.Reason, count: Int) throws {
    let hops = [Hop(target: "openai/m", tries: 3, failure: reason), Hop(target: "openai/m", role: .fallback)]
    let spent = BudgetLedger.Amount(spentOn: record(candidate(counted, hops: hops)), by: try suite())
    #expect(spent.tokens == 35 + count * worst.tokens)
  }

  @Test("answers beside it are booked apart")
  func beside() throws {
    var asked = candidate(counted)
    let beside = ShadowAnswer(route: "other", target: "openai/n", answer: Answer(usage: counted), cost: 0.25)
    asked.shadows = [beside]
    #expect(BudgetLedger.Amount(spentOn: beside) == BudgetLedger.Amount(tokens: 35, usd: 0.25))
    #expect(BudgetLedger.Amount(spentOn: record(asked), by: try suite()).tokens == 35)
    // So is one of the same route that is no rival of a race.
    asked.shadows = [ShadowAnswer(route: "r", target: "openai/m", answer: Answer(usage: counted))]
    #expect(BudgetLedger.Amount(spentOn: record(asked), by: try suite()).tokens == 35)
  }

  @Test("an answer beside it costs what all attempts at it cost, and one from a recording nothing more")
  func attempts() {
    var cancelled = ShadowAnswer(
      route: "other", target: "openai/n", failure: GenerationFailure(.infrastructure, .cancelled, "stopped"))
    (cancelled.uncounted, cancelled.booked) = (1, Booked(tokens: 31, usd: 0.5))
    var answered = ShadowAnswer(route: "other", target: "openai/n", answer: Answer(usage: counted), cost: 0.25)
    answered.before = SpentBefore(upTo: cancelled)
    #expect(BudgetLedger.Amount(spentOn: answered) == BudgetLedger.Amount(tokens: 66, usd: 0.75))
    answered.source = .kept
    #expect(BudgetLedger.Amount(spentOn: answered) == BudgetLedger.Amount(tokens: 31, usd: 0.5))
    #expect(SpentBefore(upTo: answered).known.uncounted == 1)
  }

  @Test("what was charged for requests that no answer tells of is charged again, and so is a rival of a race")
  func charged() throws {
    var asked = candidate(counted)
    asked.hops = [Hop(target: "openai/m", role: .race, tries: 3, uncounted: 2)]
    asked.hops[0].booked = Booked(tokens: 72, usd: 0.5)
    #expect(BudgetLedger.Amount(spentOn: record(asked), by: try suite()).tokens == 35 + 72)
    asked.shadows = [
      ShadowAnswer(route: record(asked).modelRoute, target: "openai/n", answer: Answer(usage: counted))
    ]
    #expect(BudgetLedger.Amount(spentOn: record(asked), by: try suite()).tokens == 35 + 72 + 35)
    var failed = record(asked)
    failed.candidate.before = SpentBefore(known: Spending(tokens: 10), booked: Booked(tokens: 1))
    let before = SpentBefore(upTo: failed)
    #expect(BudgetLedger.Amount(before).tokens == 35 + 72 + 35 + 11)
  }

  @Test("what was spent before leaves so much less to spend")
  func booked() {
    let ledger = BudgetLedger(Budget(tokens: 100))
    ledger.book(BudgetLedger.Amount(tokens: 60, usd: 1))
    ledger.book(BudgetLedger.Amount(tokens: 10))
    #expect(ledger.spent == BudgetLedger.Amount(tokens: 70, usd: 1))
  }
}
