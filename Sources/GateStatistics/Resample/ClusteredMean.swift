#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The mean of per-case drops with a standard error that respects clusters (specification 2.4).
///
/// SE_CR1 = √(G/(G-1)) · √(Σ_g (Σ_{i∈g}(d_i - d̄))²)/n, with t on G-1 degrees of freedom (CR0: Miller 2024; CR1 is the
/// form for few clusters). All clusters of size one give the ordinary t interval.
public struct ClusteredMean: Hashable, Sendable {
  /// The mean drop per case.
  public let mean: Double
  /// How many cases and how many clusters there are.
  public let n, clusters: Int
  /// The standard error as if cases were independent; nil for one case.
  public let naiveError: Double?
  /// The cluster-robust standard error without correction.
  public let cr0: Double
  /// The corrected cluster-robust standard error; nil for one cluster.
  public let cr1: Double?
  /// The sum of drops of each cluster, in order of first appearance: what the sign-flip test flips.
  public let totals: [Double]

  /// The degrees of freedom of the interval, clusters - 1.
  public var degreesOfFreedom: Int { clusters - 1 }

  /// How much wider the clusters make everything: SE_CR1 / SE_naive. Nil when either is missing or the naive one is 0.
  public var designFactor: Double? {
    guard let cr1, let naiveError, naiveError > 0 else { return nil }
    return cr1 / naiveError
  }

  /// The mean, or nil when there are no drops, one is not finite, or the clusters are not one for each drop.
  public init?(drops: [Double], clusters labels: [String]) {
    guard !drops.isEmpty, drops.count == labels.count else { return nil }
    let n = Double(drops.count)
    let mean = drops.reduce(0, +) / n
    guard mean.isFinite else { return nil }
    var position: [[UInt8]: Int] = [:]
    var totals: [Double] = []
    var deviations: [Double] = []
    for (drop, label) in zip(drops, labels) {
      // Labels are compared by their bytes, not by Unicode equivalence.
      let key = Array(label.utf8)
      let index = position[key] ?? totals.count
      if index == totals.count {
        position[key] = index
        totals.append(0)
        deviations.append(0)
      }
      totals[index] += drop
      deviations[index] += drop - mean
    }
    let groups = Double(totals.count)
    self.mean = mean
    self.n = drops.count
    self.clusters = totals.count
    self.totals = totals
    cr0 = deviations.reduce(0) { $0 + $1 * $1 }.squareRoot() / n
    cr1 = totals.count > 1 ? cr0 * (groups / (groups - 1)).squareRoot() : nil
    let squares = drops.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    naiveError = drops.count > 1 ? (squares / (n - 1) / n).squareRoot() : nil
  }

  /// The mean of independent drops: every case its own cluster.
  public init?(drops: [Double]) {
    self.init(drops: drops, clusters: drops.indices.map(String.init))
  }

  /// Whether some cluster holds more than one case; clusters of size one are no clusters.
  public var isClustered: Bool { clusters < n }

  /// The sign-flip test of the cluster totals; nil beyond its limits.
  public func signFlip(seed: UInt64) -> SignFlipTest? { SignFlipTest(totals, seed: seed) }

  /// d̄ ∓ t·SE_CR1; nil for one cluster or a confidence not strictly between 0 and 1.
  public func interval(confidence: Double = 0.95) -> Interval? {
    guard confidence.isOpenUnit, let cr1, let t = StudentT(degreesOfFreedom: Double(degreesOfFreedom)) else {
      return nil
    }
    let half = t.quantile(0.5 + confidence / 2) * cr1
    return Interval(mean - half, mean + half)
  }

  /// The one-sided p of "the mean drop is above 0" by t; nil for one cluster. With no spread it is 0, ½ or 1 by sign.
  public var pWorse: Double? {
    guard let cr1, let t = StudentT(degreesOfFreedom: Double(degreesOfFreedom)) else { return nil }
    if cr1 == 0 { return mean > 0 ? 0 : mean < 0 ? 1 : 0.5 }
    return t.sf(mean / cr1)
  }
}
