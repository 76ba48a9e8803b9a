extension ECMAScriptTranslator {
  /// What an escape stands for, where it means the same inside a class and outside.
  enum Escape {
    case codePoint(UInt32)
    /// `\s`, or `\S` when negated.
    case space(negated: Bool)
    /// Text for PCRE2 that denotes a set.
    case `class`(String)
  }

  /// White space and line ends of ECMA-262 (sections 12.2 and 12.3), for use inside a class.
  static let spaces = ranges([
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ])

  /// Everything else.
  static let nonSpaces = ranges([
    0x00...0x08, 0x0E...0x1F, 0x21...0x9F, 0xA1...0x167F, 0x1681...0x1FFF, 0x200B...0x2027, 0x202A...0x202E,
    0x2030...0x205E, 0x2060...0x2FFF, 0x3001...0xFEFE, 0xFF00...0x10FFFF,
  ])

  private static func ranges(_ ranges: [ClosedRange<UInt32>]) -> String {
    ranges.map { "\\x{\(String($0.lowerBound, radix: 16))}-\\x{\(String($0.upperBound, radix: 16))}" }.joined()
  }

  /// Reads the escape at the position, whose backslash is known to be followed by something.
  mutating func readEscape(inClass: Bool) throws(RegexError) -> Escape {
    let start = position
    let byte = input[start + 1]
    position += 2
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "w"), UInt8(ascii: "W"):
      return .class("\\" + String(Unicode.Scalar(byte)))
    case UInt8(ascii: "s"): return .space(negated: false)
    case UInt8(ascii: "S"): return .space(negated: true)
    case UInt8(ascii: "p"), UInt8(ascii: "P"): return .class(try readProperty(negated: byte == UInt8(ascii: "P")))
    case UInt8(ascii: "t"): return .codePoint(0x09)
    case UInt8(ascii: "n"): return .codePoint(0x0A)
    case UInt8(ascii: "v"): return .codePoint(0x0B)
    case UInt8(ascii: "f"): return .codePoint(0x0C)
    case UInt8(ascii: "r"): return .codePoint(0x0D)
    case UInt8(ascii: "b") where inClass: return .codePoint(0x08)
    case UInt8(ascii: "0"):
      if position < input.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(input[position]) {
        throw failure("octal escape", at: start)
      }
      return .codePoint(0)
    case UInt8(ascii: "c"):
      guard position < input.count, input[position].isASCIILetter else {
        throw failure("\\c is not followed by a letter", at: start)
      }
      position += 1
      return .codePoint(UInt32(input[position - 1] & 0x1F))
    case UInt8(ascii: "x"):
      guard let value = readHex(digits: 2) else { throw failure("\\x is not followed by two hex digits", at: start) }
      return .codePoint(value)
    case UInt8(ascii: "u"):
      guard let value = readUnicodeEscape() else { throw failure("invalid \\u escape", at: start) }
      return .codePoint(value)
    case _ where byte.isASCIILetter || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
      throw failure("unknown escape \\" + String(Unicode.Scalar(byte)), at: start)
    default:
      position = start + 1
      return .codePoint(readCodePoint())
    }
  }

  /// Reads one code point of the pattern as it stands.
  mutating func readCodePoint() -> UInt32 {
    var decoder = UTF8()
    var bytes = input[position...].prefix(4).makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else {
      position += 1
      return 0xFFFD
    }
    position += UTF8.width(scalar)
    return scalar.value
  }

  private mutating func readHex(digits: Int) -> UInt32? {
    let slice = input[position...].prefix(digits)
    guard slice.count == digits, let value = Self.hexValue(slice) else { return nil }
    position += digits
    return value
  }

  private static func hexValue(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for byte in digits {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, value <= 0x10FFFF else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return digits.isEmpty || value > 0x10FFFF ? nil : value
  }

  /// Reads what follows `\u`: `{1F600}`, or four digits, where a pair of surrogates makes one code point.
  private mutating func readUnicodeEscape() -> UInt32? {
    if position < input.count, input[position] == UInt8(ascii: "{") {
      guard let close = input[position...].firstIndex(of: UInt8(ascii: "}")),
        let value = Self.hexValue(input[(position + 1)..<close])
      else { return nil }
      position = close + 1
      return value
    }
    guard let high = readHex(digits: 4) else { return nil }
    guard (0xD800...0xDBFF).contains(high), input[position...].starts(with: "\\u".utf8) else { return high }
    let rest = input[(position + 2)...].prefix(4)
    guard rest.count == 4, let low = Self.hexValue(rest), (0xDC00...0xDFFF).contains(low) else { return high }
    position += 6
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }
}

extension UInt8 {
  var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
}
