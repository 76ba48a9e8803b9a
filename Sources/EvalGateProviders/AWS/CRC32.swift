/// The checksum of IEEE 802.3, as `application/vnd.amazon.eventstream`, gzip and PNG use it.
enum CRC32 {
  /// What each byte does to the register, reflected polynomial 0xEDB88320.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { register, _ in
      register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1
    }
  }

  /// - Parameter previous: the checksum of what came before, to go on from.
  static func checksum(_ bytes: ArraySlice<UInt8>, after previous: UInt32 = 0) -> UInt32 {
    let table = table
    return ~bytes.reduce(~previous) { register, byte in
      register >> 8 ^ table[Int((register ^ UInt32(byte)) & 0xFF)]
    }
  }
}
