import UnicodeText

/// A URL taken apart as a browser does it (WHATWG URL standard, section 4.4), so that a rule judges the host a request goes to
/// and not the one that is written first.
package struct WebAddress: Hashable, Sendable {
  /// In lower case, without the colon; empty for `//host`, nil for a text without a scheme.
  package let scheme: String?
  /// What stands before the `@`.
  package let userinfo: String
  /// Normalized; nil where there is none, as in relative and opaque URLs.
  package let host: Host?
  /// Whether the authority could not be read as a host.
  package let hasBadHost: Bool
  package let path: String
  package let query: String
  package let fragment: String

  private static let special: Set<String> = ["http", "https", "ftp", "ws", "wss", "file", ""]

  /// Takes any text. Control characters and line breaks in it are left out, as browsers do, and what does not show; joiners are
  /// part of names.
  package init(_ text: String) {
    var rest = Substring(
      String(
        String.UnicodeScalarView(
          text.unicodeScalars.filter {
            $0.value > 0x20 && $0.value != 0x7F && (!$0.isDefaultIgnorable || $0.value == 0x200C || $0.value == 0x200D)
          })))
    scheme = Self.takeScheme(&rest)
    let isSpecial = scheme.map(Self.special.contains) ?? true
    if isSpecial { rest = Substring(Self.forward(rest)) }
    (rest, fragment) = Self.cut(rest, at: "#")
    (rest, query) = Self.cut(rest, at: "?")
    guard let authority = Self.takeAuthority(&rest, isSpecial: isSpecial && scheme != nil, hasScheme: scheme != nil)
    else {
      (userinfo, host, hasBadHost, path) = ("", nil, false, String(rest))
      return
    }
    let at = authority.lastIndex(of: "@")
    userinfo = at.map { String(authority[..<$0]) } ?? ""
    let name = at.map { authority[authority.index(after: $0)...] } ?? authority
    host = Host(String(Self.withoutPort(name)))
    hasBadHost = host == nil && !(scheme == "file" && name.isEmpty)
    path = String(rest)
  }

  /// `scheme:` where it is one; `host:8080` is none.
  private static func takeScheme(_ rest: inout Substring) -> String? {
    if rest.hasPrefix("//") || rest.hasPrefix("\\\\") || rest.hasPrefix("/\\") || rest.hasPrefix("\\/") { return "" }
    guard let colon = rest.utf8.firstIndex(of: 0x3A) else { return nil }
    let name = rest[..<colon]
    guard let first = name.utf8.first, ByteClass.isLetter(first),
      name.utf8.allSatisfy({ ByteClass.isAlphanumeric($0) || "+-.".utf8.contains($0) })
    else { return nil }
    let after = rest[rest.utf8.index(after: colon)...]
    if name.utf8.contains(0x2E), after.utf8.first.map(ByteClass.isDigit) ?? true { return nil }
    rest = after
    return name.lowercased()
  }

  private static func takeAuthority(_ rest: inout Substring, isSpecial: Bool, hasScheme: Bool) -> Substring? {
    guard isSpecial || rest.hasPrefix("//") else { return nil }
    let start = rest.utf8.firstIndex { $0 != 0x2F } ?? rest.endIndex
    let end = rest[start...].utf8.firstIndex(of: 0x2F) ?? rest.endIndex
    let authority = rest[start..<end]
    rest = rest[end...]
    return authority
  }

  /// Backslashes are slashes in special URLs.
  private static func forward(_ text: Substring) -> String {
    String(decoding: text.utf8.map { $0 == 0x5C ? 0x2F : $0 }, as: UTF8.self)
  }

  private static func cut(_ text: Substring, at mark: Unicode.Scalar) -> (Substring, String) {
    guard let index = text.unicodeScalars.firstIndex(of: mark) else { return (text, "") }
    return (text[..<index], String(text[text.unicodeScalars.index(after: index)...]))
  }

  private static func withoutPort(_ text: Substring) -> Substring {
    guard let colon = text.utf8.lastIndex(of: 0x3A) else { return text }
    let port = text[text.utf8.index(after: colon)...]
    return port.utf8.allSatisfy(ByteClass.isDigit) && !text[..<colon].utf8.contains(0x3A)
      || text[..<colon].hasSuffix("]")
      ? text[..<colon] : text
  }
}
