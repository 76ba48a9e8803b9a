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
  /// - Throws: the failure that it reports, or what is wrong with the reply, with the calls beside it, which it may have carried out;
  ///   other cases are none the worse for it.
  func answer() throws(GenerationFailure) -> Answer {
    do throws(GenerationFailure) {
      return try wholeAnswer()
    } catch {
      throw error.beside(proposed)
    }
  }

  /// What can be read of the calls in a reply that is no answer.
  private var proposed: [ToolCall] {
    (root["tool_calls"].map(\.elements).map(Array.init) ?? []).compactMap { call in
      call["name"]?.string.map { name in
        ToolCall(
          id: call["id"]?.string, name: name,
          argumentsText: call["arguments"].map { $0.string ?? $0.value.serialized() } ?? "")
      }
    }
  }

  private func wholeAnswer() throws(GenerationFailure) -> Answer {
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
      usage: try usage(), model: root.text("model"))
  }

  /// A program is ours to correct: a count that cannot be is a fault of its reply, where one that is missing is only not counted.
  private func usage() throws(GenerationFailure) -> Usage? {
    guard let usage = root["usage"], !usage.isNull else { return nil }
    guard usage.kind == .object else { throw wrong("a `usage` that is no object") }
    func count(_ key: String) throws(GenerationFailure) -> Int? {
      guard let value = usage[key], !value.isNull else { return nil }
      guard let count = usage.tokens(key) else { throw wrong("a `usage.\(key)` that is not a whole number from 0") }
      return count
    }
    let counted = Usage(
      input: try count("input"), cachedInput: try count("cached_input"), cacheWrite: try count("cache_write"),
      output: try count("output"), reasoning: try count("reasoning"))
    return counted == Usage() ? nil : counted
  }

  private func wrong(_ what: String) -> GenerationFailure { .program("its reply has \(what): \(excerpt)") }

  /// What the program says went wrong, in its own judgement of whose fault it was.
  private static func failure(_ error: JSONNode) -> GenerationFailure {
    let message = error["message"]?.string ?? error.string ?? "the program reported an error without a message"
    return error["kind"]?.string == "model"
      ? GenerationFailure(.model, .other, message) : GenerationFailure(.infrastructure, .program, message)
  }
}
