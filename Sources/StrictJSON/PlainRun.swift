import CByteBlocks

/// Where a run of bytes ends that mean themselves in a JSON string.
enum PlainRun {
  /// The first byte at or after `start` that has to be escaped in a string (RFC 8259 section 7).
  @inline(__always)
  static func endOfUnescaped(_ bytes: RawSpan, _ start: Int) -> Int {
    var place = bytes.withUnsafeBytes { bytes in
      bytes.bindMemory(to: UInt8.self).baseAddress.map { cbb_unescaped_end($0, start, bytes.count) } ?? start
    }
    while place < bytes.byteCount, !isEscaped(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)) { place &+= 1 }
    return place
  }

  /// Whether no byte has to be escaped in a string.
  @inline(__always)
  static func isAll(of text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.baseAddress.map { cbb_is_plain($0, text.count) != 0 } ?? true
  }

  /// The first byte at or after `start` that has to be escaped, or that is no UTF-8, or of which that cannot be said here: the
  /// text may end within its character. The byte before `start` is there and begins no character.
  @inline(__always)
  static func endOfText(_ source: Span<UInt8>, _ start: Int) -> Int {
    var place = start
    while true {
      place = source.withUnsafeBufferPointer { source in
        source.baseAddress.map { cbb_text_end($0, place, source.count) } ?? place
      }
      // A character that has begun belongs to what comes now.
      if source[place - 1] >= 0xC0 { place -= 1 }
      // Where one long character is, others are near.
      let least = place &+ nearby
      while place < least {
        guard place < source.count else { return place }
        let byte = source[place]
        if byte < 0x80 {
          if isEscaped(byte) { return place }
          place &+= 1
        } else {
          guard case .whole(let count) = UTF8Sequence(source, at: place) else { return place }
          place &+= count
        }
      }
    }
  }

  /// How many bytes are looked at one by one after a character that is not looked at in blocks.
  private static let nearby = 16

  @inline(__always)
  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < Byte.space || byte == Byte.quote || byte == Byte.backslash
  }
}
