/// The number of a telephone, which is written with the code of its country and without, with the zero that is dialled within it and
/// without: `+49 171 2345678`, `0049 (0)171 2345678`, `0171/2345678`, `491712345678`, `tel:+491712345678`.
package struct TelephoneNumber: Hashable, Sendable {
  /// What it has at least without the code of its country; fewer digits are in other numbers too.
  package static let shortest = 8
  /// What it has at most with that code (ITU-T E.164, section 6.2.1).
  private static let longest = 15
  /// Of a text that is one.
  private static let longestText = 32

  /// Without what is dialled before the code of a country or within one.
  package let digits: String
  /// What is dialled at home after a zero, if that can be; digits that may begin with a code of a country are taken to do so.
  package let home: String?
  /// The code of a country that it begins with, if it does or may.
  package let code: String?
  /// Whether a sign or zeros before it tell that it begins with the code of a country, or that it has none.
  package let isTold: Bool
  /// Whether they tell that it begins with one.
  package let isAbroad: Bool
  /// Whether it is written as North Americans write theirs among themselves, `415-555-0199`, which tells the code.
  package let isAmerican: Bool
  /// Whether it may be one of theirs that is written without signs, `4155550199`.
  package let mayBeAmerican: Bool

  /// Nil for what is none.
  package init?(_ text: String) {
    let text = Self.withoutScheme(text)
    let scalars = text.unicodeScalars
    guard scalars.count <= Self.longestText,
      scalars.allSatisfy({ $0.isFigure || " +-()/.\u{A0}\u{202F}".unicodeScalars.contains($0) })
    else { return nil }
    let whole = text.hasPrefix("(0)") ? text : Self.withoutZeroWithin(text)
    let written = whole.unicodeScalars.filter(\.isFigure).map { UInt8($0.value) }
    let bare = written.drop { $0 == UInt8(ascii: "0") }
    let (zeros, hasSign) = (written.count - bare.count, scalars.contains("+"))
    // From North America 011 is dialled before the code of a country. No number there begins with two ones.
    let isFromAmerica = !hasSign && bare.starts(with: "11".utf8) && bare.count > Self.shortest + 2
    isAbroad = hasSign || zeros >= 2 || zeros == 1 && isFromAmerica
    let digits = isFromAmerica ? bare.dropFirst(2) : bare
    isTold = isAbroad || zeros == 1
    guard ((isTold ? Self.shortest : Self.shortest + 1)...Self.longest).contains(digits.count) else { return nil }
    self.digits = String(decoding: digits, as: UTF8.self)
    let isAtHome = isTold && !isAbroad
    home = isAtHome ? self.digits : Self.home(of: digits)
    code =
      isAtHome || home == nil
      ? nil : CallingCode.length(of: digits).map { String(decoding: digits.prefix($0), as: UTF8.self) }
    mayBeAmerican = !isTold && Self.isOfAmerica(digits)
    isAmerican = mayBeAmerican && Self.hasAmericanSign(scalars)
  }

  /// Every way to write its digits, with the zero that is dialled within the country behind the code of one too.
  package var forms: [String] {
    ([digits] + (home.map { [$0] } ?? [])).flatMap { [$0, "0" + $0] } + (withZero.map { [$0] } ?? [])
  }

  /// `4901712345678`, as in `+49 (0)171 2345678`.
  package var withZero: String? {
    guard let code, let home else { return nil }
    return code + "0" + home
  }

  /// Schemes of addresses that a telephone is called or written to by (RFC 3966, section 3), and the prefix of services for messages.
  private static let schemes = ["tel:", "sms:", "callto:", "whatsapp:"]

  private static func withoutScheme(_ text: String) -> String {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return text }
    return schemes.contains(text[...colon].lowercased()) ? String(text[text.utf8.index(after: colon)...]) : text
  }

  /// Ten digits, of which neither the area nor the exchange begins with 0 or 1.
  private static func isOfAmerica(_ digits: ArraySlice<UInt8>) -> Bool {
    let first = UInt8(ascii: "2")
    return digits.count == 10 && digits[digits.startIndex] >= first && digits[digits.startIndex + 3] >= first
  }

  /// A sign before the last four.
  private static func hasAmericanSign(_ text: String.UnicodeScalarView) -> Bool {
    guard let end = text.lastIndex(where: \.isFigure) else { return false }
    return text[...end].dropLast(4).last.map { $0 == "-" || $0 == "." } ?? false
  }

  /// A text without the zero in brackets that is dialled within a country, and not from abroad.
  package static func withoutZeroWithin(_ text: String) -> String { text.replacing("(0)", with: "") }

  private static func home(of digits: ArraySlice<UInt8>) -> String? {
    guard let code = CallingCode.length(of: digits) else { return nil }
    // In North America all numbers are of one length.
    guard digits.first != UInt8(ascii: "1") || digits.count == 11 else { return nil }
    let home = digits.dropFirst(code).drop { $0 == UInt8(ascii: "0") }
    return home.count >= shortest ? String(decoding: home, as: UTF8.self) : nil
  }
}

extension Unicode.Scalar {
  fileprivate var isFigure: Bool { ("0"..."9").contains(self) }
}
