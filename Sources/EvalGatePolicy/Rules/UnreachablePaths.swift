import EvalGateCore

extension PolicyReading {
  /// A path to a member of the arguments that their schema refuses: a rule that could never speak, mostly by a misspelt name.
  ///
  /// - Parameter rule: one entry of `tools`.
  mutating func checkPaths(of rule: Node) {
    // `additionalProperties` knows only what stands beside it (2020-12 core, section 10.3.2.3).
    guard let schema = rule["allow_when"]?["arguments"], schema["additionalProperties"]?.content == .bool(false),
      schema["patternProperties"] == nil, case .mapping(let properties)? = schema["properties"]?.content
    else { return }
    let known = properties.map(\.key)
    checkBinding(of: rule, among: known)
    for node in Self.paths(of: rule) {
      guard case .string(let text) = node.content, let name = Self.firstMember(of: text), !known.contains(name) else {
        continue
      }
      add(
        Diagnostic(
          .policyBadPath, "`\(text)` leads to `\(name)`, which the schema of the arguments does not allow",
          at: node.location,
          label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
          help: "name a property of the schema, or add `\(name)` to it"))
    }
  }

  /// Names of arguments that a confirmation is bound to.
  private mutating func checkBinding(of rule: Node, among known: [String]) {
    for node in Self.elements(rule["confirm"]?["bind"]) {
      guard case .string(let text) = node.content, let name = ConfirmRule.argument(text), !known.contains(name) else {
        continue
      }
      add(
        Diagnostic(
          .policyBadPath, "`\(text)` binds `\(name)`, which the schema of the arguments does not allow",
          at: node.location, label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
          help: "name a property of the schema, or add `\(name)` to it"))
    }
  }

  private static func paths(of rule: Node) -> [Node] {
    elements(rule["allow_when"]?["each"]).flatMap { elements($0["path"]) } + elements(rule["taint"]?["paths"])
  }

  /// One value in the place of a list is the list's only element.
  private static func elements(_ node: Node?) -> [Node] {
    guard let node else { return [] }
    if case .sequence(let nodes) = node.content { return nodes }
    return [node]
  }

  /// The name that a path such as `$.to[*].address` begins with; nil where it begins with something else.
  private static func firstMember(of path: String) -> String? {
    guard path.hasPrefix("$.") else { return nil }
    let name = path.dropFirst(2).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name)
  }
}
