/// A text with the signs of mail addresses that were written as words put back: `xavi (at) evil (dot) example`.
///
/// Only in brackets: `at` and `dot` by themselves are words. White space around a sign belongs to it.
struct SpelledSigns {
  private(set) var bytes: [UInt8] = []
  /// Where each byte begins and ends in the text as it came.
  private var places: [Range<Int>] = []

  /// - Returns: nil where no `at` is written so.
  init?(of text: [UInt8]) {
    guard Self.mayHold(text) else { return nil }
    bytes.reserveCapacity(text.count)
    places.reserveCapacity(text.count)
    var (index, hasAt) = (0, false)
    while index < text.count {
      if let (sign, end) = Self.sign(text, at: index) {
        bytes.append(sign)
        places.append(index..<end)
        hasAt = hasAt || sign == UInt8(ascii: "@")
        index = end
      } else {
        bytes.append(text[index])
        places.append(index..<index + 1)
        index += 1
      }
    }
    guard hasAt else { return nil }
  }

  /// The same stretch of the text as it came; nil where nothing in it was written as a word.
  func origin(of range: Range<Int>) -> Range<Int>? {
    let origin = places[range.lowerBound].lowerBound..<places[range.upperBound - 1].upperBound
    return origin.count > range.count ? origin : nil
  }

  /// Whether a closing bracket stands after a `t`, which few texts have and all of these do.
  static func mayHold(_ text: [UInt8]) -> Bool {
    text.indices.dropFirst(3).contains { index in
      ")]}>".utf8.contains(text[index]) && (text[index - 1] | 0x20 == UInt8(ascii: "t") || text[index - 1] == 0x20)
    }
  }

  private static let mostSpaces = 4

  private static func sign(_ text: [UInt8], at start: Int) -> (sign: UInt8, end: Int)? {
    guard text[start] == 0x20 || "([{<".utf8.contains(text[start]) else { return nil }
    func skip(_ index: Int) -> Int { text.end(from: index, limit: index + mostSpaces) { $0 == 0x20 } }
    let open = skip(start)
    guard open < text.count, let kind = Array("([{<".utf8).firstIndex(of: text[open]) else { return nil }
    let first = skip(open + 1)
    let last = text.end(from: first, limit: first + 4, while: ByteClass.isLetter)
    let word = text[first..<last].map { $0 | 0x20 }
    let close = skip(last)
    guard text.at(close) == Array(")]}>".utf8)[kind] else { return nil }
    switch word {
    case Array("at".utf8): return (UInt8(ascii: "@"), skip(close + 1))
    case Array("dot".utf8): return (UInt8(ascii: "."), skip(close + 1))
    default: return nil
    }
  }
}
