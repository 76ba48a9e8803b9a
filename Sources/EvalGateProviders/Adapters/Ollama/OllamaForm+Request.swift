import EvalGateCore
import StrictJSON

extension OllamaForm {
  private static let reserved: Set = ["model", "messages", "tools", "stream"]

  /// What stands beside `options` rather than in it.
  private static let topLevel: Set = ["keep_alive", "think", "logprobs", "top_logprobs", "truncate", "shift"]

  func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var parameters = RequestParameters(request.parameters)
    try parameters.refuse(Self.reserved)
    try parameters.refuseMissing(["n", "logit_bias", "parallel_tool_calls"], at: "Ollama")
    let choice = try parameters.takeToolChoice()
    guard choice != .required, choice?.tool == nil else {
      throw .wrongParameter("tool_choice", "is `auto` or `none` at Ollama, which cannot be made to call a tool")
    }
    let format = try Self.format(&parameters, request)
    let think = Self.think(parameters.take("reasoning_effort"))
    let options = Self.options(&parameters)
    var json = JSONWriter()
    json.beginObject()
    json.key("model")
    json.string(model)
    json.key("messages")
    json.beginArray()
    for message in request.messages { json.value(Self.json(of: message)) }
    json.endArray()
    if !request.tools.isEmpty, choice != ToolChoice.none {
      json.key("tools")
      json.value(.array(request.tools.map(Self.json)))
    }
    json.key("stream")
    json.bool(isStreamed)
    if let format {
      json.key("format")
      json.value(format)
    }
    if let think, !parameters.rest.contains(key: "think") {
      json.key("think")
      json.value(think)
    }
    if !options.isEmpty {
      json.key("options")
      json.value(.object(options))
    }
    for (key, value) in parameters.rest where Self.topLevel.contains(key) {
      json.key(key)
      json.value(value)
    }
    json.endObject()
    return json.bytes
  }

  private static func format(
    _ parameters: inout RequestParameters, _ request: GenerationRequest
  ) throws(GenerationFailure) -> JSONValue? {
    let written = parameters.take("response_format")
    let own = parameters.take("format")
    if let schema = request.outputSchema {
      guard written == nil, own == nil else {
        throw .wrongParameter(
          own == nil ? "response_format" : "format", "cannot be set, because the prompt has an output schema")
      }
      return schema
    }
    switch written?["type"]?.stringValue {
    case "json_object"?: return own ?? "json"
    case "text"?, nil: return own
    default: throw .wrongParameter("response_format", "is `{ type: json_object }` here; for a schema use `output`")
    }
  }

  /// `none` is no thinking; a level is for models that have levels.
  private static func think(_ effort: JSONValue?) -> JSONValue? {
    effort.map { $0 == "none" ? false : $0 }
  }

  /// https://docs.ollama.com/modelfile#parameter
  private static func options(_ parameters: inout RequestParameters) -> JSONObject {
    var options: JSONObject = [:]
    if let limit = parameters.takeMaxTokens() { options["num_predict"] = limit }
    if let stop = parameters.takeStop() { options["stop"] = stop }
    for (key, value) in parameters.rest where !topLevel.contains(key) && key != "options" { options[key] = value }
    // What is written in the service's own words wins.
    for (key, value) in parameters.rest["options"]?.objectValue ?? [:] { options[key] = value }
    return options
  }

  private static func json(of message: Message) -> JSONValue {
    // The service knows no developer.
    let role = message.role == .developer ? Role.system : message.role
    var object: JSONObject = ["role": .string(role.rawValue), "content": .string(message.text)]
    if !message.images.isEmpty { object["images"] = .array(message.images.map { .string($0.base64) }) }
    let calls = message.toolCalls.awaitingResults
    if !calls.isEmpty {
      object["tool_calls"] = .array(
        calls.map { call in
          ["function": ["name": .string(call.name), "arguments": call.argumentsObject]]
        })
    }
    if message.role == .tool, let name = message.toolName { object["tool_name"] = .string(name) }
    return .object(object)
  }

  private static func json(of tool: ToolDefinition) -> JSONValue {
    [
      "type": "function",
      "function": [
        "name": .string(tool.name), "description": .string(tool.description), "parameters": tool.parameters,
      ],
    ]
  }
}

extension ToolChoice {
  /// The one tool that has to be called.
  fileprivate var tool: String? {
    if case .tool(let name) = self { name } else { nil }
  }
}
