/// Base64 and its form for addresses (RFC 4648, sections 4 and 5).
extension Collection<UInt8> {
  /// The bytes that are meant by signs of either alphabet; nil where there is another sign. Padding may be there or not, and what is
  /// left over of the last group is dropped.
  package var base64Decoded: [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count / 4 * 3 + 3)
    var (bits, held): (UInt32, Int) = (0, 0)
    for byte in self {
      if byte == UInt8(ascii: "=") { break }
      guard let digit = byte.base64Digit else { return nil }
      bits = bits << 6 | UInt32(digit)
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
      }
    }
    return bytes
  }
}

extension UInt8 {
  /// What a sign of Base64 stands for; nil for any other byte.
  package var base64Digit: UInt8? {
    switch self {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): self - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
