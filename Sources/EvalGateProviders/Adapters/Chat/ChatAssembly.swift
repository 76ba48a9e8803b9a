import CurlHTTP
import EvalGateCore
import StrictJSON

/// Adds up the chunks of a streamed chat completion, until `[DONE]`.
///
/// https://platform.openai.com/docs/api-reference/chat-streaming
struct ChatAssembly: AnswerAssembly {
  private var answer = Answer()
  private var finish: FinishReason?
  private var refusal = ""
  private var reasoning = ""
  private var calls = StreamedCalls()
  private var hasChoice = false
  private(set) var hasFirstToken = false
  private(set) var isComplete = false

  mutating func take(_ part: [UInt8]) throws(GenerationFailure) {
    if part.elementsEqual("[DONE]".utf8) {
      isComplete = true
      return
    }
    let chunk = try BodyReader(HTTPResponse(status: 200, body: part))
    if let error = chunk.root["error"], !error.isNull { throw .reported(by: chunk.response) }
    if let model = chunk.root.text("model") { answer.model = model }
    // Sent with the last chunk, whose list of choices is empty then.
    if let usage = chunk.root["usage"], usage.kind == .object {
      answer.usage = Usage(openAI: usage)
      answer.reportedCost = ReportedCost.read([:], usage)
    }
    // Only the first choice is read, as in a whole answer.
    for choice in try chunk.required("choices", of: chunk.root, as: "choices", .array).elements
    where choice.tokens("index") ?? 0 == 0 {
      hasChoice = true
      if let word = choice["finish_reason"]?.string { finish = FinishReason(openAI: word) }
      if let delta = choice["delta"], delta.kind == .object { take(delta) }
    }
  }

  private mutating func take(_ delta: JSONNode) {
    if let text = delta["content"]?.string {
      answer.text.add(text)
      if !text.isEmpty { hasFirstToken = true }
    }
    if let text = delta.text("refusal") {
      refusal += text
      hasFirstToken = true
    }
    if let text = delta.text("reasoning_content") ?? delta.text("reasoning") {
      reasoning += text
      hasFirstToken = true
    }
    if let list = delta["tool_calls"] {
      for call in list.elements { take(call: call) }
    }
    if let function = delta["function_call"], function.kind == .object {
      hasFirstToken = true
      calls.add(at: 0, id: nil, name: function.text("name"), arguments: function["arguments"]?.string)
    }
  }

  private mutating func take(call: JSONNode) {
    hasFirstToken = true
    let function = call["function"]
    calls.add(
      at: call.tokens("index") ?? calls.count, id: call.text("id"), name: function?.text("name"),
      arguments: function?["arguments"]?.string)
  }

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    guard hasChoice else {
      throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream without any choice")
    }
    var answer = answer
    answer.toolCalls = try calls.all()
    // A first chunk says `"content": ""` even where nothing follows but calls.
    if answer.text == "", !answer.toolCalls.isEmpty || !refusal.isEmpty { answer.text = nil }
    answer.refusal = refusal.isEmpty ? nil : refusal
    answer.reasoning = reasoning.isEmpty ? nil : reasoning
    answer.finishReason = !refusal.isEmpty && finish == .stop ? .refusal : finish
    answer.requestID = RequestID.openAI(headers)
    answer.reportedCost = answer.reportedCost ?? ReportedCost.read(headers, nil)
    return answer
  }
}
