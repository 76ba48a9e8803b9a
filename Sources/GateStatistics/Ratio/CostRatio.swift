#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The ratio of total spend, candidate to baseline, over paired cases (specification 2.7).
///
/// A ratio of sums, not a mean of ratios: a few dear cases weigh what they cost.
public struct CostRatio: Hashable, Sendable {
  /// Σ candidate / Σ baseline.
  public let ratio: Double
  /// The number of paired cases.
  public let n: Int
  /// The delta-method standard error; nil for one case.
  public let error: Double?
  /// The one-sided p of the paired t test that the candidate costs more; nil for one case.
  public let pDearer: Double?
  /// What the interval is made of; nil for one case.
  public let moments: Moments?

  /// The means of both arms, and the variances and the covariance of those means.
  public struct Moments: Hashable, Sendable {
    /// x̄ and ȳ, per case.
    public let before, after: Double
    /// v_x, v_y and c_xy: sums of squares and products about the means, over n(n - 1).
    public let varianceBefore, varianceAfter, covariance: Double
  }

  /// The ratio of two paired lists of costs.
  ///
  /// Throws `noPairedCases` for empty lists, `zeroBaselineCost` when the baseline cost nothing, and `invalidInput` for
  /// lists of different length or a cost that is negative, NaN or infinite.
  public init(baseline: [Double], candidate: [Double]) throws(Undecided) {
    guard baseline.count == candidate.count else { throw .invalidInput }
    guard !baseline.isEmpty else { throw .noPairedCases }
    let sums = (baseline.reduce(0, +), candidate.reduce(0, +))
    guard sums.0.isFinite, sums.1.isFinite, (baseline + candidate).allSatisfy({ $0 >= 0 }) else { throw .invalidInput }
    guard sums.0 > 0 else { throw .zeroBaselineCost }
    n = baseline.count
    ratio = sums.1 / sums.0
    guard n >= 2 else {
      (error, pDearer, moments) = (nil, nil, nil)
      return
    }
    let size = Double(n)
    let (x, y) = (sums.0 / size, sums.1 / size)
    var (vx, vy, cxy, residual) = (0.0, 0.0, 0.0, 0.0)
    for (one, other) in zip(baseline, candidate) {
      vx += (one - x) * (one - x)
      vy += (other - y) * (other - y)
      cxy += (one - x) * (other - y)
      residual += (other - ratio * one) * (other - ratio * one)
    }
    let scale = size * (size - 1)
    moments = Moments(
      before: x, after: y, varianceBefore: vx / scale, varianceAfter: vy / scale, covariance: cxy / scale)
    error = (residual / scale).squareRoot() / x
    pDearer = ClusteredMean(drops: zip(candidate, baseline).map { $0 - $1 })?.pWorse
  }

  /// Fieller's interval (1954): the r with (ȳ - r x̄)² <= t²(v_y - 2 r c_xy + r² v_x), from
  /// A = x̄² - t²v_x, B = x̄ȳ - t²c_xy, C = ȳ² - t²v_y as (B ∓ √(B² - AC))/A.
  ///
  /// Proportional arms give (R, R). Nil when unbounded (A <= 0 or no real root), for one case, or for a confidence not
  /// strictly between 0 and 1.
  public func fieller(confidence: Double = 0.90) -> Interval? {
    guard let moments, let error, let t = quantile(confidence) else { return nil }
    let square = t * t
    let a = moments.before * moments.before - square * moments.varianceBefore
    let b = moments.before * moments.after - square * moments.covariance
    let c = moments.after * moments.after - square * moments.varianceAfter
    let discriminant = b * b - a * c
    guard a > 0 else { return nil }
    if error <= 1e-12 * abs(ratio) { return Interval(ratio, ratio) }
    guard discriminant >= 0 else { return nil }
    let root = discriminant.squareRoot()
    return Interval((b - root) / a, (b + root) / a)
  }

  /// The delta-method interval R ∓ t·SE; nil as for `fieller`, but never unbounded.
  public func delta(confidence: Double = 0.95) -> Interval? {
    guard let error, let t = quantile(confidence) else { return nil }
    return Interval(ratio - t * error, ratio + t * error)
  }

  /// The delta-method interval on the log scale, R·exp(∓t·SE/R); nil too when the candidate cost nothing.
  public func logDelta(confidence: Double = 0.95) -> Interval? {
    guard let error, ratio > 0, let t = quantile(confidence) else { return nil }
    return Interval(ratio * exp(-t * error / ratio), ratio * exp(t * error / ratio))
  }

  private func quantile(_ confidence: Double) -> Double? {
    guard confidence.isOpenUnit, n >= 2 else { return nil }
    return StudentT(degreesOfFreedom: Double(n - 1))?.quantile(0.5 + confidence / 2)
  }

  /// The positions of the cases that add most to the candidate's cost, dearest first; only real increases are listed.
  public static func largestIncreases(baseline: [Double], candidate: [Double], count: Int = 3) -> [Int] {
    let increases = zip(baseline, candidate).map { $1 - $0 }
    let rising = increases.indices.filter { increases[$0] > 0 }
    let sorted = rising.sorted { (increases[$0], -$0) > (increases[$1], -$1) }
    return Array(sorted.prefix(max(0, count)))
  }
}

/// How a measured number is held against its budget.
public enum BudgetRule: String, Hashable, Sendable, CaseIterable {
  /// The number itself must be within the budget.
  case point
  /// The excess must be more than chance to block.
  case refuted
}

/// A cost comparison with everything a report says about it.
public struct CostDecision: Hashable, Sendable {
  /// `pass` or `block`.
  public let verdict: StatisticalVerdict
  /// The ratio and its errors.
  public let cost: CostRatio
  /// The Fieller interval; infinite at both ends where it is unbounded.
  public let interval: Interval
  /// The tolerated excess, as a rate (.10 is ten per cent).
  public let tolerance: Double
  /// The rule that decided.
  public let rule: BudgetRule

  /// The one-sided p that the candidate costs more, for Holm; 1 for one case.
  public var p: Double { cost.pDearer ?? 1 }
}

/// The token cost gate (specification 2.7).
public enum CostGate {
  /// Blocks when R > 1 + tolerance and, unless the rule is `point`, the lower Fieller bound is above 1 too.
  ///
  /// Throws what `CostRatio` throws, and `invalidInput` for a negative or non-finite tolerance or a bad confidence.
  public static func decide(
    baseline: [Double], candidate: [Double], tolerance: Double = 0.10, rule: BudgetRule = .refuted,
    confidence: Double = 0.90
  ) throws(Undecided) -> CostDecision {
    guard tolerance >= 0, tolerance.isFinite, confidence.isOpenUnit else { throw .invalidInput }
    let cost = try CostRatio(baseline: baseline, candidate: candidate)
    let interval = cost.fieller(confidence: confidence) ?? Interval(-.infinity, .infinity)
    let isOver = cost.ratio > 1 + tolerance + 1e-12
    let blocks = isOver && (rule == .point || interval.lower > 1)
    return CostDecision(
      verdict: blocks ? .block : .pass, cost: cost, interval: interval, tolerance: tolerance, rule: rule)
  }
}
