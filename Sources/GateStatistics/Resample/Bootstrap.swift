#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bootstrap of a mean with the percentile and the bias-corrected accelerated interval (BCa, Efron 1987).
public struct Bootstrap: Hashable, Sendable {
  /// The mean of the data and the mean of the resampled means.
  public let mean, resampledMean: Double
  /// The percentile interval, by type 7 quantiles.
  public let percentile: Interval
  /// The BCa interval; the percentile interval where the data have no spread to correct by.
  public let bca: Interval
  /// z₀ = Φ⁻¹(share of resampled means below the mean, ties counted half); infinite when all lie on one side.
  public let bias: Double
  /// a = Σδ³ / (6 (Σδ²)^1.5) over the jackknife deviations; 0 without spread.
  public let acceleration: Double

  /// The most single draws one bootstrap may take.
  public static let workLimit = 1_000_000_000

  /// The bootstrap, or nil for fewer than 2 values, a value that is not finite, no resamples, a confidence not strictly
  /// between 0 and 1, or more than `workLimit` draws.
  public init?(_ values: [Double], seed: UInt64, resamples: Int = 2000, confidence: Double = 0.95) {
    let n = values.count
    let total = values.reduce(0, +)
    guard n >= 2, total.isFinite, confidence.isOpenUnit, resamples >= 1, resamples <= Self.workLimit / n else {
      return nil
    }
    var random = SplitMix64(seed: seed)
    var means: [Double] = []
    means.reserveCapacity(resamples)
    for _ in 0..<resamples {
      var sum = 0.0
      for _ in 0..<n { sum += values[random.below(n)] }
      means.append(sum / Double(n))
    }
    let mean = total / Double(n)
    resampledMean = means.reduce(0, +) / Double(resamples)
    means.sort()
    let tail = (1 - confidence) / 2
    let percentile = Interval(Self.quantile(sorted: means, tail), Self.quantile(sorted: means, 1 - tail))
    let below = Double(means.count { $0 < mean - 1e-12 })
    let ties = Double(means.count { abs($0 - mean) <= 1e-12 })
    let bias = Normal.quantile((below + 0.5 * ties) / Double(resamples))
    let acceleration = Self.acceleration(values, total: total)
    func corrected(_ z: Double) -> Double {
      let level = Normal.cdf(bias + (bias + z) / (1 - acceleration * (bias + z)))
      return Self.quantile(sorted: means, level)
    }
    let z = Normal.quantile(1 - tail)
    let ends = (corrected(-z), corrected(z))
    bca = ends.0.isNaN || ends.1.isNaN ? percentile : Interval(ends.0, ends.1)
    (self.mean, self.percentile, self.bias, self.acceleration) = (mean, percentile, bias, acceleration)
  }

  private static func acceleration(_ values: [Double], total: Double) -> Double {
    // Leaving value v out moves the mean by (v - mean)/(n - 1), so the jackknife deviations are those of the values.
    let n = Double(values.count)
    let deviations = values.map { ($0 - total / n) / (n - 1) }
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return 0 }
    return deviations.reduce(0) { $0 + $1 * $1 * $1 } / (6 * pow(squares, 1.5))
  }

  /// The type 7 quantile (linear between order statistics, as in NumPy and R); NaN for no values or a level that is not
  /// a probability.
  public static func quantile(sorted values: [Double], _ level: Double) -> Double {
    guard let last = values.indices.last, level.isUnit else { return .nan }
    let position = Double(last) * level
    let low = min(last, Int(position))
    let high = min(last, low + 1)
    return values[low] + (position - Double(low)) * (values[high] - values[low])
  }
}
