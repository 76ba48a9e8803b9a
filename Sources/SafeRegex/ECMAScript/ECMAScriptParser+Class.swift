extension ECMAScriptParser {
  /// Reads `[...]` (CharacterClass).
  mutating func readClass() throws(RegexError) -> ECMAScriptTree.CharacterSet {
    let start = position
    var set = ECMAScriptTree.CharacterSet()
    position += 1
    if peek() == UInt8(ascii: "^") {
      set.isNegated = true
      position += 1
    }
    while peek() != UInt8(ascii: "]") {
      guard peek() != nil else { throw failure("missing ] of a character class", at: start) }
      try set.items.append(readClassItem())
    }
    position += 1
    return set
  }

  /// Reads a ClassAtom or a range of two.
  private mutating func readClassItem() throws(RegexError) -> ECMAScriptTree.CharacterSet.Item {
    let start = position
    let first = try readClassAtom()
    guard peek() == UInt8(ascii: "-"), let next = peek(1), next != UInt8(ascii: "]") else {
      switch first {
      case .scalar(let value): return .range(value, value)
      case .set(let escape): return .escape(escape)
      }
    }
    position += 1
    guard case .scalar(let low) = first, case .scalar(let high) = try readClassAtom() else {
      throw failure("range of a character class that begins or ends with a set", at: start)
    }
    guard low <= high else { throw failure("range out of order in character class", at: start) }
    return .range(low, high)
  }

  private mutating func readClassAtom() throws(RegexError) -> Escape {
    peek() == UInt8(ascii: "\\") ? try readEscape(inClass: true) : .scalar(readScalar())
  }
}
