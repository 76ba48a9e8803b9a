import EvalGateCore
import StrictJSON

/// The body of a request with places for what is asked.
///
/// In a mapping, a text that is nothing but `{{messages}}` becomes the value itself, whatever its kind; in any other text the
/// values are put in as text. A body that is one text is rendered as it stands.
struct BodyTemplate: Sendable {
  private indirect enum Part: Sendable {
    case value(JSONValue)
    case text(Template)
    /// Renders the JSON of one variable.
    case splice(Template)
    case list([Part])
    case object([(key: String, part: Part)])
  }

  /// As it was written, for digests.
  let source: JSONValue
  private let root: Part
  private let isText: Bool
  /// The variables that are asked for.
  private let roots: Set<String>

  private static let known: Set = [
    "prompt", "system", "messages", "tools", "parameters", "output_schema", "model", "case", "vars",
  ]

  init(_ node: Node) throws(Diagnostic) {
    source = node.json
    if case .string(let text) = node.content {
      isText = true
      root = .text(try Template(text, location: node.location))
    } else {
      isText = false
      root = try Self.part(node)
    }
    let references = Self.references(of: root)
    if let unknown = references.first(where: { !Self.known.contains($0.root) }) {
      throw Diagnostic(
        .undefinedVariable, "a body has no `\(unknown.root)` to put in", at: unknown.location,
        label: suggestion(for: unknown.root, among: Self.known.sorted()).map { "did you mean `\($0)`?" },
        help: "there are " + Self.known.sorted().map { "`\($0)`" }.joined(separator: ", "),
        "a variable of the case is `vars.\(unknown.root)`")
    }
    roots = Set(references.map(\.root))
  }

  private static func part(_ node: Node) throws(Diagnostic) -> Part {
    switch node.content {
    case .null, .bool, .number: return .value(node.json)
    case .string(let text): return try part(text, at: node.location)
    case .sequence(let nodes):
      var parts: [Part] = []
      for node in nodes { parts.append(try part(node)) }
      return .list(parts)
    case .mapping(let entries):
      var members: [(key: String, part: Part)] = []
      for entry in entries { members.append((entry.key, try part(entry.value))) }
      return .object(members)
    }
  }

  private static func part(_ text: String, at place: SourceLocation) throws(Diagnostic) -> Part {
    let template = try Template(text, location: place)
    guard let path = template.references.first?.path, template.references.count == 1,
      text.utf8.filter({ $0 != UInt8(ascii: " ") }).elementsEqual("{{\(path)}}".utf8)
    else { return .text(template) }
    return .splice(try Template("{{\(path) | json}}", location: place))
  }

  private static func references(of part: Part) -> [Template.Reference] {
    switch part {
    case .value: []
    case .text(let template), .splice(let template): template.references
    case .list(let parts): parts.flatMap(references)
    case .object(let members): members.flatMap { references(of: $0.part) }
    }
  }

  /// The bytes that are sent.
  /// - Throws: where a variable is missing, or where the request has something that the body has no place for: it would be lost
  ///   without a word.
  func bytes(for request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    try refuseLosses(request)
    let variables = Self.variables(of: request, model: model)
    do throws(Diagnostic) {
      if isText, case .text(let template) = root { return Array(try template.render(variables).utf8) }
      return Array(try Self.value(of: root, variables).serialized().utf8)
    } catch {
      throw GenerationFailure(.infrastructure, .badRequest, "the request's body cannot be made: \(error.message)")
    }
  }

  private func refuseLosses(_ request: GenerationRequest) throws(GenerationFailure) {
    let isConversation = request.messages.contains { $0.role == .assistant || $0.role == .tool }
    let losses = [
      ("parameters", !request.parameters.isEmpty, "parameters"), ("tools", !request.tools.isEmpty, "tools"),
      ("messages", isConversation, "earlier turns"),
    ]
    for (name, isThere, what) in losses where isThere && !roots.contains(name) {
      throw GenerationFailure(
        .infrastructure, .badRequest, "the request has \(what) that `body` has no `{{\(name)}}` for")
    }
    guard request.messages.allSatisfy(\.images.isEmpty) else {
      throw GenerationFailure(.infrastructure, .badRequest, "the request has images, which `http` does not send")
    }
  }

  private static func value(of part: Part, _ variables: JSONObject) throws(Diagnostic) -> JSONValue {
    switch part {
    case .value(let value): return value
    case .text(let template): return .string(try template.render(variables))
    case .splice(let template):
      let text = try template.render(variables)
      return (try? JSONValue(parsing: text)) ?? .string(text)
    case .list(let parts):
      var values: [JSONValue] = []
      for part in parts { values.append(try value(of: part, variables)) }
      return .array(values)
    case .object(let members):
      var object: JSONObject = [:]
      for member in members { object[member.key] = try value(of: member.part, variables) }
      return .object(object)
    }
  }

  private static func variables(of request: GenerationRequest, model: String) -> JSONObject {
    let system = request.messages.filter { $0.role == .system || $0.role == .developer }.map(\.text)
    return [
      "prompt": .string(request.messages.last { $0.role == .user }?.text ?? ""),
      "system": .string(system.joined(separator: "\n\n")),
      "messages": .array(request.messages.map(\.json)), "tools": .array(request.tools.map(\.json)),
      "parameters": .object(request.parameters), "output_schema": request.outputSchema ?? .null,
      "model": .string(model), "case": .string(request.caseID), "vars": .object(request.variables),
    ]
  }
}
