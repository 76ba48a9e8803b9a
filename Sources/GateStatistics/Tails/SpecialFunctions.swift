#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The handful of special functions under every tail probability of this module.
///
/// Invalid arguments give NaN, as in the C library; nothing here traps.
enum SpecialFunctions {
  /// Iterations after which a continued fraction is taken as it stands; it converges within about 3·√max(a, b).
  private static let iterationLimit = 200_000
  private static let halfLogTwoPi = 0.918_938_533_204_672_741_780_329_736_406

  /// ln Γ(x) by the C library's re-entrant function, which keeps no global sign.
  static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  /// ln B(a, b).
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    logGamma(a) + logGamma(b) - logGamma(a + b)
  }

  /// ln C(n, k).
  static func logChoose(_ n: Double, _ k: Double) -> Double {
    logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
  }

  /// ln Σ exp(v), without overflow.
  static func logSumExp(_ values: [Double]) -> Double {
    guard let top = values.max(), top.isFinite else { return values.max() ?? -.infinity }
    return top + log(values.reduce(0) { $0 + exp($1 - top) })
  }

  // MARK: - Saddle-point binomial terms

  /// ln n! minus Stirling's approximation (Loader 2000, "Fast and accurate computation of binomial probabilities").
  private static func stirlingError(_ n: Double) -> Double {
    if n <= 0 { return 0 }
    if n <= 15 { return logGamma(n + 1) - (n + 0.5) * log(n) + n - halfLogTwoPi }
    let square = n * n
    return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - 1 / 1188.0 / square) / square) / square) / square) / n
  }

  /// x ln(x/m) + m - x, by a series where the direct form would cancel (Loader 2000).
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    for j in 1...1000 {
      term *= v * v
      let next = sum + term / Double(2 * j + 1)
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// ln of C(n, x) p^x q^(n-x) for real 0 <= x <= n, with q = 1 - p given apart so that small q keeps its digits.
  static func logBinomialTerm(_ x: Double, _ n: Double, _ p: Double, _ q: Double) -> Double {
    if p == 0 { return x == 0 ? 0 : -.infinity }
    if q == 0 { return x == n ? 0 : -.infinity }
    if x == 0 { return n == 0 ? 0 : p < 0.1 ? -deviance(n, n * q) - n * p : n * log(q) }
    if x == n { return q < 0.1 ? -deviance(n, n * p) - n * q : n * log(p) }
    let correction = stirlingError(n) - stirlingError(x) - stirlingError(n - x)
    let exponent = correction - deviance(x, n * p) - deviance(n - x, n * q)
    return exponent - halfLogTwoPi - 0.5 * (log(x) + log1p(-x / n))
  }

  // MARK: - Incomplete beta

  /// The modified Lentz continued fraction of I_x(a, b) (Numerical Recipes 6.4), to be used at x <= (a+1)/(a+b+2).
  private static func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func guarded(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var h = d
    for i in 1...iterationLimit {
      let m = Double(i)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-15 { break }
    }
    return h
  }

  /// ln I_x(a, b) for x on the side where the continued fraction converges fast.
  private static func logBetaSide(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    logBinomialTerm(a, a + b, x, y) + log(b / (a + b)) + log(betaFraction(a, b, x))
  }

  /// Both tails of the beta distribution at x (y = 1 - x), each with its own full precision, as logarithms.
  static func logBetaTails(_ a: Double, _ b: Double, x: Double, y: Double) -> (lower: Double, upper: Double) {
    guard a > 0, b > 0, a.isFinite, b.isFinite, !x.isNaN, !y.isNaN else { return (.nan, .nan) }
    if x <= 0 { return (-.infinity, 0) }
    if y <= 0 { return (0, -.infinity) }
    if x <= (a + 1) / (a + b + 2) {
      let lower = min(0, logBetaSide(a, b, x, y))
      return (lower, log1p(-exp(lower)))
    }
    let upper = min(0, logBetaSide(b, a, y, x))
    return (log1p(-exp(upper)), upper)
  }

  // MARK: - Incomplete gamma

  /// Q(a, x), the upper regularised incomplete gamma function: a series below a + 1, a continued fraction above.
  static func gammaUpperTail(_ a: Double, _ x: Double) -> Double {
    guard a > 0, a.isFinite, !x.isNaN else { return .nan }
    if x <= 0 { return 1 }
    if x == .infinity { return 0 }
    let front = exp(a * log(x) - x - logGamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      for i in 1...iterationLimit {
        term *= x / (a + Double(i))
        sum += term
        if term < sum * 1e-16 { break }
      }
      return max(0, 1 - front * sum)
    }
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1...iterationLimit {
      let an = -Double(i) * (Double(i) - a)
      b += 2
      d = an * d + b
      d = 1 / (abs(d) < 1e-300 ? 1e-300 : d)
      c = b + an / c
      if abs(c) < 1e-300 { c = 1e-300 }
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-15 { break }
    }
    return min(1, front * h)
  }

  /// The root of an increasing function on `low...high` by bisection to the last bit, or nil when it is not bracketed.
  static func bisect(_ low: Double, _ high: Double, _ increasing: (Double) -> Double) -> Double {
    var (low, high) = (low, high)
    for _ in 0..<1100 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if increasing(middle) < 0 { low = middle } else { high = middle }
    }
    return high
  }
}
