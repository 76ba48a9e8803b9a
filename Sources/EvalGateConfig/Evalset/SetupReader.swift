package import EvalGateCore
package import StrictJSON

/// Reads `setup` of a scenario, with the files it names put in their place. A key that nobody knows would switch off what it was
/// meant for.
package struct SetupReader: Sendable {
  let fixtures: Fixtures
  /// The words that `sink` takes.
  let sinks: [String]

  init(_ fixtures: Fixtures, sinks: [String]) {
    self.fixtures = fixtures
    self.sinks = sinks
  }

  /// For a `setup` that stands in no evalset, and names no files.
  package init(sinks: [String]) { self.init(Fixtures(), sinks: sinks) }

  package func read(_ node: Node) throws(Diagnostic) -> JSONObject {
    var reader = try OptionReader(node, subject: "setup")
    var setup: JSONObject = [:]
    if let system = try reader.optionalString("system") {
      setup["system"] = .string(try self.system(system, node["system"]?.location ?? node.location))
    }
    if let tools = reader.node("tools") { setup["tools"] = try self.tools(tools) }
    if let plant = reader.node("plant") { setup["plant"] = .object(try self.plant(plant)) }
    if let canaries = reader.node("canaries") { setup["canaries"] = try self.canaries(canaries) }
    if let audience = reader.node("audience") { setup["audience"] = try words(audience, "audience") }
    if let sink = reader.node("sink") { setup["sink"] = try self.sink(sink) }
    if let confirmations = reader.node("confirmations") { setup["confirmations"] = try confirmed(confirmations) }
    if let results = reader.node("tool_results") {
      setup["tool_results"] = .object(try TurnReader.toolResults(results))
    }
    try reader.finish()
    return setup
  }

  private func system(_ text: String, _ place: SourceLocation) throws(Diagnostic) -> String {
    guard FileReference.namesTextFile(text) else { return text }
    let path = try ProjectPath.resolve(text, at: place)
    guard let content = fixtures.texts[path] else {
      throw Diagnostic(.missingFile, "`\(path)` was not read", at: place, help: "name a text file of the repository")
    }
    return content
  }

  private func tools(_ node: Node) throws(Diagnostic) -> JSONValue {
    guard case .string(let text) = node.content else { return .array(try ToolReader.definitions(node).map(\.json)) }
    let path = try ProjectPath.resolve(text, at: node.location)
    guard let file = fixtures.nodes[path] else {
      throw Diagnostic(
        .missingFile, "`\(path)` was not read", at: node.location, help: "name a YAML or JSON file of the repository")
    }
    return .array(try ToolReader.definitions(file["tools"] ?? file).map(\.json))
  }

  private func plant(_ node: Node) throws(Diagnostic) -> JSONObject {
    var reader = try OptionReader(node, subject: "plant")
    let into = try reader.optionalString("into")
    let text = try reader.optionalString("text")
    let at = try reader.choice("at", default: Position.end)
    try reader.finish()
    // Without a place to put it, the text stands in the script already: it says what of that is planted.
    guard let text, text.contains(where: { !$0.isWhitespace }) else {
      throw OptionReader.wrong(node, "plant", "`{ into, text, at }` or `{ text }`, with a text that is not empty")
    }
    guard let into else { return ["text": .string(text)] }
    return ["into": .string(into), "at": .string(at.rawValue), "text": .string(text)]
  }

  private enum Position: String, CaseIterable { case start, middle, end }

  /// `{ field: token }`, `{ field: [tokens] }` or a list of tokens.
  private func canaries(_ node: Node) throws(Diagnostic) -> JSONValue {
    guard case .mapping(let entries) = node.content else { return try words(node, "canaries") }
    guard !entries.isEmpty else { throw OptionReader.wrong(node, "canaries", "a mapping with at least one field") }
    for entry in entries { _ = try words(entry.value, entry.key) }
    return node.json
  }

  /// A text, or a list of them, none of them empty.
  private func words(_ node: Node, _ key: String) throws(Diagnostic) -> JSONValue {
    let values = node.json.arrayValue ?? [node.json]
    guard !values.isEmpty, values.allSatisfy({ $0.stringValue?.contains { !$0.isWhitespace } == true }) else {
      throw OptionReader.wrong(node, key, "text that is not empty, or a list of such texts")
    }
    return node.json
  }

  private func sink(_ node: Node) throws(Diagnostic) -> JSONValue {
    let text: String? = if case .string(let text) = node.content { text } else { node.source }
    guard let word = text, sinks.contains(word) else {
      let word = text ?? node.kindName
      throw Diagnostic(
        .unknownWord, "`\(word)` is not a value of `sink`", at: node.location,
        label: suggestion(for: word, among: sinks).map { "did you mean `\($0)`?" },
        help: "`sink` is one of " + sinks.map { "`\($0)`" }.joined(separator: ", "))
    }
    return .string(word)
  }

  private func confirmed(_ node: Node) throws(Diagnostic) -> JSONValue {
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      throw OptionReader.wrong(node, "confirmations", "a list of `{ tool, arguments, turn }`")
    }
    for node in nodes {
      var reader = try OptionReader(node, subject: "a confirmation")
      _ = try reader.string("tool")
      let arguments = try reader.required("arguments")
      guard case .mapping = arguments.content else { throw OptionReader.wrong(arguments, "arguments", "a mapping") }
      _ = try reader.optionalInt("turn", in: 1...Int.max)
      try reader.finish()
    }
    return node.json
  }
}
