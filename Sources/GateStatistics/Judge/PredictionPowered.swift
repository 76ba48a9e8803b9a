/// A mean from a few human labels and many judge verdicts, when humans labelled a random subset of this very run.
///
/// Prediction-powered inference (Angelopoulos et al. 2023) and its power-tuned form PPI++ (arXiv 2311.01453).
public struct PredictionPoweredMean: Hashable, Sendable {
  /// The weight of the judge: 1 for plain PPI, tuned to the data for PPI++.
  public let weight: Double
  /// λ·mean(judge on unlabelled) + mean(human - λ·judge on labelled).
  public let mean: Double
  /// The normal interval of the mean.
  public let interval: Interval

  /// How much weight the judge gets.
  public enum Tuning: Hashable, Sendable {
    /// λ = 1.
    case plain
    /// λ = cov(human, judge)/((1 + n/N) var(judge)), within 0...1.
    case tuned
  }

  /// The estimate; nil when a list is empty, the labelled lists differ in length, a number is not finite, or the
  /// confidence is not strictly between 0 and 1. A judge without any spread gets weight 0 when tuned.
  public init?(
    human: [Double], judgeOnLabelled: [Double], judgeOnUnlabelled: [Double], tuning: Tuning = .tuned,
    confidence: Double = 0.95
  ) {
    guard !human.isEmpty, human.count == judgeOnLabelled.count, !judgeOnUnlabelled.isEmpty, confidence.isOpenUnit,
      (human + judgeOnLabelled + judgeOnUnlabelled).allSatisfy(\.isFinite)
    else { return nil }
    let (n, unlabelled) = (Double(human.count), Double(judgeOnUnlabelled.count))
    var weight = 1.0
    if tuning == .tuned {
      let (humanMean, judgeMean) = (Self.mean(human), Self.mean(judgeOnLabelled))
      let covariance = Self.mean(zip(human, judgeOnLabelled).map { ($0 - humanMean) * ($1 - judgeMean) })
      let all = judgeOnLabelled + judgeOnUnlabelled
      let spread = Self.variance(all) * Double(all.count) / Double(all.count - 1)
      weight = spread > 0 ? max(0, min(1, covariance / ((1 + n / unlabelled) * spread))) : 0
    }
    let imputed = judgeOnUnlabelled.map { weight * $0 }
    let rectified = zip(human, judgeOnLabelled).map { $0 - weight * $1 }
    let mean = Self.mean(imputed) + Self.mean(rectified)
    let error = (Self.variance(imputed) / unlabelled + Self.variance(rectified) / n).squareRoot()
    let half = Normal.quantile(0.5 + confidence / 2) * error
    guard mean.isFinite, half.isFinite else { return nil }
    (self.weight, self.mean, interval) = (weight, mean, Interval(mean - half, mean + half))
  }

  private static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  private static func variance(_ values: [Double]) -> Double {
    let centre = mean(values)
    return mean(values.map { ($0 - centre) * ($0 - centre) })
  }
}
