/// Writes `application/vnd.amazon.eventstream` as the format's description has it, with a checksum of its own.
enum EventStreamWriting {
  /// Bit by bit, after RFC 1952 section 8.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var register = UInt32.max
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
    }
    return ~register
  }

  static func message(headers: [UInt8], payload: [UInt8]) -> [UInt8] {
    var bytes = word(UInt32(16 + headers.count + payload.count)) + word(UInt32(headers.count))
    bytes += word(checksum(bytes))
    bytes += headers + payload
    return bytes + word(checksum(bytes))
  }

  static func event(_ type: String, _ payload: String) -> [UInt8] {
    message(
      headers: header(":message-type", "event") + header(":event-type", type)
        + header(":content-type", "application/json"), payload: Array(payload.utf8))
  }

  static func exception(_ type: String, _ payload: String) -> [UInt8] {
    message(
      headers: header(":message-type", "exception") + header(":exception-type", type), payload: Array(payload.utf8))
  }

  static func header(_ name: String, _ value: String) -> [UInt8] {
    [UInt8(name.utf8.count)] + Array(name.utf8) + [7, UInt8(value.utf8.count >> 8), UInt8(value.utf8.count & 255)]
      + Array(value.utf8)
  }

  static func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
}
