/// A pattern as PCRE2 shall read it, with the way back to the pattern as it was written.
struct TranslatedPattern {
  private(set) var bytes: [UInt8]
  /// Where the pieces begin, in translated and in written bytes, both ascending.
  private var marks: [(translated: Int, original: Int)] = []

  init(untranslated pattern: String) { bytes = Array(pattern.utf8) }

  init() { bytes = [] }

  /// Notes that what follows comes from `offset` of the written pattern.
  mutating func mark(_ offset: Int) { marks.append((bytes.count, offset)) }

  mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ slice: ArraySlice<UInt8>) { bytes.append(contentsOf: slice) }

  /// Appends one code point in a form that has no second meaning, inside a class or outside.
  mutating func append(codePoint: UInt32) {
    switch codePoint {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: bytes.append(UInt8(codePoint))
    default: append("\\x{" + String(codePoint, radix: 16) + "}")
    }
  }

  /// Where the piece at a translated offset was written.
  func originalOffset(of offset: Int) -> Int {
    guard !marks.isEmpty else { return min(offset, bytes.count) }
    var low = 0
    var high = marks.count
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].translated <= offset { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? 0 : marks[low - 1].original
  }
}
