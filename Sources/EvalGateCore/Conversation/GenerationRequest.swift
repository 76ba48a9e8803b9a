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

  /// The key of a recording: adapter, model, messages, tools, parameters, output schema and the revisions an `exec` program
  /// names; never the URL or a credential.
  ///
  /// - Parameter withCase: whether the case's id and variables count too, as for a program that reads them beside the messages.
  public func digest(
    adapter: String, model: String, revisions: JSONObject? = nil, withCase: Bool = false
  ) -> Digest {
    var object: JSONObject = [
      "adapter": .string(adapter), "model": .string(model), "messages": .array(messages.map(\.json)),
      "parameters": .object(parameters),
    ]
    if !tools.isEmpty { object["tools"] = .array(tools.map(\.json)) }
    if let outputSchema { object["output_schema"] = outputSchema }
    if let revisions { object["revisions"] = .object(revisions) }
    if withCase { object["case"] = ["id": .string(caseID), "vars": .object(variables)] }
    return Digest(of: .object(object))
  }
}
