import EvalGateCore
import Testing

/// Gates against a value, where earlier runs of the very version count too.
@Suite("gates: several attempts of one version")
struct AttemptGateTests {
  /// Attempts of ten cases, the run itself first: how many of them pass.
  private func suite(
    _ passing: [Int], severity: Severity? = nil, isSafety: Bool = false,
    trial: (Bool) -> TrialOutcome = { $0 ? .pass : .fail }
  ) -> SuiteEvidence {
    let runs = passing.map { count in (0..<10).map { trial($0 < count) } }
    func cases(_ runs: [[TrialOutcome]]) -> [CaseOutcome] {
      (0..<10).map { number in outcome("c\(number)", runs.map { $0[number] }, severity: severity) }
    }
    var suite = SuiteEvidence(cases([runs[0]]), isSafety: isSafety)
    suite.attempted = cases(runs)
    suite.attempts = (1..<max(2, passing.count)).map { "run\($0)" }
    return suite
  }

  /// 10 and 6 of 10 are 8 of 10 on average. A majority of two would be 6, one of three runs 10 of 10.
  @Test(
    "a rate is the mean of the runs, neither the last of them nor a majority",
    arguments: [([10, 6], 0.8), ([10, 10, 6], 26.0 / 30), ([6, 10], 0.8), ([9, 9, 9], 0.9)])
  func mean(passing: [Int], value: Double) throws {
    let gate = weigh(rule(atLeast(0.85)), suite(passing))
    #expect(near(try #require(gate.measure.value), value))
    #expect(gate.verdict == (value >= 0.85 ? .pass : .block))
  }

  @Test("where every run came out the same the counts stay counts")
  func counts() {
    #expect(weigh(rule(atLeast(0.5)), suite([7, 7])).measure == .rate(passed: 7, of: 10))
  }

  /// 8.6 of 10 are taken for 8 where whole cases are needed: two failures.
  @Test("an interval is that of whole cases, rounded against the version")
  func whole() {
    let gate = weigh(rule(atLeast(0.5), decide: .refuted), suite([10, 10, 6]))
    guard case .rate(let failures, _, _, _)? = gate.evidence.first else {
      Issue.record("no rate in \(gate.evidence)")
      return
    }
    #expect(failures == 2)
  }

  @Test("a blocking case that failed in one run fails")
  func blocking() {
    let gate = weigh(rule(exactly(1)), suite([10, 9], severity: .blocking))
    #expect(gate.verdict == .block && gate.measure == .rate(passed: 9, of: 10))
  }

  @Test("an attack that got through once got through, however often it did not")
  func attack() {
    let gate = weigh(
      rule(atMost(0), metric: AttackRate.compiled),
      suite([10, 9], isSafety: true) { TrialOutcome.attack(effective: !$0) })
    #expect(gate.verdict == .block)
  }

  /// 20 scenarios, three clean attempts each: 1 - .05^(1/60) = 4.87%.
  @Test("every trial of a clean attack counts, and is no attack of its own")
  func attacks() {
    let outcomes = (0..<20).map { outcome("c\($0)", many(3, .attack(effective: false)), severity: .blocking) }
    let gate = weigh(rule(exactly(1)), SuiteEvidence(outcomes, isSafety: true))
    #expect(
      gate.remarks == ["20 attacks: 20 attempted, all stopped", "true rate of bypass at most 4.9% after 60 trials"])
  }

  @Test("a case that its run asks several times counts as the metric says, run by run")
  func trials() {
    // Two runs of three trials: most pass in the one, most fail in the other.
    var suite = SuiteEvidence([outcome("a", [.pass, .pass, .fail])])
    suite.attempted = [outcome("a", [.pass, .pass, .fail, .fail, .fail, .pass])]
    suite.attempts = ["earlier"]
    #expect(weigh(rule(atLeast(0.4)), suite).measure == .share(0.5, n: 1))
  }

  /// Lower Clopper-Pearson bounds by SciPy: beta.ppf(.05, 299, 1) = .99003 and beta.ppf(.05, 298, 2) = .98424.
  @Test(
    "a row that has to assure a rate says how many failures its own rule allows",
    arguments: [(299, 0), (300, 0), (473, 1), (60, nil)])
  func assured(n: Int, allowed: Int?) {
    let gate = weigh(rule(atLeast(0.99), decide: .assured), SuiteEvidence(singles(many(n, .pass))))
    guard case .rate(_, let found, _, _)? = gate.evidence.first else {
      Issue.record("no rate in \(gate.evidence)")
      return
    }
    #expect(found == allowed)
    #expect(gate.verdict == (allowed == nil ? .block : .pass))
  }

  /// Upper Clopper-Pearson bound of 57 of 60 by SciPy: beta.ppf(.95, 58, 3) = .98624, of 56 .97717, both under 99%.
  @Test("a row that is blocked only when refuted allows what is not")
  func refuted() {
    let gate = weigh(rule(atLeast(0.99), decide: .refuted), SuiteEvidence(singles(many(58, .pass) + many(2, .fail))))
    guard case .rate(let failures, let allowed?, _, _)? = gate.evidence.first else {
      Issue.record("no rate in \(gate.evidence)")
      return
    }
    #expect(failures == 2 && allowed >= 2)
    #expect(gate.verdict == .pass)
  }

  /// Three of five stored runs pass: worth 0.6, where a majority would say 1.
  @Test("the baseline of an absolute row is what one run of it is worth")
  func baselineMean() {
    let before = (0..<10).map { outcome("c\($0)", [.pass, .pass, .pass, .fail, .fail]) }
    let gate = weigh(rule(atLeast(0.5)), SuiteEvidence(before, singles(many(10, .pass))))
    #expect(near(gate.baseline?.value ?? 0, 0.6))
  }

  @Test("a rule against any other score blocks an unchanged version twice as often as one against lower ones")
  func bothSides() throws {
    func rate(_ bound: Bound) -> Double? {
      for case .literal(let rate, _) in weigh(rule(bound), paired(both: 50, broke: 3, fixed: 3)).evidence {
        return rate
      }
      return nil
    }
    let strict = try #require(rate(noLowerThanBaseline))
    #expect(near(try #require(rate(.exactly(.baseline(plus: 0)))), 2 * strict))
    #expect(near(try #require(rate(.atMost(.baseline(plus: 0)))), strict))
  }

  /// Each of 30 cases takes 100 ms before; now 12 of them take 900 in one of two runs.
  @Test("times against the baseline's take every run of a case in")
  func times() {
    let before = singles(many(30, .took(100)))
    let after = (0..<30).map { outcome("c\($0)", [.took(100), .took($0 < 12 ? 900 : 100)]) }
    let gate = weigh(rule(.atMost(.baseline(plus: 0.1)), metric: P95.compiled), SuiteEvidence(before, after))
    guard case .quantile(let over, let n, let p, _, _)? = gate.evidence.first else {
      Issue.record("no quantile in \(gate.evidence)")
      return
    }
    #expect((over, n) == (12, 60))
    // Of each of those cases two of three runs are within it, one drawn before: all twelve before are within, (2/3)^12.
    var all = 1.0
    for _ in 0..<12 { all *= 2.0 / 3 }
    #expect(near(p, all / 2))
    #expect(gate.verdict == .block)
  }
}
