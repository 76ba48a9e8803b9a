/// Letters and digits that stand for a sign in programs, JSON and addresses: the `n` of `\n`, the `0A` of `%0A`, the `003c` of `\u003c`.
enum Escapes {
  /// Whether a sign that is written so ends before a place: what follows begins a word.
  static func end(before place: Int, in bytes: [UInt8]) -> Bool {
    if place >= 2, bytes[place - 2] == UInt8(ascii: "\\"), "nrtfbv".utf8.contains(bytes[place - 1]) { return true }
    guard place >= 3, let high = ByteClass.hex(bytes[place - 2]), let low = ByteClass.hex(bytes[place - 1]), high < 8,
      !ByteClass.isAlphanumeric(high << 4 | low)
    else { return false }
    return bytes[place - 3] == UInt8(ascii: "%") || bytes[place - 3] == UInt8(ascii: "=")
      || place >= 4 && bytes[place - 4..<place - 2].elementsEqual("\\x".utf8)
      || place >= 6 && bytes[place - 6..<place - 2].elementsEqual("\\u00".utf8)
  }
}
