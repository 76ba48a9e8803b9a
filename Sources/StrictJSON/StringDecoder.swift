/// Turns the content of a checked JSON string into text.
enum StringDecoder {
  /// The string of `count` bytes at `offset`, which a `StringScan` has accepted.
  static func string(_ source: Span<UInt8>, offset: Int, count: Int, hasEscapes: Bool) -> String {
    if hasEscapes {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count)
      appendUnescaped(source, offset: offset, count: count, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    return source.extracting(offset..<offset + count).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// Appends the unescaped bytes of a checked string.
  static func appendUnescaped(_ source: Span<UInt8>, offset: Int, count: Int, to bytes: inout [UInt8]) {
    let end = offset + count
    var place = offset
    while place < end {
      guard source[place] == Byte.backslash else {
        let start = place
        while place < end, source[place] != Byte.backslash { place += 1 }
        source.extracting(start..<place).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        continue
      }
      switch source[place + 1] {
      case 0x62: bytes.append(0x08)
      case 0x66: bytes.append(0x0C)
      case 0x6E: bytes.append(Byte.lineFeed)
      case 0x72: bytes.append(Byte.carriageReturn)
      case 0x74: bytes.append(Byte.tab)
      case Byte.u:
        place += appendUnicode(source, place, to: &bytes)
        continue
      case let literal: bytes.append(literal)
      }
      place += 2
    }
  }

  /// Appends the scalar of the `\u` escape at `place` and returns the length of the escape or of the pair.
  private static func appendUnicode(_ source: Span<UInt8>, _ place: Int, to bytes: inout [UInt8]) -> Int {
    let unit = UInt32(hexUnit(source, place + 2))
    guard 0xD800...0xDBFF ~= unit else {
      append(unit, to: &bytes)
      return 6
    }
    append(0x10000 + (unit - 0xD800) << 10 + UInt32(hexUnit(source, place + 8)) - 0xDC00, to: &bytes)
    return 12
  }

  private static func append(_ scalar: UInt32, to bytes: inout [UInt8]) {
    let scalar = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private static func hexUnit(_ source: Span<UInt8>, _ start: Int) -> UInt16 {
    var unit: UInt16 = 0
    for place in start..<start + 4 { unit = unit << 4 | (Byte.hexValue(source[place]) ?? 0) }
    return unit
  }
}
