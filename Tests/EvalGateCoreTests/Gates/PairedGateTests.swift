import EvalGateCore
import Testing

@Suite("gates: no worse than the baseline")
struct PairedGateTests {
  private func pairedEvidence(_ gate: GateOutcome) -> (p: Double, exact: Double, broke: Int, fixed: Int, n: Int)? {
    for case .paired(let n, let broke, let fixed, _, _, let p, let exact, _, _, _) in gate.evidence {
      return (p, exact, broke, fixed, n)
    }
    return nil
  }

  /// m = 17: P(X ≥ 14) = (680 + 136 + 17 + 1) / 2^17, less half of 680 / 2^17.
  @Test("14 broke and 3 fixed of 240 block with a one-sided mid-p of 494 / 2^17")
  func byHand() throws {
    let gate = weigh(rule(.noWorseThanBaseline), paired(both: 210, broke: 14, fixed: 3, neither: 13))
    let evidence = try #require(pairedEvidence(gate))
    #expect(gate.verdict == .block)
    #expect(near(evidence.p, 494.0 / 131_072))
    #expect(near(evidence.exact, 2 * 834.0 / 131_072))
    #expect(evidence.n == 240)
    #expect(gate.measure == .rate(passed: 213, of: 240))
    #expect(gate.baseline == .rate(passed: 224, of: 240))
    #expect(gate.remarks == ["chance does this in 1 of 300 unchanged runs"])
  }

  /// Mid-p by hand: 4/0 is 1/32, 8/2 is 33.5/1024, 3/0 is 1/16, 7/2 is 28/512, 5/1 is 4/64.
  @Test(
    "small tables",
    arguments: [
      (4, 0, Verdict.block), (8, 2, .block), (3, 0, .unproven), (7, 2, .unproven), (5, 1, .unproven), (2, 4, .pass),
    ])
  func tables(broke: Int, fixed: Int, expected: Verdict) {
    let suite = paired(both: 60 - broke - fixed, broke: broke, fixed: fixed)
    #expect(verdict(rule(.noWorseThanBaseline), suite) == expected)
  }

  @Test("nothing changed on 20 cases rules nothing out; on 240 it rules five points out")
  func unchanged() {
    #expect(verdict(rule(.noWorseThanBaseline), paired(both: 20)) == .unproven)
    #expect(verdict(rule(.noWorseThanBaseline), paired(both: 240)) == .pass)
  }

  @Test("a smaller margin is harder to rule out")
  func margin() {
    #expect(verdict(rule(.noWorseThanBaseline, margin: 0.005), paired(both: 240)) == .unproven)
  }

  @Test("improvements pass")
  func improvements() {
    #expect(verdict(rule(.noWorseThanBaseline), paired(both: 200, fixed: 10, neither: 10)) == .pass)
  }

  @Test(
    "where every case fails as it was accepted there is nothing to lose, and nothing is proven",
    arguments: [OnUnproven.show, .block])
  func allFail(onUnproven: OnUnproven) {
    let gate = weigh(rule(.noWorseThanBaseline, onUnproven: onUnproven), paired(neither: 30))
    #expect(gate.verdict == .unproven)
    #expect(gate.reason == "every case fails in both versions, so there is nothing to lose")
  }

  @Test("where every case fails in both versions and nobody accepted that, accepting it is the way out")
  func allFailAnew() {
    var suite = paired(neither: 30)
    guard case .stored(var comparison) = suite.base else {
      Issue.record("nothing to compare with")
      return
    }
    for index in comparison.pairs.indices { comparison.pairs[index].isSideBySide = true }
    suite = SuiteEvidence(suite.outcomes, base: .stored(comparison))
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(gate.verdict == .undecided)
    #expect(gate.reason?.hasSuffix("run it and commit `evalgate baseline accept --reason …`") == true)
  }

  @Test("`on_unproven: block` blocks what is not proven, and says so")
  func onUnproven() {
    let gate = weigh(rule(.noWorseThanBaseline, onUnproven: .block), paired(both: 20))
    #expect(gate.verdict == .block)
    #expect(gate.reason?.hasPrefix("not proven, and `on_unproven: block`") == true)
    let proven = weigh(rule(.noWorseThanBaseline, onUnproven: .block), paired(both: 240))
    #expect(proven.verdict == .pass)
  }

  /// Of 6 runs with 3 passes, that all 3 of the candidate's fail has a chance of 1 / C(6, 3); half of it is 1/40.
  @Test("repeated runs enter as counts: 3 of 3 against 0 of 3 in one case is a p of 1/40")
  func repeats() throws {
    let steady = (0..<20).map { outcome("s\($0)", many(3, .pass)) }
    let suite = SuiteEvidence(
      steady + [outcome("x", many(3, .pass))], steady + [outcome("x", many(3, .fail))])
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(near(try #require(pairedEvidence(gate)).p, 1.0 / 40))
    #expect(gate.verdict == .block)
  }

  @Test("runs that ended in an error are no runs: 2 of 3 errors leave a single run")
  func errorsAreNoRuns() throws {
    let steady = (0..<20).map { outcome("s\($0)", [.pass]) }
    let suite = SuiteEvidence(
      steady + [outcome("x", [.pass])], steady + [outcome("x", [.error, .error, .fail])], maxMissing: 1)
    let evidence = try #require(pairedEvidence(weigh(rule(.noWorseThanBaseline), suite)))
    // One break and no fix: P(X ≥ 1) - ½ P(X = 1) = 1/4.
    #expect(near(evidence.p, 1.0 / 4))
  }

  /// Two conversations of four cases cannot move together by more than a coin each: 2^-k for k of them.
  @Test(
    "clusters count as one each: four cannot reach five per cent, five can",
    arguments: [(4, Verdict.unproven), (5, .block)])
  func clusters(groups: Int, expected: Verdict) {
    func cases(_ trial: TrialOutcome) -> [CaseOutcome] {
      (0..<groups * 4).map { outcome("c\($0)", [trial], cluster: "g\($0 % groups)") }
    }
    // One case stays, so that something is left.
    let gate = weigh(
      rule(.noWorseThanBaseline), SuiteEvidence(cases(.pass), cases(.fail).dropLast() + cases(.pass).suffix(1)))
    #expect(gate.verdict == expected)
    #expect((gate.reason == "too few groups of cases to tell") == (expected == .unproven))
  }

  @Test("a filter looks at the case's tags of today on both sides, though tags do not make another case of it")
  func retagged() throws {
    let filter = CaseFilter(tags: ["lang:de"])
    let before = (0..<40).map { outcome("c\($0)", [.pass], tags: $0 < 20 ? ["lang:de"] : []) }
    let after = (0..<40).map { outcome("c\($0)", [$0 == 30 ? .fail : .pass], tags: $0 >= 20 ? ["lang:de"] : []) }
    let evidence = try #require(
      pairedEvidence(weigh(rule(.noWorseThanBaseline, filter: filter), SuiteEvidence(before, after))))
    #expect(evidence.n == 20)
    #expect(evidence.broke == 1)
  }

  @Test("a case without a result on one side is in neither")
  func halfMissing() throws {
    let before = singles(many(30, .pass))
    let after = singles(many(28, .pass) + [.error, .error])
    let gate = weigh(rule(.noWorseThanBaseline), SuiteEvidence(before, after, maxMissing: 1))
    #expect(try #require(pairedEvidence(gate)).n == 28)
    #expect(gate.baseline == .rate(passed: 28, of: 28))
  }

  @Test("a failure that is waived today has no part in the comparison")
  func waived() throws {
    let suite = SuiteEvidence(singles(many(40, .pass)), singles(many(35, .pass) + many(5, .waivedFail)))
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(try #require(pairedEvidence(gate)).broke == 0)
    #expect(gate.remarks.contains("5 waived"))
    #expect(verdict(rule(.noWorseThanBaseline, waivers: false), suite) == .block)
  }
}

@Suite("gates: the literal rule")
struct LiteralGateTests {
  @Test("any lower score blocks, and the row says how often that blocks an unchanged version")
  func lower() {
    let gate = weigh(rule(noLowerThanBaseline), paired(both: 99, broke: 1))
    #expect(gate.verdict == .block)
    #expect(gate.remarks.count == 1)
    #expect(gate.remarks.first?.hasPrefix("this rule blocks an unchanged version in ") == true)
  }

  @Test("the same score passes, whichever cases make it")
  func equal() {
    #expect(verdict(rule(noLowerThanBaseline), paired(both: 90, broke: 5, fixed: 5)) == .pass)
  }

  @Test("a tolerance is a share of the baseline, and has no false-block rate")
  func tolerance() {
    let gate = weigh(rule(.atLeast(.baseline(plus: -0.05))), paired(both: 95, broke: 5))
    #expect(gate.verdict == .pass)
    #expect(gate.remarks.isEmpty)
    #expect(verdict(rule(.atLeast(.baseline(plus: -0.05))), paired(both: 94, broke: 6)) == .block)
  }

  @Test("a failure of the baseline that ends in an error today is not an improvement")
  func errorIsNoPass() {
    // On the cases that have a result on both sides nothing changed: 98 of 98.
    let before = singles(many(98, .pass) + [.fail, .pass])
    let after = singles(many(97, .pass) + [.fail, .error, .pass])
    #expect(verdict(rule(noLowerThanBaseline), SuiteEvidence(before, after)) == .block)
  }

  @Test("new cases do not stand in for lost ones")
  func newCases() {
    let before = singles(many(10, .pass))
    let after = singles(many(9, .pass) + [.fail] + many(90, .pass))
    #expect(verdict(rule(noLowerThanBaseline), SuiteEvidence(before, after)) == .block)
  }

  @Test("where every case fails as it was accepted, nothing is proven")
  func allFail() {
    #expect(verdict(rule(noLowerThanBaseline), paired(neither: 10)) == .unproven)
  }

  @Test("a share over all cases is compared as a value")
  func share() {
    #expect(verdict(rule(noLowerThanBaseline, metric: Blend.compiled), paired(both: 9, broke: 1)) == .block)
    #expect(verdict(rule(noLowerThanBaseline, metric: Blend.compiled), paired(both: 9, neither: 1)) == .pass)
  }
}
