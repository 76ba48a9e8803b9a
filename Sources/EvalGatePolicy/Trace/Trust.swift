import EvalGateCore
import StrictJSON

/// `trust`: whose words count as the user's will, and whose do not.
struct Trust: Sendable {
  /// Values of an untrusted source that may be acted on, such as the addresses of an address book.
  struct Promotion: Sendable {
    let source: Glob
    let fields: [JSONPath]
  }

  private var order: [(pattern: Glob, isTrusted: Bool)] = ["system", "developer", "user"].map { (Glob($0), true) }
  private(set) var promotions: [Promotion] = []
  /// Domains of one's own: what is not within them is external.
  private(set) var ownDomains: [String] = []

  init() {}

  /// By the first pattern that fits; a source that nobody speaks of is not trusted.
  func trusts(_ source: String) -> Bool { order.first { $0.pattern.matches(source) }?.isTrusted ?? false }

  /// Whether a host belongs to others. The machine that asks is nobody else's.
  func isExternal(_ host: Host) -> Bool { !host.isLoopback && !ownDomains.contains(where: host.isWithin) }

  /// The values of a tool's result that a promotion names.
  func promoted(_ text: TracedText) -> [String] {
    let matching = promotions.filter { $0.source.matches(text.source) }
    guard !matching.isEmpty, let value = try? JSONValue(parsing: text.text, limits: JSONLimits(depth: 64)) else {
      return []
    }
    return matching.flatMap { $0.fields }.flatMap { path in value.results.flatMap { path.matches(in: $0) } }.compactMap
    {
      match in
      switch match.value {
      case .string(let text): text
      case .number(let number): number.text
      default: nil
      }
    }
  }

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let trust = reading.section(node, "`trust`") { reader, reading -> Trust? in
      var trust = Trust()
      // Both are known, whichever stand there.
      for key in ["trusted", "untrusted"] { _ = reader.node(key) }
      if case .mapping(let entries) = node.content,
        entries.contains(where: { ["trusted", "untrusted"].contains($0.key) })
      {
        // In the order of the file, so that the first that fits can be seen there.
        trust.order = entries.filter { ["trusted", "untrusted"].contains($0.key) }.flatMap { entry in
          let names = reading.collect { () throws(Diagnostic) in try reader.strings(entry.key) } ?? []
          reading.checkSources(names, at: entry.value)
          return names.map { (Glob($0), entry.key == "trusted") }
        }
        if let all = Self.everything(in: entries) {
          reading.add(
            Diagnostic(
              .policyContradiction, "`*` trusts every source, so that nothing is tainted", at: all.location,
              help: "name the sources whose words are the user's will, such as `user` and `tool:get_contacts`"))
        }
      }
      let domains = reading.collect { () throws(Diagnostic) in try reader.optionalStrings("internal_domains") } ?? nil
      if let domains, let node = reader.node("internal_domains") {
        trust.ownDomains = reading.hosts(domains, at: node, takesPatterns: false) ?? []
      }
      trust.promotions = reading.list(reader.node("promote"), "promote", Self.promotion)
      return trust
    }
    guard let trust else { return nil }
    self = trust
  }

  /// The pattern that trusts every source before any other is said not to be trusted; nil where there is none.
  private static func everything(in entries: [Node.Entry]) -> Node? {
    for entry in entries where ["trusted", "untrusted"].contains(entry.key) {
      let nodes = if case .sequence(let nodes) = entry.value.content { nodes } else { [entry.value] }
      guard entry.key == "trusted" else { return nil }
      if let all = nodes.first(where: { $0.source.map { !$0.isEmpty && $0.allSatisfy { $0 == "*" } } ?? false }) {
        return all
      }
    }
    return nil
  }

  private static func promotion(_ node: Node, _ reading: inout PolicyReading) -> Promotion? {
    reading.section(node, "a promotion") { reader, reading in
      let source = reading.collect { () throws(Diagnostic) in try reader.string("source") }
      let fields = reading.paths(&reader, "fields")
      if let source, let node = reader.node("source") { reading.checkSources([source], at: node) }
      guard let source, let fields else { return nil }
      return Promotion(source: Glob(source), fields: fields)
    }
  }
}

extension JSONValue {
  /// A result, and what servers of the Model Context Protocol put into the texts of one: `{"content": [{"type": "text", "text": "{…}"}]}`,
  /// or that list.
  fileprivate var results: [JSONValue] {
    guard let parts = arrayValue ?? self["content"]?.arrayValue,
      !parts.isEmpty, parts.allSatisfy({ $0["type"]?.stringValue != nil })
    else { return [self] }
    let texts = parts.filter { $0["type"]?.stringValue == "text" }.compactMap { $0["text"]?.stringValue }
    return [self] + texts.compactMap { try? JSONValue(parsing: $0, limits: JSONLimits(depth: 64)) }
  }
}

extension PolicyReading {
  /// Names of sources that no text ever has: what is said about them holds nothing.
  ///
  /// - Parameter node: the names, or the one name.
  fileprivate mutating func checkSources(_ names: [String], at node: Node) {
    let roles = ["system", "developer", "user"]
    let kinds = ["tool", "retrieval", "memory"]
    let places = if case .sequence(let nodes) = node.content { nodes.map(\.location) } else { [node.location] }
    for (name, place) in zip(names, places) {
      let kind = name.prefix { $0 != ":" }
      guard !kind.contains("*"), !kind.contains("?") else { continue }
      let meant: String?
      if kind.count < name.count {
        guard !kinds.contains(String(kind)), let near = suggestion(for: String(kind), among: kinds) else { continue }
        meant = near + name.dropFirst(kind.count)
      } else {
        guard !roles.contains(name) else { continue }
        meant = suggestion(for: name, among: roles) ?? (kinds.contains(name) ? name + ":*" : "tool:" + name)
      }
      add(
        Diagnostic(
          .policyBadName, "`\(name)` is no source, so nothing is said by it", at: place,
          label: meant.map { "did you mean `\($0)`?" },
          help: "sources are `system`, `developer`, `user`, and `tool:` with the name of a tool"))
    }
  }
}
