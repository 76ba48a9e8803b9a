import GateStatistics
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("Drift")
struct DriftTests {
  // One failure: S = ln(.2/.1) = .693; one pass: ln(.8/.9) = -.118.
  @Test("the CUSUM adds log likelihood ratios and never falls below nothing")
  func cusum() throws {
    var monitor = try #require(DriftMonitor(p0: 0.1, p1: 0.2))
    monitor.record(failed: false)
    #expect(monitor.cusum == 0)
    monitor.record(failed: true)
    monitor.record(failed: false)
    #expect(isClose(monitor.cusum, log(2.0) + log(8 / 9.0), within: 1e-12))
    #expect(isClose(monitor.cusumMax, log(2.0), within: 1e-12))
  }

  // M_1 = L = 2, M_2 = (2 + 1)·2 = 6, M_3 = (6 + 1)·2 = 14, doubling each time: M_9 = 1022 crosses 1000.
  @Test("failures in a row that double the odds raise the alarm at the ninth")
  func alarm() throws {
    var monitor = try #require(DriftMonitor(p0: 0.25, p1: 0.5))
    for _ in 0..<12 { monitor.record(failed: true) }
    #expect(monitor.alarm == 9)
  }

  @Test("a monitor starts from the upper bound of the baseline's failure rate")
  func baseline() throws {
    let failures = try #require(Proportion(passes: 2, of: 200))
    let monitor = try #require(DriftMonitor(baselineFailures: failures))
    #expect(isClose(monitor.p0, try #require(failures.wilson()).upper))
    #expect(isClose(monitor.p1, 2 * monitor.p0))
  }

  @Test("rates that are not in order make no monitor", arguments: [(0.2, 0.1), (0, 0.1), (0.1, 1), (.nan, 0.5)])
  func badRates(p0: Double, p1: Double) {
    #expect(DriftMonitor(p0: p0, p1: p1) == nil)
  }

  @Test("equal histograms have no instability")
  func stable() {
    let index = StabilityIndex(expected: [10, 20, 30], observed: [10, 20, 30])
    #expect(index?.value == 0 && index?.isNoteworthy == false)
  }

  @Test(
    "histograms that cannot be compared have no index",
    arguments: [
      ([1], [1]), ([1, 2], [1]), ([0, 0], [1, 1]), ([1, -1], [1, 1]), ([Int.max, 1], [1, 1]),
    ])
  func badHistograms(expected: [Int], observed: [Int]) {
    #expect(StabilityIndex(expected: expected, observed: observed) == nil)
  }

  // Of the C(4,2) = 6 orders of two and two, two are as far apart as can be.
  @Test("two samples of two that do not overlap have p 1/3")
  func apart() throws {
    let test = try #require(KolmogorovSmirnov([1, 2], [3, 4]))
    #expect(test.distance == 1)
    #expect(isClose(test.exactP, 1 / 3.0, within: 1e-12))
  }

  @Test("equal samples have distance 0 and p 1")
  func equalSamples() throws {
    let test = try #require(KolmogorovSmirnov([1, 2, 2, 3], [1, 2, 2, 3]))
    #expect(test.distance == 0 && test.exactP == 1 && test.asymptoticP == 1)
  }

  // Kolmogorov's limit: P(√n D > 1.358) = .05 and 1.628 -> .01.
  @Test("large samples follow Kolmogorov's limit", arguments: [(1.3581, 0.05), (1.6276, 0.01)])
  func limit(lambda: Double, p: Double) throws {
    let n = 200_000
    let shift = Int(lambda * (2.0 / Double(n)).squareRoot() * Double(n))
    let test = try #require(KolmogorovSmirnov((0..<n).map(Double.init), (0..<n).map { Double($0 + shift) + 0.5 }))
    #expect(test.exactP == nil)
    #expect(isClose(test.p, p, within: 5e-4))
  }

  @Test("samples that are empty or hold a NaN have no test")
  func badSamples() {
    #expect(KolmogorovSmirnov([], [1]) == nil)
    #expect(KolmogorovSmirnov([.nan], [1]) == nil)
    #expect(KolmogorovSmirnov([.infinity, -.infinity], [1]) != nil)
  }
}
