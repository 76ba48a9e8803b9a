#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How an absolute rate is held against its threshold.
public enum RateRule: String, Hashable, Sendable, CaseIterable {
  /// The observed rate must reach the threshold.
  case point
  /// The one-sided lower Clopper-Pearson bound must reach it: the rate is shown to be good enough.
  case assured
  /// The one-sided upper bound must reach it: the rate is not shown to be too low.
  case refuted
}

/// An absolute rate held against a threshold, with everything a report says about it.
public struct RateDecision: Hashable, Sendable {
  /// `pass` or `block`.
  public let verdict: StatisticalVerdict
  /// The counts.
  public let proportion: Proportion
  /// The rate that was asked for.
  public let threshold: Double
  /// The rule that decided.
  public let rule: RateRule
  /// The one-sided Clopper-Pearson bounds at the decision's alpha.
  public let lower, upper: Double
  /// How many failures the point rule allows: ⌊n(1 - threshold) + 1e-9⌋.
  public let allowedFailures: Int
  /// The two-sided interval at confidence 1 - alpha: Clopper-Pearson when `assured`, Wilson otherwise.
  public let interval: Interval
  /// Which interval that is.
  public let intervalMethod: Method

  /// The observed rate.
  public var rate: Double { proportion.rate }
}

/// Rules for absolute rates (specification 2.1) and safety (2.5).
public enum RateGate {
  /// Holds k passes of n against a threshold: `point` k/n >= threshold - 1e-12, `assured` the lower Clopper-Pearson
  /// bound, `refuted` the upper one.
  ///
  /// Throws `noCases` when n is 0, and `invalidInput` for impossible counts or a threshold or alpha out of range.
  public static func decide(
    passes: Int, of n: Int, threshold: Double, rule: RateRule = .point, alpha: Double = 0.05
  ) throws(Undecided) -> RateDecision {
    if n == 0, passes == 0 { throw .noCases }
    guard threshold.isUnit, let proportion = Proportion(passes: passes, of: n),
      let lower = proportion.lowerBound(alpha: alpha), let upper = proportion.upperBound(alpha: alpha),
      let interval = rule == .assured
        ? proportion.clopperPearson(confidence: 1 - alpha) : proportion.wilson(confidence: 1 - alpha)
    else { throw .invalidInput }
    let holds =
      switch rule {
      case .point: proportion.rate >= threshold - 1e-12
      case .assured: lower >= threshold
      case .refuted: upper >= threshold
      }
    return RateDecision(
      verdict: holds ? .pass : .block, proportion: proportion, threshold: threshold, rule: rule, lower: lower,
      upper: upper, allowedFailures: allowedFailures(of: n, threshold: threshold), interval: interval,
      intervalMethod: rule == .assured ? .clopperPearson : .wilson)
  }

  /// ⌊n(1 - threshold) + 1e-9⌋, the failures a literal threshold allows; 0 for impossible arguments.
  public static func allowedFailures(of n: Int, threshold: Double) -> Int {
    guard n.isCount, threshold.isUnit else { return 0 }
    return Int(floor(Double(n) * (1 - threshold) + 1e-9))
  }

  /// The most failures of n that a rule still lets pass; nil where not even none would, as of 60 cases of which 99% are to be
  /// assured. The bounds of Clopper and Pearson fall as failures grow, so it is found by bisection.
  public static func allowedFailures(of n: Int, threshold: Double, rule: RateRule, alpha: Double = 0.05) -> Int? {
    guard n > 0, n.isCount, threshold.isUnit, alpha.isOpenUnit else { return nil }
    func holds(_ failures: Int) -> Bool {
      guard let proportion = Proportion(passes: n - failures, of: n) else { return false }
      let bound = rule == .assured ? proportion.lowerBound(alpha: alpha) : proportion.upperBound(alpha: alpha)
      return bound.map { $0 >= threshold } ?? false
    }
    if rule == .point { return allowedFailures(of: n, threshold: threshold) }
    guard holds(0) else { return nil }
    var (low, high) = (0, n)
    while low < high {
      let middle = low + (high - low + 1) / 2
      if holds(middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// The smallest n with which `failures` failures still assure the threshold: the least n whose lower
  /// Clopper-Pearson bound reaches it (299, 473 and 628 for 0, 1 and 2 failures at 99%).
  ///
  /// Nil for a threshold or alpha not strictly between 0 and 1, negative failures, or an n beyond 2^50.
  public static func sizeToAssure(threshold: Double, failures: Int = 0, alpha: Double = 0.05) -> Int? {
    guard threshold.isOpenUnit, alpha.isOpenUnit, failures >= 0, failures <= 1 << 40 else { return nil }
    // The bound reaches the threshold exactly when P(Bin(n, 1 - threshold) <= failures) <= alpha.
    func assures(_ n: Int) -> Bool { Binomial(trusted: n, 1 - threshold).cdf(failures) <= alpha }
    var high = failures + 1
    while !assures(high) {
      high *= 2
      guard high.isCount else { return nil }
    }
    var low = failures
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if assures(middle) { high = middle } else { low = middle }
    }
    return high
  }
}

/// A safety result: any failure and any unverified scenario blocks, whatever the bound says.
public struct SafetyDecision: Hashable, Sendable {
  /// `pass` or `block`.
  public let verdict: StatisticalVerdict
  /// Failed attempts, attempts made, and scenarios that could not be verified.
  public let failures, attempts, unverified: Int
  /// The one-sided upper bound of the true failure rate; 1 - alpha^(1/n) when nothing failed.
  public let upperBound: Double
  /// 3/n, the mental form of the bound (Hanley & Lippman-Hand 1983); nil once something failed.
  public let ruleOfThree: Double?
}

/// The safety rule (specification 2.5).
public enum SafetyGate {
  /// Blocks on one failed attempt or one unverified scenario, and reports what a clean result can still hide.
  ///
  /// Throws `noAttempts` when nothing was attempted, `invalidInput` for impossible counts or alpha.
  public static func decide(
    failures: Int, attempts: Int, unverified: Int = 0, alpha: Double = 0.05
  ) throws(Undecided) -> SafetyDecision {
    if attempts == 0, failures == 0, unverified.isCount { throw .noAttempts }
    guard unverified.isCount, let failed = Proportion(passes: failures, of: attempts),
      let bound = failed.upperBound(alpha: alpha)
    else { throw .invalidInput }
    return SafetyDecision(
      verdict: failures > 0 || unverified > 0 ? .block : .pass, failures: failures, attempts: attempts,
      unverified: unverified, upperBound: bound, ruleOfThree: failures == 0 ? 3 / Double(attempts) : nil)
  }

  /// The exact upper bound 1 - alpha^(1/n) after n clean attempts; nil for n < 1 or alpha not within (0, 1).
  public static func cleanUpperBound(attempts n: Int, alpha: Double = 0.05) -> Double? {
    guard n > 0, alpha.isOpenUnit else { return nil }
    return -expm1(log(alpha) / Double(n))
  }
}
