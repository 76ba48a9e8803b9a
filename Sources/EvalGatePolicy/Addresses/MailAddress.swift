import UnicodeText

/// An e-mail address with its domain in one form.
package struct MailAddress: Hashable, Sendable {
  package let local: String
  package let domain: Host

  /// Reads one mailbox (RFC 5322, section 3.4): `name@host`, also after a name as `Name <name@host>`.
  ///
  /// Nothing else: `a@x, b@y`, `<a@x> <b@y>`, groups, comments and line breaks are read as several addresses or other ones by one
  /// mail program and not by another.
  package init?(_ text: String) {
    guard text.unicodeScalars.allSatisfy({ !$0.isControl }) else { return nil }
    var address = Substring(text.trimmingSpaces)
    if address.last == ">" {
      guard let open = address.lastIndex(of: "<"), Self.isDisplayName(address[..<open]) else { return nil }
      address = address[address.index(after: open)...].dropLast()
    }
    guard let at = address.lastIndex(of: "@") else { return nil }
    let local = address[..<at]
    // Signs that separate addresses or that mail servers read in other ways than people do.
    guard (1...64).contains(local.utf8.count),
      local.unicodeScalars.allSatisfy({
        $0.value > 0x20 && $0.value != 0x7F && !"@,;<>()[]\\\":%!".unicodeScalars.contains($0)
          && !$0.properties.isWhitespace
      }),
      let host = Self.domain(address[address.index(after: at)...])
    else { return nil }
    self.local = String(local)
    domain = host
  }

  /// Reads a list of mailboxes (RFC 5322, section 3.4), with commas or, as mail programs write them, semicolons between; nil where one is
  /// none. A comma within quotation marks leaves two halves that are none.
  package static func all(in text: String) -> [MailAddress]? {
    if let one = MailAddress(text) { return [one] }
    var all: [MailAddress] = []
    for item in text.split(whereSeparator: { $0 == "," || $0 == ";" }) where !String(item).trimmingSpaces.isEmpty {
      guard let mail = MailAddress(String(item)) else { return nil }
      all.append(mail)
    }
    return all.isEmpty ? nil : all
  }

  /// What may stand after the `@`: a name with a dot in it, or an address in full. `vite@5` and `lodash@4.17.21` are versions of packages.
  static func domain(_ text: some StringProtocol) -> Host? {
    guard let host = Host(String(text)) else { return nil }
    guard host.address != nil else { return host.name.contains(".") ? host : nil }
    let parts = text.unicodeScalars.split(omittingEmptySubsequences: false) {
      ".\u{3002}\u{FF0E}\u{FF61}".unicodeScalars.contains($0)
    }
    return parts.count == 4 || text.hasPrefix("[") ? host : nil
  }

  /// Words, or a text in quotation marks, which may hold a comma but nothing that looks like another address.
  private static func isDisplayName(_ text: Substring) -> Bool {
    let name = String(text).trimmingSpaces
    let isQuoted = name.utf8.count >= 2 && name.hasPrefix("\"") && name.hasSuffix("\"")
    let inner = isQuoted ? String(name.dropFirst().dropLast()) : name
    let special = isQuoted ? "\"\\@<>" : "\"\\@<>,;:()[]"
    return inner.nfkcCaseFolded.unicodeScalars.allSatisfy { !special.unicodeScalars.contains($0) }
  }
}

extension Unicode.Scalar {
  /// Control characters, and what breaks lines without being one.
  fileprivate var isControl: Bool { properties.generalCategory == .control || value == 0x2028 || value == 0x2029 }
}

extension String {
  /// Without spaces and line breaks at both ends.
  var trimmingSpaces: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
