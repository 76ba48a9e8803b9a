import EvalGateCore

/// Addresses of the Bitcoin network: Base58Check with a double SHA-256, or Bech32 and Bech32m (BIP 173, BIP 350).
package enum BitcoinAddress {
  package static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
    if first == UInt8(ascii: "1") || first == UInt8(ascii: "3") { return isBase58Check(bytes) }
    return bytes.count > 3 && bytes.prefix(3).map(\.lowered) == Array("bc1".utf8) && isSegWit(bytes)
  }

  /// 25 bytes in base 58, of which the last four are the beginning of the digest of the digest of the others.
  private static func isBase58Check(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (25...35).contains(bytes.count) else { return false }
    var number = [UInt8](repeating: 0, count: 25)
    for byte in bytes {
      guard let value = base58.firstIndex(of: byte) else { return false }
      var carry = value
      for place in number.indices.reversed() {
        carry += 58 * Int(number[place])
        number[place] = UInt8(carry & 0xFF)
        carry >>= 8
      }
      guard carry == 0 else { return false }
    }
    guard number[0] == 0 || number[0] == 5 else { return false }
    let digest = sha256(sha256(number.prefix(21)))
    return digest.prefix(4).elementsEqual(number.suffix(4))
  }

  private static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let hex = Array(Digest(of: Array(bytes)).hex.utf8)
    return stride(from: 0, to: hex.count, by: 2).map { nibble(hex[$0]) << 4 | nibble(hex[$0 + 1]) }
  }

  private static func nibble(_ digit: UInt8) -> UInt8 { digit.isDigit ? digit &- 0x30 : digit.lowered &- 0x57 }

  /// The checksum of BIP 173 over the expanded prefix and the data; 1 for witness version 0, 0x2BC830A3 for later ones.
  private static func isSegWit(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (14...74).contains(bytes.count) else { return false }
    let isUpper = bytes.contains(where: \.isUpper)
    guard !(isUpper && bytes.contains(where: \.isLower)) else { return false }
    var checksum: UInt32 = 1
    // The letters "bc", expanded: high bits, zero, low bits.
    for value: UInt32 in [3, 3, 0, 2, 3] { checksum = step(checksum, value) }
    let data = bytes.dropFirst(3)
    for byte in data {
      guard let value = bech32.firstIndex(of: byte.lowered) else { return false }
      checksum = step(checksum, UInt32(value))
    }
    return checksum == (data.first?.lowered == UInt8(ascii: "q") ? 1 : 0x2BC8_30A3)
  }

  private static func step(_ checksum: UInt32, _ value: UInt32) -> UInt32 {
    let top = checksum >> 25
    var checksum = (checksum & 0x01FF_FFFF) << 5 ^ value
    let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
    for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 == 1 { checksum ^= generator }
    return checksum
  }

  private static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let bech32 = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
}
