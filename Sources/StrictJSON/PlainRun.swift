/// Where a run of bytes ends that mean themselves in a JSON string, found sixteen at a time.
enum PlainRun {
  /// The first byte at or after `start` that is a quote, a backslash, a control character or not ASCII.
  @inline(__always)
  static func endOfASCII(_ bytes: RawSpan, _ start: Int) -> Int {
    var place = start
    while place &+ 16 <= bytes.byteCount {
      // As signed numbers, bytes beyond ASCII are negative and so below the space, as control characters are: one comparison
      // finds both.
      let block = bytes.unsafeLoadUnaligned(fromByteOffset: place, as: SIMD16<Int8>.self)
      let found =
        (block .== SIMD16(repeating: Int8(bitPattern: Byte.quote)))
        .| (block .== SIMD16(repeating: Int8(bitPattern: Byte.backslash)))
        .| (block .< SIMD16(repeating: Int8(bitPattern: Byte.space)))
      if let first = firstMarked(found) { return place &+ first }
      place &+= 16
    }
    while place < bytes.byteCount {
      let byte = bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
      if byte >= 0x80 || needsEscape(byte) { break }
      place &+= 1
    }
    return place
  }

  /// The first byte at or after `start` that has to be escaped in a string (RFC 8259 section 7).
  @inline(__always)
  static func endOfUnescaped(_ bytes: RawSpan, _ start: Int) -> Int {
    var place = start
    while place &+ 16 <= bytes.byteCount {
      let block = bytes.unsafeLoadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
      let found =
        (block .== SIMD16(repeating: Byte.quote)) .| (block .== SIMD16(repeating: Byte.backslash))
        .| (block .< SIMD16(repeating: Byte.space))
      if let first = firstMarked(found) { return place &+ first }
      place &+= 16
    }
    while place < bytes.byteCount, !needsEscape(bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)) { place &+= 1 }
    return place
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < Byte.space || byte == Byte.quote || byte == Byte.backslash
  }

  /// A mask has all bits of each byte that is marked.
  @inline(__always)
  private static func firstMarked(_ mask: SIMDMask<SIMD16<Int8>>) -> Int? {
    let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    if halves[0] != 0 { return UInt64(littleEndian: halves[0]).trailingZeroBitCount / 8 }
    if halves[1] != 0 { return 8 &+ UInt64(littleEndian: halves[1]).trailingZeroBitCount / 8 }
    return nil
  }
}
