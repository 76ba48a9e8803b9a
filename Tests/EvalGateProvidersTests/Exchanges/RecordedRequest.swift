import EvalGateCore
import StrictJSON

/// A recorded request in no service's own form, as evalgate would have been asked for it.
struct RecordedRequest {
  var request = GenerationRequest(messages: [])
  /// What a target has to say so that the same is sent.
  var target: JSONObject = [:]

  /// What evalgate has no words for.
  struct Foreign: Error {
    let what: String
  }

  /// - Throws: ``Foreign`` for a request with something that no prompt can say.
  init(_ exchange: Exchange) throws {
    var rest = exchange.request
    rest["model"] = nil
    rest["stream"] = nil
    switch exchange.service {
    case "openai-chat", "ollama": try readChat(&rest)
    case "openai-responses", "azure": try readResponses(&rest)
    case "anthropic":
      guard !exchange.uri.contains("count_tokens") else { throw Foreign(what: "a count of tokens") }
      try readAnthropic(&rest)
    case "gemini", "vertex": try readGemini(&rest)
    default:
      guard exchange.uri.hasSuffix("/api/chat") else { throw Foreign(what: "`/api/generate`") }
      try readOllama(&rest)
    }
    for (key, value) in rest where !value.isNull { request.parameters[key] = value }
  }

  // MARK: Chat completions

  private mutating func readChat(_ rest: inout JSONObject) throws {
    for message in Self.list(&rest, "messages") {
      let role = try Self.role(message)
      let calls = try (message["tool_calls"]?.arrayValue ?? []).map {
        try Self.functionCall($0["function"], id: $0["id"])
      }
      request.messages.append(
        Message(
          role, try Self.text(message["content"] ?? .null, "text"), toolCalls: calls,
          toolCallID: message["tool_call_id"]?.stringValue))
    }
    for tool in Self.list(&rest, "tools") { try addTool(tool["function"]) }
    if let format = rest["response_format"]?["json_schema"] {
      rest["response_format"] = nil
      try readSchema(format)
    }
    rest["stream_options"] = nil
  }

  // MARK: Responses

  private mutating func readResponses(_ rest: inout JSONObject) throws {
    if let text = rest["input"]?.stringValue {
      request.messages.append(Message(.user, text))
      rest["input"] = nil
    }
    var said: [JSONValue] = []
    for item in Self.list(&rest, "input") {
      guard let role = item["role"]?.stringValue else {
        if item["type"] == "function_call_output" {
          flush(&said)
          request.messages.append(
            Message(
              .tool, try Self.text(item["output"] ?? .null, "input_text"), toolCallID: item["call_id"]?.stringValue))
        } else {
          said.append(item)
        }
        continue
      }
      if role == "assistant" {
        said.append(item)
        continue
      }
      flush(&said)
      request.messages.append(Message(try Self.role(item), try Self.text(item["content"] ?? .null, "input_text")))
    }
    flush(&said)
    for tool in Self.list(&rest, "tools") {
      if tool["type"] == "function" { try addTool(tool) } else { addOwn(tool) }
    }
    if let format = rest["text"]?["format"], format["type"] == "json_schema" {
      rest["text"] = nil
      try readSchema(format)
    }
  }

  /// What the model said: by its text where it is nothing else, else as the items that go back unchanged.
  private mutating func flush(_ said: inout [JSONValue]) {
    defer { said = [] }
    guard !said.isEmpty else { return }
    if said.count == 1, let text = said[0]["content"]?.stringValue {
      request.messages.append(Message(.assistant, text))
    } else {
      request.messages.append(
        Message(.assistant, "", continuation: Continuation(form: "openai-responses", items: said)))
    }
  }

  // MARK: Anthropic

  private mutating func readAnthropic(_ rest: inout JSONObject) throws {
    if let system = rest.removeValue(forKey: "system") {
      request.messages.append(Message(.system, try Self.text(system, "text")))
    }
    for message in Self.list(&rest, "messages") {
      let role = try Self.role(message)
      guard role == .user || role == .assistant else { throw Foreign(what: "instructions amid the talk") }
      if role == .assistant {
        try readAnthropicAnswer(message["content"]?.arrayValue ?? [])
      } else {
        for block in message["content"]?.arrayValue ?? [] { try readAnthropicQuestion(block) }
      }
    }
    for tool in Self.list(&rest, "tools") {
      guard tool["type"] == nil, tool["defer_loading"] == nil else {
        throw Foreign(what: "a tool of the service's own")
      }
      request.tools.append(
        ToolDefinition(
          name: tool["name"]?.stringValue ?? "", description: tool["description"]?.stringValue ?? "",
          parameters: tool["input_schema"] ?? [:], strict: tool["strict"]?.boolValue))
    }
  }

  private mutating func readAnthropicAnswer(_ blocks: [JSONValue]) throws {
    let isPlain = blocks.allSatisfy { ["text", "tool_use"].contains($0["type"]?.stringValue) }
    guard isPlain else {
      request.messages.append(Message(.assistant, "", continuation: Continuation(form: "anthropic", items: blocks)))
      return
    }
    let calls = blocks.filter { $0["type"] == "tool_use" }.map { block in
      ToolCall(
        id: block["id"]?.stringValue, name: block["name"]?.stringValue ?? "",
        argumentsText: block["input"]?.serialized() ?? "{}")
    }
    let text = blocks.compactMap { $0["text"]?.stringValue }.joined()
    request.messages.append(Message(.assistant, text, toolCalls: calls))
  }

  private mutating func readAnthropicQuestion(_ block: JSONValue) throws {
    guard block["cache_control"] == nil else { throw Foreign(what: "`cache_control`") }
    switch block["type"]?.stringValue {
    case "text"?: request.messages.append(Message(.user, block["text"]?.stringValue ?? ""))
    case "tool_result"?:
      request.messages.append(
        Message(.tool, try Self.text(block["content"] ?? "", "text"), toolCallID: block["tool_use_id"]?.stringValue))
    default: throw Foreign(what: "a block of type \(block["type"]?.stringValue ?? "?")")
    }
  }

  // MARK: Gemini

  private mutating func readGemini(_ rest: inout JSONObject) throws {
    if let system = rest.removeValue(forKey: "systemInstruction") {
      for part in system["parts"]?.arrayValue ?? [] {
        request.messages.append(Message(.system, part["text"]?.stringValue ?? ""))
      }
    }
    for turn in Self.list(&rest, "contents") {
      let parts = (turn["parts"]?.arrayValue ?? []).map(Canonical.gemini)
      if turn["role"] == "model" {
        request.messages.append(Message(.assistant, "", continuation: Continuation(form: "gemini", items: parts)))
        continue
      }
      for part in parts {
        if let text = part["text"]?.stringValue {
          request.messages.append(Message(.user, text))
        } else if let answer = part["functionResponse"], answer["parts"] == nil {
          request.messages.append(
            Message(
              .tool, answer["response"]?.serialized() ?? "", toolCallID: answer["id"]?.stringValue,
              toolName: answer["name"]?.stringValue))
        } else {
          throw Foreign(what: "a file of another service")
        }
      }
    }
    for tool in Self.list(&rest, "tools") {
      guard let declarations = tool["functionDeclarations"]?.arrayValue else {
        addOwn(tool)
        continue
      }
      for declaration in declarations.map(Canonical.gemini) {
        request.tools.append(
          ToolDefinition(
            name: declaration["name"]?.stringValue ?? "", description: declaration["description"]?.stringValue ?? "",
            parameters: declaration["parametersJsonSchema"] ?? [:]))
      }
    }
    if let choice = rest.removeValue(forKey: "toolConfig")?["functionCallingConfig"] {
      request.parameters[choice["mode"] == "AUTO" ? "tool_choice" : "toolConfig"] =
        choice["mode"] == "AUTO" ? "auto" : ["functionCallingConfig": choice]
    }
    readGeminiConfiguration(&rest)
  }

  private mutating func readGeminiConfiguration(_ rest: inout JSONObject) {
    guard var configuration = rest.removeValue(forKey: "generationConfig")?.objectValue else { return }
    if let schema = configuration.removeValue(forKey: "responseJsonSchema") {
      request.outputSchema = schema
      configuration["responseMimeType"] = nil
    }
    request.parameters["max_tokens"] = configuration.removeValue(forKey: "maxOutputTokens")
    request.parameters["temperature"] = configuration.removeValue(forKey: "temperature")
    if !configuration.isEmpty { request.parameters["generationConfig"] = .object(configuration) }
  }

  // MARK: Ollama

  private mutating func readOllama(_ rest: inout JSONObject) throws {
    for message in Self.list(&rest, "messages") {
      request.messages.append(Message(try Self.role(message), message["content"]?.stringValue ?? ""))
    }
    request.outputSchema = rest.removeValue(forKey: "format")
    for (key, value) in rest.removeValue(forKey: "options")?.objectValue ?? [:] { request.parameters[key] = value }
  }

  // MARK: What several have in common

  private static func list(_ rest: inout JSONObject, _ key: String) -> [JSONValue] {
    rest.removeValue(forKey: key)?.arrayValue ?? []
  }

  private static func role(_ message: JSONValue) throws -> Role {
    guard let role = message["role"]?.stringValue.flatMap(Role.init) else { throw Foreign(what: "a role of its own") }
    return role
  }

  /// A text, or a list of one part with a text.
  private static func text(_ content: JSONValue, _ type: String) throws -> String {
    if let text = content.stringValue { return text }
    if content.isNull { return "" }
    guard let parts = content.arrayValue, parts.count == 1, parts[0]["type"]?.stringValue == type,
      let text = parts[0]["text"]?.stringValue, parts[0]["cache_control"] == nil
    else { throw Foreign(what: "a file, or text in several parts") }
    return text
  }

  private static func functionCall(_ function: JSONValue?, id: JSONValue?) throws -> ToolCall {
    ToolCall(
      id: id?.stringValue, name: function?["name"]?.stringValue ?? "",
      argumentsText: function?["arguments"]?.stringValue ?? "")
  }

  private mutating func addTool(_ function: JSONValue?) throws {
    guard function?["defer_loading"] == nil else { throw Foreign(what: "a tool that is loaded later") }
    guard let function, let tool = ToolDefinition(json: function) else { throw Foreign(what: "a tool without a name") }
    request.tools.append(tool)
  }

  /// A tool that the service runs itself.
  private mutating func addOwn(_ tool: JSONValue) {
    request.parameters["tools"] = .array((request.parameters["tools"]?.arrayValue ?? []) + [tool])
  }

  private mutating func readSchema(_ format: JSONValue) throws {
    guard format["description"] == nil else { throw Foreign(what: "a description of the output") }
    request.outputSchema = format["schema"]
    request.outputName = format["name"]?.stringValue ?? "output"
    if format["strict"] == true { target["strict_schema"] = true }
  }
}
