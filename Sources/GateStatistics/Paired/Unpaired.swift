/// Two independent samples of outcomes, as online slices have them: baseline and candidate saw different requests.
public struct TwoProportions: Hashable, Sendable {
  /// The passes of both arms.
  public let baseline, candidate: Proportion

  /// A comparison of two independent proportions.
  public init(baseline: Proportion, candidate: Proportion) {
    (self.baseline, self.candidate) = (baseline, candidate)
  }

  /// Baseline minus candidate rate: positive is a loss.
  public var drop: Double { baseline.rate - candidate.rate }

  /// The interval of the drop by squaring and adding Wilson limits (Newcombe 1998, "Interval estimation for the
  /// difference between independent proportions", method 10). Nil for a confidence not strictly between 0 and 1.
  public func newcombe(confidence: Double = 0.95) -> Interval? {
    guard let base = baseline.wilson(confidence: confidence), let cand = candidate.wilson(confidence: confidence) else {
      return nil
    }
    func both(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    return Interval(
      drop - both(baseline.rate - base.lower, cand.upper - candidate.rate),
      drop + both(base.upper - baseline.rate, candidate.rate - cand.lower))
  }

  /// Fisher's exact test of the table, conditional on the total number of passes.
  public var fisher: FisherTest { FisherTest(self) }
}

/// Fisher's exact test of two independent proportions (Fisher 1935).
public struct FisherTest: Hashable, Sendable {
  /// P(candidate passes <= observed): one-sided that the candidate is worse.
  public let pWorseExact: Double
  /// The same with half of the observed point.
  public let pWorseMidP: Double
  /// The mass of all tables no likelier than the observed one.
  public let pTwoSided: Double

  /// The test of two proportions whose arms are at most 2^49 each.
  init(_ two: TwoProportions) {
    let (base, cand) = (two.baseline, two.candidate)
    guard
      let law = Hypergeometric(
        population: base.n + cand.n, successes: base.passes + cand.passes, draws: cand.n)
    else {
      (pWorseExact, pWorseMidP, pTwoSided) = (1, 1, 1)
      return
    }
    let point = law.pmf(cand.passes)
    pWorseExact = law.cdf(cand.passes)
    pWorseMidP = max(0, pWorseExact - 0.5 * point)
    pTwoSided = Self.twoSided(law, at: cand.passes, point)
  }

  /// The usual two-sided p: the observed tail, and the far tail from the first point as unlikely as the observed one.
  /// That start is found by bisection, as the mass falls on both sides of the mode.
  private static func twoSided(_ law: Hypergeometric, at observed: Int, _ point: Double) -> Double {
    let limit = point * (1 + 1e-7)
    let (support, mode) = (law.support, law.mode)
    if law.pmf(mode) <= limit { return 1 }
    if observed < mode {
      let far = firstIndex(mode...support.upperBound) { law.pmf($0) <= limit }
      return min(1, law.cdf(observed) + (far.map { law.sf($0 - 1) } ?? 0))
    }
    let far = firstIndex(0...(mode - support.lowerBound)) { law.pmf(mode - $0) <= limit }
    return min(1, law.sf(observed - 1) + (far.map { law.cdf(mode - $0) } ?? 0))
  }

  /// The first position at which a condition that stays true once it is true holds; nil when it never does.
  private static func firstIndex(_ range: ClosedRange<Int>, _ condition: (Int) -> Bool) -> Int? {
    guard condition(range.upperBound) else { return nil }
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// A sample of scores, summed up.
public struct SampleSummary: Hashable, Sendable {
  /// Mean and standard deviation (n - 1 form) of the scores.
  public let mean, deviation: Double
  /// How many scores there are.
  public let n: Int

  /// A summary; nil for fewer than 2 scores, a number that is not finite, or a negative deviation.
  public init?(mean: Double, deviation: Double, n: Int) {
    guard mean.isFinite, deviation.isFinite, deviation >= 0, n >= 2, n.isCount else { return nil }
    (self.mean, self.deviation, self.n) = (mean, deviation, n)
  }

  /// The summary of some scores; nil for fewer than 2, or any that is not finite.
  public init?(_ scores: [Double]) {
    let mean = scores.reduce(0, +) / Double(max(1, scores.count))
    let squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean: mean, deviation: (squares / Double(max(1, scores.count - 1))).squareRoot(), n: scores.count)
  }
}

/// Welch's test of two independent samples of scores (Welch 1947), with Satterthwaite's degrees of freedom.
public struct WelchTest: Hashable, Sendable {
  /// Baseline minus candidate mean: positive is a loss.
  public let drop: Double
  /// (v₁ + v₂)²/(v₁²/(n₁-1) + v₂²/(n₂-1)) with v = s²/n.
  public let degreesOfFreedom: Double
  /// The one-sided p that the candidate's mean is lower.
  public let pWorse: Double
  /// The t interval of the drop.
  public let interval: Interval

  /// The test; nil when neither sample has any spread, or the confidence is not strictly between 0 and 1.
  public init?(baseline: SampleSummary, candidate: SampleSummary, confidence: Double = 0.95) {
    let v1 = baseline.deviation * baseline.deviation / Double(baseline.n)
    let v2 = candidate.deviation * candidate.deviation / Double(candidate.n)
    let sum = v1 + v2
    guard confidence.isOpenUnit, sum > 0, sum.isFinite else { return nil }
    // Shares of the variance instead of the variances themselves: their squares cannot overflow.
    let (w1, w2) = (v1 / sum, v2 / sum)
    degreesOfFreedom = 1 / (w1 * w1 / Double(baseline.n - 1) + w2 * w2 / Double(candidate.n - 1))
    drop = baseline.mean - candidate.mean
    guard drop.isFinite, let t = StudentT(degreesOfFreedom: degreesOfFreedom) else { return nil }
    let error = sum.squareRoot()
    pWorse = t.sf(drop / error)
    let half = t.quantile(0.5 + confidence / 2) * error
    interval = Interval(drop - half, drop + half)
  }
}
