#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
public enum Normal {
  /// Φ(x) = ½ erfc(-x/√2). NaN stays NaN.
  public static func cdf(_ x: Double) -> Double {
    0.5 * erfc(-x / 2.0.squareRoot())
  }

  /// Φ⁻¹(p): Acklam's rational approximation and one Halley step; ∓infinity at 0 and 1, NaN outside 0...1.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return -.infinity }
    if p > 0.5 { return -quantile(1 - p) }
    let start = acklam(p)
    let error = cdf(start) - p
    let step = error * (2 * Double.pi).squareRoot() * exp(start * start / 2)
    let refined = start - step / (1 + start * step / 2)
    return refined.isFinite ? refined : start
  }

  /// Acklam's approximation for 0 < p <= 1/2, relative error below 1.15e-9.
  private static func acklam(_ p: Double) -> Double {
    func polynomial(_ coefficients: [Double], _ x: Double) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
    if p < 0.02425 {
      let q = (-2 * log(p)).squareRoot()
      return polynomial(tailNumerator, q) / polynomial(tailDenominator, q)
    }
    let q = p - 0.5
    return q * polynomial(centralNumerator, q * q) / polynomial(centralDenominator, q * q)
  }

  private static let centralNumerator = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  private static let centralDenominator = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01, 1,
  ]
  private static let tailNumerator = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  private static let tailDenominator = [
    7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1,
  ]
}

/// The beta distribution; its distribution function is the regularised incomplete beta function I_x(a, b).
public struct BetaDistribution: Hashable, Sendable {
  /// The two shape parameters.
  public let a, b: Double

  /// A beta distribution, or nil unless both shapes are positive and finite.
  public init?(_ a: Double, _ b: Double) {
    guard a > 0, b > 0, a.isFinite, b.isFinite else { return nil }
    (self.a, self.b) = (a, b)
  }

  /// I_x(a, b) by the modified Lentz fraction with the symmetry swap (Numerical Recipes 6.4); x is clamped to 0...1.
  public func cdf(_ x: Double) -> Double {
    exp(SpecialFunctions.logBetaTails(a, b, x: x, y: 1 - x).lower)
  }

  /// 1 - I_x(a, b), precise in the upper tail too.
  public func sf(_ x: Double) -> Double {
    exp(SpecialFunctions.logBetaTails(a, b, x: x, y: 1 - x).upper)
  }

  /// BetaInv(p; a, b) by bisection on I; NaN when p is outside 0...1.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return 0 }
    if p == 1 { return 1 }
    if p <= 0.5 { return SpecialFunctions.bisect(0, 1) { cdf($0) - p } }
    return SpecialFunctions.bisect(0, 1) { (1 - p) - sf($0) }
  }
}

/// Student's t distribution with real degrees of freedom; infinitely many make it the normal distribution.
public struct StudentT: Hashable, Sendable {
  /// The degrees of freedom.
  public let degreesOfFreedom: Double

  /// A t distribution, or nil unless the degrees of freedom are positive.
  public init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom > 0 else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(T <= x), through I_{ν/(ν+x²)}(ν/2, ½).
  public func cdf(_ x: Double) -> Double {
    x > 0 ? 1 - lowerTail(-x) : lowerTail(x)
  }

  /// P(T > x), precise in the upper tail.
  public func sf(_ x: Double) -> Double { cdf(-x) }

  /// P(T <= x) for x <= 0.
  private func lowerTail(_ x: Double) -> Double {
    guard degreesOfFreedom.isFinite, degreesOfFreedom < 1e15 else { return Normal.cdf(x) }
    let square = x * x
    guard square.isFinite else { return x.isNaN ? .nan : 0 }
    let total = degreesOfFreedom + square
    let tails = SpecialFunctions.logBetaTails(
      degreesOfFreedom / 2, 0.5, x: degreesOfFreedom / total, y: square / total)
    return 0.5 * exp(tails.lower)
  }

  /// The quantile of p by bisection on the distribution function; ∓infinity at 0 and 1, NaN outside 0...1.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p > 0.5 { return -quantile(1 - p) }
    if p == 0 { return -.infinity }
    if p == 0.5 { return 0 }
    var low = -1.0
    while low > -1e300, lowerTail(low) > p { low *= 2 }
    return SpecialFunctions.bisect(low, 0) { lowerTail($0) - p }
  }
}

/// The chi-squared distribution.
public struct ChiSquared: Hashable, Sendable {
  /// The degrees of freedom.
  public let degreesOfFreedom: Double

  /// A chi-squared distribution, or nil unless the degrees of freedom are positive and finite.
  public init?(degreesOfFreedom: Double) {
    guard degreesOfFreedom > 0, degreesOfFreedom.isFinite else { return nil }
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// P(X > x) = Q(ν/2, x/2), the upper incomplete gamma function by series or continued fraction.
  public func sf(_ x: Double) -> Double {
    SpecialFunctions.gammaUpperTail(degreesOfFreedom / 2, x / 2)
  }

  /// The quantile of p by bisection; NaN outside 0...1.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return 0 }
    if p == 1 { return .infinity }
    var high = degreesOfFreedom + 1
    while high < 1e300, sf(high) > 1 - p { high *= 2 }
    return SpecialFunctions.bisect(0, high) { (1 - p) - sf($0) }
  }
}
