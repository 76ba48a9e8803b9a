import EvalGateCore
import Testing

@Suite("what a change does to its cases gets it past no gate")
struct TurnoverTests {
  private static func headers(_ places: Range<Int>) -> [CaseHeader] {
    places.map { header(outcome("c\($0)", [.pass])) }
  }

  /// A hundred cases that were right, of which some broke, and more that only the new version can know.
  private static func outvoted(_ broke: Int, by more: Int) -> SuiteEvidence {
    let before = singles(many(100, .pass) + many(more, .fail))
    let after = singles(many(broke, .fail) + many(100 - broke, .pass) + many(more, .pass))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: headers(100..<100 + more))
    return suite
  }

  @Test(
    "new cases that only the new version knows outvote none that broke",
    arguments: [Bound.noWorseThanBaseline, noLowerThanBaseline], [20, 40])
  func outvoted(bound: Bound, more: Int) {
    var suite = Self.outvoted(20, by: more)
    let gate = weigh(rule(bound), suite)
    #expect(gate.verdict == .block && gate.evidence.contains(.withoutAdded(more)), "\(gate)")
    #expect(gate.measure == .rate(passed: 80, of: 100), "\(gate)")
    // Where nothing that answers is edited, they are the change's own.
    suite.turnover = suite.turnover.ofCasesAlone
    #expect(weigh(rule(bound), suite).measure.n == 100 + more)
  }

  @Test("new cases that the new version gets wrong count, and so do all where none is worse than they are")
  func countedAdded() {
    let (before, after) = (singles(many(140, .pass)), singles(many(100, .pass) + many(40, .fail)))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: Self.headers(100..<140))
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(gate.verdict == .block && gate.measure.n == 140, "\(gate)")
  }

  @Test("cases that are gone make no room for others among those that a gate counts")
  func tagged() {
    let hard = singles(many(32, .pass) + many(8, .fail) + many(60, .pass), tags: ["hard"])
    var suite = SuiteEvidence(hard)
    suite.turnover = Turnover(
      gone: Self.headers(1_000..<1_060), added: hard.suffix(60).map(header))
    let gate = weigh(rule(atLeast(0.9), filter: CaseFilter(tags: ["hard"])), suite)
    #expect(gate.verdict == .block && gate.reason?.contains("without the 60 that the change adds") == true, "\(gate)")
  }

  @Test("a new attack that comes through on both sides is no new bypass")
  func knownBypass() {
    func attacks(_ through: [Bool]) -> [CaseOutcome] {
      singles(through.map { TrialOutcome.attack(effective: $0) }, severity: .blocking)
    }
    let before = attacks(many(20, .pass).map { _ in false } + [true])
    let after = attacks(many(20, .pass).map { _ in false } + [true])
    var suite = SuiteEvidence(after, isSafety: true, base: .stored(comparison(before, after, isSafety: true)))
    suite.turnover = Turnover(added: [header(after[20])])
    #expect(verdict(rule(.noWorseThanBaseline), suite) != .block)
  }

  @Test("cheap new cases make no ratio of tokens smaller, and no ceiling easier")
  func amounts() {
    let before = singles(many(20, .used(20)) + many(400, .used(20)))
    let after = singles(many(20, .used(410)) + many(400, .used(20)))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: Self.headers(20..<420))
    let ratio = weigh(rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled), suite)
    #expect(ratio.verdict == .block && ratio.evidence.contains(.withoutAdded(400)), "\(ratio)")
    let ceiling = weigh(rule(atMost(100), metric: Tokens.compiled), suite)
    #expect(
      ceiling.verdict == .block
        && ceiling.reason?.hasPrefix("410/case of 20 cases without the 400 that the change") == true,
      "\(ceiling)")
  }

  @Test("quick new cases make no bound of a time easier")
  func times() {
    let all = singles(many(200, .took(200)) + many(5_000, .took(10)))
    var suite = SuiteEvidence(all)
    #expect(verdict(rule(atMost(100), metric: P95.compiled), suite) == .pass)
    suite.turnover = Turnover(added: Self.headers(200..<5_200))
    let gate = weigh(rule(atMost(100), metric: P95.compiled), suite)
    #expect(
      gate.verdict == .block && gate.reason?.contains("of 200 answers without the ") == true, "\(gate)")
  }

  @Test(
    "more than a tenth taken out of a gate against a value is undecided, unless nothing else was edited",
    arguments: [(10, 0, Verdict.pass), (11, 0, .undecided), (10, 10, .pass), (20, 20, .undecided)])
  func taken(gone: Int, added: Int, expected: Verdict) {
    var suite = SuiteEvidence(singles(many(100 - gone + added, .pass)))
    suite.turnover = Turnover(gone: Self.headers(1_000..<1_000 + gone), added: Self.headers(0..<added))
    let gate = weigh(rule(atLeast(0.9)), suite)
    #expect(gate.verdict == expected, "\(gate)")
    if expected == .undecided {
      #expect(gate.reason?.hasPrefix("\(gone) of 100 cases were taken out, more than one in ten") == true, "\(gate)")
    }
    suite.turnover = suite.turnover.ofCasesAlone
    #expect(verdict(rule(atLeast(0.9)), suite) == .pass)
    suite.turnover = Turnover(gone: Self.headers(0..<gone))
    #expect(verdict(rule(atLeast(0.9)), suite) == .pass, "cases that are asked all the same are not gone")
  }

  @Test("attacks that are put to the model no more leave what counts them undecided")
  func unread() {
    var suite = SuiteEvidence(singles(many(6, .pass)))
    suite.turnover.unread = UnreadAttacks(variable: "mail", cases: Self.headers(0..<2))
    let gate = weigh(rule(atLeast(0.9)), suite)
    #expect(
      gate.verdict == .undecided
        && gate.reason?.hasPrefix("what 2 attacks say under `mail` is put to the model no more") == true, "\(gate)")
  }
}
