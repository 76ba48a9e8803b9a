/// What stands between the letters and digits of a value, as far as it makes it another one: `99.99` is not 9999, nor `left-pad` `leftpad`.
///
/// Blanks, and signs beside a letter and a digit, are everybody's own: `NL91 ABNA 0417` and `TND-2026-17` are written in one as well.
struct Joins: Hashable, Sendable {
  /// For each place between two of them the sign, or nothing, or a blank for what does not matter.
  private let signs: [UInt8]

  private static let (none, any): (UInt8, UInt8) = (0, 0x20)

  /// Of all of a value.
  init(_ value: String) {
    let text = ViewedText(value)
    self.init(text, 0..<text.letters.bytes.count)
  }

  /// - Parameter range: of the letters of a text.
  init(_ text: ViewedText, _ range: Range<Int>) {
    let places = range.map { text.letters.origin(of: $0..<$0 + 1) }
    signs = zip(places, places.dropFirst()).map { before, after in
      before.upperBound < after.lowerBound
        ? Self.sign(text.bytes, before.upperBound..<after.lowerBound) : Self.none
    }
  }

  private static func sign(_ bytes: [UInt8], _ gap: Range<Int>) -> UInt8 {
    guard let sign = plain(bytes[gap]), gap.lowerBound > 0, gap.upperBound < bytes.count else { return any }
    let (before, after) = (bytes[gap.lowerBound - 1], bytes[gap.upperBound])
    if ByteClass.isDigit(before), ByteClass.isDigit(after), ".,:".utf8.contains(sign) {
      // Thousands may stand apart or not.
      let end = bytes.end(from: gap.upperBound, limit: gap.upperBound + 4, while: ByteClass.isDigit)
      if sign != UInt8(ascii: ":"), end == gap.upperBound + 3 { return any }
      return sign == UInt8(ascii: ",") ? UInt8(ascii: ".") : sign
    }
    return ByteClass.isLetter(before) && ByteClass.isLetter(after) && "-_./".utf8.contains(sign) ? sign : any
  }

  /// A sign that stands alone, in ASCII: other hyphens, and what stands for a decimal sign in other scripts; nil for several.
  private static func plain(_ gap: ArraySlice<UInt8>) -> UInt8? {
    if gap.count == 1 { return gap.first }
    switch String(decoding: gap, as: UTF8.self) {
    case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{FE63}", "\u{FF0D}":
      return UInt8(ascii: "-")
    case "\u{FF0E}": return UInt8(ascii: ".")
    case "\u{66B}", "\u{FF0C}", "\u{B7}", "\u{20AC}": return UInt8(ascii: ",")
    default: return nil
    }
  }

  /// Whether two values with the same letters are one.
  func fit(_ other: Joins) -> Bool {
    signs.count != other.signs.count
      || zip(signs, other.signs).allSatisfy { $0 == $1 || $0 == Self.any || $1 == Self.any }
  }

  /// Whether a number goes on behind a stretch of a text: `1234` in `1234.56`, `1,234` in `1,234,567`. `1234.00` is that number.
  static func isCut(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
    let end = range.upperBound
    guard end > 0, end + 1 < bytes.count, ByteClass.isDigit(bytes[end - 1]), ".,".utf8.contains(bytes[end]) else {
      return false
    }
    let digits = bytes[(end + 1)...].prefix(4).prefix(while: ByteClass.isDigit)
    switch digits.count {
    case 1, 2: return digits.contains { $0 != UInt8(ascii: "0") }
    case 3: return bytes[range].contains { ".,".utf8.contains($0) }
    default: return false
    }
  }
}
