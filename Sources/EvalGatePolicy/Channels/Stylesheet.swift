/// Addresses in a style sheet (CSS Syntax, Level 3): `url(…)`, and texts in quotes, which `@import` and `image-set` take.
enum Stylesheet {
  static func addresses(in text: String) -> [String] {
    let bytes = unescaped(Array(text.utf8))
    var targets: [String] = []
    var index = 0
    while index < bytes.count {
      if bytes.holds("/*", at: index) {
        index = bytes.first("*/", from: index + 2) + 2
      } else if bytes.holdsLetters("url(", at: index) || bytes.holdsLetters("src(", at: index) {
        let end = bytes.end(from: index + 4) { $0 != UInt8(ascii: ")") }
        targets.append(String(decoding: bytes[(index + 4)..<end], as: UTF8.self).trimmingQuotes)
        index = end
      } else if bytes[index] == 0x22 || bytes[index] == 0x27 {
        let end = bytes.end(from: index + 1) { $0 != bytes[index] }
        let value = bytes[(index + 1)..<end]
        if value.contains(UInt8(ascii: "/")) { targets.append(String(decoding: value, as: UTF8.self).trimmingQuotes) }
        index = end + 1
      } else {
        index += 1
      }
    }
    return targets
  }

  /// `\75 rl(` is `url(`: up to six hexadecimal digits and a space after them, or the sign itself (section 4.3.7).
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "\\")) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let end = bytes.end(from: index + 1, limit: index + 7) { ByteClass.hex($0) != nil }
      if end > index + 1 {
        result.append(scalar: bytes[(index + 1)..<end].reduce(0) { $0 << 4 | UInt32(ByteClass.hex($1) ?? 0) })
        index = end + (end < bytes.count && ByteClass.isSpace(bytes[end]) ? 1 : 0)
      } else {
        if bytes[index + 1] != 0x0A { result.append(bytes[index + 1]) }
        index += 2
      }
    }
    return result
  }
}

extension [UInt8] {
  /// Where two ASCII characters stand next; the end where they do not.
  func first(_ pair: StaticString, from start: Int) -> Int {
    var index = start
    while index < count, !holds(pair, at: index) { index += 1 }
    return Swift.min(index, count)
  }
}

extension String {
  /// Without spaces and quotes around it.
  var trimmingQuotes: String {
    let text = trimmingSpaces
    return String(text.drop { $0 == "\"" || $0 == "'" }.reversed().drop { $0 == "\"" || $0 == "'" }.reversed())
  }
}
