/// The cyclic redundancy check of ISO 3309 and zlib: polynomial 0xEDB88320 reflected, all ones before and after.
package enum CRC32 {
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var checksum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    return ~checksum
  }

  /// As GitHub writes it at the end of its tokens: six signs of base 62, digits first, then capitals, then small letters
  /// ("Behind GitHub's new authentication token formats", 2021).
  package static func base62(_ checksum: UInt32) -> [UInt8] {
    let signs = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
    var signsOfResult = [UInt8](repeating: signs[0], count: 6)
    var rest = Int(checksum)
    for place in signsOfResult.indices.reversed() {
      signsOfResult[place] = signs[rest % 62]
      rest /= 62
    }
    return signsOfResult
  }

  /// Whether the last six signs of a token check those between its prefix and them.
  package static func checksGitHubToken(_ token: ArraySlice<UInt8>) -> Bool {
    guard token.count == 40 else { return false }
    return base62(checksum(token.dropFirst(4).dropLast(6))) == Array(token.suffix(6))
  }
}
