import CurlHTTP
import EvalGateCore
import StrictJSON

/// How Ollama's `/api/chat` is asked and answers; `/api/generate` answers alike, but for where the text stands.
struct OllamaForm: WireForm {
  let isStreamed: Bool

  var identity: JSONObject { [:] }

  func stream() -> any AnswerStream { FramedStream<JSONLines, OllamaAssembly>(OllamaAssembly()) }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    var assembly = OllamaAssembly()
    let body = try BodyReader(response)
    try assembly.take(body)
    guard assembly.isComplete else { throw body.unreadable("no `done: true`").beside(assembly.proposed) }
    return try assembly.answer(response.headers)
  }
}

/// Adds up the lines of an answer, until one says `done`; a whole answer is an answer of one line.
struct OllamaAssembly: AnswerAssembly {
  private var answer = Answer()
  private(set) var hasFirstToken = false
  private(set) var isComplete = false

  mutating func take(_ part: [UInt8]) throws(GenerationFailure) {
    try take(try BodyReader(HTTPResponse(status: 200, body: part)))
  }

  mutating func take(_ line: BodyReader) throws(GenerationFailure) {
    let root = line.root
    if let error = root["error"], !error.isNull {
      let calls = root["message"]?["tool_calls"].map(\.elements).map(Array.init) ?? []
      throw GenerationFailure.reported(by: line.response).beside(
        answer.toolCalls + calls.compactMap { try? Self.call($0, line) })
    }
    if let model = root.text("model") { answer.model = model }
    if root["image"]?.string?.isEmpty == false { throw line.made("a picture") }
    if let text = root["response"]?.string {
      add(text: text)
      add(reasoning: root["thinking"])
    } else {
      let message = try line.required("message", of: root, as: "message", .object)
      try take(calls: message["tool_calls"], line)
      if let text = try line.optionalString("content", of: message, as: "message.content") { add(text: text) }
      add(reasoning: message["thinking"])
      if let images = message["images"], images.count > 0 { throw line.made("pictures").beside(proposed) }
    }
    guard root["done"]?.bool == true else { return }
    isComplete = true
    answer.usage = Usage(ollama: root)
    switch root.text("done_reason") {
    case "stop"?: answer.finishReason = answer.toolCalls.isEmpty ? .stop : .toolCalls
    case "length"?: answer.finishReason = .length
    case nil: answer.finishReason = nil
    default: answer.finishReason = .other
    }
  }

  private mutating func take(calls: JSONNode?, _ line: BodyReader) throws(GenerationFailure) {
    guard let calls, calls.count > 0 else { return }
    hasFirstToken = true
    for call in calls.elements { answer.toolCalls.append(try Self.call(call, line)) }
  }

  private mutating func add(text: String) {
    if !text.isEmpty { hasFirstToken = true }
    answer.text.add(text)
  }

  private mutating func add(reasoning: JSONNode?) {
    guard let text = reasoning?.string, !text.isEmpty else { return }
    hasFirstToken = true
    answer.reasoning.add(text)
  }

  private static func call(_ call: JSONNode, _ line: BodyReader) throws(GenerationFailure) -> ToolCall {
    let function = try line.required("function", of: call, as: "tool_calls[].function", .object)
    let arguments = function["arguments"].map { $0.string ?? $0.value.serialized() } ?? "{}"
    return ToolCall(
      id: call.text("id"), name: try line.requiredString("name", of: function, as: "function.name"),
      argumentsText: arguments)
  }

  var proposed: [ToolCall] { answer.toolCalls }

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    var answer = answer
    answer.requestID = RequestID.openAI(headers)
    return answer
  }
}

extension Usage {
  init?(ollama line: JSONNode) {
    self.init(input: line.tokens("prompt_eval_count"), output: line.tokens("eval_count"))
    if self == Usage() { return nil }
  }
}
