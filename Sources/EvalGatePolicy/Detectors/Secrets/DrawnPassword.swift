/// Passwords that somebody's generator drew, told by their whole form: signs of programs are signs of passwords too.
enum DrawnPassword {
  private static let shortest = 10
  private static let longest = 64

  /// Where a password without quotation marks ends that goes on after a sign which ends a value in programs, `Vx8&kq2!Lm7#Tz`; nil
  /// where what stands up to the next blank looks like anything else: `password=a1&user=b`, `Xy12;database=shop`.
  static func end(in bytes: [UInt8], from start: Int, past sign: Int) -> Int? {
    guard sign > start, signs.contains(bytes.at(sign)) else { return nil }
    var end = start
    while end < bytes.count, end - start <= longest, (0x21..<0x7F).contains(bytes[end]) {
      if others.contains(bytes[end]) { return nil }
      end += 1
    }
    while end > sign, ".,;:|".utf8.contains(bytes[end - 1]) { end -= 1 }
    let value = bytes[start..<end]
    guard end > sign, (shortest...longest).contains(value.count), value.contains(where: \.isDigit),
      value.contains(where: \.isUpper), value.contains(where: \.isLower), ByteEntropy.bits(value) >= 3,
      WordShare.of(value, withDigits: false) < 0.3
    else { return nil }
    return end
  }

  private static let signs = Array("&;,|".utf8)
  /// What stands in addresses, settings, calls and marked up text.
  private static let others = Array("=\"'`()[]{}<>\\".utf8)

  /// The form in which Django draws its secret key: fifty signs of one alphabet, with or without a mark before them.
  static func isDjangoKey(_ value: ArraySlice<UInt8>) -> Bool {
    let mark = "django-insecure-".utf8
    let key = value.starts(with: mark) ? value.dropFirst(mark.count) : value
    return key.count == 50 && key.allSatisfy { $0.isLower || $0.isDigit || "!@#$%^&*(-_=+)".utf8.contains($0) }
      && key.contains(where: \.isDigit) && key.count(where: { !$0.isAlphanumeric }) >= 4 && ByteEntropy.bits(key) >= 4
      && WordShare.of(key, withDigits: false) < 0.4
  }

  /// The form in which the keychains of phones and browsers suggest them: three groups of six with one capital and one digit,
  /// `xofzu4-Rubmyv-qyvxip`.
  static func isGenerated(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count == 20, value.count(where: \.isDigit) == 1, value.count(where: \.isUpper) == 1 else {
      return false
    }
    let groups = value.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.count == 3 && groups.allSatisfy { $0.count == 6 && $0.allSatisfy(\.isAlphanumeric) }
  }
}
