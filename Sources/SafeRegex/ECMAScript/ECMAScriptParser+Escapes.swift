extension ECMAScriptParser {
  /// What an escape stands for, where it means the same inside a class and outside.
  enum Escape {
    case scalar(UInt32)
    case set(ECMAScriptTree.SetEscape)
  }

  /// Reads the escape at the position: CharacterEscape, CharacterClassEscape, or in a class `\b` and `\-`.
  mutating func readEscape(inClass: Bool) throws(RegexError) -> Escape {
    let start = position
    guard let byte = peek(1) else { throw failure("\\ at end of pattern") }
    position += 2
    switch byte {
    case UInt8(ascii: "d"), UInt8(ascii: "D"): return .set(.digit(isNegated: byte == UInt8(ascii: "D")))
    case UInt8(ascii: "w"), UInt8(ascii: "W"): return .set(.word(isNegated: byte == UInt8(ascii: "W")))
    case UInt8(ascii: "s"), UInt8(ascii: "S"): return .set(.space(isNegated: byte == UInt8(ascii: "S")))
    case UInt8(ascii: "p"), UInt8(ascii: "P"):
      return .set(.property(try readProperty(from: start), isNegated: byte == UInt8(ascii: "P")))
    case UInt8(ascii: "t"): return .scalar(0x09)
    case UInt8(ascii: "n"): return .scalar(0x0A)
    case UInt8(ascii: "v"): return .scalar(0x0B)
    case UInt8(ascii: "f"): return .scalar(0x0C)
    case UInt8(ascii: "r"): return .scalar(0x0D)
    case UInt8(ascii: "b") where inClass: return .scalar(0x08)
    case UInt8(ascii: "-") where inClass: return .scalar(0x2D)
    case UInt8(ascii: "0"):
      guard digits(from: position) == 0 else { throw failure("octal escape", at: start) }
      return .scalar(0)
    case UInt8(ascii: "c"):
      guard let letter = peek(), letter.isASCIILetter else {
        throw failure("\\c is not followed by a letter", at: start)
      }
      position += 1
      return .scalar(UInt32(letter & 0x1F))
    case UInt8(ascii: "x"):
      guard let value = readHex(digits: 2) else { throw failure("\\x is not followed by two hex digits", at: start) }
      return .scalar(value)
    case UInt8(ascii: "u"):
      guard let value = readUnicodeEscape() else { throw failure("invalid \\u escape", at: start) }
      return .scalar(value)
    case _ where Self.isSyntaxCharacter(byte) || byte == UInt8(ascii: "/"): return .scalar(UInt32(byte))
    default:
      position = start + 1
      let sign = Unicode.Scalar(readScalar()) ?? "\u{FFFD}"
      throw failure("unknown escape \\\(sign)", at: start)
    }
  }

  /// SyntaxCharacter, whose members alone may be escaped to stand for themselves (IdentityEscape).
  private static func isSyntaxCharacter(_ byte: UInt8) -> Bool { "^$\\.*+?()[]{}|".utf8.contains(byte) }

  /// Reads one code point of the pattern as it stands.
  mutating func readScalar() -> UInt32 {
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
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
      if value > 0x10FFFF { return nil }
    }
    return digits.isEmpty ? nil : value
  }

  /// Reads what follows `\u`: `{1F600}`, or four digits, where a pair of surrogates makes one code point.
  mutating func readUnicodeEscape() -> UInt32? {
    if peek() == UInt8(ascii: "{") {
      guard let close = input[position...].firstIndex(of: UInt8(ascii: "}")),
        let value = Self.hexValue(input[(position + 1)..<close])
      else { return nil }
      position = close + 1
      return value
    }
    guard let high = readHex(digits: 4) else { return nil }
    guard (0xD800...0xDBFF).contains(high), peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else {
      return high
    }
    let rest = input[(position + 2)...].prefix(4)
    guard rest.count == 4, let low = Self.hexValue(rest), (0xDC00...0xDFFF).contains(low) else { return high }
    position += 6
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }
}
