/// Decoding of base64 and base64url, as far as recognising a token needs it.
enum Base64Reading {
  /// The bytes that a run of either alphabet writes; nil at a sign of neither. Padding may be there or not.
  static func decode(_ text: ArraySlice<UInt8>, limit: Int = 4096) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (bits, held): (UInt32, Int) = (0, 0)
    for byte in text.prefix(limit) {
      if byte == UInt8(ascii: "=") { break }
      guard let value = value(byte) else { return nil }
      bits = bits << 6 | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(bits >> UInt32(held) & 0xFF))
      }
    }
    return bytes
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
