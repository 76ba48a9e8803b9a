import EvalGateCore
import StrictJSON

/// A request in the form of Converse.
struct ConverseRequest {
  private let request: GenerationRequest

  init(_ request: GenerationRequest) { self.request = request }

  /// What Converse calls the common parameters, by the names that prompts use.
  private static let inference = [
    "max_tokens": "maxTokens", "max_completion_tokens": "maxTokens", "maxCompletionTokens": "maxTokens",
    "maxTokens": "maxTokens", "temperature": "temperature", "top_p": "topP", "topP": "topP",
    "stop": "stopSequences", "stop_sequences": "stopSequences", "stopSequences": "stopSequences",
  ]

  /// Members of Converse itself that a prompt or target may set as they are.
  private static let members: Set = [
    "guardrailConfig", "performanceConfig", "serviceTier", "requestMetadata", "promptVariables",
    "additionalModelResponseFieldPaths",
  ]

  /// - Throws: `badRequest` for what Converse has no place for.
  func body() throws(GenerationFailure) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("messages")
    try writeMessages(to: &json)
    let instructions = request.messages.filter { $0.role.isInstruction }
    if !instructions.isEmpty {
      json.key("system")
      json.value(.array(instructions.map { ["text": .string($0.text)] }))
    }
    var parameters = Parameters(request.parameters)
    if !parameters.inference.isEmpty {
      json.key("inferenceConfig")
      json.value(.object(parameters.inference))
    }
    if let tools = try tools(choice: parameters.toolChoice) {
      json.key("toolConfig")
      json.value(tools)
    }
    try writeOutput(&parameters, to: &json)
    for (key, value) in parameters.members {
      json.key(key)
      json.value(value)
    }
    if !parameters.additional.isEmpty {
      json.key("additionalModelRequestFields")
      json.value(.object(parameters.additional))
    }
    json.endObject()
    return json.bytes
  }

  /// A prompt's parameters, sorted by where Converse wants them.
  private struct Parameters {
    var inference: JSONObject = [:]
    var members: JSONObject = [:]
    var toolChoice: JSONValue?
    var outputConfig: JSONObject = [:]
    /// Whatever only the model knows: `top_k`, `thinking`, `reasoning_effort`.
    var additional: JSONObject = [:]

    init(_ parameters: JSONObject) {
      // `null` leaves a parameter out.
      for (key, value) in parameters where !value.isNull {
        if let name = ConverseRequest.inference[key] {
          // Both spellings at once: Converse's own one wins.
          if key != name, parameters.contains(key: name) { continue }
          inference[name] = name == "stopSequences" && value.stringValue != nil ? .array([value]) : value
        } else if key == "tool_choice" || key == "toolChoice" {
          toolChoice = value
        } else if key == "outputConfig", let object = value.objectValue {
          outputConfig = object
        } else if ConverseRequest.members.contains(key) {
          members[key] = value
        } else if key == "additionalModelRequestFields", let object = value.objectValue {
          for (key, value) in object { additional[key] = value }
        } else {
          additional[gitHubParameterNames[key] ?? key] = value
        }
      }
    }
  }

  private func writeOutput(_ parameters: inout Parameters, to json: inout JSONWriter) throws(GenerationFailure) {
    if let schema = request.outputSchema {
      guard !parameters.outputConfig.contains(key: "textFormat") else {
        throw .unsendable("the parameter `outputConfig.textFormat` cannot be set beside an output schema")
      }
      parameters.outputConfig["textFormat"] = [
        "type": "json_schema",
        "structure": [
          "jsonSchema": ["name": .string(request.outputName), "schema": .string(schema.serialized())]
        ],
      ]
    }
    guard !parameters.outputConfig.isEmpty else { return }
    json.key("outputConfig")
    json.value(.object(parameters.outputConfig))
  }

  /// Roles alternate: what one side says in several messages, results of parallel calls among them, becomes one.
  private func writeMessages(to json: inout JSONWriter) throws(GenerationFailure) {
    json.beginArray()
    var open: Role?
    for message in request.messages.identified(form: Bedrock.name, isPlain: true) where !message.role.isInstruction {
      let role: Role = message.role == .assistant ? .assistant : .user
      if open != role {
        if open != nil {
          json.endArray()
          json.endObject()
        }
        json.beginObject()
        json.key("role")
        json.string(role.rawValue)
        json.key("content")
        json.beginArray()
        open = role
      }
      for block in Self.blocks(of: message) { json.value(block) }
    }
    if open != nil {
      json.endArray()
      json.endObject()
    }
    json.endArray()
  }

  private static func blocks(of message: Message) -> [JSONValue] {
    if let continuation = message.continuation, continuation.form == Bedrock.name { return continuation.items }
    if message.role == .tool {
      let result: JSONObject = [
        "toolUseId": .string(message.toolCallID ?? message.toolName ?? ""),
        "content": [["text": .string(message.text)]],
        "status": "success",
      ]
      return [["toolResult": .object(result)]]
    }
    var blocks: [JSONValue] = message.images.map { image in
      // The format is the end of the type: `png`, `jpeg`, `gif`, `webp`.
      let format = image.mediaType.split(separator: "/").last.map(String.init) ?? ""
      return ["image": ["format": .string(format), "source": ["bytes": .string(image.base64)]]]
    }
    // An empty text block is refused by the service.
    let calls = message.toolCalls.awaitingResults
    if !message.text.isEmpty || (calls.isEmpty && blocks.isEmpty) {
      blocks.append(["text": .string(message.text)])
    }
    return blocks + calls.map(\.converse)
  }

  private func tools(choice: JSONValue?) throws(GenerationFailure) -> JSONValue? {
    guard !request.tools.isEmpty else { return nil }
    let isForbidden = choice?.stringValue == "none"
    if isForbidden {
      // Without tools the service takes no blocks of earlier calls, and it knows no `none`.
      guard request.messages.allSatisfy({ $0.toolCalls.awaitingResults.isEmpty && $0.role != .tool }) else {
        throw .unsendable("Converse has no `tool_choice: none` for a conversation in which tools were called")
      }
      return nil
    }
    var configuration: JSONObject = ["tools": .array(request.tools.map(Self.specification))]
    if let choice { configuration["toolChoice"] = try Self.converseChoice(choice) }
    return .object(configuration)
  }

  private static func specification(of tool: ToolDefinition) -> JSONValue {
    var specification: JSONObject = ["name": .string(tool.name)]
    if !tool.description.isEmpty { specification["description"] = .string(tool.description) }
    specification["inputSchema"] = ["json": tool.parameters]
    if let strict = tool.strict { specification["strict"] = .bool(strict) }
    return ["toolSpec": .object(specification)]
  }

  /// OpenAI's words and forms, Anthropic's, or Converse's own object.
  private static func converseChoice(_ choice: JSONValue) throws(GenerationFailure) -> JSONValue {
    switch choice.stringValue {
    case "auto"?: return ["auto": [:]]
    case "required"?, "any"?: return ["any": [:]]
    case let other?: throw .unsendable("Converse has no `tool_choice: \(other)`")
    case nil: break
    }
    if let name = choice["function"]?["name"]?.stringValue ?? choice["name"]?.stringValue {
      return ["tool": ["name": .string(name)]]
    }
    switch choice["type"]?.stringValue {
    case "auto"?: return ["auto": [:]]
    case "any"?: return ["any": [:]]
    default: return choice
    }
  }
}

extension Role {
  /// Sent apart from the conversation.
  fileprivate var isInstruction: Bool { self == .system || self == .developer }
}

extension GenerationFailure {
  fileprivate static func unsendable(_ why: String) -> GenerationFailure {
    GenerationFailure(.infrastructure, .badRequest, why)
  }
}
