/// Reads a text byte by byte from the front.
struct ByteScanner {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  var isAtEnd: Bool { rest.isEmpty }
  var next: UInt8? { rest.first }

  /// Takes one byte when it is this letter, digit or sign.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard let byte = rest.first, byte == UInt8(truncatingIfNeeded: scalar.value) else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes exactly `count` digits and returns their value.
  mutating func takeNumber(digits count: Int) -> Int? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy(\.isDigit) else { return nil }
    rest = rest.dropFirst(count)
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  /// Takes all digits there are and says how many.
  mutating func takeDigits() -> Int {
    let count = rest.prefix(while: \.isDigit).count
    rest = rest.dropFirst(count)
    return count
  }
}
