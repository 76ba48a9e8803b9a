/// Writes strings with the escapes of RFC 8785 section 3.2.2.2, the fewest that RFC 8259 allows.
enum JSONEscape {
  /// Appends the text in quotes.
  ///
  /// - Parameters:
  ///   - comma: whether one stands before it.
  ///   - isKey: whether a colon stands behind it.
  static func append(
    _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], after comma: Bool = false, isKey: Bool = false
  ) {
    guard !PlainRun.isAll(of: text) else { return appendPlain(text, to: &bytes, after: comma, isKey: isKey) }
    if comma { bytes.append(Byte.comma) }
    bytes.append(Byte.quote)
    var place = 0
    while place < text.count {
      let end = PlainRun.endOfUnescaped(text.span.bytes, place)
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[place..<end]))
      guard end < text.count else { break }
      appendEscape(text[end], to: &bytes)
      place = end + 1
    }
    bytes.append(Byte.quote)
    if isKey { bytes.append(Byte.colon) }
  }

  /// Appends a text that needs no escapes in quotes, for which room is made once, with what stands around it: most are keys of a
  /// few bytes, where each byte that is appended by itself costs as much as the text.
  private static func appendPlain(
    _ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8], after comma: Bool, isKey: Bool
  ) {
    bytes.append(addingCapacity: text.count + 4) { output in
      output.withUnsafeMutableBufferPointer { room, count in
        let start = room.baseAddress.unsafelyUnwrapped + count
        var place = start
        func put(_ byte: UInt8) {
          place.initialize(to: byte)
          place += 1
        }
        if comma { put(Byte.comma) }
        put(Byte.quote)
        if let from = text.baseAddress { place.initialize(from: from, count: text.count) }
        place += text.count
        put(Byte.quote)
        if isKey { put(Byte.colon) }
        count += place - start
      }
    }
  }

  static func appendEscape(_ byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(Byte.backslash)
    switch byte {
    case 0x08: bytes.append(0x62)
    case Byte.tab: bytes.append(0x74)
    case Byte.lineFeed: bytes.append(0x6E)
    case 0x0C: bytes.append(0x66)
    case Byte.carriageReturn: bytes.append(0x72)
    case Byte.quote, Byte.backslash: bytes.append(byte)
    default:
      bytes.append(contentsOf: [Byte.u, Byte.zero, Byte.zero, Byte.zero + (byte >> 4), hexDigit(byte & 0xF)])
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? Byte.zero + value : 0x61 + value - 10 }
}
