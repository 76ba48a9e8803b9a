extension ECMAScriptTranslator {
  /// Rewrites `[...]`, spelling every code point so that nothing in it has a second meaning for PCRE2.
  mutating func translateClass() throws(RegexError) {
    let start = position
    position += 1
    output.append("[")
    if position < input.count, input[position] == UInt8(ascii: "^") {
      output.append("^")
      position += 1
    }
    while true {
      guard position < input.count else { throw failure("missing ] of a character class", at: start) }
      if input[position] == UInt8(ascii: "]") { break }
      output.mark(position)
      try translateClassItem()
    }
    position += 1
    output.append("]")
  }

  private mutating func translateClassItem() throws(RegexError) {
    let start = position
    let first = try readClassAtom()
    let isRange =
      position + 1 < input.count && input[position] == UInt8(ascii: "-") && input[position + 1] != UInt8(ascii: "]")
    guard isRange else { return append(first) }
    position += 1
    let last = try readClassAtom()
    if case .codePoint(let low) = first, case .codePoint(let high) = last {
      guard low <= high else { throw failure("range out of order in character class", at: start) }
      return appendRange(low, high)
    }
    // A set cannot end a range, so the hyphen is a plain one.
    append(first)
    output.append(codePoint: 0x2D)
    append(last)
  }

  private mutating func readClassAtom() throws(RegexError) -> Escape {
    guard input[position] == UInt8(ascii: "\\") else { return .codePoint(readCodePoint()) }
    guard position + 1 < input.count else { throw failure("\\ at end of pattern") }
    return try readEscape(inClass: true)
  }

  private mutating func append(_ atom: Escape) {
    switch atom {
    case .codePoint(let value): appendRange(value, value)
    case .space(let negated): output.append(negated ? Self.nonSpaces : Self.spaces)
    case .class(let text): output.append(text)
    }
  }

  /// Appends a range without its surrogates, which PCRE2 refuses and valid text does not hold.
  private mutating func appendRange(_ low: UInt32, _ high: UInt32) {
    let surrogates: ClosedRange<UInt32> = 0xD800...0xDFFF
    let low = surrogates.contains(low) ? 0xE000 : low
    let high = surrogates.contains(high) ? 0xD7FF : high
    guard low <= high else { return }
    output.append(codePoint: low)
    if low < high {
      output.append("-")
      output.append(codePoint: high)
    }
  }
}
