/// Addresses as browsers read them, in all the ways they can be written.
package enum IPAddress {
  /// Four parts or fewer, each decimal, hexadecimal or octal (WHATWG URL standard, section 3.5): `2130706433`, `0x7f.1`, `127.1`.
  package static func v4(_ text: some StringProtocol) -> [UInt8]? {
    var parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
    guard (1...4).contains(parts.count) else { return nil }
    var numbers: [UInt64] = []
    for part in parts {
      guard let number = number(Array(part.utf8)) else { return nil }
      numbers.append(number)
    }
    guard let last = numbers.popLast(), numbers.allSatisfy({ $0 < 256 }), last < 1 << UInt64(8 * (4 - numbers.count))
    else { return nil }
    let value = numbers.enumerated().reduce(last) { $0 + $1.element << UInt64(8 * (3 - $1.offset)) }
    return (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt64(24 - 8 * $0)) }
  }

  private static func number(_ part: [UInt8]) -> UInt64? {
    guard !part.isEmpty, part.count <= 16 else { return nil }
    let isHex = part.count > 1 && part[0] == 0x30 && part[1] | 0x20 == 0x78
    let isOctal = !isHex && part.count > 1 && part[0] == 0x30
    let radix: UInt64 = isHex ? 16 : isOctal ? 8 : 10
    var value: UInt64 = 0
    for byte in part.dropFirst(isHex ? 2 : isOctal ? 1 : 0) {
      guard let digit = byte.hexDigit, UInt64(digit) < radix else { return nil }
      value = value * radix + UInt64(digit)
      if value > 1 << 40 { return nil }
    }
    return value
  }

  /// RFC 4291, section 2.2, with a zone left out and an IPv4 address allowed at the end.
  package static func v6(_ text: some StringProtocol) -> [UInt8]? {
    let text = text.prefix { $0 != "%" }
    let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    guard let head = groups(String(halves[0])), let tail = halves.count == 2 ? groups(String(halves[1])) : [] else {
      return nil
    }
    let missing = 16 - head.count - tail.count
    guard halves.count == 2 ? missing >= 2 : missing == 0 else { return nil }
    return head + Array(repeating: 0, count: missing) + tail
  }

  private static func groups(_ text: String) -> [UInt8]? {
    if text.isEmpty { return [] }
    var bytes: [UInt8] = []
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(".") {
        guard let address = v4(part) else { return nil }
        bytes += address
        continue
      }
      guard (1...4).contains(part.utf8.count) else { return nil }
      var value: UInt16 = 0
      for byte in part.utf8 {
        guard let digit = byte.hexDigit else { return nil }
        value = value << 4 | UInt16(digit)
      }
      bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
    }
    return bytes.count <= 16 ? bytes : nil
  }

  /// An IPv4 address within one of IPv6 is that one (RFC 4291, section 2.5.5); any other stays as it is.
  package static func unmapped(_ bytes: [UInt8]) -> [UInt8] {
    let isMapped = bytes.count == 16 && bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    return isMapped ? Array(bytes[12...]) : bytes
  }

  /// `127.0.0.1`, or eight groups.
  package static func text(_ bytes: [UInt8]) -> String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    let groups = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }
    return "[" + groups.joined(separator: ":") + "]"
  }
}
