/// URIs of RFC 3986, appendix A, and IRIs of RFC 3987, section 2.2.
struct URIFormat {
  let allowsUnicode: Bool

  /// With a scheme; a fragment is allowed.
  func isAbsolute(_ text: String) -> Bool { check(text, needsScheme: true) }

  /// With or without one.
  func isReference(_ text: String) -> Bool { check(text, needsScheme: false) }

  private func check(_ text: String, needsScheme: Bool) -> Bool {
    let parts = URIReference(text)
    guard parts.scheme != nil || !needsScheme else { return false }
    let path = parts.path
    if parts.scheme == nil, parts.authority == nil {
      // A colon in the first segment would make that a scheme (section 4.2).
      let first = path.utf8.prefix { $0 != UInt8(ascii: "/") }
      if first.contains(UInt8(ascii: ":")) { return false }
    }
    return isAuthority(parts.authority) && isMade(of: ":@/", path) && isMade(of: ":@/?", parts.query, isQuery: true)
      && isMade(of: ":@/?", parts.fragment)
  }

  private func isAuthority(_ authority: String?) -> Bool {
    guard var host = authority.map({ Substring($0) }) else { return true }
    if let at = host.utf8.firstIndex(of: UInt8(ascii: "@")) {
      guard isMade(of: ":", String(host[..<at])) else { return false }
      host = host[host.utf8.index(after: at)...]
    }
    if host.utf8.first == UInt8(ascii: "[") {
      guard let close = host.utf8.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let literal = host[host.utf8.index(after: host.startIndex)..<close]
      guard isPort(host[host.utf8.index(after: close)...]) else { return false }
      return literal.utf8.first.map { $0 | 0x20 } == UInt8(ascii: "v")
        ? isFutureAddress(literal) : AddressFormat.isIPv6(literal)
    }
    let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex
    return isMade(of: "", String(host[..<colon])) && isPort(host[colon...])
  }

  private func isPort(_ text: Substring) -> Bool {
    text.isEmpty || (text.utf8.first == UInt8(ascii: ":") && text.utf8.dropFirst().allSatisfy(\.isDigit))
  }

  /// `v`, hexadecimal digits, a dot and something.
  private func isFutureAddress(_ text: Substring) -> Bool {
    let parts = text.utf8.dropFirst().split(separator: UInt8(ascii: "."), maxSplits: 1)
    guard parts.count == 2, parts[0].allSatisfy(\.isHexDigit) else { return false }
    return isMade(of: ":", String(Substring(parts[1]))) && !parts[1].contains(UInt8(ascii: "%"))
  }

  /// Whether a part holds only unreserved characters, sub-delimiters, percent escapes and `extra`.
  private func isMade(of extra: String, _ text: String?, isQuery: Bool = false) -> Bool {
    guard let text else { return true }
    guard Self.hasWholeEscapes(text) else { return false }
    return text.unicodeScalars.allSatisfy { scalar in
      guard scalar.isASCII else { return allowsUnicode && Self.isInternational(scalar, isQuery: isQuery) }
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      return byte.isLetter || byte.isDigit || "-._~!$&'()*+,;=%".utf8.contains(byte) || extra.utf8.contains(byte)
    }
  }

  /// Whether every percent sign is followed by two hexadecimal digits.
  static func hasWholeEscapes(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    while let percent = bytes.firstIndex(of: UInt8(ascii: "%")) {
      bytes = bytes[bytes.index(after: percent)...]
      guard bytes.prefix(2).count == 2, bytes.prefix(2).allSatisfy(\.isHexDigit) else { return false }
    }
    return true
  }

  /// `ucschar`, and in a query `iprivate` (RFC 3987, section 2.2).
  static func isInternational(_ scalar: Unicode.Scalar, isQuery: Bool) -> Bool {
    switch scalar.value {
    case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: isQuery
    case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
    case 0xE0000...0xE0FFF: false
    case 0x10000...0xEFFFF: scalar.value & 0xFFFF <= 0xFFFD
    default: false
    }
  }
}
