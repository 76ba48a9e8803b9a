import UnicodeText

/// Where in a text a value counts as found.
struct ExactNeedle: Sendable {
  private let length: Int
  /// Short values occur by chance in longer words and numbers, so they must stand by themselves.
  let standsAlone: Bool
  private let first: Unicode.Scalar?
  private let last: Unicode.Scalar?

  init(_ value: String) {
    length = value.utf8.count
    let letters = value.unicodeScalars.filter { $0.isLetterOrDigit }
    standsAlone = letters.count < (letters.allSatisfy(\.isDigit) ? 8 : 6)
    first = value.unicodeScalars.first
    last = value.unicodeScalars.last
  }

  /// Whether an occurrence that ends at a byte is one: anywhere for long values, between word boundaries for short ones.
  func stands(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    stands(before: end, length: length, in: text)
  }

  /// The same for another form of the value, of another length.
  func stands(before end: Int, length: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard standsAlone, let first, let last else { return true }
    let start = end - length
    if let before = text.scalar(endingAt: start) {
      if before.continues(first) { return false }
      if first.isDigit, before.isNumberSign, text.scalar(endingAt: start - 1)?.isDigit == true { return false }
    }
    if let after = text.scalar(startingAt: end) {
      if last.continues(after) { return false }
      if last.isDigit, after.isNumberSign, text.scalar(startingAt: end + 1)?.isDigit == true { return false }
    }
    return true
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { generalCategory == .decimalNumber }

  /// What `1.45` and `1,450` have between their digits.
  fileprivate var isNumberSign: Bool { self == "." || self == "," }

  /// Whether two neighbours belong to one word: there is no boundary between them.
  func continues(_ next: Unicode.Scalar) -> Bool {
    if next.isMark { return true }
    return (isLetterOrDigit || isMark) && next.isLetterOrDigit && !isWrittenWithoutSpaces
      && !next.isWrittenWithoutSpaces
  }

  /// Whether a word or a number goes on with it.
  var isOfWord: Bool { isLetterOrDigit && !isWrittenWithoutSpaces }

  /// Letters of scripts that put no spaces between words, or append particles, so that a neighbour says nothing:
  /// Thai and Lao, Burmese, Khmer, Chinese, Japanese, Korean. Their digits go on with a number as any do.
  var isWrittenWithoutSpaces: Bool {
    switch value {
    case _ where isDigit: false
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1100...0x11FF, 0x2E80...0x9FFF, 0xA960...0xA97F,
      0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFF66...0xFFDC, 0x1B000...0x1B16F, 0x20000...0x3FFFF:
      true
    default: false
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The scalar that begins at a byte; nil at the end. The bytes are valid UTF-8.
  fileprivate func scalar(startingAt index: Int) -> Unicode.Scalar? {
    guard index >= 0, index < count else { return nil }
    var bytes = self[index..<Swift.min(index + 4, count)].makeIterator()
    var decoder = UTF8()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
    return scalar
  }

  /// The scalar that ends before a byte; nil at the beginning.
  fileprivate func scalar(endingAt index: Int) -> Unicode.Scalar? {
    var start = index - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(startingAt: start)
  }
}
