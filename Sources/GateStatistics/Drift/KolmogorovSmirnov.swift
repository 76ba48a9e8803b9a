#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two-sample Kolmogorov-Smirnov test, for drift of an input that is a number.
public struct KolmogorovSmirnov: Hashable, Sendable {
  /// The largest distance of the two empirical distribution functions.
  public let distance: Double
  /// The exact two-sided p by counting lattice paths; nil when a sample is larger than 200. With ties it is too large,
  /// never too small.
  public let exactP: Double?
  /// The two-sided p by Kolmogorov's law of a sample of nm/(n+m) (rounded).
  public let asymptoticP: Double

  /// Up to this size of both samples the p is exact.
  public static let exactLimit = 200

  /// The exact p where there is one, the asymptotic one else.
  public var p: Double { exactP ?? asymptoticP }

  /// The test; nil when a sample is empty or holds a NaN.
  public init?(_ a: [Double], _ b: [Double]) {
    guard !a.isEmpty, !b.isEmpty, !a.contains(where: \.isNaN), !b.contains(where: \.isNaN) else { return nil }
    let (steps, n, m) = (Self.largestStep(a.sorted(), b.sorted()), a.count, b.count)
    distance = steps / (Double(n) * Double(m))
    exactP = max(n, m) <= Self.exactLimit ? Self.pathP(n, m, steps: steps) : nil
    let size = (Double(n) * Double(m) / Double(n + m)).rounded(.toNearestOrEven)
    asymptoticP = KolmogorovLaw.upperTail(distance, size: max(1, size))
  }

  /// nm times the largest distance of the distribution functions: a whole number, so that nothing is lost to rounding.
  private static func largestStep(_ a: [Double], _ b: [Double]) -> Double {
    let (n, m) = (Double(a.count), Double(b.count))
    var (i, j, largest) = (0, 0, 0.0)
    while i < a.count, j < b.count {
      let value = min(a[i], b[j])
      while i < a.count, a[i] == value { i += 1 }
      while j < b.count, b[j] == value { j += 1 }
      largest = max(largest, abs(Double(i) * m - Double(j) * n))
    }
    return largest
  }

  /// P(D >= observed): one minus the share of lattice paths from (0, 0) to (n, m) that stay strictly within the distance.
  private static func pathP(_ n: Int, _ m: Int, steps: Double) -> Double {
    func isInside(_ i: Int, _ j: Int) -> Bool { abs(Double(i * m) - Double(j * n)) < steps - 0.5 }
    // share[j] is the share of paths to (i, j) that stay inside.
    var share = (0...m).map { j in (0...j).allSatisfy { isInside(0, $0) } ? 1.0 : 0.0 }
    for i in 1...n {
      if !isInside(i, 0) { share[0] = 0 }
      for j in 1...m {
        let fromBelow = Double(i) / Double(i + j)
        share[j] = isInside(i, j) ? fromBelow * share[j] + (1 - fromBelow) * share[j - 1] : 0
      }
    }
    return max(0, min(1, 1 - share[m]))
  }
}

/// The law of Kolmogorov's one-sample distance for a sample of a given size.
enum KolmogorovLaw {
  /// Up to this size the law is exact.
  private static let exactLimit = 300.0

  /// P(D >= d). Exact by the matrix of Marsaglia, Tsang & Wang (2003) up to 300, then Stephens' correction (1970) of the
  /// limiting series.
  static func upperTail(_ d: Double, size n: Double) -> Double {
    if d <= 0 { return 1 }
    if d >= 1 { return 0 }
    if n * d * d > 18 { return min(1, 2 * exp(-2 * n * d * d)) }
    guard n <= exactLimit else {
      let root = n.squareRoot()
      return series((root + 0.12 + 0.11 / root) * d)
    }
    return max(0, min(1, 1 - exactLower(d, n: Int(n))))
  }

  /// 2 Σ (-1)^(k-1) exp(-2k²λ²).
  private static func series(_ lambda: Double) -> Double {
    guard lambda > 0.2 else { return 1 }
    var (sum, sign) = (0.0, 1.0)
    for k in 1...100 {
      let term = exp(-2 * Double(k * k) * lambda * lambda)
      sum += sign * term
      if term < 1e-17 { break }
      sign = -sign
    }
    return max(0, min(1, 2 * sum))
  }

  /// P(D < d) = n!/nⁿ times the middle element of Hⁿ.
  private static func exactLower(_ d: Double, n: Int) -> Double {
    let k = Int(Double(n) * d) + 1
    let size = 2 * k - 1
    let h = Double(k) - Double(n) * d
    var matrix = (0..<size).map { i in (0..<size).map { j in i - j + 1 >= 0 ? 1.0 : 0.0 } }
    for i in 0..<size {
      matrix[i][0] -= pow(h, Double(i + 1))
      matrix[size - 1][i] -= pow(h, Double(size - i))
    }
    if 2 * h - 1 > 0 { matrix[size - 1][0] += pow(2 * h - 1, Double(size)) }
    for i in 0..<size {
      for j in 0..<size where i - j + 1 > 0 { matrix[i][j] /= exp(SpecialFunctions.logGamma(Double(i - j + 2))) }
    }
    let (powered, exponent) = power(matrix, n, at: k - 1)
    // n!/nⁿ is taken into the exponent, so that neither factor leaves the range of a Double.
    let scale = SpecialFunctions.logGamma(Double(n + 1)) - Double(n) * log(Double(n))
    return powered[k - 1][k - 1] * exp(scale + Double(exponent) * log(1e140))
  }

  /// The n-th power of a matrix, with the number of times 1e140 was taken out.
  private static func power(_ matrix: [[Double]], _ n: Int, at middle: Int) -> ([[Double]], Int) {
    if n == 1 { return (matrix, 0) }
    let (half, halfExponent) = power(matrix, n / 2, at: middle)
    var result = product(half, half)
    var exponent = 2 * halfExponent
    if n % 2 == 1 { result = product(result, matrix) }
    if result[middle][middle] > 1e140 {
      result = result.map { $0.map { $0 * 1e-140 } }
      exponent += 1
    }
    return (result, exponent)
  }

  private static func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in
      var sum = [Double](repeating: 0, count: row.count)
      for (k, factor) in row.enumerated() where factor != 0 {
        for j in sum.indices { sum[j] += factor * b[k][j] }
      }
      return sum
    }
  }
}
