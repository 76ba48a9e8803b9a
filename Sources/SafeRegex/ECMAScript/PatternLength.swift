/// How many code points a part of a pattern takes.
struct PatternLength {
  var least: Int
  /// Nil where it may be more.
  var exact: Int?

  static let nothing = PatternLength(least: 0, exact: 0)
  static let one = PatternLength(least: 1, exact: 1)
  static let unknown = PatternLength(least: 0, exact: nil)

  /// Of one after the other.
  static func + (a: PatternLength, b: PatternLength) -> PatternLength {
    PatternLength(least: capped(a.least + b.least), exact: a.exact.flatMap { a in b.exact.map { capped(a + $0) } })
  }

  /// Of one or the other.
  func or(_ other: PatternLength) -> PatternLength {
    PatternLength(least: min(least, other.least), exact: exact == other.exact ? exact : nil)
  }

  /// - Parameter maximum: nil for any number.
  func repeated(from minimum: Int, to maximum: Int?) -> PatternLength {
    if maximum == 0 { return .nothing }
    return PatternLength(
      least: Self.product(least, minimum),
      exact: maximum == minimum ? exact.map { Self.product($0, minimum) } : nil)
  }

  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, isTooLarge) = a.multipliedReportingOverflow(by: b)
    return isTooLarge ? longest : capped(product)
  }

  private static func capped(_ length: Int) -> Int { min(length, longest) }

  /// Far beyond what PCRE2 takes.
  private static let longest = 1 << 30
}
