/// Addresses as browsers read them, in all the ways they can be written.
enum IPAddress {
  /// Four parts or fewer, each decimal, hexadecimal or octal (WHATWG URL standard, section 3.5): `2130706433`, `0x7f.1`, `127.1`.
  static func v4(_ text: some StringProtocol) -> [UInt8]? {
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
      guard let digit = ByteClass.hex(byte), UInt64(digit) < radix else { return nil }
      value = value * radix + UInt64(digit)
      if value > 1 << 40 { return nil }
    }
    return value
  }

  /// RFC 4291, section 2.2, with a zone left out and an IPv4 address allowed at the end.
  static func v6(_ text: some StringProtocol) -> [UInt8]? {
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
        guard let digit = ByteClass.hex(byte) else { return nil }
        value = value << 4 | UInt16(digit)
      }
      bytes += [UInt8(value >> 8), UInt8(value & 0xFF)]
    }
    return bytes.count <= 16 ? bytes : nil
  }

  /// `127.0.0.1`, or eight groups.
  static func text(_ bytes: [UInt8]) -> String {
    if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
    let groups = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
      String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
    }
    return "[" + groups.joined(separator: ":") + "]"
  }

  /// Ranges that are not reachable from everywhere (RFC 6890 and its registry), through IPv6 forms of IPv4 too.
  static func isPrivate(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 16 else { return isPrivateV4(bytes) }
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10..<12].elementsEqual([0xFF, 0xFF]) {
      return isPrivateV4(Array(bytes[12...]))
    }
    if bytes[..<12].elementsEqual([0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
      return isPrivateV4(Array(bytes[12...]))
    }
    // Of all others only 2000::/3 is given out to be reached from everywhere, less what is set aside in it: protocol assignments
    // (Teredo among them) and texts about networks.
    guard bytes[0] & 0xE0 == 0x20 else { return true }
    if bytes[..<2].elementsEqual([0x20, 0x02]) { return isPrivateV4(Array(bytes[2..<6])) }
    return bytes[..<2].elementsEqual([0x20, 0x01]) && bytes[2] & 0xFE == 0
      || bytes[..<4].elementsEqual([0x20, 0x01, 0x0D, 0xB8])
      || bytes[..<2].elementsEqual([0x3F, 0xFF]) && bytes[2] & 0xF0 == 0
  }

  private static func isPrivateV4(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 4 else { return true }
    switch (bytes[0], bytes[1]) {
    case (0, _), (10, _), (127, _), (224..., _), (169, 254), (192, 168): return true
    case (100, 64...127), (172, 16...31), (198, 18...19): return true
    case (192, 0): return bytes[2] == 0 || bytes[2] == 2
    case (192, 88): return bytes[2] == 99
    case (198, 51): return bytes[2] == 100
    case (203, 0): return bytes[2] == 113
    default: return false
    }
  }
}
