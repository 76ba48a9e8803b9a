import EvalGateCore

// Zeros before the digits of an amount, which change nothing: `EUR 0001250.00`. Before those of an order or a postal code they do.
extension NumberForms {
  /// A number of an amount without the zeros before it.
  static func withoutZeros(_ number: String) -> String {
    let rest = number.drop { $0 == "0" }
    return rest.first?.isNumber ?? false ? String(rest) : number
  }

  /// A stretch with the zeros before it, where the two are an amount: with decimals, or beside a currency.
  static func withZeros(_ range: Range<Int>, in bytes: [UInt8]) -> Range<Int> {
    guard !range.isEmpty, ByteClass.isDigit(bytes[range.lowerBound]) else { return range }
    var start = range.lowerBound
    while start > 0, bytes[start - 1] == UInt8(ascii: "0") { start -= 1 }
    guard start < range.lowerBound, start == 0 || !".,".utf8.contains(bytes[start - 1]) else { return range }
    var end = range.upperBound
    let hasDecimals = end < bytes.count && ".,".utf8.contains(bytes[end])
    if hasDecimals { end = bytes.end(from: end + 1, while: ByteClass.isDigit) }
    let goesOn = end + 1 < bytes.count && ".,-/".utf8.contains(bytes[end]) && ByteClass.isDigit(bytes[end + 1])
    guard !goesOn else { return range }
    let isDecimal = hasDecimals && (2...3).contains(end - range.upperBound)
    return isDecimal || isBesideCurrency(start..<end, in: bytes) ? start..<range.upperBound : range
  }

  private static func isBesideCurrency(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    // A name, a blank, and what tells that the name is no longer one.
    let reach = Currency.longest * 4 + 8
    let before = String(decoding: bytes[max(0, range.lowerBound - reach)..<range.lowerBound], as: UTF8.self)
    let after = String(decoding: bytes[range.upperBound..<min(bytes.count, range.upperBound + reach)], as: UTF8.self)
    let ahead = Array(before.unicodeScalars.reversed().drop(while: \.properties.isWhitespace))
    let behind = Array(after.unicodeScalars.drop(while: \.properties.isWhitespace))
    if [ahead, behind].contains(where: { $0.first?.properties.generalCategory == .currencySymbol }) { return true }
    func name(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
      if let first = scalars.first, first.isWrittenWithoutSpaces { return [first] }
      return Array(scalars.prefix { $0.properties.isAlphabetic && !$0.isWrittenWithoutSpaces })
    }
    return [name(ahead).reversed(), name(behind)].contains { Currency.isName(String(String.UnicodeScalarView($0))) }
  }
}
