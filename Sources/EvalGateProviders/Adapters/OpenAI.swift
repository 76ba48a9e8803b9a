import CurlHTTP
import EvalGateCore
import StrictJSON

/// Chat completions of OpenAI and of every server that speaks them: vLLM, Ollama, llama.cpp, LiteLLM.
///
/// https://platform.openai.com/docs/api-reference/chat/create
struct OpenAI: Adapter {
  static let name = "openai"
  static let summary = "Chat completions of OpenAI and every compatible server."
  static let options =
    Endpoint.options + [
      OptionHelp(
        "strict_schema", "whether the service is to enforce the output schema (its own subset); false when left out")
    ]

  let endpoint: Endpoint
  let strictSchema: Bool

  init(options: inout OptionReader) throws(Diagnostic) {
    endpoint = try Endpoint(options: &options, usual: "https://api.openai.com/v1", variable: "OPENAI_API_KEY")
    strictSchema = try options.bool("strict_schema", default: false)
  }

  var identity: JSONObject { strictSchema ? ["strict_schema": true] : [:] }

  func httpRequest(
    for request: GenerationRequest, model: String, credential: Credential
  ) throws(GenerationFailure) -> HTTPRequest {
    var headers: HTTPHeaders = ["Content-Type": "application/json"]
    if case .key(let key) = credential { headers.add("Authorization", "Bearer \(key)") }
    return HTTPRequest(
      method: "POST", url: endpoint.baseURL + "/chat/completions", headers: headers,
      body: try body(of: request, model: model))
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    let body = try BodyReader(response)
    // Gateways report what went wrong behind them with a status of 200.
    if body.root["choices"] == nil, let error = body.root["error"], !error.isNull {
      throw body.unreadable("an error instead of an answer")
    }
    let choices = try body.required("choices", of: body.root, as: "choices", .array)
    guard let choice = choices[0], choice.kind == .object else { throw body.unreadable("no choice in `choices`") }
    let message = try body.required("message", of: choice, as: "choices[0].message", .object)
    let refusal = message.text("refusal")
    let finish = choice["finish_reason"]?.string.map(FinishReason.init(openAI:))
    return Answer(
      text: try Self.text(of: message, body), toolCalls: try Self.toolCalls(of: message, body),
      finishReason: refusal != nil && finish == .stop ? .refusal : finish, refusal: refusal,
      reasoning: message.text("reasoning_content") ?? message.text("reasoning"),
      usage: body.root["usage"].flatMap(Usage.init(openAI:)), model: body.root.text("model"),
      requestID: response.headers["x-request-id"])
  }

  /// Text, or the texts of a list of parts; `null` where there is none.
  private static func text(of message: JSONNode, _ body: BodyReader) throws(GenerationFailure) -> String? {
    guard let content = message["content"], !content.isNull else { return nil }
    if let text = content.string { return text }
    guard content.kind == .array else { throw body.unreadable("`content` that is neither text nor a list") }
    return content.elements.compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil }.joined()
  }

  private static func toolCalls(of message: JSONNode, _ body: BodyReader) throws(GenerationFailure) -> [ToolCall] {
    var calls: [ToolCall] = []
    if let list = message["tool_calls"], !list.isNull {
      for call in list.elements {
        let function = try body.required("function", of: call, as: "tool_calls[\(calls.count)].function", .object)
        calls.append(try self.call(function, id: call["id"]?.string, body))
      }
    }
    // What tools were called before there were tools.
    if let function = message["function_call"], !function.isNull {
      calls.append(try call(function, id: nil, body))
    }
    return calls
  }

  private static func call(
    _ function: JSONNode, id: String?, _ body: BodyReader
  ) throws(GenerationFailure) -> ToolCall {
    let name = try body.requiredString("name", of: function, as: "function.name")
    guard let arguments = function["arguments"], !arguments.isNull else {
      throw body.unreadable("no `function.arguments`")
    }
    // The service writes the model's own text; some compatible servers an object.
    return ToolCall(id: id, name: name, argumentsText: arguments.string ?? arguments.value.serialized())
  }
}

extension OpenAI {
  private static let reserved: Set = ["model", "messages", "tools", "stream", "stream_options"]

  private func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var json = JSONWriter()
    json.reserveCapacity(512 + request.messages.reduce(0) { $0 + $1.text.utf8.count + 64 })
    json.beginObject()
    json.key("model")
    json.string(model)
    json.key("messages")
    json.beginArray()
    for message in request.messages { Self.write(message, to: &json) }
    json.endArray()
    if !request.tools.isEmpty { Self.write(request.tools, to: &json) }
    if let schema = request.outputSchema { writeFormat(schema, named: request.outputName, to: &json) }
    try json.parameters(
      request.parameters, renaming: gitHubParameterNames,
      reserved: request.outputSchema == nil ? Self.reserved : Self.reserved.union(["response_format"]))
    json.endObject()
    return json.bytes
  }

  private static func write(_ message: Message, to json: inout JSONWriter) {
    json.beginObject()
    json.key("role")
    json.string(message.role.rawValue)
    json.key("content")
    if message.text.isEmpty, !message.toolCalls.isEmpty { json.null() } else { json.string(message.text) }
    if !message.toolCalls.isEmpty {
      json.key("tool_calls")
      json.beginArray()
      for call in message.toolCalls { write(call, to: &json) }
      json.endArray()
    }
    if message.role == .tool {
      json.key("tool_call_id")
      json.string(message.toolCallID ?? message.toolName ?? "")
    }
    json.endObject()
  }

  /// A call that came without an id is known by its tool's name, as its result is.
  private static func write(_ call: ToolCall, to json: inout JSONWriter) {
    json.beginObject()
    json.key("id")
    json.string(call.id ?? call.name)
    json.key("type")
    json.string("function")
    json.key("function")
    json.beginObject()
    json.key("name")
    json.string(call.name)
    json.key("arguments")
    json.string(call.argumentsText)
    json.endObject()
    json.endObject()
  }

  private static func write(_ tools: [ToolDefinition], to json: inout JSONWriter) {
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
    json.string(Self.schemaName(name))
    json.key("schema")
    json.value(schema)
    if strictSchema {
      json.key("strict")
      json.bool(true)
    }
    json.endObject()
    json.endObject()
  }

  /// "Must be a-z, A-Z, 0-9, or contain underscores and dashes, with a maximum length of 64."
  private static func schemaName(_ name: String) -> String {
    let allowed = name.unicodeScalars.prefix(64).map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", "-": Character(scalar)
      default: "_"
      }
    }
    return allowed.isEmpty ? "output" : String(allowed)
  }
}

extension FinishReason {
  init(openAI word: String) {
    switch word {
    case "stop": self = .stop
    case "length": self = .length
    case "tool_calls", "function_call": self = .toolCalls
    case "content_filter": self = .contentFilter
    case "refusal": self = .refusal
    default: self = .other
    }
  }
}

extension Usage {
  /// Nil where nothing was counted.
  init?(openAI usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    self.init(
      input: usage.tokens("prompt_tokens"), cachedInput: usage["prompt_tokens_details"]?.tokens("cached_tokens"),
      output: usage.tokens("completion_tokens"),
      reasoning: usage["completion_tokens_details"]?.tokens("reasoning_tokens"))
    if self == Usage() { return nil }
  }
}
