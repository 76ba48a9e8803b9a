import GateStatistics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Several tests and several looks")
struct SequentialTests {
  // Sorted .01, .02, .03, .04: 4·.01, 3·.02, 2·.03, then the running maximum.
  @Test("Holm's adjusted p-values never fall in the order of p")
  func holm() {
    #expect(Multiplicity.holm([0.04, 0.01, 0.03, 0.02])?.map { ($0 * 1000).rounded() } == [60, 40, 60, 60])
    #expect(Multiplicity.blocked([0.012, 0.2, 0.3]) == [true, false, false])
  }

  // Sorted 1/128, 1/32, .2: the first could be reached by itself and by the second (1/128 <= 1/128), not by the third (1/8), so it
  // is doubled; 1/32 by itself alone; the last by itself alone.
  @Test("a test that could not have come out as small takes nothing from another")
  func discrete() {
    #expect(
      Multiplicity.holm([1.0 / 32, 0.2, 1.0 / 128], least: [1.0 / 128, 1.0 / 8, 1.0 / 128])
        == [1.0 / 32, 0.2, 1.0 / 64])
    let p = [0.04, 0.01, 0.03, 0.02]
    #expect(Multiplicity.holm(p, least: [0, 0, 0, 0]) == Multiplicity.holm(p))
    #expect(
      Multiplicity.holm([0.03] + Array(repeating: 1, count: 29), least: [0] + Array(repeating: 1, count: 29))?[0]
        == 0.03)
    #expect(Multiplicity.holm([0.1], least: []) == nil)
    #expect(Multiplicity.holm([0.1], least: [.nan]) == nil)
  }

  // All four informative cases lost: 1/2 of 1/16. With five stored runs, all passed, and one of today: 1/2 of 1/6 a case.
  @Test("the least p is that of totals that could not be lost more")
  func least() throws {
    let single = try #require(CaseRuns(baselinePasses: 1, baselineRuns: 1, candidatePasses: 0, candidateRuns: 1))
    let mended = try #require(CaseRuns(baselinePasses: 0, baselineRuns: 1, candidatePasses: 1, candidateRuns: 1))
    let same = try #require(CaseRuns(baselinePasses: 1, baselineRuns: 1, candidatePasses: 1, candidateRuns: 1))
    #expect(StratifiedTest([single, single, mended, mended, same])?.leastMidP == 1.0 / 32)
    #expect(StratifiedTest([same])?.leastMidP == 1)
    let repeated = try #require(CaseRuns(baselinePasses: 5, baselineRuns: 5, candidatePasses: 0, candidateRuns: 1))
    #expect(isClose(try #require(StratifiedTest([repeated])).leastMidP, 1.0 / 12, within: 1e-12))
  }

  // Benjamini & Hochberg 1995, section 3.2: of their 15 p-values the procedure rejects the four smallest at .05.
  @Test("Benjamini and Hochberg reject the four of their own example")
  func benjaminiHochberg() throws {
    let p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
    ]
    #expect(try #require(Multiplicity.benjaminiHochberg(p)).count { $0 <= 0.05 } == 4)
    #expect(Multiplicity.blocked(p)?.count { $0 } == 3)
  }

  @Test("p-values that are none are not adjusted", arguments: [Double.nan, -0.1, 1.1])
  func badP(p: Double) {
    #expect(Multiplicity.holm([0.1, p]) == nil)
    #expect(Multiplicity.benjaminiHochberg([p]) == nil)
  }

  // Under a fair coin the mixture is a martingale that starts at 1: Σ C(m, b)/2^m E(b, m - b) = 1.
  @Test("E_worse is worth exactly 1 on average when nothing changed", arguments: [1, 6, 40])
  func fairBet(m: Int) throws {
    let law = try #require(Binomial(n: m, p: 0.5))
    let mean = try (0...m).reduce(0.0) { sum, b in
      sum + law.pmf(b) * (try #require(EValue.worse(broke: b, fixed: m - b))).value
    }
    #expect(isClose(mean, 1, within: 1e-10))
  }

  // E(0 broke, c fixed) = ∫ 2 (2(1-θ))^c over (½, 1) = 1/(c + 1).
  @Test("E_worse keeps its value where the beta function underflows")
  func manyFixed() {
    #expect(isClose(EValue.worse(broke: 0, fixed: 5000)?.logE, -log(5001.0), within: 1e-9))
  }

  @Test("evidence of non-inferiority is worth at most 1 on average at the margin")
  func nonInferiorityBet() throws {
    // One case that breaks with chance equal to the margin and is a tie else.
    let broke = try #require(EValue.nonInferior(broke: 1, fixed: 0, tie: 0, margin: 0.1)).value
    let tie = try #require(EValue.nonInferior(broke: 0, fixed: 0, tie: 1, margin: 0.1)).value
    #expect(isClose(0.1 * broke + 0.9 * tie, 1, within: 1e-12))
  }

  // One informative case of 1 of 6 passes: F is Bernoulli(5/6) under the null, so E is fair.
  @Test("evidence against a repeated baseline is fair on one case")
  func repeatedBaselineBet() throws {
    let failed = try #require(EValue.worse(informative: [1: 1], candidateFailures: 1, baselineRuns: 5)).value
    let passed = try #require(EValue.worse(informative: [1: 1], candidateFailures: 0, baselineRuns: 5)).value
    #expect(isClose(5 / 6.0 * failed + passed / 6, 1, within: 1e-12))
  }

  @Test("a drop that is out of range counts as the worst")
  func badDrop() {
    var bad = NonInferiorityEvidence(margin: 0.05)
    var worst = bad
    bad?.record(drop: .nan)
    worst?.record(drop: 1)
    #expect(bad?.eValue == worst?.eValue)
    #expect(NonInferiorityEvidence(margin: .nan) == nil)
  }

  @Test("impossible counts are no evidence", arguments: [-1, Int.max])
  func badCounts(count: Int) {
    #expect(EValue.worse(broke: count, fixed: 0) == nil)
    #expect(EValue.nonInferior(broke: 0, fixed: count, tie: 0, margin: 0.05) == nil)
    #expect(EValue.worse(informative: [1: count], candidateFailures: 0, baselineRuns: 2) == nil)
    #expect(EValue.worse(informative: [3: 1], candidateFailures: 0, baselineRuns: 2) == nil)
  }

  // Half way Pocock-type spending allows .05·ln(1 + .859) = .0310: of five fair steps only 5 (1/32 = .03125) is too much,
  // so nothing is spent; at the end, ten steps, P(>= 9) = 11/1024 and P(>= 8) = 56/1024 > .05.
  @Test("a boundary is the least count whose exact tail fits what may be spent")
  func boundary() throws {
    var test = try #require(GroupSequential(planned: 20, alpha: 0.05))
    let half = Array(repeating: 0.5, count: 5)
    let first = test.look(done: 10, newNullFailures: half, failures: 4)
    #expect(first?.boundary == nil && first?.spent == 0)
    let last = test.look(done: 20, newNullFailures: half, failures: 9)
    #expect(last?.boundary == 9)
    #expect(isClose(last?.spent, 11 / 1024.0, within: 1e-14))
    #expect(last?.crossed == true && test.hasStopped)
  }

  @Test("looks that go backwards, beyond the plan or after the stop are refused")
  func refusedLooks() throws {
    var test = try #require(GroupSequential(planned: 10, alpha: 0.05))
    let looks = [
      test.look(done: 11, newNullFailures: [], failures: 0),
      test.look(done: 5, newNullFailures: [.nan], failures: 0),
      test.look(done: 5, newNullFailures: [0.5], failures: 2),
      test.look(done: 5, newNullFailures: [0.5], failures: 1),
      test.look(done: 4, newNullFailures: [], failures: 1),
      test.look(done: 6, newNullFailures: [], failures: 0),
    ]
    #expect(looks.map { $0 != nil } == [false, false, false, true, false, false])
    #expect(test.looks.count == 1)
  }

  @Test("both spendings end at alpha and start at nothing", arguments: Spending.allCases)
  func spending(kind: Spending) {
    #expect(isClose(kind.spent(at: 1, of: 0.05), 0.05, within: 1e-12))
    #expect(kind.spent(at: 0, of: 0.05) == 0)
  }

  @Test("a confidence sequence narrows around the mean and refuses what is no score")
  func confidenceSequence() throws {
    var sequence = try #require(ConfidenceSequence(alpha: 0.05))
    #expect(sequence.interval == Interval(0, 1))
    for index in 0..<2000 { sequence.record(index % 2 == 0 ? 0.6 : 0.8) }
    let refused = [sequence.record(.nan), sequence.record(1.5)]
    #expect(refused == [false, false])
    #expect(sequence.count == 2000)
    #expect(sequence.running.contains(0.7))
    #expect(sequence.running.upper - sequence.running.lower < 0.05)
  }

  // 24 worse of 32 changed pairs: E about 24, the sentence of the specification.
  @Test("a canary that is worse in 24 of 32 changed pairs is rolled back with evidence 24 to 1")
  func rollback() throws {
    let decision = try #require(Canary()).decide(worse: 24, better: 8, tie: 328)
    #expect(decision.verdict == .rollback)
    #expect(decision.worse.value.rounded(.down) == 24)
  }

  @Test("a canary that stays undecided to the end is a person's to decide")
  func askHuman() throws {
    let canary = try #require(Canary(maximumPairs: 100))
    #expect(try canary.decide(worse: 5, better: 5, tie: 89).verdict == .hold)
    #expect(try canary.decide(worse: 5, better: 5, tie: 90).verdict == .askHuman)
  }

  @Test("a slice without outcomes is too small and says how many it needs")
  func smallSlice() throws {
    let empty = try #require(SliceCounts(baselinePasses: 0, baselineCount: 0, candidatePasses: 9, candidateCount: 40))
    let decisions = try SliceGate.decide([empty])
    #expect(decisions.map(\.verdict) == [.tooSmall])
    #expect(decisions.map(\.needed) == [30])
    #expect(try SliceGate.decide([empty], minimumSize: 0).map(\.verdict) == [.tooSmall])
  }

  // Weights 1, 1, 2: 16/6.
  @Test("unequal weights are worth fewer outcomes")
  func effectiveSize() {
    #expect(isClose(SliceGate.effectiveSize(weights: [1, 1, 2]), 16 / 6.0, within: 1e-14))
    #expect(SliceGate.weightedMean([1, 1, 0], weights: [1, 1, 2]) == 0.5)
    #expect(SliceGate.effectiveSize(weights: [1, 0]) == nil)
  }
}
