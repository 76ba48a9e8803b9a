public import StrictJSON

/// What a model is asked, in no service's own form. Adapters translate it; recordings are keyed by it.
public struct GenerationRequest: Hashable, Sendable {
  public var messages: [Message]
  public var tools: [ToolDefinition]
  /// `temperature`, `top_p`, `max_tokens`, `stop`, `seed`, … as the prompt wrote them.
  public var parameters: JSONObject
  /// The JSON Schema the output has to follow, with the name it is sent under.
  public var outputSchema: JSONValue?
  public var outputName: String
  /// Whether the prompt gives that name, rather than that it is the prompt's own.
  public var isOutputNamed = false
  /// The case as a program may see it (`exec`, `echo`): variables, never expectations.
  public var caseID: String
  public var variables: JSONObject

  public init(
    messages: [Message], tools: [ToolDefinition] = [], parameters: JSONObject = [:], outputSchema: JSONValue? = nil,
    outputName: String = "output", caseID: String = "", variables: JSONObject = [:]
  ) {
    self.messages = messages
    self.tools = tools
    self.parameters = parameters
    self.outputSchema = outputSchema
    self.outputName = outputName
    self.caseID = caseID
    self.variables = variables
  }

  /// The key of a recording: adapter, model, messages, tools, parameters, output schema, what else makes the target another one
  /// (its settings, where it is reached) and the revisions an `exec` program names; never a credential. What is not set has no place in it, so that a key stays what it is when
  /// there is one thing more that can be set.
  ///
  /// - Parameters:
  ///   - settings: what the target's options say of who answers, and of how.
  ///   - withCase: whether the case's id and variables count too, as for a program that reads them beside the messages.
  public func digest(
    adapter: String, model: String, settings: JSONObject = [:], revisions: JSONObject? = nil, withCase: Bool = false
  ) -> Digest {
    var json = JSONWriter(style: .canonical)
    json.reserveCapacity(512 + messages.reduce(0) { $0 + $1.text.utf8.count + 64 })
    json.beginObject()
    json.key("adapter")
    json.string(adapter)
    if withCase { json.member("case", ["id": .string(caseID), "vars": .object(variables)]) }
    json.key("messages")
    json.beginArray()
    for message in messages { message.write(to: &json) }
    json.endArray()
    json.key("model")
    json.string(model)
    if let outputSchema {
      if isOutputNamed { json.member("output_name", .string(outputName)) }
      json.member("output_schema", outputSchema)
    }
    json.member("parameters", .object(parameters))
    if let revisions { json.member("revisions", .object(revisions)) }
    if !settings.isEmpty { json.member("settings", .object(settings)) }
    if !tools.isEmpty { json.member("tools", .array(tools.map(\.json))) }
    json.endObject()
    return Digest(of: json.bytes)
  }
}

extension Message {
  /// Writes the canonical form of ``json`` without making it first: a request is named for every answer of a run.
  fileprivate func write(to json: inout JSONWriter) {
    json.beginObject()
    json.key("content")
    json.string(text)
    if let continuation { json.member("continuation", continuation.json) }
    if !images.isEmpty { json.member("images", .array(images.map(\.json))) }
    if let toolName { json.member("name", .string(toolName)) }
    json.key("role")
    json.string(role.rawValue)
    if let toolCallID { json.member("tool_call_id", .string(toolCallID)) }
    if !toolCalls.isEmpty { json.member("tool_calls", .array(toolCalls.map(\.json))) }
    json.endObject()
  }
}

extension JSONWriter {
  /// Keys are trusted to come in order.
  fileprivate mutating func member(_ name: String, _ content: JSONValue) {
    key(name)
    value(content)
  }
}
