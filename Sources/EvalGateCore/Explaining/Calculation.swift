/// How one gate came to its verdict in one suite, with every count and every step, so that anybody can go through it by hand.
public struct Calculation: Hashable, Sendable {
  /// One piece of it, in reading order.
  public enum Part: Hashable, Sendable {
    /// What a number is, and its steps one below the other.
    case step(String, [String])
    /// Counts in rows and columns, the first row a heading.
    case table([[String]])
  }

  /// The gate's name.
  public var gate: String
  /// The suite's name.
  public var suite: String
  /// Where the gate is written; nil for a built-in one.
  public var location: SourceLocation?
  /// In reading order.
  public var parts: [Part]

  /// A calculation to be filled.
  public init(gate: String, suite: String, location: SourceLocation? = nil, parts: [Part] = []) {
    self.gate = gate
    self.suite = suite
    self.location = location
    self.parts = parts
  }

  mutating func add(_ label: String, _ lines: String...) { parts.append(.step(label, lines)) }
  mutating func add(_ label: String, _ lines: [String]) { parts.append(.step(label, lines)) }
}

extension Format {
  /// Four significant digits, as a pocket calculator shows them: `0.003769`, `1.234e-7`, `12.35`.
  public static func significant(_ value: Double, _ digits: Int = 4) -> String {
    guard value.isFinite else { return "–" }
    guard value != 0 else { return "0" }
    var (mantissa, exponent) = (abs(value), 0)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let sign = value < 0 ? "−" : ""
    if exponent < -6 || exponent > 14 {
      return "\(sign)\(fixed(mantissa, digits - 1))e\(exponent < 0 ? "−" : "")\(abs(exponent))"
    }
    let text = fixed(abs(value), max(0, digits - 1 - exponent))
    return sign + (text.utf8.contains(UInt8(ascii: ".")) ? text.withoutTrailingZeros : text)
  }
}

extension String {
  fileprivate var withoutTrailingZeros: String {
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
