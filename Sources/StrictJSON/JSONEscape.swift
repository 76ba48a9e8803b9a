/// Writes strings with the escapes of RFC 8785 section 3.2.2.2, the fewest that RFC 8259 allows.
enum JSONEscape {
  /// Appends the text in quotes.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(Byte.quote)
    var plainStart = 0
    for place in text.indices where needsEscape(text[place]) {
      bytes.append(contentsOf: text[plainStart..<place])
      appendEscape(text[place], to: &bytes)
      plainStart = place + 1
    }
    bytes.append(contentsOf: text[plainStart...])
    bytes.append(Byte.quote)
  }

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < Byte.space || byte == Byte.quote || byte == Byte.backslash
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
