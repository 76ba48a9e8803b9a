import EvalGateCore

extension IPAddress {
  /// Ranges that are not reachable from everywhere (RFC 6890 and its registry), through IPv6 forms of IPv4 too.
  static func isPrivate(_ bytes: [UInt8]) -> Bool {
    let bytes = unmapped(bytes)
    guard bytes.count == 16 else { return isPrivateV4(bytes) }
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
