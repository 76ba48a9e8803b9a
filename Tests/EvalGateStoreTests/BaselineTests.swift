import EvalGateCore
import EvalGateStore
import Testing

@Suite("baseline")
struct BaselineTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func outcome(
    _ id: String, passes: [PassFail] = [.pass], digest: Digest = Samples.digest, source: Candidate.Source = .replayed
  ) -> CaseOutcome {
    CaseOutcome(
      id: id, digest: digest, checksDigest: Samples.digest, tags: ["lang:de"], severity: .blocking, cluster: "c",
      trials: passes.enumerated().map { index, passFail in
        TrialOutcome(
          trial: index + 1, passFail: passFail, schemaValid: true, latency: index == 1 ? .infinity : 812.5,
          timeToFirstToken: 80, inputTokens: 10, outputTokens: 2, tokens: 12, usd: 0.0001,
          facts: [.label(expected: "billing", got: "technical"), .field(path: "$.total", .missing)], scores: [0.5],
          action: .reject, rule: "refund-limit", waived: index == 1, source: source, toolCalls: ["refund"])
      },
      outputDigest: Samples.digest, excerpt: "it is billing")
  }

  private func baseline(_ cases: [CaseOutcome], run: String = "7f3a91c") -> Baseline {
    Baseline(
      suite: "ticket-triage", tuple: Samples.tuple, reason: "first version", author: "a@b",
      acceptedOn: CalendarDate("2026-06-30"), runs: [run], cases: cases)
  }

  private func read(_ text: String) throws -> Baseline { try BaselineFile.read(Array(text.utf8), path: "b.jsonl") }
  private func text(_ baseline: Baseline) throws -> String {
    String(decoding: try BaselineFile.bytes(of: baseline), as: UTF8.self)
  }

  @Test("a baseline reads back as what was written")
  func roundTrip() throws {
    let whole = baseline([outcome("a", passes: [.pass, .fail, .error]), outcome("b")])
    #expect(try read(text(whole)) == whole)
  }

  @Test("cases are sorted by id, whatever order they came in")
  func sorted() throws {
    let ids = ["b", "a", "é", "Z"]
    #expect(try read(text(baseline(ids.map { outcome($0) }))).cases.map(\.id) == ["Z", "a", "b", "é"])
  }

  @Test("the same results are the same bytes")
  func deterministic() throws {
    #expect(try text(baseline([outcome("a"), outcome("b")])) == text(baseline([outcome("b"), outcome("a")])))
  }

  @Test("an excerpt is at most 200 characters")
  func excerpt() throws {
    var one = outcome("a")
    one.excerpt = UntrustedText(String(repeating: "é", count: 300))
    #expect(try read(text(baseline([one]))).cases[0].excerpt?.unsafeText == String(repeating: "é", count: 200) + "…")
  }

  @Test("a merge of two acceptances does not match its digest")
  func merged() throws {
    let (a, b) = (try text(baseline([outcome("a")])), try text(baseline([outcome("b")])))
    let lines = a.split(separator: "\n") + b.split(separator: "\n").dropFirst()
    let error = #expect(throws: Diagnostic.self) { try read(lines.joined(separator: "\n")) }
    #expect(error?.code == .damagedBaseline)
    #expect(error?.message.contains("made of two runs") == true)
  }

  @Test(
    "any changed byte of a result is noticed",
    arguments: ["\"passes\":1", "812.5", "billing", "first version", "lang:de"])
  func edited(part: String) throws {
    let whole = try text(baseline([outcome("a")]))
    let changed = whole.replacing(part, with: String(part.dropLast()) + "7", maxReplacements: 1)
    #expect(throws: Diagnostic.self) { try read(changed) }
  }

  @Test("line ends and the order of keys do not count")
  func formatting() throws {
    let whole = baseline([outcome("a")])
    #expect(try read(text(whole).replacing("\n", with: "\r\n")) == whole)
  }

  @Test(
    "git's conflict marks are named with their line",
    arguments: ["<<<<<<< HEAD", "=======", ">>>>>>> theirs", "||||||| base"])
  func conflict(mark: String) throws {
    let error = #expect(throws: Diagnostic.self) { try read(text(baseline([outcome("a")])) + mark + "\n") }
    #expect(error?.message.hasPrefix("a merge conflict") == true)
    #expect(error?.location?.line == 3)
  }

  @Test("a newer baseline is refused by that name")
  func newer() throws {
    let changed = try text(baseline([])).replacing("\"schema_version\":1", with: "\"schema_version\":2")
    let error = #expect(throws: Diagnostic.self) { try read(changed) }
    #expect(error?.code == .newerBaseline)
  }

  @Test(
    "what is no baseline is refused", arguments: ["", "\n", "{}", "[1]", "{\"kind\":\"run\"}", "\u{0}", "nonsense"])
  func garbage(text: String) { #expect(throws: Diagnostic.self) { try read(text) } }

  @Test("a baseline that is not there is nil")
  func missing() throws { #expect(try BaselineFile.read(at: folder("none.jsonl")) == nil) }

  @Test("a written file is read back")
  func file() throws {
    try BaselineFile.write(baseline([outcome("a")]), to: folder("evalsets/baselines/x.jsonl"))
    #expect(try BaselineFile.read(at: folder("evalsets/baselines/x.jsonl")) == baseline([outcome("a")]))
  }

  @Test("pooled runs have the trials of all")
  func pooled() throws {
    let pool = try #require(
      try Baseline.pooled([
        baseline([outcome("a", source: .live), outcome("b", source: .live)], run: "1"),
        baseline([outcome("a", passes: [.fail, .pass], source: .live)], run: "2"),
      ]))
    #expect(pool.runs == ["1", "2"])
    #expect(pool.cases.map(\.passes) == [2, 1])
    #expect(pool.cases[0].trials.map(\.trial) == [1, 2, 3])
  }

  @Test("runs of an edited case, another tuple, or the same run twice are not pooled")
  func unpoolable() throws {
    let first = baseline([outcome("a", source: .live)], run: "1")
    var otherTuple = baseline([outcome("a", source: .live)], run: "2")
    otherTuple.tuple.prompt = nil
    let edited = baseline([outcome("a", digest: Digest(of: [1]), source: .live)], run: "2")
    for other in [first, otherTuple, edited] {
      let error = #expect(throws: Diagnostic.self) { try Baseline.pooled([first, other]) }
      #expect(error?.code == .unpoolable)
    }
  }

  @Test(
    "a recording played twice is one answer, and is not pooled as two", arguments: [Candidate.Source.kept, .replayed])
  func recordings(source: Candidate.Source) throws {
    let live = baseline([outcome("a", source: .live)], run: "1")
    let played = baseline([outcome("a", source: source)], run: "2")
    for runs in [[live, played], [played, live]] {
      let error = #expect(throws: Diagnostic.self) { try Baseline.pooled(runs) }
      #expect(
        error?.message
          == "run 2 cannot be pooled: its answers are recordings, which count once however often they are played")
    }
    #expect(try Baseline.pooled([played]) == played)
  }

  @Test("a case that a merge left twice is named with both its lines")
  func twice() throws {
    let whole = try text(baseline([outcome("a"), outcome("b")]))
    let again = whole + String(whole.split(separator: "\n")[1]) + "\n"
    let error = #expect(throws: Diagnostic.self) { try read(again) }
    #expect(error?.message == "case `a` stands in line 2 already: the baseline is made of two acceptances")
    #expect(error?.location?.line == 4)
  }

  @Test("the first line of a second acceptance is where the file stops being one")
  func secondHeader() throws {
    let error = #expect(throws: Diagnostic.self) {
      try read(try text(baseline([outcome("a")])) + text(baseline([outcome("b")])))
    }
    #expect(error?.message.contains("made of two") == true)
    #expect(error?.location?.line == 3)
  }

  private func run() throws -> RunFile {
    let journal = try Journal.create(at: folder("run.journal"), header: Samples.header)
    for ordinal in 0..<2 { try journal.append(Samples.record(ordinal, text: "call 555-0100 \(ordinal)")) }
    try journal.append(Samples.record(2, suite: "support-safety"))
    try journal.seal(gates: [], end: Samples.end, to: folder("run.jsonl"))
    return try RunFile(at: folder("run.jsonl"))
  }

  @Test("a run becomes a baseline of one suite, with masked excerpts")
  func fromRun() async throws {
    let mask = { @Sendable (text: UntrustedText) in UntrustedText(text.unsafeText.replacing("555-0100", with: "***")) }
    let baseline = try #require(try await Baseline(suite: "ticket-triage", from: run(), reason: "r", mask: mask))
    #expect(baseline.cases.map(\.excerpt?.unsafeText) == ["call *** 0", "call *** 1"])
  }

  @Test("a safety suite keeps no excerpt")
  func noExcerpt() async throws {
    let baseline = try #require(try await Baseline(suite: "ticket-triage", from: run(), reason: "r", mask: nil))
    #expect(baseline.cases.map(\.excerpt) == [nil, nil])
  }

  @Test("excerpts can be had later, of the cases that are asked for")
  func laterExcerpts() async throws {
    let run = try run()
    let baseline = try #require(try await Baseline(suite: "ticket-triage", from: run, reason: "r", mask: nil))
    let one = try baseline.withExcerpts(of: [baseline.cases[1].id], from: run)
    #expect(one.cases.map(\.excerpt?.unsafeText) == [nil, "call 555-0100 1"])
    #expect(one.cases.map(\.outputDigest) == baseline.cases.map(\.outputDigest))
  }

  @Test("a suite that the run has not is nil")
  func noSuite() async throws {
    #expect(try await Baseline(suite: "other", from: run(), reason: "r", mask: nil) == nil)
  }
}
