/// A probability law on consecutive integers, kept where its mass is.
///
/// Both ends are trimmed at 1e-40 per point, so a sum over very many cases stays as narrow as its spread.
struct LatticeLaw {
  private static let negligible = 1e-40
  /// The most products one convolution may take.
  private static let workLimit = 4_000_000_000

  /// The integer of the first mass.
  let first: Int
  let masses: [Double]

  static let atZero = LatticeLaw(first: 0, masses: [1])

  init(first: Int, masses: [Double]) {
    let start = masses.firstIndex { $0 > Self.negligible } ?? masses.startIndex
    let end = masses.lastIndex { $0 > Self.negligible }.map { $0 + 1 } ?? masses.endIndex
    self.first = first + start
    self.masses = Array(masses[start..<max(start, end)])
  }

  /// The law of offset + Bin(n, p), computed only where it is not negligible.
  static func binomial(n: Int, p: Double, offset: Int) -> LatticeLaw {
    let law = Binomial(trusted: n, p)
    let mode = min(n, max(0, Int((Double(n) + 1) * p)))
    var below: [Double] = []
    var k = mode
    while k >= 0 {
      let mass = law.pmf(k)
      if mass <= negligible { break }
      below.append(mass)
      k -= 1
    }
    var masses = Array(below.reversed())
    let first = offset + mode - below.count + 1
    k = mode + 1
    while k <= n {
      let mass = law.pmf(k)
      if mass <= negligible { break }
      masses.append(mass)
      k += 1
    }
    return LatticeLaw(first: first, masses: masses)
  }

  var mass: Double { masses.reduce(0, +) }

  var mean: Double {
    masses.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } + Double(first) * mass
  }

  func probability(of value: Int) -> Double {
    let index = value - first
    return masses.indices.contains(index) ? masses[index] : 0
  }

  /// P(X <= value), summed from the small end.
  func sum(upTo value: Int) -> Double {
    masses.prefix(max(0, min(masses.count, value - first + 1))).reduce(0, +)
  }

  /// P(X >= value), summed from the small end.
  func sum(from value: Int) -> Double {
    masses.suffix(max(0, min(masses.count, first + masses.count - value))).reversed().reduce(0, +)
  }

  /// The law without the values from `value` upwards; its mass shrinks accordingly.
  func below(_ value: Int) -> LatticeLaw {
    LatticeLaw(first: first, masses: Array(masses.prefix(max(0, value - first))))
  }

  /// The law of the sum of two independent numbers; nil beyond the work limit.
  func adding(_ other: LatticeLaw) -> LatticeLaw? {
    guard !masses.isEmpty, !other.masses.isEmpty else { return LatticeLaw(first: first + other.first, masses: []) }
    guard masses.count <= Self.workLimit / other.masses.count else { return nil }
    let (short, long) = masses.count < other.masses.count ? (masses, other.masses) : (other.masses, masses)
    var result = [Double](repeating: 0, count: short.count + long.count - 1)
    for (i, factor) in short.enumerated() where factor > 0 {
      for j in long.indices { result[i + j] += factor * long[j] }
    }
    return LatticeLaw(first: first + other.first, masses: result)
  }

  /// The law of the sum of `count` independent copies, by squaring.
  func repeated(_ count: Int) -> LatticeLaw? {
    var result = Self.atZero
    var power = self
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 {
        guard let next = result.adding(power) else { return nil }
        result = next
      }
      rest >>= 1
      if rest > 0 {
        guard let next = power.adding(power) else { return nil }
        power = next
      }
    }
    return result
  }
}
