/// Writes strings with the escapes of RFC 8785 section 3.2.2.2, the fewest that RFC 8259 allows.
enum JSONEscape {
  /// Appends the text in quotes.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    guard !PlainRun.isAll(of: text) else { return appendPlain(text, to: &bytes) }
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
  }

  /// Appends a text that needs no escapes in quotes, for which room is made once.
  private static func appendPlain(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(addingCapacity: text.count + 2) { output in
      output.withUnsafeMutableBufferPointer { room, count in
        let start = room.baseAddress.unsafelyUnwrapped + count
        start.initialize(to: Byte.quote)
        if let from = text.baseAddress { (start + 1).initialize(from: from, count: text.count) }
        (start + 1 + text.count).initialize(to: Byte.quote)
        count += text.count + 2
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
