/// Sets of bytes that encodings are made of.
enum ByteClass {
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  /// What stands between the numbers of a list: spaces, line breaks, commas, semicolons, hyphens.
  static func parts(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x2C || byte == 0x3B || byte == 0x2D
  }

  /// The value of a hexadecimal digit; nil for other bytes.
  static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}

extension [UInt8] {
  /// The first index from `start` on whose byte does not belong to a class; the end or the limit where all do.
  func end(from start: Int, limit: Int = .max, while belongs: (UInt8) -> Bool) -> Int {
    var index = start
    while index < Swift.min(count, limit), belongs(self[index]) { index += 1 }
    return index
  }

  /// Every word, with where it stands: a run of letters and digits.
  func forEachWord(_ body: (Range<Int>) -> Void) {
    var index = 0
    while index < count {
      guard ByteClass.isAlphanumeric(self[index]) else {
        index += 1
        continue
      }
      let start = index
      index = end(from: start, while: ByteClass.isAlphanumeric)
      body(start..<index)
    }
  }

  /// Whether the bytes at an index are these ASCII characters.
  func holds(_ text: StaticString, at index: Int) -> Bool {
    guard index >= 0, index + text.utf8CodeUnitCount <= count else { return false }
    for offset in 0..<text.utf8CodeUnitCount where self[index + offset] != text.utf8Start[offset] { return false }
    return true
  }

  /// Appends a scalar as UTF-8.
  mutating func append(scalar value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else { return }
    append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }
}
