extension ECMAScriptParser {
  /// Reads `<name>` (GroupName), whose characters may be written as `\u` escapes.
  mutating func readGroupName() throws(RegexError) -> [Unicode.Scalar] {
    let start = position
    position += 1
    var name: [Unicode.Scalar] = []
    while let byte = peek(), byte != UInt8(ascii: ">") {
      guard let scalar = readNameScalar(), Self.mayStand(scalar, first: name.isEmpty) else {
        throw failure("invalid name of a group", at: start)
      }
      name.append(scalar)
    }
    guard peek() != nil, !name.isEmpty else { throw failure("invalid name of a group", at: start) }
    position += 1
    return name
  }

  private mutating func readNameScalar() -> Unicode.Scalar? {
    guard peek() == UInt8(ascii: "\\") else { return Unicode.Scalar(readScalar()) }
    guard peek(1) == UInt8(ascii: "u") else { return nil }
    position += 2
    return readUnicodeEscape().flatMap(Unicode.Scalar.init)
  }

  /// RegExpIdentifierStart and RegExpIdentifierPart; the latter has the two joiners as well.
  private static func mayStand(_ scalar: Unicode.Scalar, first: Bool) -> Bool {
    switch scalar {
    case "$", "_": true
    case "\u{200C}", "\u{200D}": !first
    default: first ? scalar.properties.isIDStart : scalar.properties.isIDContinue
    }
  }

  /// Reads `{Name}` or `{Name=Value}` after `\p` or `\P` (UnicodePropertyValueExpression).
  mutating func readProperty(from start: Int) throws(RegexError) -> UnicodeProperty {
    guard peek() == UInt8(ascii: "{"), let close = input[position...].firstIndex(of: UInt8(ascii: "}")) else {
      throw failure("\\p is not followed by a property in braces", at: start)
    }
    let parts = input[(position + 1)..<close].split(
      separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    position = close + 1
    guard let property = UnicodeProperty(parts[0], value: parts.count == 2 ? parts[1] : nil) else {
      throw failure("unknown property", at: start)
    }
    return property
  }
}
