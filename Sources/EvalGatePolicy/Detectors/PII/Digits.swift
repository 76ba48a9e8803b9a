/// Up to nineteen decimal digits, which fit one word, so that checking a number allocates nothing.
package struct Digits: Hashable, Sendable {
  /// The number they write.
  private(set) var value: UInt64 = 0
  private(set) var count = 0

  static let limit = 19

  init() {}

  /// From text, of which everything but digits is skipped; nil with more than nineteen digits.
  package init?(_ text: String) {
    for byte in text.utf8 where byte.isDigit {
      guard count < Self.limit else { return nil }
      append(byte &- 0x30)
    }
  }

  /// Appends a digit; the caller keeps to the limit.
  mutating func append(_ digit: UInt8) {
    value = value &* 10 &+ UInt64(digit)
    count += 1
  }

  /// The digit at a place, counted from the left.
  package subscript(place: Int) -> Int { Int(value / Self.powers[count - 1 - place] % 10) }

  /// The number that some of the digits write.
  package func number(_ range: Range<Int>) -> Int {
    Int(value / Self.powers[count - range.upperBound] % Self.powers[range.count])
  }

  /// Whether all digits are the same one, which no issued number is.
  var isUniform: Bool {
    guard count > 1 else { return true }
    let ones = (Self.powers[count - 1] - 1) / 9 * 10 + 1
    return value == ones &* (value % 10)
  }

  /// The sum of the digits, each times the weight at its place.
  func weighted(_ weights: [Int]) -> Int {
    var sum = 0
    for place in 0..<min(count, weights.count) { sum += self[place] * weights[place] }
    return sum
  }

  private static let powers: [UInt64] = {
    var powers: [UInt64] = [1]
    while powers.count <= limit { powers.append(powers[powers.count - 1] &* 10) }
    return powers
  }()
}
