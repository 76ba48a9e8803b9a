#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Watches a stream of outcomes for a rise of the failure rate (specification 4).
///
/// A Bernoulli CUSUM max(0, S + ln L) for the chart (Page 1954), and the Shiryaev-Roberts e-detector
/// M_t = (M_{t-1} + 1)·L_t for the alarm: with M >= 1/α the mean time to a false alarm is at least 1/α outcomes (Shin,
/// Ramdas & Rinaldo 2024). L is the likelihood ratio of the outcome under p1 against p0.
public struct DriftMonitor: Hashable, Sendable {
  /// The failure rate in control and the one to detect.
  public let p0, p1: Double
  /// The CUSUM's threshold, and the alarm's alpha.
  public let cusumThreshold, alpha: Double
  /// The CUSUM now and at its highest.
  public private(set) var cusum = 0.0, cusumMax = 0.0
  /// ln M_t; minus infinity before the first outcome.
  public private(set) var logEvidence = -Double.infinity
  /// At which outcome (1-based) each first crossed its threshold.
  public private(set) var cusumAlarm: Int?, alarm: Int?
  /// How many outcomes were seen.
  public private(set) var count = 0

  /// A monitor; nil unless 0 < p0 < p1 < 1, the threshold is positive and alpha strictly between 0 and 1.
  public init?(p0: Double, p1: Double, cusumThreshold: Double = 4, alpha: Double = 0.001) {
    guard p0.isOpenUnit, p1.isOpenUnit, p0 < p1, cusumThreshold > 0, alpha.isOpenUnit else { return nil }
    (self.p0, self.p1, self.cusumThreshold, self.alpha) = (p0, p1, cusumThreshold, alpha)
  }

  /// A monitor for a baseline: p0 is the *upper* Wilson bound of its failure rate, p1 = max(2 p0, p0 + .03). Nil when the
  /// baseline fails so often that p1 would reach 1.
  public init?(baselineFailures: Proportion, confidence: Double = 0.95, alpha: Double = 0.001) {
    guard let upper = baselineFailures.wilson(confidence: confidence)?.upper else { return nil }
    self.init(p0: upper, p1: max(2 * upper, upper + 0.03), alpha: alpha)
  }

  /// Takes one outcome in.
  public mutating func record(failed: Bool) {
    count += 1
    let step = failed ? log(p1 / p0) : log((1 - p1) / (1 - p0))
    cusum = max(0, cusum + step)
    cusumMax = max(cusumMax, cusum)
    logEvidence = SpecialFunctions.logSumExp([logEvidence, 0]) + step
    if cusumAlarm == nil, cusum >= cusumThreshold { cusumAlarm = count }
    if alarm == nil, logEvidence >= log(1 / alpha) { alarm = count }
  }
}

/// The population stability index of two histograms, with the value that noise alone stays below.
public struct StabilityIndex: Hashable, Sendable {
  /// Σ (o - e) ln(o/e) over the bins' shares, each count smoothed by ½.
  public let value: Double
  /// χ²_{B-1, .95}·(1/n + 1/m), the value one unchanged comparison in twenty exceeds (Yurdakul & Naranjo 2020): hold the
  /// index against it, not only against .10 and .25.
  public let noiseLimit: Double

  /// Whether the mix changed by more than noise.
  public var isNoteworthy: Bool { value > noiseLimit }

  /// The index; nil for fewer than 2 bins, histograms of different length, an empty one, or a count that is negative or
  /// beyond 2^50.
  public init?(expected: [Int], observed: [Int]) {
    guard expected.count == observed.count, expected.count >= 2, (expected + observed).allSatisfy(\.isCount),
      let law = ChiSquared(degreesOfFreedom: Double(expected.count - 1))
    else { return nil }
    let (n, m) = (Self.total(expected), Self.total(observed))
    guard n > 0, m > 0 else { return nil }
    let padding = 0.5 * Double(expected.count)
    value = zip(expected, observed).reduce(0) { sum, pair in
      let before = (Double(pair.0) + 0.5) / (n + padding)
      let after = (Double(pair.1) + 0.5) / (m + padding)
      return sum + (after - before) * log(after / before)
    }
    noiseLimit = law.quantile(0.95) * (1 / n + 1 / m)
  }

  private static func total(_ counts: [Int]) -> Double { counts.reduce(0) { $0 + Double($1) } }
}
