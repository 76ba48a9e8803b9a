import GateStatistics
import Testing

@Suite("What a set can rule out")
struct RuledOutTests {
  // Summed over every table of the given size with scipy's binomial, and Newcombe's method 10 written out again.
  @Test(
    "the smallest margin ruled out is the power quantile of the interval's upper end",
    arguments: [
      (200, 0.095, 0.9, 0.056596621008943596), (50, 0.02, 0.95, 0.0885725516835297),
      (1000, 0.095, 0.9, 0.0245087872129754), (20, 0.05, 1.0, 0.19600723677401632),
    ])
  func smallest(n: Int, psi: Double, rate: Double, margin: Double) throws {
    let plan = try #require(PairedPlan(n: n, noiseDiscordance: psi))
    #expect(isClose(plan.smallestRuledOut(baseline: rate), margin, within: 1e-9))
  }

  @Test("above the exact form's limit the normal form goes on without a step")
  func normal() throws {
    let exact = try #require(PairedPlan(n: 20_000, noiseDiscordance: 0.095)?.smallestRuledOut(baseline: 0.9))
    let normal = try #require(PairedPlan(n: 20_001, noiseDiscordance: 0.095)?.smallestRuledOut(baseline: 0.9))
    #expect(isClose(exact, normal, within: 2e-4))
  }

  // z.95 = 1.6449, z.80 = 0.8416: ψ = .145, (1.6449·.38079 + .8416·√(.145 - .0025))²/.05² = 356.6.
  @Test("the size that finds a drop is Connor's formula turned round")
  func sizeToFind() {
    #expect(PairedPlan.sizeToFind(drop: 0.05, noiseDiscordance: 0.095) == 357)
    #expect(PairedPlan.sizeToFind(drop: 0.07, noiseDiscordance: 0.095).map { abs($0 - 200) <= 10 } == true)
  }

  @Test("the size that rules a margin out does so, and a tenth fewer do not", arguments: [0.02, 0.05, 0.1])
  func size(margin: Double) throws {
    let n = try #require(PairedPlan.size(rulingOut: margin, noiseDiscordance: 0.095, baseline: 0.9))
    let enough = PairedPlan(n: n, noiseDiscordance: 0.095)?.smallestRuledOut(baseline: 0.9)
    let fewer = PairedPlan(n: n * 9 / 10, noiseDiscordance: 0.095)?.smallestRuledOut(baseline: 0.9)
    #expect(enough.map { $0 < margin } == true)
    #expect(fewer.map { $0 >= margin } == true)
  }

  @Test("what cannot be asked for is nil")
  func bad() {
    let plan = PairedPlan(n: 100, noiseDiscordance: 0.1)
    #expect(plan?.smallestRuledOut(baseline: .nan) == nil)
    #expect(plan?.smallestRuledOut(baseline: 0.9, alpha: 0.5) == nil)
    #expect(PairedPlan.sizeToFind(drop: 0, noiseDiscordance: 0.1) == nil)
    #expect(PairedPlan.sizeToFind(drop: 0.95, noiseDiscordance: 0.1) == nil)
    #expect(PairedPlan.sizeToFind(drop: 1e-9, noiseDiscordance: 0.1) == nil)
    #expect(PairedPlan.size(rulingOut: 1, noiseDiscordance: 0.1, baseline: 0.9) == nil)
  }
}

@Suite("What a count can see")
struct CountPlanTests {
  // BetaInv(.80; 3, 238) and BetaInv(.95; 3, 238) by scipy.
  @Test("an allowance of two in 240 finds 1.8% of bad cases and rules 2.6% out")
  func threshold() throws {
    let plan = try #require(CountPlan(n: 240, threshold: 0.99))
    #expect(plan.allowed == 2)
    #expect(isClose(plan.found(), 0.017744780638971183, within: 1e-9))
    #expect(isClose(plan.ruledOut(), 0.02599868808703561, within: 1e-9))
  }

  // 1 - .05^(1/32) and 1 - .2^(1/32).
  @Test("32 attacks without one bypass rule 8.9% out and find 4.9%")
  func clean() throws {
    let plan = try #require(CountPlan(n: 32, threshold: 1))
    #expect(isClose(plan.ruledOut(), 0.0893681989862648, within: 1e-12))
    #expect(isClose(plan.found(), 0.049051084756698615, within: 1e-12))
    #expect(isClose(plan.blockRate(at: 0.0893681989862648), 0.95, within: 1e-9))
  }

  // The largest count whose mid-p is above .05, counted with scipy.
  @Test(
    "the exact test of a quantile lets so many pass",
    arguments: [(240, 0.95, 17), (20, 0.95, 2), (59, 0.95, 6), (1000, 0.5, 526)])
  func quantile(n: Int, q: Double, allowed: Int) { #expect(CountPlan(n: n, quantile: q)?.allowed == allowed) }

  @Test("where everything is allowed nothing is seen")
  func everything() {
    #expect(CountPlan(n: 5, allowed: 5)?.found() == nil)
    #expect(CountPlan(n: 0, allowed: 0) == nil)
    #expect(CountPlan(n: 5, allowed: 6) == nil)
    #expect(CountPlan(n: 5, quantile: 1) == nil)
  }
}
