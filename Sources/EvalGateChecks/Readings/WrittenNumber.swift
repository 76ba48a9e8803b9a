import EvalGateCore
import StrictJSON

/// Reads numbers as people write them: `1,234.50`, `-3`, `+7`, `1 234,5`, `$12`, `12 %`.
struct WrittenNumber: Sendable {
  /// Which sign separates the fraction; the other one groups digits by three.
  enum Decimal: String, CaseIterable { case point, comma }

  var decimal: Decimal = .point
  /// Whether a currency sign or code may stand before or after it.
  var allowsCurrency = false
  /// Whether `%` may follow, which divides by 100.
  var allowsPercent = false

  /// No number that anybody writes is longer, and reading one must not cost more than its text.
  private static let maximumLength = 400

  /// The number, or nil where the text, white space around it aside, is anything else.
  func read(_ text: some StringProtocol) -> JSONNumber? {
    let text = String(String(text).trimmingSpaces)
    guard text.utf8.count <= Self.maximumLength else { return nil }
    var scalars = Array(text.unicodeScalars)[...]
    let hasPercent = allowsPercent && scalars.last == "%"
    if hasPercent { scalars = scalars.dropLast() }
    var sign = takeSign(&scalars)
    if allowsCurrency, takeCurrency(&scalars), sign.isEmpty { sign = takeSign(&scalars) }
    trim(&scalars)
    guard let plain = plain(Array(scalars)) else { return nil }
    guard hasPercent else { return JSONNumber(text: sign + plain) }
    guard !plain.utf8.contains(UInt8(ascii: "e")) else { return nil }
    return JSONNumber(text: sign + plain + "e-2")
  }

  /// The numbers that a text may mean, whichever sign separates the fraction.
  static func readings(of text: String) -> [JSONNumber] {
    Decimal.allCases.compactMap { WrittenNumber(decimal: $0, allowsCurrency: true).read(text) }
  }

  /// Whether a text is a number and nothing else, an amount with a sign of a currency included. What has letters may be a name, and a
  /// sign apart from the digits one of a list.
  static func isNumber(_ text: String) -> Bool {
    let trimmed = String(text.trimmingSpaces)
    if JSONNumber(text: trimmed) != nil { return true }
    var rest = trimmed.unicodeScalars[...]
    if let first = rest.first, isSign(first) { rest = rest.dropFirst() }
    return rest.first?.isBlank == false && !rest.contains(where: \.properties.isAlphabetic)
      && !readings(of: trimmed).isEmpty
  }

  /// Whether a text is a number below zero.
  static func isNegative(_ text: String) -> Bool {
    isNumber(text) && readings(of: text).allSatisfy { $0.text.hasPrefix("-") }
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool { "+-\u{2212}".unicodeScalars.contains(scalar) }

  /// Takes the sign off; "-" or nothing. The minus sign of Unicode counts too.
  private func takeSign(_ scalars: inout ArraySlice<Unicode.Scalar>) -> String {
    guard let first = scalars.first, Self.isSign(first) else { return "" }
    scalars = scalars.dropFirst()
    return first == "+" ? "" : "-"
  }

  /// Takes off one currency sign (general category Sc) or three capital letters, before or after; true if it stood before.
  private func takeCurrency(_ scalars: inout ArraySlice<Unicode.Scalar>) -> Bool {
    if let first = scalars.first, first.properties.generalCategory == .currencySymbol {
      scalars = scalars.dropFirst()
    } else if scalars.count > 3, scalars.prefix(3).allSatisfy(\.isCapital) {
      scalars = scalars.dropFirst(3)
    } else {
      if let last = scalars.last, last.properties.generalCategory == .currencySymbol {
        scalars = scalars.dropLast()
      } else if scalars.count > 3, scalars.suffix(3).allSatisfy(\.isCapital) {
        scalars = scalars.dropLast(3)
      }
      return false
    }
    trim(&scalars)
    return true
  }

  private func trim(_ scalars: inout ArraySlice<Unicode.Scalar>) {
    while let first = scalars.first, first.isBlank { scalars = scalars.dropFirst() }
    while let last = scalars.last, last.isBlank { scalars = scalars.dropLast() }
  }

  /// The text in JSON's form without its sign: no grouping, no leading zeros, a digit on each side of the point.
  private func plain(_ scalars: [Unicode.Scalar]) -> String? {
    let point: Unicode.Scalar = decimal == .point ? "." : ","
    let exponentAt = scalars.firstIndex { $0 == "e" || $0 == "E" } ?? scalars.count
    let mantissa = scalars[..<exponentAt]
    let pointAt = mantissa.firstIndex(of: point) ?? mantissa.endIndex
    let fraction = mantissa[pointAt...].dropFirst()
    guard let whole = ungrouped(mantissa[..<pointAt]), fraction.allSatisfy(\.isDigit) else { return nil }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    let digits = whole.drop { $0 == "0" }
    var text = digits.isEmpty ? "0" : string(digits)
    if !fraction.isEmpty { text += "." + string(fraction) }
    guard exponentAt < scalars.count else { return text }
    let exponent = string(scalars[exponentAt...].dropFirst())
    // What is wrong with the exponent, `JSONNumber` says.
    return text + "e" + exponent
  }

  /// The digits without the signs between groups of three; nil where groups are not of three, or signs differ.
  private func ungrouped(_ scalars: ArraySlice<Unicode.Scalar>) -> ArraySlice<Unicode.Scalar>? {
    if scalars.allSatisfy(\.isDigit) { return scalars }
    let groupSigns: Set<Unicode.Scalar> =
      decimal == .point ? [",", " ", "\u{A0}", "\u{202F}", "'"] : [".", " ", "\u{A0}", "\u{202F}", "'"]
    guard let sign = scalars.first(where: { !$0.isDigit }), groupSigns.contains(sign) else { return nil }
    let groups = scalars.split(separator: sign, omittingEmptySubsequences: false)
    guard let first = groups.first, (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
      groups.allSatisfy({ $0.allSatisfy(\.isDigit) })
    else { return nil }
    return groups.joined()[...].reduce(into: ArraySlice()) { $0.append($1) }
  }

  private func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }
}

extension Unicode.Scalar {
  fileprivate var isCapital: Bool { ("A"..."Z").contains(self) }
  fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\u{A0}" || self == "\u{202F}" }
}
