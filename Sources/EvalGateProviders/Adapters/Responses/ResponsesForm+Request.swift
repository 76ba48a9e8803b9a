import EvalGateCore
import StrictJSON

extension ResponsesForm {
  private static let reserved: Set = ["model", "input", "stream", "stream_options"]

  func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var json = JSONWriter()
    json.reserveCapacity(512 + request.messages.reduce(0) { $0 + $1.text.utf8.count + 64 })
    json.beginObject()
    json.key("model")
    json.string(model)
    json.key("input")
    json.beginArray()
    let kinds = Self.callKinds(in: request.messages)
    for message in request.messages.identified(form: Self.name) { try Self.write(message, kinds, to: &json) }
    json.endArray()
    var parameters = RequestParameters(request.parameters)
    Self.write(request.tools, try parameters.takeTools(), to: &json)
    if isStreamed {
      json.key("stream")
      json.bool(true)
    }
    for (key, value) in try nested(&parameters, request) {
      json.key(key)
      json.value(value)
    }
    try parameters.writeRest(to: &json, reserved: Self.reserved)
    json.endObject()
    return json.bytes
  }

  /// Parameters that this service has in another place or under another name than chat completions.
  private func nested(
    _ parameters: inout RequestParameters, _ request: GenerationRequest
  ) throws(GenerationFailure) -> JSONObject {
    try parameters.refuseMissing(["stop", "seed", "n", "logit_bias"], at: "the Responses API")
    var nested: JSONObject = [:]
    nested["max_output_tokens"] = parameters.takeMaxTokens()
    if let value = parameters.rest["tool_choice"], let choice = ToolChoice(value) {
      _ = parameters.take("tool_choice")
      nested["tool_choice"] = choice.responses
    }
    if let effort = parameters.take("reasoning_effort") {
      var reasoning = parameters.take("reasoning")?.objectValue ?? [:]
      reasoning["effort"] = effort
      nested["reasoning"] = .object(reasoning)
    }
    if let format = try format(&parameters, request) {
      var text = parameters.take("text")?.objectValue ?? [:]
      text["format"] = format
      nested["text"] = .object(text)
    }
    if parameters.take("logprobs") == true {
      nested["include"] = .array((parameters.take("include")?.arrayValue ?? []) + ["message.output_text.logprobs"])
    }
    return nested
  }

  private func format(
    _ parameters: inout RequestParameters, _ request: GenerationRequest
  ) throws(GenerationFailure) -> JSONValue? {
    let written = parameters.take("response_format")
    guard let schema = request.outputSchema else { return written }
    guard written == nil else {
      throw .wrongParameter("response_format", "cannot be set, because the prompt has an output schema")
    }
    var format: JSONObject = [
      "type": "json_schema", "name": .string(SchemaName.allowed(request.outputName)), "schema": schema,
    ]
    if strictSchema { format["strict"] = true }
    return .object(format)
  }

  /// What kinds of items the calls of turns before were, where they go back as they were.
  private static func callKinds(in messages: [Message]) -> [String: String] {
    var kinds: [String: String] = [:]
    for item in messages.compactMap(\.continuation).filter({ $0.form == name }).flatMap(\.items) {
      guard let id = item["call_id"]?.stringValue ?? item["id"]?.stringValue else { continue }
      kinds[id] = item["type"]?.stringValue
    }
    return kinds
  }

  /// A message is one item of the input, each call and each result another.
  private static func write(
    _ message: Message, _ kinds: [String: String], to json: inout JSONWriter
  ) throws(GenerationFailure) {
    if let continuation = message.continuation, continuation.form == Self.name {
      for item in continuation.items { json.value(item) }
      return
    }
    if message.role == .tool {
      let id = message.toolCallID ?? message.toolName ?? ""
      let kind = kinds[id] ?? "function_call"
      guard ["function_call", "custom_tool_call"].contains(kind) else {
        throw GenerationFailure(
          .infrastructure, .badRequest, "the result of a `\(kind)` is no text, and so cannot be sent to the service")
      }
      json.beginObject()
      json.key("type")
      json.string(kind + "_output")
      json.key("call_id")
      json.string(id)
      json.key("output")
      json.string(message.text)
      json.endObject()
      return
    }
    let calls = message.toolCalls.awaitingResults
    if !message.text.isEmpty || calls.isEmpty { writeText(of: message, to: &json) }
    for call in calls {
      json.beginObject()
      json.key("type")
      json.string("function_call")
      json.key("call_id")
      json.string(call.id ?? call.name)
      json.key("name")
      json.string(call.name)
      json.key("arguments")
      json.string(call.argumentsText)
      json.endObject()
    }
  }

  private static func writeText(of message: Message, to json: inout JSONWriter) {
    json.beginObject()
    json.key("role")
    json.string(message.role.rawValue)
    json.key("content")
    if message.images.isEmpty {
      json.string(message.text)
    } else {
      json.beginArray()
      if !message.text.isEmpty { json.value(["type": "input_text", "text": .string(message.text)]) }
      for image in message.images {
        json.value(["type": "input_image", "image_url": .string(image.dataURL), "detail": "auto"])
      }
      json.endArray()
    }
    json.endObject()
  }

  /// A tool is strict here unless it says otherwise, which most schemas are not fit for.
  private static func write(_ tools: [ToolDefinition], _ others: [JSONValue], to json: inout JSONWriter) {
    guard !tools.isEmpty || !others.isEmpty else { return }
    json.key("tools")
    json.beginArray()
    for tool in tools {
      var object: JSONObject = ["type": "function"]
      for (key, value) in tool.json.objectValue ?? [:] { object[key] = value }
      object["strict"] = .bool(tool.strict ?? false)
      json.value(.object(object))
    }
    for tool in others { json.value(tool) }
    json.endArray()
  }
}

extension ToolChoice {
  /// As the Responses API writes it.
  fileprivate var responses: JSONValue {
    switch self {
    case .auto: "auto"
    case .none: "none"
    case .required: "required"
    case .tool(let name): ["type": "function", "name": .string(name)]
    }
  }
}
