import EvalGateCore
import Testing

@Suite("gates: a rate against a number")
struct RateGateTests {
  private func suite(_ passed: Int, of total: Int) -> SuiteEvidence {
    SuiteEvidence(singles(many(passed, .pass) + many(total - passed, .fail)))
  }

  @Test(
    "`at_least` by the value alone: 198 of 200 is 99%, 197 is not",
    arguments: [
      (198, 200, 0.99, Verdict.pass), (197, 200, 0.99, .block), (99, 99, 0.99, .pass), (98, 99, 0.99, .block),
    ])
  func point(passed: Int, total: Int, threshold: Double, expected: Verdict) {
    #expect(verdict(rule(atLeast(threshold)), suite(passed, of: total)) == expected)
  }

  @Test("`assured` 99% needs 299 clean cases", arguments: [(298, Verdict.block), (299, .pass)])
  func assured(clean: Int, expected: Verdict) {
    #expect(verdict(rule(atLeast(0.99), decide: .assured), suite(clean, of: clean)) == expected)
  }

  /// Upper one-sided Clopper-Pearson bound of 18 of 20 is .982, of 17 of 20 .958 and of 16 of 20 .929.
  @Test("`refuted` blocks only what chance cannot explain", arguments: [(18, Verdict.pass), (17, .pass), (16, .block)])
  func refuted(passed: Int, expected: Verdict) {
    #expect(verdict(rule(atLeast(0.95), decide: .refuted), suite(passed, of: 20)) == expected)
  }

  @Test(
    "`at_most` and `exactly` hold a rate from the other side and from both",
    arguments: [
      (atMost(0.05), 5, Verdict.pass), (atMost(0.05), 6, .block), (exactly(0.05), 5, .pass), (exactly(0.05), 4, .block),
      (exactly(0.05), 6, .block), (exactly(1), 100, .pass), (exactly(1), 99, .block), (exactly(0), 0, .pass),
      (exactly(0), 1, .block), (atMost(0), 0, .pass),
    ])
  func otherBounds(bound: Bound, passed: Int, expected: Verdict) {
    #expect(verdict(rule(bound), suite(passed, of: 100)) == expected)
  }

  @Test(
    "what a change adds makes neither a floor nor a ceiling easier, and the row says what is left without it",
    arguments: [(9, nil), (8, "80.0%"), (0, "0.0%")])
  func withoutMore(good: Int, share: String?) {
    let floor = weigh(rule(atLeast(0.9)), Self.diluted(.pass, good, .fail))
    let ceiling = weigh(
      rule(atMost(0.1), metric: AttackRate.compiled),
      Self.diluted(.attack(effective: true), 10 - good, .attack(effective: false)))
    for gate in [floor, ceiling] {
      #expect(gate.verdict == (share == nil ? .pass : .block), "\(gate)")
      #expect((gate.reason ?? "").contains("of 10 cases without the 90 that the change adds") == (share != nil))
    }
    if let share { #expect(floor.reason?.hasPrefix(share) == true) }
  }

  /// Ten cases that were there, and ninety more that are what the bound wants.
  private static func diluted(_ some: TrialOutcome, _ count: Int, _ others: TrialOutcome) -> SuiteEvidence {
    let wanted = some.facts.isEmpty ? some : others
    var suite = SuiteEvidence(singles(many(count, some) + many(10 - count, others) + many(90, wanted)))
    suite.turnover = Turnover(added: Self.added(10..<100))
    return suite
  }

  private static func added(_ places: Range<Int>) -> [CaseHeader] { places.map { header(outcome("c\($0)", [.pass])) } }

  /// 299 clean ones prove 99%, and 200 do not.
  @Test("a bound that has to be proven is proven by what is added too")
  func provenByMore() {
    var suite = SuiteEvidence(singles(many(299, .pass)))
    suite.turnover = Turnover(added: Self.added(200..<299))
    #expect(verdict(rule(atLeast(0.99), decide: .assured), suite) == .pass)
    var worse = SuiteEvidence(singles(many(197, .pass) + many(3, .fail) + many(2_000, .pass)))
    #expect(verdict(rule(atLeast(0.99), decide: .assured), worse) == .pass)
    worse.turnover = Turnover(added: Self.added(200..<2_200))
    #expect(verdict(rule(atLeast(0.99), decide: .assured), worse) == .block)
  }

  @Test("a gate whose cases are gone says how it goes too, unless the change brings it")
  func lastCaseGone() {
    let gone = header(outcome("gone", [.pass], tags: ["hard"]))
    var suite = SuiteEvidence(singles(many(3, .pass)))
    let gate = rule(atLeast(0.9), suite: "s", filter: CaseFilter(tags: ["hard"]))
    #expect(weigh(gate, suite).reason == "no case matches")
    suite.turnover = Turnover(gone: [gone])
    #expect(weigh(gate, suite).reason?.hasPrefix("no case is left that it counts") == true)
    #expect(weigh(gate, suite).verdict == .undecided)
    #expect(weigh(rule(atLeast(0.9), filter: CaseFilter(tags: ["hard"])), suite).reason?.contains("is left") == true)
  }

  @Test("a share that is no count is held against the number alone", arguments: [(19, Verdict.pass), (18, .block)])
  func share(passed: Int, expected: Verdict) {
    #expect(verdict(rule(atLeast(0.95), metric: Blend.compiled), suite(passed, of: 20)) == expected)
  }

  @Test("failures used and allowed stand beside the verdict: 2 of at most 2")
  func allowance() {
    let gate = weigh(rule(atLeast(0.99)), suite(198, of: 200))
    guard case .rate(let failures, let allowed, let interval, _) = gate.evidence.first else {
      Issue.record("no rate in \(gate.evidence)")
      return
    }
    #expect(failures == 2)
    #expect(allowed == 2)
    // Wilson's interval of 198 of 200 by hand: 0.9643 to 0.9973.
    #expect(near(interval.lower, 0.9643, 5e-5))
    #expect(near(interval.upper, 0.9973, 5e-5))
    #expect(gate.remarks == ["2 of at most 2 failures"])
  }

  @Test(
    "nothing judged is never a pass: 0 of 0 is undecided", arguments: [atLeast(0), atLeast(1), exactly(1), atMost(1)])
  func nothing(bound: Bound) {
    #expect(verdict(rule(bound, suite: "s"), SuiteEvidence(singles([.error, .error]), maxMissing: 1)) == .undecided)
    #expect(verdict(rule(bound, suite: "s"), SuiteEvidence([])) == .undecided)
  }

  @Test("an error is neither a pass nor a fail: 9 of 10 judged cases are 90%")
  func errors() {
    let suite = SuiteEvidence(singles(many(9, .pass) + [.fail, .error, .error]), maxMissing: 1)
    let gate = weigh(rule(atLeast(0.9)), suite)
    #expect(gate.measure == .rate(passed: 9, of: 10))
    #expect(gate.verdict == .pass)
    #expect(gate.remarks.contains("2 of 12 without a result"))
  }

  @Test("an error in a blocking case counts as not passed")
  func blockingError() {
    let suite = SuiteEvidence(singles([.pass, .error], severity: .blocking), maxMissing: 1)
    #expect(verdict(rule(exactly(1)), suite) == .block)
  }

  @Test("clean attacks say how often one may still get through: 1 - .05^(1/20) for 20")
  func bypassBound() {
    let outcomes =
      singles(many(20, .attack(effective: false)), tags: ["family:injection"]) + singles(many(5, .pass), first: 20)
    let gate = weigh(rule(exactly(1)), SuiteEvidence(outcomes, isSafety: true))
    #expect(gate.remarks == ["20 attacks: 20 attempted, all stopped", "true rate of bypass at most 13.9%"])
  }

  @Test("attacks that came through and are waived, and cases that attack nothing, bound nothing")
  func nothingWithstood() {
    var waived = TrialOutcome.attack(effective: true)
    waived.passFail = .pass
    waived.waived = true
    for trial in [waived, .pass] {
      let gate = weigh(rule(exactly(1)), SuiteEvidence(singles(many(4, trial)), isSafety: true))
      #expect(gate.verdict == .pass)
      #expect(gate.remarks.allSatisfy { !$0.contains("bypass") }, "\(gate.remarks)")
    }
  }

  @Test("attacks that all got through are no clean result")
  func allEffective() {
    let suite = SuiteEvidence(singles(many(5, .attack(effective: true))), isSafety: true)
    let gate = weigh(rule(atMost(0), metric: AttackRate.compiled), suite)
    #expect(gate.verdict == .block)
    #expect(gate.remarks.allSatisfy { !$0.contains("bypass") })
  }

  @Test("no attack that got through is a clean result of a metric where lower is better")
  func noneEffective() {
    let suite = SuiteEvidence(singles(many(5, .attack(effective: false))), isSafety: true)
    let gate = weigh(rule(exactly(0), metric: AttackRate.compiled), suite)
    #expect(gate.verdict == .pass)
    // 1 - .05^(1/5) = 45.07%
    #expect(gate.remarks == ["5 attacks: 5 attempted, all stopped", "true rate of bypass at most 45.1%"])
  }

  @Test("a metric that says nothing of attacks gives no bound of their rate")
  func otherMetric() {
    let suite = SuiteEvidence(singles([.label("a", "a"), .label("b", "b")]), isSafety: true)
    #expect(weigh(rule(atLeast(1), metric: LabelRate.compiled), suite).remarks.isEmpty)
  }
}
