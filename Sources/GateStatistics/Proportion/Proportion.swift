/// Passes out of n: a share that keeps its counts, so that 2 of 3 and 200 of 300 stay different facts.
public struct Proportion: Hashable, Sendable {
  /// How many passed.
  public let passes: Int
  /// How many there were, at least one.
  public let n: Int

  /// A proportion, or nil when n is not positive, passes is not within 0...n, or n is beyond 2^50.
  public init?(passes: Int, of n: Int) {
    guard n > 0, n.isCount, passes >= 0, passes <= n else { return nil }
    (self.passes, self.n) = (passes, n)
  }

  /// How many did not pass.
  public var failures: Int { n - passes }

  /// The observed rate k/n.
  public var rate: Double { Double(passes) / Double(n) }

  /// The score interval (p + z²/2n ± z√(p(1-p)/n + z²/4n²)) / (1 + z²/n) (Wilson 1927; Brown, Cai & DasGupta 2001).
  ///
  /// Nil unless the confidence lies strictly between 0 and 1.
  public func wilson(confidence: Double = 0.95) -> Interval? {
    guard confidence.isOpenUnit else { return nil }
    return wilson(z: Normal.quantile(0.5 + confidence / 2))
  }

  /// The score interval at a known z.
  func wilson(z: Double) -> Interval {
    let size = Double(n)
    let scale = 1 + z * z / size
    let centre = (rate + z * z / (2 * size)) / scale
    let half = z / scale * (rate * (1 - rate) / size + z * z / (4 * size * size)).squareRoot()
    return Interval(passes == 0 ? 0 : centre - half, passes == n ? 1 : centre + half)
  }

  /// The exact interval BetaInv(α/2; k, n-k+1) to BetaInv(1-α/2; k+1, n-k) (Clopper & Pearson 1934).
  ///
  /// Nil unless the confidence lies strictly between 0 and 1.
  public func clopperPearson(confidence: Double = 0.95) -> Interval? {
    guard let lower = lowerBound(alpha: (1 - confidence) / 2), let upper = upperBound(alpha: (1 - confidence) / 2),
      confidence.isOpenUnit
    else { return nil }
    return Interval(lower, upper)
  }

  /// The equal-tailed Jeffreys interval of Beta(k+½, n-k+½), with the ends 0 and 1 kept when nothing or all passed
  /// (Brown, Cai & DasGupta 2001). Nil unless the confidence lies strictly between 0 and 1.
  public func jeffreys(confidence: Double = 0.95) -> Interval? {
    guard confidence.isOpenUnit,
      let posterior = BetaDistribution(Double(passes) + 0.5, Double(failures) + 0.5)
    else { return nil }
    let alpha = 1 - confidence
    return Interval(
      passes == 0 ? 0 : posterior.quantile(alpha / 2),
      passes == n ? 1 : posterior.quantile(1 - alpha / 2))
  }

  /// The one-sided lower Clopper-Pearson bound BetaInv(α; k, n-k+1); nil unless 0 < alpha < 1.
  public func lowerBound(alpha: Double = 0.05) -> Double? {
    guard alpha.isOpenUnit else { return nil }
    return BetaDistribution(Double(passes), Double(failures) + 1)?.quantile(alpha) ?? 0
  }

  /// The one-sided upper Clopper-Pearson bound BetaInv(1-α; k+1, n-k); nil unless 0 < alpha < 1.
  public func upperBound(alpha: Double = 0.05) -> Double? {
    guard alpha.isOpenUnit else { return nil }
    return BetaDistribution(Double(passes) + 1, Double(failures))?.quantile(1 - alpha) ?? 1
  }

  /// P(Bin(n, ½) is at least as far from n/2 as the passes), two-sided and exact: is this share a fair coin?
  public var fairCoinP: Double { McNemarTest.twoSidedExact(passes, failures) }
}
