import CurlHTTP
import EvalGateCore
import StrictJSON

/// Anthropic's Messages API.
///
/// https://platform.claude.com/docs/en/api/messages
struct Anthropic: Adapter {
  static let name = "anthropic"
  static let summary = "Anthropic's Messages API."
  static let options = Endpoint.options

  /// Sent where a prompt does not say `max_tokens`, which the service insists on.
  static let usualMaxTokens = 4096

  let endpoint: Endpoint

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: "https://api.anthropic.com", variable: "ANTHROPIC_API_KEY")
  }

  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest {
    var headers: HTTPHeaders = ["Content-Type": "application/json", "anthropic-version": "2023-06-01"]
    if case .key(let key) = credential { headers.add("x-api-key", key) }
    let base = endpoint.baseURL
    return HTTPRequest(
      method: "POST", url: base + (base.hasSuffix("/v1") ? "/messages" : "/v1/messages"), headers: headers,
      body: try body(of: request, model: model))
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    let body = try BodyReader(response)
    let content = try body.required("content", of: body.root, as: "content", .array)
    var answer = Answer(
      usage: body.root["usage"].flatMap(Usage.init(anthropic:)), model: body.root.text("model"),
      requestID: response.headers["request-id"])
    for block in content.elements {
      switch try body.requiredString("type", of: block, as: "content[].type") {
      case "text":
        answer.text = (answer.text ?? "") + (try body.requiredString("text", of: block, as: "content[].text"))
      case "thinking": answer.reasoning = (answer.reasoning ?? "") + (block["thinking"]?.string ?? "")
      case "tool_use":
        let input = try body.required("input", of: block, as: "content[].input", .object)
        answer.toolCalls.append(
          ToolCall(
            id: block["id"]?.string, name: try body.requiredString("name", of: block, as: "content[].name"),
            argumentsText: input.value.serialized()))
      // What the service itself did on the way, and what is not known yet.
      default: break
      }
    }
    answer.finishReason = body.root["stop_reason"]?.string.map(FinishReason.init(anthropic:))
    if answer.finishReason == .refusal {
      answer.refusal = body.root["stop_details"]?.text("explanation") ?? answer.text ?? ""
    }
    return answer
  }
}

extension Anthropic {
  private static let parameterNames = gitHubParameterNames.merging(
    [
      "stop": "stop_sequences", "topK": "top_k", "max_completion_tokens": "max_tokens",
      "maxCompletionTokens": "max_tokens",
    ]
  ) { $1 }

  private static let reserved: Set = ["model", "messages", "system", "tools", "stream"]

  private func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.key("model")
    json.string(model)
    if !["max_tokens", "maxTokens", "max_completion_tokens", "maxCompletionTokens"].contains(
      where: request.parameters.contains)
    {
      json.key("max_tokens")
      json.integer(Self.usualMaxTokens)
    }
    let (instructions, talk) = Self.split(request.messages)
    if !instructions.isEmpty {
      json.key("system")
      json.string(instructions)
    }
    json.key("messages")
    Self.write(talk, to: &json)
    if !request.tools.isEmpty { Self.write(request.tools, to: &json) }
    var parameters = request.parameters
    if let stop = parameters["stop"], stop.stringValue != nil { parameters["stop"] = .array([stop]) }
    if let schema = request.outputSchema {
      var configuration = parameters["output_config"]?.objectValue ?? [:]
      configuration["format"] = ["type": "json_schema", "schema": schema]
      parameters["output_config"] = .object(configuration)
    }
    try json.parameters(
      parameters, renaming: Self.parameterNames, reserved: Self.reserved)
    json.endObject()
    return json.bytes
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
    // An empty text block is refused by the service.
    if !message.text.isEmpty || message.toolCalls.isEmpty {
      json.beginObject()
      json.key("type")
      json.string("text")
      json.key("text")
      json.string(message.text)
      json.endObject()
    }
    for call in message.toolCalls {
      json.beginObject()
      json.key("type")
      json.string("tool_use")
      json.key("id")
      json.string(call.id ?? call.name)
      json.key("name")
      json.string(call.name)
      json.key("input")
      // What a model wrote may not be an object; the service takes nothing else.
      let input = (try? call.arguments()) ?? [:]
      json.value(input.objectValue == nil ? [:] : input)
      json.endObject()
    }
  }

  private static func write(_ tools: [ToolDefinition], to json: inout JSONWriter) {
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
    json.endArray()
  }
}

extension FinishReason {
  init(anthropic word: String) {
    switch word {
    case "end_turn", "stop_sequence": self = .stop
    case "max_tokens", "model_context_window_exceeded": self = .length
    case "tool_use": self = .toolCalls
    case "refusal": self = .refusal
    default: self = .other
    }
  }
}

extension Usage {
  /// The service counts cached input apart from `input_tokens`; here it is a part of the input, as everywhere.
  init?(anthropic usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    let cached = usage.tokens("cache_read_input_tokens")
    let written = usage.tokens("cache_creation_input_tokens")
    let input = usage.tokens("input_tokens").flatMap { fresh -> Int? in
      let (some, first) = fresh.addingReportingOverflow(cached ?? 0)
      let (all, second) = some.addingReportingOverflow(written ?? 0)
      return first || second ? nil : all
    }
    self.init(
      input: input, cachedInput: cached, cacheWrite: written, output: usage.tokens("output_tokens"),
      reasoning: usage["output_tokens_details"]?.tokens("thinking_tokens"))
    if self == Usage() { return nil }
  }
}
