import EvalGateCore
import Testing

@Suite("gates: several at once")
struct SeveralGatesTests {
  private func harm(_ name: String, broke: Int) -> SuiteEvidence { paired(both: 60, broke: broke, name: name) }
  private func gate(_ suite: String, onUnproven: OnUnproven = .show) -> GateRule {
    rule(.noWorseThanBaseline, name: suite, suite: suite, onUnproven: onUnproven)
  }

  /// Two broke and two fixed: it could have come out at 1/32, and did not.
  private var restless: SuiteEvidence { paired(both: 60, broke: 2, fixed: 2, name: "b") }

  /// 4 broke, 0 fixed is 1/32 alone, 3/32 beside a test that could have been as small and the one of both suites together.
  @Test("a p that blocks alone does not carry beside another test")
  func holm() {
    #expect(verdict(gate("a"), harm("a", broke: 4)) == .block)
    let both = weigh([gate("a"), gate("b")], [harm("a", broke: 4), restless])
    #expect(both[0].verdict == .unproven)
    #expect(both[0].reason == "the evidence does not carry a block beside the run's other tests")
  }

  /// Adjusted: 1/256, which the other could not have reached, then 1/32.
  private func brought(_ gate: GateRule) -> GateRule {
    var gate = gate
    gate.isBrought = true
    return gate
  }

  @Test("gates that a change brings take nothing from those of the base, and share an error of their own")
  func broughtGates() {
    let suites = [harm("a", broke: 4), restless]
    #expect(weigh([gate("a"), brought(gate("b"))], suites)[0].verdict == .block)
    #expect(weigh([brought(gate("a")), gate("b")], suites)[0].verdict == .block)
    #expect(weigh([brought(gate("a")), brought(gate("b"))], suites)[0].verdict == .unproven)
  }

  @Test("a gate that a change brings does not stand in for what is lost")
  func broughtBesideLoss() {
    let suites = [harm("a", broke: 0), paired(broke: 3, name: "b")]
    #expect(weigh([gate("b"), gate("a")], suites)[0].verdict == .unproven)
    #expect(weigh([gate("b"), brought(gate("a"))], suites)[0].verdict == .undecided)
  }

  @Test("a strong result leaves room for the next one")
  func stepDown() {
    let both = weigh([gate("a"), gate("b")], [harm("a", broke: 7), harm("b", broke: 4)])
    #expect(both.map(\.verdict) == [.block, .block])
  }

  @Test("literal gates are contracts: they block whatever else is tested, and take nothing from the tests")
  func literal() {
    let gates = [gate("a"), rule(exactly(1), name: "b", suite: "b"), rule(noLowerThanBaseline, name: "c", suite: "b")]
    let outcomes = weigh(gates, [harm("a", broke: 4), harm("b", broke: 1)])
    #expect(outcomes.map(\.verdict) == [.block, .block, .block])
  }

  @Test("a budget of time is a contract: it takes nothing from the tests, and blocks beside any number of them")
  func budget() {
    let slow = SuiteEvidence(singles(many(91, .took(1000)) + many(9, .took(3000))), name: "b")
    let gates = [gate("a"), rule(atMost(2000), metric: P95.compiled, name: "slow", suite: "b")]
    #expect(weigh(gates, [harm("a", broke: 4), slow]).map(\.verdict) == [.block, .block])
  }

  @Test("an undecided gate takes no part in the correction")
  func undecided() {
    var other = harm("b", broke: 4)
    other = SuiteEvidence(
      other.outcomes, name: "b", base: other.base, inadmissible: "answers are recordings")
    let outcomes = weigh([gate("a"), gate("b")], [harm("a", broke: 4), other])
    #expect(outcomes.map(\.verdict) == [.block, .undecided])
  }

  @Test("a test that the correction took back still blocks under `on_unproven: block`")
  func onUnproven() {
    let both = weigh([gate("a", onUnproven: .block), gate("b")], [harm("a", broke: 4), restless])
    #expect(both[0].verdict == .block)
    #expect(both[0].reason?.hasPrefix("not proven, and `on_unproven: block`") == true)
  }

  @Test("a gate over several suites says the worst of them, where, and the sum of the counts")
  func combined() {
    let suites = [
      SuiteEvidence(singles(many(100, .pass)), name: "a"),
      SuiteEvidence(singles(many(97, .pass) + many(3, .fail)), name: "b"),
    ]
    let outcome = weigh([rule(atLeast(0.99))], suites)[0]
    #expect(outcome.verdict == .block)
    #expect(outcome.suites == ["a", "b"])
    #expect(outcome.failing == ["b"])
    #expect(outcome.measure == .rate(passed: 197, of: 200))
    #expect(outcome.remarks.first == "in b (97.0%, 97/100)")
    #expect(outcome.sentence.subject.hasSuffix("needs ≥ 99% in b (97.0%, 97/100)"))
    #expect(outcome.parts.map(\.measure) == [.rate(passed: 100, of: 100), .rate(passed: 97, of: 100)])
  }

  /// Before 45 of 50, now 41 of 50; the new suite's 50 of 50 would have made it 91 of 100 and a rise.
  @Test("a suite that is new moves neither side of a comparison, and is told as new")
  func newBeside() {
    let old = paired(both: 40, broke: 5, fixed: 1, neither: 4, name: "old")
    let new = SuiteEvidence(singles(many(50, .pass)), name: "new", base: .new("the suite is new"))
    let comparing = weigh(rule(.noWorseThanBaseline, margin: 0.05), old, new)
    #expect(comparing.measure == .rate(passed: 41, of: 50))
    #expect(comparing.baseline == .rate(passed: 45, of: 50))
    #expect(comparing.changeText == "−8.0 pt")
    #expect(comparing.remarks.contains("nothing to compare with yet: new (100.0%, 50/50)"))
    // What is held against a value is all of it, so there is no baseline of the same cases.
    let floor = weigh(rule(atLeast(0.9)), old, new)
    #expect(floor.measure == .rate(passed: 91, of: 100))
    #expect(floor.baseline == nil)
    #expect(floor.changeText == nil)
  }

  @Test("a suite whose baseline is lost is on neither side, and is what is not decided")
  func lostBaseline() {
    let old = paired(both: 40, broke: 5, fixed: 1, neither: 4, name: "old")
    let lost = SuiteEvidence(
      singles(many(10, .pass)), name: "lost", base: .unavailable("the baseline of lost cannot be read"))
    let outcome = weigh(rule(.noWorseThanBaseline, margin: 0.05), old, lost)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.measure == .rate(passed: 41, of: 50))
    #expect(outcome.baseline == .rate(passed: 45, of: 50))
    #expect(outcome.remarks.first == "in lost (100.0%, 10/10)")
  }

  @Test("a suite without one result is on neither side either")
  func silent() {
    let old = paired(both: 10, name: "old")
    let down = SuiteEvidence(singles(many(4, .pass)), singles(many(4, .error)), name: "down")
    let outcome = weigh(rule(.noWorseThanBaseline), old, down)
    #expect(outcome.measure == .rate(passed: 10, of: 10))
    #expect(outcome.baseline == .rate(passed: 10, of: 10))
  }

  @Test("a long reason is given in the first of the rows that have it")
  func repeatedReason() {
    let why = "main has no stored baseline: make one there with `evalgate run` and `evalgate baseline accept`"
    let suites = ["a", "b"].map { SuiteEvidence(singles([.pass]), name: $0, base: .unavailable(why)) }
    let rows = GateOutcome.remarks(of: weigh([gate("a"), gate("b")], suites))
    #expect(rows[0].first == why)
    #expect(rows[1].first == "for the same reason as above")
  }

  @Test("missing cases of all suites are added up")
  func missing() {
    let suites = ["a", "b"].map { SuiteEvidence(singles(many(99, .pass) + [.error]), name: $0) }
    #expect(weigh([rule(atLeast(0.9))], suites)[0].evidence.contains(.missing(2, of: 200)))
  }

  @Test("block is worse than undecided, undecided than unproven, unproven than new, new than pass")
  func order() {
    let block = SuiteEvidence(singles([.fail]), name: "block")
    let undecided = SuiteEvidence(singles([.error]), name: "undecided")
    let pass = SuiteEvidence(singles([.pass]), name: "pass")
    #expect(weigh([rule(atLeast(1))], [pass, undecided, block])[0].verdict == .block)
    #expect(weigh([rule(atLeast(1))], [pass, undecided])[0].verdict == .undecided)
    let new = SuiteEvidence(singles(many(240, .pass)), name: "new")
    let proven = paired(both: 240, name: "proven")
    let unproven = paired(both: 20, name: "unproven")
    #expect(weigh([rule(.noWorseThanBaseline)], [proven, new])[0].verdict == .new)
    #expect(weigh([rule(.noWorseThanBaseline)], [proven, new, unproven])[0].verdict == .unproven)
  }

  @Test("the same evidence always gives the same verdicts")
  func pure() {
    let suites = [harm("a", broke: 5), harm("b", broke: 2)]
    #expect(weigh([gate("a"), gate("b")], suites) == weigh([gate("a"), gate("b")], suites))
  }
}

@Suite("the run's verdict")
struct RunVerdictTests {
  private func gate(_ verdict: Verdict, blocks: Bool = true, name: String = "g") -> GateOutcome {
    GateOutcome(
      name: name, metric: "pass_rate", suites: ["s"], verdict: verdict, blocks: blocks, rule: "≥ 99%",
      measure: .rate(passed: 9, of: 10), unit: .share)
  }

  @Test(
    "the more certain no wins",
    arguments: [
      ([Verdict.pass], true, RunOutcome.passed), ([.pass, .unproven, .new], true, .passed),
      ([.pass, .undecided], true, .undecided), ([.block, .undecided], true, .blocked), ([.block], false, .blocked),
      ([.pass], false, .undecided), ([], true, .undecided),
    ])
  func outcome(verdicts: [Verdict], isComplete: Bool, expected: RunOutcome) {
    #expect(RunVerdict(verdicts.map { gate($0) }, isComplete: isComplete).outcome == expected)
  }

  @Test("a gate with `block: false` never decides, and alone decides nothing", arguments: Verdict.allCases)
  func toothless(verdict: Verdict) {
    #expect(RunVerdict([gate(verdict, blocks: false), gate(.pass)], isComplete: true).outcome == .passed)
    #expect(RunVerdict([gate(verdict, blocks: false)], isComplete: true).outcome == .undecided)
  }

  @Test("reasons name every gate in the way, then what interrupted")
  func reasons() {
    let verdict = RunVerdict(
      [gate(.undecided, name: "a"), gate(.block, name: "b"), gate(.pass, name: "c")], isComplete: false,
      interruption: "interrupted")
    #expect(verdict.reasons == ["b: 90.0%, needs ≥ 99%", "a: 90.0%, needs ≥ 99%", "interrupted"])
  }

  @Test("exit codes are a contract")
  func exitCodes() {
    #expect(
      RunOutcome.allCases.map(\.exitCode) == [0, 1, 2, 3, 4, 5, 70, 130, 143, 0, 0])
  }
}
