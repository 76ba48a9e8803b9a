/// Where a run of bytes ends that mean themselves in a JSON string, found eight at a time.
///
/// In words and not in SIMD vectors: Swift 6.3 compares those lane by lane, which is slower than a plain loop.
enum PlainRun {
  /// The first byte at or after `start` that is a quote, a backslash, a control character or not ASCII.
  @inline(__always)
  static func endOfASCII(_ bytes: RawSpan, _ start: Int) -> Int {
    end(bytes, start, marked: { marks($0) | $0 & highBits }) { $0 >= 0x80 || needsEscape($0) }
  }

  /// The first byte at or after `start` that has to be escaped in a string (RFC 8259 section 7).
  @inline(__always)
  static func endOfUnescaped(_ bytes: RawSpan, _ start: Int) -> Int {
    end(bytes, start, marked: marks, isEnd: needsEscape)
  }

  @inline(__always)
  private static func end(
    _ bytes: RawSpan, _ start: Int, marked: (UInt64) -> UInt64, isEnd: (UInt8) -> Bool
  ) -> Int {
    var place = start
    while place &+ 8 <= bytes.byteCount {
      let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
      let found = marked(word)
      if found != 0 { return place &+ found.trailingZeroBitCount / 8 }
      place &+= 8
    }
    while place < bytes.byteCount, !isEnd(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)) { place &+= 1 }
    return place
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of each byte that has to be escaped. A byte after the first may be marked by mistake, as a subtraction
  /// borrows upwards; the first never is.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    (zeros(word ^ ones &* UInt64(Byte.quote)) | zeros(word ^ ones &* UInt64(Byte.backslash))
      | (word &- ones &* UInt64(Byte.space)) & ~word) & highBits
  }

  /// The high bit of each byte that is 0, see `marks(_:)`.
  @inline(__always)
  private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < Byte.space || byte == Byte.quote || byte == Byte.backslash
  }
}
