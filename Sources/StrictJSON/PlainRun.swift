/// Where a run of bytes ends that mean themselves in a JSON string, found sixteen at a time.
///
/// Two words of eight bytes rather than a vector: comparisons of `SIMD16` become loops over single bytes wherever the compiler
/// does not see through them, and are then slower than no vector at all. The test for a byte below a bound is Mycroft's (Warren,
/// Hacker's Delight, second edition, section 6-1): it can mark bytes above the first true one too, never one below it.
enum PlainRun {
  /// The first byte at or after `start` that has to be escaped in a string (RFC 8259 section 7). Into `seen` go the bits of all
  /// bytes read, of some after the end among them.
  @inline(__always)
  static func endOfUnescaped(_ bytes: RawSpan, _ start: Int, seen: inout UInt64) -> Int {
    var place = start
    while place &+ 16 <= bytes.byteCount {
      let words = (word(bytes, place), word(bytes, place &+ 8))
      seen |= words.0 | words.1
      let first = marks(words.0)
      let second = marks(words.1)
      if first | second == 0 {
        place &+= 16
        continue
      }
      return first != 0 ? place &+ first.trailingZeroBitCount / 8 : place &+ 8 &+ second.trailingZeroBitCount / 8
    }
    while place < bytes.byteCount {
      let byte = bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
      if byte < Byte.space || byte == Byte.quote || byte == Byte.backslash { break }
      seen |= UInt64(byte)
      place &+= 1
    }
    return place
  }

  /// Whether none of the bytes seen was beyond ASCII.
  @inline(__always)
  static func isASCII(_ seen: UInt64) -> Bool { seen & highBits == 0 }

  @inline(__always)
  private static func word(_ bytes: RawSpan, _ place: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
  }

  private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

  /// The highest bit of each byte that has to be escaped.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    let quotes = word ^ repeated(Byte.quote)
    let backslashes = word ^ repeated(Byte.backslash)
    let below = (word &- repeated(Byte.space)) & ~word
    return (below | (quotes &- repeated(1)) & ~quotes | (backslashes &- repeated(1)) & ~backslashes) & highBits
  }

  @inline(__always)
  private static func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }
}
