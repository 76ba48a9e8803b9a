/// Templates of RFC 6570, section 2.
enum URITemplateFormat {
  static func matches(_ text: String) -> Bool {
    var rest = text.utf8[...]
    while let byte = rest.first {
      guard byte == UInt8(ascii: "{") else {
        let literal = rest.prefix { $0 != UInt8(ascii: "{") }
        guard isLiteral(Substring(literal)) else { return false }
        rest = rest[literal.endIndex...]
        continue
      }
      guard let close = rest.firstIndex(of: UInt8(ascii: "}")),
        isExpression(rest[rest.index(after: rest.startIndex)..<close])
      else { return false }
      rest = rest[rest.index(after: close)...]
    }
    return true
  }

  private static func isLiteral(_ text: Substring) -> Bool {
    guard URIFormat.hasWholeEscapes(String(text)) else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      guard scalar.isASCII else { return URIFormat.isInternational(scalar, isQuery: true) }
      return scalar.value > 0x20 && scalar.value != 0x7F && !"\"<>\\^`{|}".unicodeScalars.contains(scalar)
    }
  }

  private static func isExpression(_ text: Substring.UTF8View) -> Bool {
    var list = text
    if let operation = list.first, "+#./;?&=,!@|".utf8.contains(operation) { list = list.dropFirst() }
    return list.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy(isVariable)
  }

  /// A name, and `*` or a prefix length from 1 to 9999.
  private static func isVariable(_ text: Substring.UTF8View) -> Bool {
    var name = text
    if name.last == UInt8(ascii: "*") {
      name = name.dropLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      let length = name[name.index(after: colon)...]
      guard (1...4).contains(length.count), length.allSatisfy(\.isDigit), length.first != UInt8(ascii: "0") else {
        return false
      }
      name = name[..<colon]
    }
    guard URIFormat.hasWholeEscapes(String(Substring(name))) else { return false }
    return name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isDigit || "_%".utf8.contains($0) }
    }
  }
}
