/// How a decimal number and the nearest double relate.
enum DoubleFit {
  /// Whether the shortest text that means `double` is this very number (`0.1`, `1e23`, `9007199254740992`), or the
  /// double's exact value is (`295147905179352825856`). Either way nothing is lost by going through a double.
  static func isCarried(_ form: DecimalForm, by double: Double) -> Bool {
    guard double.isFinite else { return false }
    if form.isZero { return true }
    return DecimalForm(double.description) == form || isExact(form)
  }

  /// Whether a double is exactly this number: its odd part has at most 53 bits and its last bit is not below 2^-1074.
  private static func isExact(_ form: DecimalForm) -> Bool {
    // A double has at most 767 significant digits; more cannot be exact, and the bound keeps the work small.
    guard !form.isSaturated, form.digits.count <= 767, -1074...308 ~= form.exponent else { return false }
    // ± n × 10^e = ± n × 5^e × 2^e
    var odd = BigNatural(digits: form.digits)
    if form.exponent >= 0 {
      for _ in 0..<form.exponent { odd.multiply(by: 5) }
    } else {
      for _ in 0..<(-form.exponent) where odd.divide(by: 5) != 0 { return false }
    }
    let trailing = odd.trailingZeroBits
    let topBit = odd.bitWidth + form.exponent
    return odd.bitWidth - trailing <= 53 && trailing + form.exponent >= -1074 && topBit <= 1024
  }

  /// The number times a thousand, where that is whole and of at most fifteen digits; times in milliseconds mostly are, and
  /// whole numbers. Decimals of so few digits each have a double of their own, so the digits are the shortest too.
  static func thousandths(of double: Double) -> Int? {
    let scaled = (double * 1000).rounded()
    guard scaled.magnitude < 1e15, scaled / 1000 == double else { return nil }
    return Int(scaled)
  }

  /// The text of a finite double as ECMAScript's `Number::toString` writes it, which is what RFC 8785 section 3.2.2.3
  /// asks for. The shortest digits come from the standard library, which picks the closest of several shortest.
  static func ecmaScriptText(_ double: Double) -> String {
    // What most numbers are: whole ones that stand for no other, and fractions that the library writes without an exponent,
    // both of them as ECMAScript does.
    let isExact = double.magnitude < 0x1p53
    if isExact, let whole = Int(exactly: double) { return String(whole) }
    let shortest = double.description
    if isExact, !shortest.utf8.contains(Byte.e) { return shortest }
    return ecmaScriptText(ofShortest: shortest)
  }

  private static func ecmaScriptText(ofShortest text: String) -> String {
    let form = DecimalForm(text)
    if form.isZero { return "0" }
    let digits = String(decoding: form.digits.map { $0 + Byte.zero }, as: UTF8.self)
    let sign = form.isNegative ? "-" : ""
    return sign + layout(digits, count: form.digits.count, point: form.magnitude)
  }

  /// Places the point after `point` of the `count` digits (ECMA-262, Number::toString, steps 6 to 11).
  private static func layout(_ digits: String, count: Int, point: Int) -> String {
    switch point {
    case count...21: digits + zeros(point - count)
    case 1...21: digits.prefix(point) + "." + digits.dropFirst(point)
    case -5...0: "0." + zeros(-point) + digits
    default: scientific(digits, exponent: point - 1)
    }
  }

  private static func scientific(_ digits: String, exponent: Int) -> String {
    let mantissa = digits.prefix(1) + (digits.utf8.count > 1 ? "." + digits.dropFirst() : "")
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}
