/// The first and the last eight bytes of a key in one word: enough to tell nearly all keys apart without touching the text.
enum KeyFingerprint {
  @inline(__always)
  static func of(_ bytes: RawSpan, _ start: Int, _ count: Int) -> UInt64 {
    if count >= 8 {
      let first = bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
      let last = bytes.unsafeLoadUnaligned(fromByteOffset: start + count - 8, as: UInt64.self)
      return first ^ (last << 29 | last >> 35)
    }
    if count >= 4 {
      let first = bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self)
      let last = bytes.unsafeLoadUnaligned(fromByteOffset: start + count - 4, as: UInt32.self)
      return UInt64(first) | UInt64(last) << 32
    }
    var word: UInt64 = 0
    for place in start..<start + count {
      word = word << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self))
    }
    return word
  }
}
