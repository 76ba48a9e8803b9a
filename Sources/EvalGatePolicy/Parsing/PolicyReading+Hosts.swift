import EvalGateCore

extension PolicyReading {
  /// A list of hosts as it was written; nil where something in it is none, and would therefore never be met.
  ///
  /// - Parameters:
  ///   - node: the list.
  ///   - takesPatterns: whether `*.acme.example` stands for what is below a domain. Where it does not, a domain by itself does.
  mutating func hosts(_ texts: [String], at node: Node, takesPatterns: Bool = true) -> [String]? {
    let places = if case .sequence(let nodes) = node.content { nodes.map(\.location) } else { [node.location] }
    var areHosts = true
    for (text, place) in zip(texts, places) where !Self.isHost(text, takesPatterns: takesPatterns) {
      areHosts = false
      add(
        Diagnostic(
          .policyBadName, "`\(text)` is not a host", at: place,
          label: Self.host(in: text).map { "did you mean `\($0)`?" },
          help: takesPatterns
            ? "write names such as `acme.example` or `*.acme.example`"
            : "write names such as `acme.example`: what is below it is meant too"))
    }
    return areHosts ? texts : nil
  }

  private static func isHost(_ text: String, takesPatterns: Bool) -> Bool {
    Host(takesPatterns && text.hasPrefix("*.") ? String(text.dropFirst(2)) : text) != nil
  }

  /// What was meant by an address of mail, a URL or a pattern in the place of a host.
  private static func host(in text: String) -> String? {
    let authority = text.split(separator: "/").first { !$0.hasSuffix(":") } ?? ""
    let name = authority.split(separator: "@").last?.split(separator: ":").first ?? ""
    let host = name.hasPrefix("*.") ? name.dropFirst(2) : name
    return host != text && Host(String(host)) != nil ? String(host) : nil
  }
}
