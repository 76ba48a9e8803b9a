import StrictJSON

/// The ways in which one number is written: `1999.5`, `1999.50`, `1,999.50`, and with an exponent.
enum NumberForms {
  /// The digits of other ways to write a number, for a value that is one; none for any other value.
  ///
  /// Signs between digits do not count where they are looked for, so `1,999.50` needs no form of its own.
  static func others(_ value: String) -> [String] {
    let bytes = Array(value.utf8)
    if let written = exponents(in: bytes).first, written.offset == 0, (try? JSONValue(parsing: value)) != nil {
      let number = written.text
      return [number] + (number.utf8.allSatisfy { $0 | 0x20 != UInt8(ascii: "e") } ? others(number) : [])
    }
    guard (1...24).contains(bytes.count), let first = bytes.first, ByteClass.isDigit(first),
      bytes.allSatisfy({ ByteClass.isDigit($0) || ".,' ".utf8.contains($0) }),
      let sign = bytes.lastIndex(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }),
      (1...2).contains(bytes.count - sign - 1)
    else { return [] }
    let whole = String(decoding: bytes[..<sign], as: UTF8.self)
    let decimals = String(decoding: bytes[(sign + 1)...], as: UTF8.self)
    switch decimals {
    case "0", "00": return [whole]
    default:
      if decimals.utf8.count == 1 { return [whole + "." + decimals + "0"] }
      return decimals.hasSuffix("0") ? [whole + "." + decimals.dropLast()] : []
    }
  }

  /// The number of a value that is one beside a currency and nothing else: `1250` of `1250 EUR`, `US$ 1250` and `€1250`.
  static func number(ofAmount value: String) -> String? {
    let all = value.unicodeScalars
    guard let first = all.firstIndex(where: isDigit), let last = all.lastIndex(where: isDigit) else { return nil }
    let (number, rest) = (all[first...last], all[all.index(after: last)...])
    let names: [String] = [all[..<first], rest].map { String($0).trimmingSpaces }
    guard names.contains(where: { !$0.isEmpty }), names.allSatisfy({ $0.isEmpty || isCurrency($0) }),
      number.allSatisfy({ isDigit($0) || ".,' \u{A0}\u{202F}\u{2019}".unicodeScalars.contains($0) })
    else { return nil }
    let plain: [Unicode.Scalar: Unicode.Scalar] = ["\u{A0}": " ", "\u{202F}": " ", "\u{2019}": "'"]
    return String(String.UnicodeScalarView(number.map { plain[$0] ?? $0 }))
  }

  /// A name or a sign, which letters may stand before: `EUR`, `€`, `US$`.
  private static func isCurrency(_ name: String) -> Bool {
    guard name.unicodeScalars.count <= longestName else { return false }
    let isSign = name.unicodeScalars.last?.properties.generalCategory == .currencySymbol
    return isSign
      ? name.unicodeScalars.dropLast().allSatisfy { $0.isASCII && $0.properties.isAlphabetic }
      : currencies.contains(name.lowercased())
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Whether a stretch of a text is a number that stands by itself but for the name of a currency: `1250EUR`, `CHF1250`.
  static func isAmount(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    guard !range.isEmpty, ByteClass.isDigit(bytes[range.lowerBound]), ByteClass.isDigit(bytes[range.upperBound - 1])
    else { return false }
    let start = bytes[..<range.lowerBound].suffix(longestName + 1).reversed().prefix(while: ByteClass.isLetter).count
    let end = bytes[range.upperBound...].prefix(longestName + 1).prefix(while: ByteClass.isLetter).count
    let whole = (range.lowerBound - start)..<(range.upperBound + end)
    return UTF8Reading.isWord(whole, in: bytes)
      && [whole.lowerBound..<range.lowerBound, range.upperBound..<whole.upperBound].allSatisfy { name in
        name.isEmpty || currencies.contains(String(decoding: bytes[name], as: UTF8.self).lowercased())
      }
  }

  private static let longestName = 7

  /// Codes (ISO 4217) of the currencies that most is paid in, and names that are written right behind an amount.
  private static let currencies: Set<String> = [
    "eur", "usd", "gbp", "chf", "jpy", "cny", "inr", "aud", "cad", "nzd", "sek", "nok", "dkk", "isk", "pln", "czk",
    "huf", "ron", "bgn", "try", "uah", "rub", "ils", "aed", "sar", "zar", "brl", "mxn", "ars", "clp", "cop", "krw",
    "twd", "hkd", "sgd", "thb", "idr", "myr", "php", "vnd", "ngn", "kes", "egp", "euro", "euros", "dollar", "dollars",
    "franken", "pounds", "kr", "zl",
  ]

  /// Whether a text is a number with one decimal sign and nothing else.
  static func isDecimal(_ text: String) -> Bool {
    let parts = text.utf8.split(omittingEmptySubsequences: false) { ".,".utf8.contains($0) }
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(ByteClass.isDigit) }
  }

  /// The numbers of a text that are written with an exponent, as they are without one, with their places.
  static func exponents(in bytes: [UInt8]) -> [(text: String, offset: Int)] {
    var found: [(String, Int)] = []
    var index = 0
    while index < bytes.count {
      guard ByteClass.isDigit(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      index = bytes.end(from: index) { ByteClass.isDigit($0) || $0 == UInt8(ascii: ".") }
      guard index + 1 < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e"),
        start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1])
      else { continue }
      let signed = index + 1 + ("+-".utf8.contains(bytes[index + 1]) ? 1 : 0)
      let end = bytes.end(from: signed, limit: signed + 3, while: ByteClass.isDigit)
      guard end > signed, end == bytes.count || !ByteClass.isAlphanumeric(bytes[end]), end - start <= 24,
        case .number(let number) = try? JSONValue(parsing: String(decoding: bytes[start..<end], as: UTF8.self))
      else { continue }
      found.append((number.canonicalText, start))
      index = end
    }
    return found
  }
}
