extension ECMAScriptParser {
  /// Reads the QuantifierPrefix at the position, nil when there is none. A brace after an atom has to be one.
  mutating func readQuantifier() throws(RegexError) -> (minimum: Int, maximum: Int?)? {
    switch peek() {
    case UInt8(ascii: "*"):
      position += 1
      return (0, nil)
    case UInt8(ascii: "+"):
      position += 1
      return (1, nil)
    case UInt8(ascii: "?"):
      position += 1
      return (0, 1)
    case UInt8(ascii: "{"): return try readCounts()
    default: return nil
    }
  }

  /// `{2}`, `{2,}` or `{2,4}`.
  private mutating func readCounts() throws(RegexError) -> (minimum: Int, maximum: Int?) {
    let start = position
    let first = start + 1..<start + 1 + digits(from: start + 1)
    var second = first
    var end = first.upperBound
    if end < input.count, input[end] == UInt8(ascii: ",") {
      second = end + 1..<end + 1 + digits(from: end + 1)
      end = second.upperBound
    }
    guard !first.isEmpty, end < input.count, input[end] == UInt8(ascii: "}") else {
      throw failure("{ that begins no quantifier, which is written \\{")
    }
    position = end + 1
    guard !second.isEmpty else { return (number(in: first), nil) }
    guard !isGreater(first, than: second) else { throw failure("numbers out of order in {} quantifier", at: start) }
    return (number(in: first), number(in: second))
  }

  /// How many decimal digits stand at an offset.
  func digits(from offset: Int) -> Int { input[min(offset, input.count)...].prefix(while: \.isASCIIDigit).count }

  /// What some digits mean, or the largest integer where they mean more: no text is as long.
  func number(in range: Range<Int>) -> Int {
    var value = 0
    for digit in input[range] {
      let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isStillTooLarge) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if isTooLarge || isStillTooLarge { return .max }
      value = sum
    }
    return value
  }

  /// Compares numbers of any length.
  private func isGreater(_ first: Range<Int>, than second: Range<Int>) -> Bool {
    let (a, b) = (significant(first), significant(second))
    return a.count == b.count ? b.lexicographicallyPrecedes(a) : a.count > b.count
  }

  private func significant(_ range: Range<Int>) -> ArraySlice<UInt8> {
    input[range].drop { $0 == UInt8(ascii: "0") }
  }
}

extension UInt8 {
  var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
  var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}
