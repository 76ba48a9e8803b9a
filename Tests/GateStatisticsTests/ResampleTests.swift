import GateStatistics
import Testing

@Suite("Resampling")
struct ResampleTests {
  // The first outputs for seed 1234567 as Rosetta Code prints them for Vigna's C program.
  @Test("SplitMix64 gives the published numbers")
  func splitMix() {
    var random = SplitMix64(seed: 1_234_567)
    let first = (0..<3).map { _ in random.next() }
    #expect(first == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  // From the test vectors of the authors (isthe.com/chongo/tech/comp/fnv).
  @Test(
    "FNV-1a gives the published hashes",
    arguments: [
      ("", 0xCBF2_9CE4_8422_2325 as UInt64), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ])
  func fnv(text: String, hash: UInt64) {
    #expect(FNV1a(text.utf8).value == hash)
  }

  @Test("the seed of a comparison is the hash of its parts in a row")
  func seed() {
    #expect(SplitMix64.seed(of: "foo", "bar") == FNV1a("foobar".utf8).value)
  }

  // Seed 42 draws 33, 61, 20, 49 below 100 after eight others in the shared vectors; here the first four draws of the
  // 64-bit stream bdd7.., 28ef.., 4752.., 581c.. are scaled by hand: 5·.741 = 3, 4·.159 = 0, 3·.278 = 0, 2·.344 = 0.
  @Test("the order of cases is Fisher and Yates from the last place down")
  func order() {
    var random = SplitMix64(seed: 42)
    // 0 1 2 3 4 -> swap 4,3: 0 1 2 4 3 -> swap 3,0: 4 1 2 0 3 -> swap 2,0: 2 1 4 0 3 -> swap 1,0: 1 2 4 0 3
    #expect(random.order(of: 5) == [1, 2, 4, 0, 3])
  }

  @Test("every order is a permutation", arguments: [1, 2, 17, 1000])
  func permutation(n: Int) {
    var random = SplitMix64(seed: 9)
    #expect(random.order(of: n).sorted() == Array(0..<n))
  }

  @Test("an order of nothing, or of less, is empty", arguments: [0, -5, Int.min])
  func emptyOrder(n: Int) {
    var random = SplitMix64(seed: 1)
    #expect(random.order(of: n).isEmpty)
    #expect(random.below(n) == 0)
  }

  // Of the 8 sign patterns of 1, 2, 3 only +++ reaches 6.
  @Test("three losses have the sign-flip p 1/8")
  func signFlip() throws {
    let test = try #require(SignFlipTest([1, 2, 0, 3], seed: 0))
    #expect(test.pWorse == 1 / 8.0)
    #expect(test.groups == 3)
    #expect(!test.canReach(alpha: 0.05))
  }

  @Test("tiny totals are tested like large ones")
  func tinyTotals() {
    let totals = [1.0, 2, -1, 3, 1, 2]
    #expect(SignFlipTest(totals.map { $0 * 1e-12 }, seed: 0)?.pWorse == SignFlipTest(totals, seed: 0)?.pWorse)
  }

  @Test("no totals, or zeros alone, have p 1", arguments: [[], [0.0, 0]])
  func noTotals(totals: [Double]) {
    #expect(SignFlipTest(totals, seed: 0)?.pWorse == 1)
  }

  @Test("totals that are not finite have no test", arguments: [Double.nan, .infinity])
  func badTotals(total: Double) {
    #expect(SignFlipTest([1, total], seed: 0) == nil)
    #expect(ClusteredMean(drops: [1, total]) == nil)
    #expect(Bootstrap([1, total], seed: 0) == nil)
  }

  // Clusters {1, 1} and {0, 0}: mean ½, cluster deviations ±1, CR0 = √2/4, CR1 = √2·√2/4 = ½.
  @Test("two clusters of like cases have the error of two cases")
  func clusters() throws {
    let mean = try #require(ClusteredMean(drops: [1, 1, 0, 0], clusters: ["a", "a", "b", "b"]))
    #expect(isClose(mean.cr0, 2.0.squareRoot() / 4, within: 1e-15))
    #expect(isClose(mean.cr1, 0.5, within: 1e-15))
    #expect(mean.totals == [2, 0])
  }

  // 1, 2, 3: mean 2, s = 1, t(.975, 2) = 4.3027: 2 ∓ 4.3027/√3.
  @Test("clusters of one are an ordinary t interval")
  func singletons() {
    #expect(isClose(ClusteredMean(drops: [1, 2, 3])?.interval(), -0.4841, 4.4841, within: 1e-4))
  }

  @Test("one cluster has no interval")
  func oneCluster() throws {
    let mean = try #require(ClusteredMean(drops: [1, 0], clusters: ["a", "a"]))
    #expect(mean.interval() == nil && mean.cr1 == nil && mean.pWorse == nil)
  }

  @Test("labels that are not one for each drop make no mean")
  func labels() {
    #expect(ClusteredMean(drops: [1], clusters: []) == nil)
    #expect(ClusteredMean(drops: []) == nil)
  }

  @Test("a bootstrap without spread is a point")
  func flatBootstrap() throws {
    let boot = try #require(Bootstrap([2, 2, 2], seed: 1))
    #expect(boot.bca == Interval(2, 2))
    #expect(boot.acceleration == 0)
  }

  @Test("a bootstrap is the same on every run and bounded in work")
  func bootstrapLimits() {
    #expect(Bootstrap([1, 2, 4], seed: 5) == Bootstrap([1, 2, 4], seed: 5))
    #expect(Bootstrap([1, 2], seed: 5, resamples: Int.max) == nil)
    #expect(Bootstrap([1], seed: 5) == nil)
  }

  @Test("a type 7 quantile lies on the line between its neighbours")
  func quantile() {
    #expect(Bootstrap.quantile(sorted: [1, 2, 4, 8], 0.5) == 3)
    #expect(Bootstrap.quantile(sorted: [], 0.5).isNaN)
  }

  @Test("graded scores that all fall block, those that do not stay unproven")
  func scores() throws {
    let base = (0..<25).map { 0.5 + Double($0) / 100 }
    #expect(try ScoreGate.decide(baseline: base, candidate: base.map { $0 - 0.1 }).verdict == .block)
    let mixed = base.enumerated().map { $0.offset % 2 == 0 ? $0.element - 0.2 : $0.element + 0.2 }
    let decision = try ScoreGate.decide(baseline: base, candidate: mixed)
    #expect(decision.verdict == .unproven)
    #expect(decision.intervalMethod == .bca)
  }

  @Test("a score that is NaN or out of range is invalid", arguments: [Double.nan, 1.1, -0.1])
  func badScores(score: Double) {
    #expect(reason { () throws(Undecided) in try ScoreGate.decide(baseline: [1], candidate: [score]) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try ScoreGate.decide(baseline: [], candidate: []) } == .noPairedCases)
  }
}
