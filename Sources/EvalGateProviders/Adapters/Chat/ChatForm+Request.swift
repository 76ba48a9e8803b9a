import EvalGateCore
import StrictJSON

extension ChatForm {
  private static let reserved: Set = ["model", "messages", "stream", "stream_options"]

  func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var json = JSONWriter()
    json.reserveCapacity(512 + request.messages.reduce(0) { $0 + $1.text.utf8.count + 64 })
    json.beginObject()
    json.key("model")
    json.string(model)
    json.key("messages")
    json.beginArray()
    for message in request.messages.identified() { write(message, to: &json) }
    json.endArray()
    var parameters = RequestParameters(request.parameters)
    Self.write(request.tools, try parameters.takeTools(), to: &json)
    if let schema = request.outputSchema { writeFormat(schema, named: request.outputName, to: &json) }
    if isStreamed {
      json.key("stream")
      json.bool(true)
      // Without it a stream says nothing of tokens.
      json.key("stream_options")
      json.value(["include_usage": true])
    }
    try writeCommon(&parameters, model: model, to: &json)
    try parameters.writeRest(
      to: &json, reserved: request.outputSchema == nil ? Self.reserved : Self.reserved.union(["response_format"]))
    json.endObject()
    return json.bytes
  }

  /// What needs another name or form than it was written in.
  private func writeCommon(
    _ parameters: inout RequestParameters, model: String, to json: inout JSONWriter
  ) throws(GenerationFailure) {
    if let value = parameters.rest["tool_choice"], let choice = ToolChoice(value) {
      _ = parameters.take("tool_choice")
      json.key("tool_choice")
      json.value(choice.chat)
    }
    guard sendsNewNames(for: model), let limit = parameters.take("max_tokens"),
      !parameters.rest.contains(key: "max_completion_tokens")
    else { return }
    json.key("max_completion_tokens")
    json.value(limit)
  }

  private func sendsNewNames(for model: String) -> Bool {
    switch newNames {
    case .always: return true
    case .forReasoning:
      // `o3-mini`, `gpt-5`, `openai/o1`: what a gateway puts before the name says nothing.
      let bytes = model.utf8
      let name = bytes.lastIndex(of: UInt8(ascii: "/")).map { bytes[bytes.index(after: $0)...] } ?? bytes[...]
      let isSeries = name.first == UInt8(ascii: "o") && name.dropFirst().first.map { (48...57).contains($0) } == true
      return isSeries || name.starts(with: "gpt-5".utf8)
    }
  }

  private func write(_ message: Message, to json: inout JSONWriter) {
    let extras = ChatExtras(message.continuation) ?? ChatExtras()
    json.beginObject()
    json.key("role")
    json.string(message.role.rawValue)
    json.key("content")
    let calls = message.toolCalls.awaitingResults
    if message.text.isEmpty, !calls.isEmpty {
      json.null()
    } else if message.images.isEmpty {
      json.string(message.text)
    } else {
      Self.writeParts(of: message, to: &json)
    }
    if takesExtras { json.members(extras.message) }
    if !calls.isEmpty {
      json.key("tool_calls")
      json.beginArray()
      for (place, call) in calls.enumerated() {
        write(call, place < extras.calls.count ? extras.calls[place] : [:], to: &json)
      }
      json.endArray()
    }
    if message.role == .tool {
      json.key("tool_call_id")
      json.string(message.toolCallID ?? message.toolName ?? "")
    }
    json.endObject()
  }

  /// OpenAI itself refuses members that it does not know, which only an answer of another service's can have had.
  private var takesExtras: Bool { newNames != .always }

  private static func writeParts(of message: Message, to json: inout JSONWriter) {
    json.beginArray()
    if !message.text.isEmpty { json.value(["type": "text", "text": .string(message.text)]) }
    for image in message.images {
      json.value(["type": "image_url", "image_url": ["url": .string(image.dataURL)]])
    }
    json.endArray()
  }

  private func write(_ call: ToolCall, _ extras: JSONObject, to json: inout JSONWriter) {
    let isCustom = extras["type"] == ChatExtras.customType
    json.beginObject()
    json.key("id")
    json.string(call.id ?? call.name)
    json.key("type")
    json.string(isCustom ? "custom" : "function")
    json.key(isCustom ? "custom" : "function")
    json.beginObject()
    json.key("name")
    json.string(call.name)
    json.key(isCustom ? "input" : "arguments")
    json.string(call.argumentsText)
    json.endObject()
    if takesExtras, let extra = extras["extra_content"] { json.members(["extra_content": extra]) }
    json.endObject()
  }

  private static func write(_ tools: [ToolDefinition], _ others: [JSONValue], to json: inout JSONWriter) {
    guard !tools.isEmpty || !others.isEmpty else { return }
    json.key("tools")
    json.beginArray()
    for tool in tools {
      json.beginObject()
      json.key("type")
      json.string("function")
      json.key("function")
      json.value(tool.json)
      json.endObject()
    }
    for tool in others { json.value(tool) }
    json.endArray()
  }

  private func writeFormat(_ schema: JSONValue, named name: String, to json: inout JSONWriter) {
    json.key("response_format")
    json.beginObject()
    json.key("type")
    json.string("json_schema")
    json.key("json_schema")
    json.beginObject()
    json.key("name")
    json.string(SchemaName.allowed(name))
    json.key("schema")
    json.value(schema)
    if strictSchema {
      json.key("strict")
      json.bool(true)
    }
    json.endObject()
    json.endObject()
  }
}

/// The name under which OpenAI is sent an output schema.
enum SchemaName {
  /// "Must be a-z, A-Z, 0-9, or contain underscores and dashes, with a maximum length of 64."
  static func allowed(_ name: String) -> String {
    let allowed = name.unicodeScalars.prefix(64).map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-": Character(scalar)
      default: "_"
      }
    }
    return allowed.isEmpty ? "output" : String(allowed)
  }
}

extension JSONWriter {
  fileprivate mutating func members(_ object: JSONObject) {
    for (name, content) in object {
      key(name)
      value(content)
    }
  }
}

extension ToolChoice {
  /// As chat completions write it.
  fileprivate var chat: JSONValue {
    switch self {
    case .auto: "auto"
    case .none: "none"
    case .required: "required"
    case .tool(let name): ["type": "function", "function": ["name": .string(name)]]
    }
  }
}
