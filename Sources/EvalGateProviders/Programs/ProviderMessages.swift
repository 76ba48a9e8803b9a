import EvalGateCore
import StrictJSON

extension ProgramQuestion {
  /// A request to a program that stands for a model.
  init(_ request: GenerationRequest, trial: Int) {
    let turn = request.messages.count { $0.role == .assistant } + 1
    self.init(id: "\(request.caseID)#\(trial)" + (turn > 1 ? ".\(turn)" : "")) { json in
      json.key("case")
      json.beginObject()
      json.key("id")
      json.string(request.caseID)
      json.key("vars")
      json.value(.object(request.variables))
      json.endObject()
      json.key("messages")
      json.beginArray()
      for message in request.messages { json.value(message.json) }
      json.endArray()
      if !request.tools.isEmpty {
        json.key("tools")
        json.beginArray()
        for tool in request.tools { json.value(tool.json) }
        json.endArray()
      }
      json.key("parameters")
      json.value(.object(request.parameters))
      if let schema = request.outputSchema {
        json.key("output_schema")
        json.value(schema)
      }
    }
  }
}

extension ProgramReply {
  /// What a program that stands for a model answered.
  /// - Throws: the failure that it reports, or what is wrong with the reply; other cases are none the worse for it.
  func answer() throws(GenerationFailure) -> Answer {
    if let error = root["error"], !error.isNull { throw Self.failure(error) }
    let text = root["text"].flatMap { $0.isNull ? nil : $0 }
    guard text == nil || text?.kind == .string else { throw wrong("a `text` that is not text") }
    let list = root["tool_calls"].flatMap { $0.isNull ? nil : $0 }
    guard list == nil || list?.kind == .array else { throw wrong("`tool_calls` that are not a list") }
    guard text != nil || list != nil || root.text("refusal") != nil else {
      throw wrong("neither `text` nor `tool_calls` nor `error`")
    }
    var calls: [ToolCall] = []
    for call in list.map(\.elements).map(Array.init) ?? [] {
      guard let name = call["name"]?.string, let arguments = call["arguments"], !arguments.isNull else {
        throw wrong("a tool call without `name` or `arguments`")
      }
      calls.append(
        ToolCall(
          id: call["id"]?.string, name: name, argumentsText: arguments.string ?? arguments.value.serialized()))
    }
    return Answer(
      text: text?.string, toolCalls: calls,
      finishReason: root["finish_reason"]?.string.map { FinishReason(rawValue: $0) ?? .other },
      refusal: root.text("refusal"), reasoning: root.text("reasoning"),
      usage: root["usage"].flatMap(Usage.init(program:)), model: root.text("model"))
  }

  private func wrong(_ what: String) -> GenerationFailure { .program("its reply has \(what): \(excerpt)") }

  /// What the program says went wrong, in its own judgement of whose fault it was.
  private static func failure(_ error: JSONNode) -> GenerationFailure {
    let message = error["message"]?.string ?? error.string ?? "the program reported an error without a message"
    return error["kind"]?.string == "model"
      ? GenerationFailure(.model, .other, message) : GenerationFailure(.infrastructure, .program, message)
  }
}

extension Usage {
  init?(program usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    self.init(
      input: usage.tokens("input"), cachedInput: usage.tokens("cached_input"), cacheWrite: usage.tokens("cache_write"),
      output: usage.tokens("output"), reasoning: usage.tokens("reasoning"))
    if self == Usage() { return nil }
  }
}
