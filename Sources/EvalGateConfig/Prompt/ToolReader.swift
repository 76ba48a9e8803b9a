import EvalGateCore
import JSONSchema
import StrictJSON

/// Reads tools: a file `{ revision, tools: […] }`, or a list inside the prompt.
struct ToolReader {
  let schemas: SchemaLoader
  /// What a tool file calls its version.
  static let revision = "revision"

  func load(_ node: Node?, promptID: String, _ problems: inout Problems) async -> ToolSet? {
    guard let node else { return nil }
    guard case .string(let text) = node.content else {
      return await toolSet(node, id: promptID, at: node.location, &problems)
    }
    guard let path = problems.collect({ () throws(Diagnostic) in try ProjectPath.resolve(text, at: node.location) }),
      let file = await schemas.shelf.data(
        path, namedAt: node.location, as: "tool file", among: schemas.listing, &problems)
    else { return nil }
    let stem = String(ProjectPath.name(of: path).prefix { $0 != "." })
    guard case .mapping = file.content else {
      return await toolSet(file, id: stem, at: file.location, &problems)
    }
    guard var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(file, subject: "tool file") })
    else { return nil }
    let id = reader.node("id")?.source ?? stem
    let revision = reader.node(Self.revision)
    let changelog = ChangelogReader.read(reader.node("changelog"), of: Self.revision, &problems)
    for key in ["name", "description"] { _ = reader.node(key) }
    let list = problems.collect { () throws(Diagnostic) in try reader.required("tools") }
    for problem in reader.unknownKeys() { problems.add(problem) }
    guard let list else { return nil }
    return await toolSet(list, id: id, revision: revision, changelog, at: file.location, &problems)
  }

  private func toolSet(
    _ list: Node, id: String, revision: Node? = nil, _ changelog: [ChangelogEntry] = [], at place: SourceLocation,
    _ problems: inout Problems
  ) async -> ToolSet? {
    guard let tools = problems.collect({ () throws(Diagnostic) in try Self.definitions(list) }) else { return nil }
    if case .sequence(let nodes) = list.content {
      for node in nodes {
        guard let parameters = Self.described(node)["parameters"] else { continue }
        _ = await schemas.compile(parameters, name: "parameters", &problems)
      }
    }
    return ToolSet(
      id: id, declaredRevision: revision?.source, revisionPlace: revision?.location, changelog: changelog,
      digest: Digest(of: .array(tools.map(\.json))), tools: tools, location: place)
  }

  /// The tools of a list, each `{ name, description, parameters, strict }` or in OpenAI's wrapping `{ type: function, function: … }`.
  static func definitions(_ list: Node) throws(Diagnostic) -> [ToolDefinition] {
    guard case .sequence(let nodes) = list.content else {
      throw OptionReader.wrong(list, "tools", "a list of `{ name, description, parameters }`")
    }
    var tools: [ToolDefinition] = []
    for node in nodes {
      var reader = try OptionReader(described(node), subject: "tool")
      let name = try reader.required("name")
      guard case .string(let text) = name.content, !text.isEmpty else { throw OptionReader.wrong(name, "name", "text") }
      guard !tools.contains(where: { $0.name == text }) else {
        throw Diagnostic(
          .duplicateName, "two tools are called `\(text)`", at: name.location, help: "rename one of them")
      }
      let description = try reader.optionalString("description") ?? ""
      let parameters = reader.node("parameters")?.json ?? ["type": "object", "properties": [:]]
      let strict = reader.node("strict") == nil ? nil : try reader.bool("strict", default: false)
      try reader.finish()
      tools.append(ToolDefinition(name: text, description: description, parameters: parameters, strict: strict))
    }
    return tools
  }

  private static func described(_ node: Node) -> Node {
    node["type"]?.source == "function" ? node["function"] ?? node : node
  }
}
