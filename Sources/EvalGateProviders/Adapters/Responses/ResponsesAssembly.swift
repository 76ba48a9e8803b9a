import CurlHTTP
import EvalGateCore
import StrictJSON

/// Waits for the event that holds the whole response: the service ends every stream with one. Some servers leave out of it what
/// they sent on the way, so finished items are kept as well.
///
/// https://platform.openai.com/docs/api-reference/responses-streaming
struct ResponsesAssembly: AnswerAssembly {
  private var last: BodyReader?
  /// By their place in the output.
  private var items: [Int: JSONNode] = [:]
  /// The event of the latest one.
  private var latest: BodyReader?
  private var hasText = false
  private var hasCall = false
  private(set) var hasFirstToken = false

  var isComplete: Bool { last != nil }

  mutating func take(_ part: [UInt8]) throws(GenerationFailure) {
    // Some servers close with chat completions' word.
    if part.elementsEqual("[DONE]".utf8) { return }
    let event = try BodyReader(HTTPResponse(status: 200, body: part))
    switch try event.requiredString("type", of: event.root, as: "type") {
    case "response.output_text.delta", "response.refusal.delta":
      hasText = true
      hasFirstToken = true
    case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
      hasCall = true
      hasFirstToken = true
    case "response.reasoning_text.delta", "response.reasoning_summary_text.delta": hasFirstToken = true
    case "response.output_item.done":
      let item = try event.required("item", of: event.root, as: "item", .object)
      items[event.root.tokens("output_index") ?? items.count] = item
      latest = event
    case "response.completed", "response.incomplete": last = event
    case "response.failed", "response.cancelled":
      throw event.root["response"].flatMap { ResponsesForm.failure(in: $0, event) } ?? .reported(by: event.response)
    case "error": throw .reported(by: event.response)
    // A hundred small steps, and what is not known yet.
    default: break
    }
  }

  var proposed: [ToolCall] { latest.map { ResponsesCalls.all(in: inOrder, $0) } ?? [] }

  private var inOrder: [JSONNode] { items.sorted { $0.key < $1.key }.map(\.value) }

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    guard let last else { throw GenerationFailure(.infrastructure, .connection, "the stream ended too early") }
    let response = try last.required("response", of: last.root, as: "response", .object)
    let isShort = (response["output"]?.count ?? 0) < items.count
    let answer = try ResponsesForm.answer(
      from: response, items: isShort ? inOrder : nil, last, headers)
    guard !hasText || answer.text != nil || answer.refusal != nil else {
      throw last.unreadable("an end that lacks the text that was streamed")
    }
    guard !hasCall || !answer.toolCalls.isEmpty, items.values.allSatisfy({ Self.holds(answer, $0) }) else {
      throw last.unreadable("an end that lacks the call that was streamed")
    }
    return answer
  }

  /// Whether a call that came on the way is among those of the end.
  private static func holds(_ answer: Answer, _ item: JSONNode) -> Bool {
    guard let kind = item["type"]?.string, ["function_call", "custom_tool_call", "mcp_call"].contains(kind) else {
      return true
    }
    return answer.toolCalls.contains { $0.id == item.text("call_id") ?? item.text("id") }
  }
}
