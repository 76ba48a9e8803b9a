/// Internet addresses.
enum AddressFormat {
  /// Four decimal octets without leading zeros (RFC 2673, section 3.2, as RFC 3986 has it).
  static func isIPv4(_ text: some StringProtocol) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard (1...3).contains(part.count), part.allSatisfy(\.isDigit) else { return false }
        let value = part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return value <= 255 && (part.count == 1 || part.first != UInt8(ascii: "0"))
      }
  }

  /// The text forms of RFC 4291, section 2.2.
  static func isIPv6(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    let colon = UInt8(ascii: ":")
    guard bytes.count <= 45 else { return false }
    guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == colon && bytes[$0 + 1] == colon }) else {
      return groupCount(bytes[...], mayEndInIPv4: true) == 8
    }
    // A second gap leaves an empty group behind, which is no group.
    guard let head = groupCount(bytes[..<gap], mayEndInIPv4: false),
      let tail = groupCount(bytes[(gap + 2)...], mayEndInIPv4: true)
    else { return false }
    return head + tail <= 7
  }

  /// How many 16-bit groups there are between colons, an IPv4 address counting as two; nil when something is no group.
  private static func groupCount(_ bytes: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    if bytes.isEmpty { return 0 }
    let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var count = 0
    for (index, group) in groups.enumerated() {
      if (1...4).contains(group.count), group.allSatisfy(\.isHexDigit) {
        count += 1
      } else if mayEndInIPv4, index == groups.count - 1, isIPv4(String(decoding: group, as: UTF8.self)) {
        count += 2
      } else {
        return nil
      }
    }
    return count
  }
}
