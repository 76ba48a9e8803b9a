import EvalGateCore

extension PolicyReading {
  /// A path to a place in the arguments where their schema lets nothing stand: a rule that could never speak, mostly by a misspelt
  /// name.
  ///
  /// - Parameter rule: one entry of `tools`.
  mutating func checkPaths(of rule: Node) {
    guard let schema = rule["allow_when"]?["arguments"] else { return }
    if let known = Self.members(of: schema) { checkBinding(of: rule, among: known.map(\.key)) }
    for node in Self.paths(of: rule) {
      guard case .string(let text) = node.content else { continue }
      checkPath(text, at: node.location, through: schema)
    }
  }

  /// Follows a path as far as the schema says what is there.
  private mutating func checkPath(_ text: String, at place: SourceLocation, through schema: Node) {
    var schema = schema
    for step in PathStep.leading(text) {
      let types = Self.elements(schema["type"]).compactMap(\.source)
      switch step {
      case .element:
        // A single value in the place of a list is followed too.
        if !types.isEmpty, !types.contains("array") { continue }
        guard types == ["array"], schema["prefixItems"] == nil, let items = schema["items"] else { return }
        schema = items
      case .member(let name):
        guard types.isEmpty || types.contains("object") else {
          return add(
            Diagnostic(
              .policyBadPath,
              "`\(text)` leads to `\(name)` of what the schema of the arguments says is \(Self.listed(types))",
              at: place,
              help: "end the path before `\(name)`, or mend the schema"))
        }
        let known = Self.members(of: schema)
        if let known, !known.contains(where: { $0.key == name }) {
          return add(
            Diagnostic(
              .policyBadPath, "`\(text)` leads to `\(name)`, which the schema of the arguments does not allow",
              at: place,
              label: suggestion(for: name, among: known.map(\.key)).map { "did you mean `\($0)`?" },
              help: "name a property of the schema, or add `\(name)` to it"))
        }
        guard let member = schema["properties"]?[name] else { return }
        schema = member
      }
    }
  }

  private static func listed(_ types: [String]) -> String { types.map { "`\($0)`" }.joined(separator: " or ") }

  /// The members that an object may have; nil where it may have others.
  private static func members(of schema: Node) -> [Node.Entry]? {
    // `additionalProperties` knows only what stands beside it (2020-12 core, section 10.3.2.3).
    guard schema["additionalProperties"]?.content == .bool(false), schema["patternProperties"] == nil,
      case .mapping(let properties)? = schema["properties"]?.content
    else { return nil }
    return properties
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
}

/// A step of a path that a schema can be followed by.
private enum PathStep {
  case member(String)
  /// Any element of a list.
  case element

  /// The steps that `$.to[*].address` begins with, up to the first of another kind.
  static func leading(_ path: String) -> [PathStep] {
    guard path.hasPrefix("$") else { return [] }
    var steps: [PathStep] = []
    var rest = path.dropFirst()
    while let sign = rest.first {
      rest = rest.dropFirst()
      switch sign {
      case ".":
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        guard !name.isEmpty else { return steps }
        steps.append(.member(String(name)))
        rest = rest.dropFirst(name.count)
      case "[":
        guard let end = rest.firstIndex(of: "]"), rest[..<end].allSatisfy({ $0 == "*" || $0 == "-" || $0.isNumber })
        else { return steps }
        steps.append(.element)
        rest = rest[rest.index(after: end)...]
      default: return steps
      }
    }
    return steps
  }
}
