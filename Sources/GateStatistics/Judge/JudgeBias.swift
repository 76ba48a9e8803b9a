#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How a pairwise judge depends on the order it was shown the answers in (Zheng et al. 2023; Shi et al. 2025).
///
/// Each pair was judged in both orders. Only consistent wins count; inconsistent ones are ties.
public struct PositionBias: Hashable, Sendable {
  /// The share judged alike in both orders, ties included.
  public let consistency: Proportion
  /// Pairs where the answer shown first won in both orders, and where the second did.
  public let firstBoth, secondBoth: Int
  /// The share of the first among inconsistent pairs; nil when there are none.
  public let firstShare: Double?
  /// The two-sided exact binomial p that the inconsistent pairs favour a place.
  public let p: Double

  /// The bias; nil when there are no pairs or a count is negative or beyond 2^48.
  public init?(consistentA: Int, consistentB: Int, firstBoth: Int, secondBoth: Int, tie: Int) {
    let counts = [consistentA, consistentB, firstBoth, secondBoth, tie]
    guard counts.allSatisfy({ (0...(1 << 47)).contains($0) }),
      let consistency = Proportion(passes: consistentA + consistentB + tie, of: counts.reduce(0, +))
    else { return nil }
    self.consistency = consistency
    (self.firstBoth, self.secondBoth) = (firstBoth, secondBoth)
    let place = Proportion(passes: firstBoth, of: firstBoth + secondBoth)
    firstShare = place?.rate
    p = place?.fairCoinP ?? 1
  }
}

/// Whether a judge prefers the longer answer where humans see no difference, or a smaller one.
public struct VerbosityBias: Hashable, Sendable {
  /// One comparison: the judge's score minus the human one, and the longer over the shorter answer's length.
  public struct Observation: Hashable, Sendable {
    /// Judge minus human score of the pair.
    public let excess: Double
    /// The length ratio of the preferred over the other answer.
    public let lengthRatio: Double

    /// An observation.
    public init(excess: Double, lengthRatio: Double) {
      (self.excess, self.lengthRatio) = (excess, lengthRatio)
    }
  }

  /// The share of human ties and disagreements in which the judge took the longer answer.
  public let longer: Proportion
  /// The two-sided exact binomial p of that share against one half.
  public let p: Double
  /// The least-squares slope of (judge - human) on ln of the length ratio; nil without spread in length.
  public let slope: Double?

  /// The bias; nil without pairs, or when a score is not finite or a ratio not positive and finite.
  public init?(judgeTookLonger: Int, of pairs: Int, observations: [Observation] = []) {
    guard let longer = Proportion(passes: judgeTookLonger, of: pairs),
      observations.allSatisfy({ $0.excess.isFinite && $0.lengthRatio > 0 && $0.lengthRatio.isFinite })
    else { return nil }
    self.longer = longer
    p = longer.fairCoinP
    let x = observations.map { log($0.lengthRatio) }
    let size = Double(max(1, x.count))
    let centre = x.reduce(0, +) / size
    let level = observations.reduce(0) { $0 + $1.excess } / size
    let spread = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    let joint = zip(x, observations).reduce(0) { $0 + ($1.0 - centre) * ($1.1.excess - level) }
    slope = spread > 0 ? joint / spread : nil
  }
}

/// Whether a judge is kinder to answers of its own model family (equal-opportunity form, Wataoka et al. 2024).
public struct SelfPreference: Hashable, Sendable {
  /// P(judge pass | human pass) on answers of its own family minus that on others'.
  public let preference: Double
  /// Newcombe's interval of the difference.
  public let interval: Interval

  /// The preference; nil for a confidence not strictly between 0 and 1.
  public init?(ownFamily: Proportion, others: Proportion, confidence: Double = 0.95) {
    let both = TwoProportions(baseline: ownFamily, candidate: others)
    guard let interval = both.newcombe(confidence: confidence) else { return nil }
    (preference, self.interval) = (both.drop, interval)
  }
}
