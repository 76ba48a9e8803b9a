/// A range of plausible values; an end that cannot be bounded is infinite.
public struct Interval: Hashable, Sendable {
  /// The smallest and the largest value that still fit the data.
  public let lower, upper: Double

  /// An interval from `lower` to `upper`.
  public init(_ lower: Double, _ upper: Double) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// Whether both ends lie strictly within a margin of 0: equivalence by two one-sided tests, when this is a 1 - 2α
  /// interval of a difference (Schuirmann 1987).
  public func isEquivalent(margin: Double) -> Bool { lower > -margin && upper < margin }

  /// Whether the value lies between the ends, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// The name of a statistical method as reports print it, with the publication it comes from.
public struct Method: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The printed name.
  public let rawValue: String

  /// A method by its printed name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The printed name.
  public var description: String { rawValue }

  /// Wilson 1927, score interval of a proportion.
  public static let wilson = Method(rawValue: "Wilson score interval")
  /// Clopper & Pearson 1934, exact interval of a proportion.
  public static let clopperPearson = Method(rawValue: "Clopper-Pearson interval")
  /// Newcombe 1998, method 10 for paired differences.
  public static let newcombePaired = Method(rawValue: "Newcombe paired interval (method 10)")
  /// Newcombe 1998, square-and-add interval for independent proportions.
  public static let newcombe = Method(rawValue: "Newcombe interval (square and add)")
  /// A t interval on per-case differences.
  public static let pairedT = Method(rawValue: "t interval on per-case differences")
  /// A t interval on per-case differences with cluster-robust standard error CR1.
  public static let clusteredT = Method(rawValue: "cluster-robust t interval (CR1)")
  /// Efron 1987, bias-corrected and accelerated bootstrap.
  public static let bca = Method(rawValue: "BCa bootstrap interval")
  /// McNemar 1947 with the mid-p of Fagerland, Lydersen & Laake 2013.
  public static let mcnemar = Method(rawValue: "McNemar mid-p")
  /// McNemar 1947, the whole tail.
  public static let mcnemarExact = Method(rawValue: "exact McNemar test")
  /// The McNemar test generalised to repeated runs, conditional on each case's total.
  public static let stratified = Method(rawValue: "exact stratified mid-p")
  /// The same with the whole tail.
  public static let stratifiedExact = Method(rawValue: "exact stratified test")
  /// The larger of the stratified and the cluster sign-flip p.
  public static let clusteredStratified = Method(rawValue: "exact stratified mid-p and cluster sign-flip, the larger")
  /// The literal comparison of two numbers, without a test.
  public static let literal = Method(rawValue: "literal comparison")
}

/// What a statistical rule says about evidence it could evaluate.
public enum StatisticalVerdict: String, Hashable, Sendable {
  /// Harm is ruled out to the margin, or the literal rule holds.
  case pass
  /// No harm is shown, but the set could not rule out a drop of the margin.
  case unproven
  /// Harm is shown, or the literal rule is broken.
  case block
}

/// Why a rule could not be evaluated. A gate must fail closed on it.
public struct Undecided: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stable code, as the test vectors spell it.
  public let reason: String

  /// The stable code.
  public var description: String { reason }

  private init(_ reason: String) { self.reason = reason }

  /// No case has a result in both arms.
  public static let noPairedCases = Undecided("no_paired_cases")
  /// There is nothing to count.
  public static let noCases = Undecided("no_cases")
  /// No safety attempt was made.
  public static let noAttempts = Undecided("no_attempts")
  /// No request was timed.
  public static let noTimings = Undecided("no_timings")
  /// The baseline cost nothing, so no ratio exists.
  public static let zeroBaselineCost = Undecided("zero_baseline_cost")
  /// Every case fails in both arms: nothing can be lost, so nothing is shown.
  public static let nothingToLose = Undecided("nothing_to_lose")
  /// A count is negative or inconsistent, or a number is NaN or out of its range.
  public static let invalidInput = Undecided("invalid_input")
  /// The data exceed the documented limits of the exact method.
  public static let tooLarge = Undecided("too_large")
}

extension Double {
  /// Whether this p-value lies at or below alpha, with 1e-12 of slack towards *not* blocking; NaN never does.
  func isSignificant(at alpha: Double) -> Bool { self + 1e-12 <= alpha }

  /// Whether this is a number strictly between 0 and 1, as every alpha, confidence and margin must be.
  var isOpenUnit: Bool { self > 0 && self < 1 }

  /// Whether this is a number between 0 and 1, as every p-value and rate must be.
  var isUnit: Bool { self >= 0 && self <= 1 }
}

extension Int {
  /// Whether this can be a count: not negative, and small enough (2^50) that sums stay exact in a Double.
  var isCount: Bool { self >= 0 && self <= 1 << 50 }
}
