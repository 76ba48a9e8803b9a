import EvalGateCore
import StrictJSON

extension AnthropicForm {
  /// Sent where a prompt does not say `max_tokens`, which the service insists on.
  static let usualMaxTokens = 4096

  private static let reserved: Set = ["model", "messages", "system", "stream"]

  func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var parameters = RequestParameters(request.parameters)
    var json = JSONWriter()
    json.beginObject()
    json.key("model")
    json.string(model)
    json.key("max_tokens")
    json.value(parameters.takeMaxTokens() ?? .number(JSONNumber(Self.usualMaxTokens)))
    let (instructions, talk) = Self.split(request.messages.identified(form: Self.name, isPlain: true))
    if !instructions.isEmpty {
      json.key("system")
      json.string(instructions)
    }
    json.key("messages")
    Self.write(talk, to: &json)
    Self.write(request.tools, try parameters.takeTools(), to: &json)
    if isStreamed {
      json.key("stream")
      json.bool(true)
    }
    for (key, value) in try Self.renamed(&parameters, request) {
      json.key(key)
      json.value(value)
    }
    try parameters.writeRest(to: &json, reserved: Self.reserved)
    json.endObject()
    return json.bytes
  }

  /// Parameters that have another name or place here than in chat completions.
  private static func renamed(
    _ parameters: inout RequestParameters, _ request: GenerationRequest
  ) throws(GenerationFailure) -> JSONObject {
    try parameters.refuseMissing(
      [
        "seed", "logprobs", "top_logprobs", "n", "frequency_penalty", "presence_penalty", "logit_bias",
        "response_format",
      ], at: "Anthropic")
    var renamed: JSONObject = [:]
    let stop = parameters.takeStop()
    if let stop = parameters.take("stop_sequences") ?? stop { renamed["stop_sequences"] = stop }
    let runsInParallel = parameters.take("parallel_tool_calls")?.boolValue
    if let choice = try parameters.takeToolChoice() ?? (runsInParallel == false ? .auto : nil) {
      renamed["tool_choice"] = choice.anthropic(isSerial: runsInParallel == false)
    }
    var configuration = parameters.take("output_config")?.objectValue ?? [:]
    if let effort = parameters.take("reasoning_effort") { configuration["effort"] = effort }
    if let schema = request.outputSchema { configuration["format"] = ["type": "json_schema", "schema": schema] }
    if !configuration.isEmpty { renamed["output_config"] = .object(configuration) }
    return renamed
  }

  /// Instructions are sent apart; everything else in turns.
  private static func split(_ messages: [Message]) -> (instructions: String, talk: [Message]) {
    let isInstruction = { (message: Message) in message.role == .system || message.role == .developer }
    return (
      messages.filter(isInstruction).map(\.text).joined(separator: "\n\n"), messages.filter { !isInstruction($0) }
    )
  }

  /// The results of parallel calls belong into one user's message, as the service asks.
  private static func write(_ messages: [Message], to json: inout JSONWriter) {
    json.beginArray()
    var open: Role?
    for message in messages {
      let role: Role = message.role == .assistant ? .assistant : .user
      if open != role {
        if open != nil { endMessage(&json) }
        json.beginObject()
        json.key("role")
        json.string(role.rawValue)
        json.key("content")
        json.beginArray()
        open = role
      }
      writeBlocks(of: message, to: &json)
    }
    if open != nil { endMessage(&json) }
    json.endArray()
  }

  private static func endMessage(_ json: inout JSONWriter) {
    json.endArray()
    json.endObject()
  }

  private static func writeBlocks(of message: Message, to json: inout JSONWriter) {
    if let continuation = message.continuation, continuation.form == name {
      for block in continuation.items { json.value(block) }
      return
    }
    if message.role == .tool {
      json.beginObject()
      json.key("type")
      json.string("tool_result")
      json.key("tool_use_id")
      json.string(message.toolCallID ?? message.toolName ?? "")
      json.key("content")
      json.string(message.text)
      json.endObject()
      return
    }
    for image in message.images {
      json.value([
        "type": "image",
        "source": ["type": "base64", "media_type": .string(image.mediaType), "data": .string(image.base64)],
      ])
    }
    // An empty text block is refused by the service.
    let calls = message.toolCalls.awaitingResults
    if !message.text.isEmpty || (calls.isEmpty && message.images.isEmpty) {
      json.beginObject()
      json.key("type")
      json.string("text")
      json.key("text")
      json.string(message.text)
      json.endObject()
    }
    for call in calls { json.value(AnthropicBlock.call(call).json) }
  }

  private static func write(_ tools: [ToolDefinition], _ others: [JSONValue], to json: inout JSONWriter) {
    guard !tools.isEmpty || !others.isEmpty else { return }
    json.key("tools")
    json.beginArray()
    for tool in tools {
      json.beginObject()
      json.key("name")
      json.string(tool.name)
      json.key("description")
      json.string(tool.description)
      json.key("input_schema")
      json.value(tool.parameters)
      if let strict = tool.strict {
        json.key("strict")
        json.bool(strict)
      }
      json.endObject()
    }
    for tool in others { json.value(tool) }
    json.endArray()
  }
}

extension ToolChoice {
  /// - Parameter isSerial: whether one call at a time is wanted.
  fileprivate func anthropic(isSerial: Bool) -> JSONValue {
    var object: JSONObject =
      switch self {
      case .auto: ["type": "auto"]
      case .none: ["type": "none"]
      case .required: ["type": "any"]
      case .tool(let name): ["type": "tool", "name": .string(name)]
      }
    if isSerial, self != .none { object["disable_parallel_tool_use"] = true }
    return .object(object)
  }
}
