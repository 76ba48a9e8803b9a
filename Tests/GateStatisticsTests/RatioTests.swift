import GateStatistics
import Testing

@Suite("Latency and cost")
struct RatioTests {
  // .95^59 = .0485 <= .05 < .95^58 = .0510; .95^72 = .0249 <= .025.
  @Test("59 requests bound the p95 at 90%, 72 at 95%", arguments: [(0.90, 59), (0.95, 72)])
  func sizes(confidence: Double, n: Int) throws {
    #expect(QuantileRanks.sizeToBound(confidence: confidence) == n)
    #expect(try #require(QuantileRanks(n: n, confidence: confidence)).isBoundedAbove)
    #expect(try !#require(QuantileRanks(n: n - 1, confidence: confidence)).isBoundedAbove)
  }

  // The nearest rank of 20 is ⌈19⌉ = 19, of 21 ⌈19.95⌉ = 20.
  @Test("the p95 is the nearest rank", arguments: [(20, 19.0), (21, 20), (1, 1), (100, 95)])
  func nearestRank(n: Int, p95: Double) {
    #expect(LatencyGate.nearestRank((1...n).map(Double.init)) == p95)
  }

  @Test("timeouts are infinite times and block only when there are too many")
  func timeouts() throws {
    let few = Array(repeating: 100.0, count: 97) + Array(repeating: .infinity, count: 3)
    let many = Array(repeating: 100.0, count: 85) + Array(repeating: .infinity, count: 15)
    #expect(try LatencyGate.decide(few, budget: 200).verdict == .pass)
    let decision = try LatencyGate.decide(many, budget: 200)
    #expect(decision.verdict == .block)
    #expect(decision.p95 == .infinity && decision.over == 15)
  }

  @Test("twenty requests are too few to bound the p95 and say so")
  func tooFew() throws {
    let decision = try LatencyGate.decide(Array(repeating: 1, count: 20), budget: 2)
    #expect(!decision.isBounded)
    #expect(decision.interval.upper == .infinity)
  }

  @Test("times that cannot be are invalid, no times undecided")
  func badTimes() {
    #expect(reason { () throws(Undecided) in try LatencyGate.decide([.nan], budget: 1) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try LatencyGate.decide([-1], budget: 1) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try LatencyGate.decide([1], budget: .nan) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try LatencyGate.decide([], budget: 1) } == .noTimings)
  }

  @Test("a candidate that is twice as slow breaks pairs over the baseline's p95")
  func comparison() throws {
    let base = (1...100).map(Double.init)
    let test = try LatencyGate.compare(baseline: base, candidate: base.map { 2 * $0 })
    // Over 95·1.1 = 104.5: none of the baseline's, 53...100 of the candidate's.
    #expect(test.broke == 48 && test.fixed == 0)
  }

  @Test("the cost ratio is one of sums, not a mean of ratios")
  func sums() throws {
    #expect(try CostRatio(baseline: [1, 100], candidate: [2, 100]).ratio == 102 / 101.0)
  }

  // Fieller's limits are the r at which ȳ - r x̄ is t standard errors from 0: checked in the defining equation.
  @Test("Fieller's limits satisfy the equation that defines them")
  func fieller() throws {
    let (x, y) = ([10.0, 12, 9, 14, 11], [12.0, 13, 9, 17, 12])
    let interval = try #require(try CostRatio(baseline: x, candidate: y).fieller(confidence: 0.95))
    let t = try #require(StudentT(degreesOfFreedom: 4)).quantile(0.975)
    for r in [interval.lower, interval.upper] {
      let residual = try #require(ClusteredMean(drops: zip(x, y).map { $1 - r * $0 }))
      #expect(isClose(abs(residual.mean), t * (residual.cr1 ?? 0), within: 1e-9))
    }
  }

  @Test("proportional arms have an interval of one point")
  func proportional() throws {
    #expect(try CostRatio(baseline: [100, 200, 300], candidate: [120, 240, 360]).fieller() == Interval(1.2, 1.2))
  }

  @Test("an excess blocks only beyond the tolerance and beyond chance")
  func gate() throws {
    let base = (1...30).map { 100 + Double($0) }
    #expect(try CostGate.decide(baseline: base, candidate: base.map { $0 * 1.05 }).verdict == .pass)
    #expect(try CostGate.decide(baseline: base, candidate: base.map { $0 * 1.2 }).verdict == .block)
    #expect(try CostGate.decide(baseline: [100], candidate: [150]).verdict == .pass)
    #expect(try CostGate.decide(baseline: [100], candidate: [150], rule: .point).verdict == .block)
  }

  @Test("costs that cannot be compared are undecided")
  func badCosts() {
    #expect(reason { () throws(Undecided) in try CostGate.decide(baseline: [], candidate: []) } == .noPairedCases)
    #expect(
      reason { () throws(Undecided) in try CostGate.decide(baseline: [0, 0], candidate: [1, 1]) } == .zeroBaselineCost)
    #expect(reason { () throws(Undecided) in try CostGate.decide(baseline: [1], candidate: [-1]) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try CostGate.decide(baseline: [1], candidate: [.nan]) } == .invalidInput)
    #expect(
      reason { () throws(Undecided) in try CostGate.decide(baseline: [1e308, 1e308], candidate: [1, 1]) }
        == .invalidInput)
    #expect(reason { () throws(Undecided) in try CostGate.decide(baseline: [1], candidate: [1, 2]) } == .invalidInput)
  }

  @Test("the cases that add most come dearest first, without those that got cheaper")
  func increases() {
    #expect(CostRatio.largestIncreases(baseline: [5, 5, 5, 5], candidate: [6, 9, 1, 9]) == [1, 3, 0])
  }
}
