import GateStatistics
import Testing

/// A cell of the specification's table S.1: false blocks in per cent by simulation, for n cases of which each run flips
/// one with rate f, so that two runs disagree with chance 2f(1-f).
struct SimulatedCell: Sendable {
  let n: Int
  let flip, tolerance, percent: Double

  static let all = [
    (50, 0.02, [34.6, 12.9, 3.6]), (50, 0.05, [41.0, 24.4, 12.3]), (50, 0.10, [43.0, 30.4, 19.9]),
    (200, 0.02, [42.6, 5.4, 0.0]), (200, 0.05, [45.5, 15.1, 0.8]), (200, 0.10, [46.6, 22.3, 4.1]),
    (1000, 0.05, [47.9, 1.8, 0.0]), (1000, 0.10, [48.3, 6.4, 0.0]),
  ].flatMap { n, flip, row in
    zip([0.0, 0.02, 0.05], row).map { SimulatedCell(n: n, flip: flip, tolerance: $0, percent: $1) }
  }
}

@Suite("Planning")
struct PlanTests {
  @Test("the literal rule blocks unchanged versions as often as was simulated", arguments: SimulatedCell.all)
  func literalRule(cell: SimulatedCell) throws {
    let plan = try #require(PairedPlan(n: cell.n, noiseDiscordance: 2 * cell.flip * (1 - cell.flip)))
    let rate = try #require(plan.literalFalseBlockRate(tolerance: cell.tolerance))
    #expect(isClose(100 * rate, cell.percent, within: 1.2))
  }

  // m = 2 changed of n = 2 with chance ψ²: blocked when both broke, ψ²/4; m = 1: half of 2ψ(1-ψ).
  @Test("the false-block rate of two cases is what one counts by hand")
  func literalByHand() {
    let rate = PairedPlan(n: 2, noiseDiscordance: 0.2)?.literalFalseBlockRate()
    #expect(isClose(rate, 0.04 / 4 + 0.5 * 2 * 0.2 * 0.8, within: 1e-12))
  }

  // Table S.9 of the specification: drops found with 80% power. The formula is promised to within one point of them.
  @Test(
    "the smallest drop found is that of the printed table",
    arguments: [
      (50, 0.02, 12.7), (200, 0.095, 7.0), (200, 0.04, 5.1), (1000, 0.18, 3.6), (2000, 0.02, 0.9),
    ])
  func detectable(n: Int, psi: Double, points: Double) throws {
    let plan = try #require(PairedPlan(n: n, noiseDiscordance: psi))
    #expect(isClose(plan.minimumDetectableDrop().map { 100 * $0 }, points, within: 1))
    #expect(isClose(plan.exactPower(drop: points / 100), 0.8, within: 0.04))
  }

  // One case that always breaks has mid-p ¼, five have 1/64: with n = 5, ψ₀ near 0 and D = .999 the test rejects.
  @Test("a drop of everything is found with five cases and missed with three")
  func exactPower() {
    #expect(isClose(PairedPlan(n: 5, noiseDiscordance: 1e-9)?.exactPower(drop: 0.999999), 1, within: 1e-4))
    #expect(PairedPlan(n: 3, noiseDiscordance: 1e-9)?.exactPower(drop: 0.999999) == 0)
  }

  @Test("no set of one case finds anything")
  func oneCase() {
    #expect(PairedPlan(n: 1, noiseDiscordance: 0.5)?.minimumDetectableDrop() == nil)
  }

  @Test("plans that cannot be are none", arguments: [(0, 0.1), (-1, 0.1), (5, 0), (5, 1), (5, .nan), (Int.max, 0.1)])
  func badPlans(n: Int, psi: Double) {
    #expect(PairedPlan(n: n, noiseDiscordance: psi) == nil)
  }

  @Test("work beyond the limit has no answer")
  func limits() throws {
    let plan = try #require(PairedPlan(n: 1 << 49, noiseDiscordance: 0.1))
    #expect(plan.exactPower(drop: 0.1) == nil && plan.literalFalseBlockRate() == nil)
  }

  // Three changed cases: broke 2 or 3 of 3 is worse, 4/8.
  @Test("exchanged run labels give a rule's false-block rate")
  func relabelled() {
    let counts = PairedCounts(both: 5, broke: 1, fixed: 2, neither: 0)
    #expect(isClose(counts?.relabelledBlockRate { $0 > $1 }, 0.5, within: 1e-12))
  }

  @Test("five stored runs shrink the smallest drop to about .77")
  func storedRuns() {
    #expect(isClose(PairedPlan.storedRunsFactor(5), 0.77, within: 0.005))
    #expect(PairedPlan.storedRunsFactor(0) == nil)
  }

  // 1 - C(4,2)/C(10,2)... with c = 6 of n = 10: pass@2 = 1 - 6/45, pass^2 = 15/45.
  @Test("pass@k and pass^k count pairs of runs")
  func passK() throws {
    let runs = try #require(RepeatedRuns(passes: 6, runs: 10))
    #expect(isClose(runs.passAt(2), 1 - 6 / 45.0, within: 1e-14))
    #expect(isClose(runs.passHat(2), 15 / 45.0, within: 1e-14))
  }

  @Test("more runs than there are have no pass@k", arguments: [0, -1, 11, Int.max])
  func tooManyRuns(k: Int) throws {
    let runs = try #require(RepeatedRuns(passes: 6, runs: 10))
    #expect(runs.passAt(k) == nil && runs.passHat(k) == nil)
  }

  @Test("pass@k of huge counts is computed at once")
  func hugePassK() throws {
    let runs = try #require(RepeatedRuns(passes: 1 << 49, runs: 1 << 50))
    #expect(isClose(runs.passHat(1), 0.5, within: 1e-12))
    #expect(isClose(runs.passHat(1 << 40), 0, within: 1e-12))
  }

  // 2·1·2/(3·2) = 2/3 and 0: mean 1/3.
  @Test("the noise discordance is the share of pairs of runs that disagree")
  func discordance() throws {
    let cases = [try #require(RepeatedRuns(passes: 1, runs: 3)), try #require(RepeatedRuns(passes: 4, runs: 4))]
    #expect(isClose(RepeatedRuns.noiseDiscordance(cases), 1 / 3.0, within: 1e-14))
    #expect(RepeatedRuns.noiseDiscordance([]) == nil)
  }

  @Test("cases that never disagree with themselves have no flake to fit")
  func noFlake() throws {
    let cases = [try #require(RepeatedRuns(passes: 5, runs: 5)), try #require(RepeatedRuns(passes: 0, runs: 5))]
    #expect(FlakeFit(cases) == nil)
    #expect(FlakeFit([]) == nil)
  }

  // All cases alike: the likelihood is binomial, with mean 3/5 and no correlation.
  @Test("cases that are all alike fit a mean and hardly any correlation")
  func alike() throws {
    let cases = Array(repeating: try #require(RepeatedRuns(passes: 3, runs: 5)), count: 30)
    let fit = try #require(FlakeFit(cases))
    #expect(isClose(fit.mean, 0.6, within: 1e-3))
    #expect(fit.rho < 1e-3)
  }
}
