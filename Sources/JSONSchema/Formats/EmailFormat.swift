/// Mailboxes of RFC 5321, section 4.1.2, and with characters beyond ASCII of RFC 6531, section 3.3.
enum EmailFormat {
  static func matches(_ text: String, international: Bool) -> Bool {
    // A quoted local part may hold an at-sign, so the last one divides.
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let local = text.utf8[..<at]
    let domain = text[text.utf8.index(after: at)...]
    guard (1...64).contains(local.count) else { return false }
    let isLocal = local.first == UInt8(ascii: "\"") ? isQuoted(local, international) : isDotted(local, international)
    return isLocal && isDomain(domain, international)
  }

  private static func isDotted(_ local: Substring.UTF8View, _ international: Bool) -> Bool {
    local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty
        && atom.allSatisfy { byte in
          byte.isLetter || byte.isDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte) || (international && byte >= 0x80)
        }
    }
  }

  private static func isQuoted(_ local: Substring.UTF8View, _ international: Bool) -> Bool {
    guard local.count >= 2, local.last == UInt8(ascii: "\"") else { return false }
    var isEscaped = false
    for byte in local.dropFirst().dropLast() {
      guard (0x20...0x7E).contains(byte) || (international && byte >= 0x80) else { return false }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\"") {
        return false
      } else {
        isEscaped = byte == UInt8(ascii: "\\")
      }
    }
    return !isEscaped
  }

  private static func isDomain(_ domain: Substring, _ international: Bool) -> Bool {
    if domain.utf8.first == UInt8(ascii: "["), domain.utf8.last == UInt8(ascii: "]"), domain.utf8.count > 2 {
      let literal = domain.dropFirst().dropLast()
      if literal.lowercased().hasPrefix("ipv6:") { return AddressFormat.isIPv6(literal.dropFirst(5)) }
      return AddressFormat.isIPv4(literal)
    }
    guard international else { return HostnameFormat.isPlainHostname(domain) }
    // RFC 6531 takes any U-label here; which ones are registered is not a question of form.
    return HostnameFormat.isPlainHostname(domain, allowsUnicode: true)
  }
}
