/// An e-mail address with its domain in one form.
package struct MailAddress: Hashable, Sendable {
  package let local: String
  package let domain: Host

  /// Reads `name@host`, also within `Name <name@host>`. One address only: `a@x, b@y` is none.
  package init?(_ text: String) {
    var address = Substring(text.trimmingSpaces)
    if let open = address.lastIndex(of: "<"), address.last == ">" {
      address = address[address.index(after: open)...].dropLast()
    }
    guard let at = address.lastIndex(of: "@") else { return nil }
    let local = address[..<at]
    // Signs that separate addresses or that mail servers read in other ways than people do.
    guard (1...64).contains(local.utf8.count),
      local.unicodeScalars.allSatisfy({
        $0.value > 0x20 && $0.value != 0x7F && !"@,;<>()[]\\\":%!".unicodeScalars.contains($0)
      }),
      let host = Host(String(address[address.index(after: at)...])), host.name.contains(".") || host.address != nil
    else { return nil }
    self.local = String(local)
    domain = host
  }
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
