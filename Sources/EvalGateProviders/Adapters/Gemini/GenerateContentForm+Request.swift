import EvalGateCore
import StrictJSON

extension GenerateContentForm {
  private static let reserved: Set = ["contents", "systemInstruction", "model"]

  /// What stands beside `generationConfig` rather than in it.
  private static let topLevel: Set = [
    "safetySettings", "cachedContent", "labels", "serviceTier", "store", "toolConfig",
  ]

  private static let names = [
    "top_p": "topP", "top_k": "topK", "n": "candidateCount", "frequency_penalty": "frequencyPenalty",
    "presence_penalty": "presencePenalty", "logprobs": "responseLogprobs", "top_logprobs": "logprobs",
    "stop": "stopSequences", "max_tokens": "maxOutputTokens",
  ]

  func body(of request: GenerationRequest, model: String) throws(GenerationFailure) -> [UInt8] {
    var parameters = RequestParameters(request.parameters)
    try parameters.refuseMissing(["logit_bias", "parallel_tool_calls"], at: "Gemini")
    let choice = try parameters.takeToolChoice()
    let others = try parameters.takeTools()
    let configuration = try Self.configuration(&parameters, request, model: model)
    var json = JSONWriter()
    json.beginObject()
    let instructions = request.messages.filter { $0.role == .system || $0.role == .developer }.map(\.text)
    if !instructions.isEmpty {
      json.key("systemInstruction")
      json.value(["parts": .array(instructions.map { ["text": .string($0)] })])
    }
    json.key("contents")
    try Self.write(request.messages, to: &json)
    let functions = request.tools.map(Self.declaration)
    let tools = (functions.isEmpty ? [] : [["functionDeclarations": .array(functions)]]) + others
    if !tools.isEmpty {
      json.key("tools")
      json.value(.array(tools))
    }
    if let choice, !parameters.rest.contains(key: "toolConfig") {
      json.key("toolConfig")
      json.value(["functionCallingConfig": choice.gemini])
    }
    if !configuration.isEmpty {
      json.key("generationConfig")
      json.value(.object(configuration))
    }
    for (key, value) in parameters.rest where Self.topLevel.contains(key) {
      json.key(key)
      json.value(value)
    }
    json.endObject()
    return json.bytes
  }

  private static func configuration(
    _ parameters: inout RequestParameters, _ request: GenerationRequest, model: String
  ) throws(GenerationFailure) -> JSONObject {
    try parameters.refuse(reserved)
    var configuration: JSONObject = [:]
    if let limit = parameters.takeMaxTokens() { configuration["maxOutputTokens"] = limit }
    if let stop = parameters.takeStop() { configuration["stopSequences"] = stop }
    if let effort = parameters.take("reasoning_effort") {
      configuration["thinkingConfig"] = try ThinkingConfig.value(effort, model: model)
    }
    let format = parameters.take("response_format")
    if let schema = request.outputSchema {
      guard format == nil else {
        throw .wrongParameter("response_format", "cannot be set, because the prompt has an output schema")
      }
      configuration["responseMimeType"] = "application/json"
      configuration["responseJsonSchema"] = schema
    } else if format?["type"] == "json_object" {
      configuration["responseMimeType"] = "application/json"
    } else if let format, format["type"] != "text" {
      throw .wrongParameter("response_format", "is `{ type: json_object }` here; for a schema use `output`")
    }
    for (key, value) in parameters.rest where !topLevel.contains(key) && key != "generationConfig" {
      // `logprobs` is whether in chat completions and how many here.
      let name = key == "logprobs" && value.boolValue == nil ? key : names[key] ?? key
      configuration[name] = value
    }
    // What is written in the service's own words wins.
    for (key, value) in parameters.rest["generationConfig"]?.objectValue ?? [:] { configuration[key] = value }
    return configuration
  }

  /// The results of parallel calls belong into one turn, as the calls did.
  private static func write(_ messages: [Message], to json: inout JSONWriter) throws(GenerationFailure) {
    json.beginArray()
    var open: Role?
    for message in messages where message.role != .system && message.role != .developer {
      if open != message.role || message.role != .tool {
        if open != nil { endTurn(&json) }
        json.beginObject()
        json.key("role")
        json.string(message.role == .assistant ? "model" : "user")
        json.key("parts")
        json.beginArray()
        open = message.role
      }
      for part in parts(of: message) { json.value(part) }
    }
    if open != nil { endTurn(&json) }
    json.endArray()
  }

  private static func endTurn(_ json: inout JSONWriter) {
    json.endArray()
    json.endObject()
  }

  private static func parts(of message: Message) -> [JSONValue] {
    if let continuation = message.continuation, continuation.form == name {
      // An empty text, with which some streams end, is refused by the service; one that is signed is not.
      return continuation.items.filter { $0["text"] != "" || $0["thoughtSignature"] != nil }
    }
    if message.role == .tool { return [["functionResponse": .object(response(of: message))]] }
    var parts: [JSONValue] = message.images.map { image in
      ["inlineData": ["mimeType": .string(image.mediaType), "data": .string(image.base64)]]
    }
    let calls = message.toolCalls.awaitingResults
    if !message.text.isEmpty || (calls.isEmpty && parts.isEmpty) {
      parts.append(["text": .string(message.text)])
    }
    for call in calls {
      var object: JSONObject = ["name": .string(call.name), "args": call.argumentsObject]
      if let id = call.id { object["id"] = .string(id) }
      parts.append(["functionCall": .object(object)])
    }
    return parts
  }

  /// A result has to be an object; one that is not is put under `output`, as the documentation says.
  private static func response(of message: Message) -> JSONObject {
    let result = (try? JSONValue(parsing: message.text)).flatMap { $0.objectValue == nil ? nil : $0 }
    var object: JSONObject = [
      "name": .string(message.toolName ?? message.toolCallID ?? ""),
      "response": result ?? ["output": .string(message.text)],
    ]
    if let id = message.toolCallID { object["id"] = .string(id) }
    return object
  }

  private static func declaration(of tool: ToolDefinition) -> JSONValue {
    [
      "name": .string(tool.name), "description": .string(tool.description), "parametersJsonSchema": tool.parameters,
    ]
  }
}

/// How much a model is to think.
///
/// https://ai.google.dev/gemini-api/docs/thinking: from Gemini 3 on by level, before by a budget of tokens, which Google's own
/// OpenAI-compatible address maps as it is done here (https://ai.google.dev/gemini-api/docs/openai#thinking).
private enum ThinkingConfig {
  private static let budgets = ["none": 0, "minimal": 1024, "low": 1024, "medium": 8192, "high": 24_576]

  static func value(_ effort: JSONValue, model: String) throws(GenerationFailure) -> JSONValue {
    guard let word = effort.stringValue else {
      throw .wrongParameter("reasoning_effort", "is a word such as `low`")
    }
    let name = model.split(separator: "/").last.map(String.init) ?? model
    guard name.utf8.starts(with: "gemini-2".utf8) else { return ["thinkingLevel": .string(word)] }
    guard let budget = budgets[word] else {
      throw .wrongParameter("reasoning_effort", "is one of `none`, `minimal`, `low`, `medium`, `high` here")
    }
    return ["thinkingBudget": .number(JSONNumber(budget))]
  }
}

extension ToolChoice {
  /// https://ai.google.dev/api/caching#FunctionCallingConfig
  fileprivate var gemini: JSONValue {
    switch self {
    case .auto: ["mode": "AUTO"]
    case .none: ["mode": "NONE"]
    case .required: ["mode": "ANY"]
    case .tool(let name): ["mode": "ANY", "allowedFunctionNames": [.string(name)]]
    }
  }
}
