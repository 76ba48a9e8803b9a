/// A character of valid UTF-8 next to a position.
struct UTF8Character {
  let value: UInt32
  /// The position on its other side.
  let end: Int

  /// The character after a position or before it; nil at the end of the text.
  @inline(__always)
  init?(_ utf8: UnsafeBufferPointer<UInt8>, at position: Int, _ isBackward: Bool) {
    var start = position
    if isBackward {
      guard position > 0 else { return nil }
      start -= 1
      while start > 0, utf8[start] & 0xC0 == 0x80 { start -= 1 }
    } else {
      guard position < utf8.count else { return nil }
    }
    let lead = utf8[start]
    if lead < 0x80 {
      value = UInt32(lead)
      end = isBackward ? start : start + 1
      return
    }
    let width = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = UInt32(lead) & (0x7F >> UInt32(width))
    for offset in 1..<width where start + offset < utf8.count {
      value = value << 6 | UInt32(utf8[start + offset] & 0x3F)
    }
    self.value = value
    end = isBackward ? start : min(start + width, utf8.count)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a word character (section 22.2.2.4.2, IsWordChar) is at an offset, which may be outside the text.
  func isWord(at offset: Int) -> Bool {
    guard indices.contains(offset) else { return false }
    let byte = self[offset]
    return byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_")
  }

  func endsLine(at offset: Int) -> Bool { UTF8Character(self, at: offset, false)?.isLineEnd ?? false }

  func endsLine(before offset: Int) -> Bool { UTF8Character(self, at: offset, true)?.isLineEnd ?? false }
}

extension UTF8Character {
  fileprivate var isLineEnd: Bool { [0x0A, 0x0D, 0x2028, 0x2029].contains(value) }
}
