import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite("results of a batch")
struct BatchLineTests {
  private func line(_ text: String) throws -> BatchLine? {
    try JSONValue(parsing: Array(text.utf8)).objectValue.flatMap(BatchLine.init)
  }

  private func failure(_ text: String) throws -> GenerationFailure? {
    guard case .failure(let failure) = try line(text)?.outcome else { return nil }
    return failure
  }

  private static let completion =
    #"{"id":"c","object":"chat.completion","model":"gpt-4.1-mini","choices":[{"index":0,"message":{"role":"assistant","content":"billing"},"finish_reason":"stop"}],"usage":{"prompt_tokens":24,"completion_tokens":8,"total_tokens":32}}"#
  private static let response =
    #"{"id":"r","object":"response","model":"gpt-4.1","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"billing"}]}],"usage":{"input_tokens":24,"output_tokens":8}}"#

  @Test("a chat completion and a response are read as answers of their form", arguments: [completion, response])
  func openAI(body: String) throws {
    let line = try #require(
      try line(
        #"{"id":"batch_req_1","custom_id":"triage-1","response":{"status_code":200,"request_id":"req_9","body":\#(body)},"error":null}"#
      ))
    let answer = try line.outcome.get()
    #expect(line.id == "triage-1" && answer.text == "billing" && answer.finishReason == .stop)
    #expect(answer.usage?.total == 32 && answer.requestID == "req_9" && answer.model?.hasPrefix("gpt-4.1") == true)
  }

  @Test("tool calls keep the text that the model wrote")
  func calls() throws {
    let line = try #require(
      try line(
        #"{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{ \"x\" : 1.50 }"}}]},"finish_reason":"tool_calls"}]}},"error":null}"#
      ))
    #expect(try line.outcome.get().toolCalls.first?.argumentsText == #"{ "x" : 1.50 }"#)
  }

  @Test("a message of Anthropic's is read, with what was read from its cache")
  func anthropic() throws {
    let line = try #require(
      try line(
        #"{"custom_id":"a","result":{"type":"succeeded","message":{"id":"m","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"billing"}],"stop_reason":"end_turn","usage":{"input_tokens":4,"cache_read_input_tokens":6,"output_tokens":2}}}}"#
      ))
    let answer = try line.outcome.get()
    #expect(answer.text == "billing" && answer.usage?.input == 10 && answer.usage?.cachedInput == 6)
  }

  private static let unanswered: [(String, GenerationFailure.Reason, String)] = [
    (
      #"{"custom_id":"a","response":null,"error":{"code":"batch_expired","message":"window over"}}"#,
      .other, "send it again in another batch"
    ),
    (
      #"{"custom_id":"a","response":{"status_code":429,"request_id":"r","body":{"error":{"message":"slow down","type":"rate_limit_error"}}},"error":null}"#,
      .rateLimited, "slow down"
    ),
    (
      #"{"custom_id":"a","response":{"status_code":400,"body":{"error":{"message":"no such model"}}}}"#, .badRequest,
      "no such model"
    ),
    (#"{"custom_id":"a","result":{"type":"expired"}}"#, .other, "expired; send it again"),
    (#"{"custom_id":"a","result":{"type":"canceled"}}"#, .other, "canceled"),
    (
      #"{"custom_id":"a","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"too long"}}}}"#,
      .badRequest, "too long"
    ),
    (#"{"custom_id":"a","response":{"status_code":200}}"#, .other, "without an answer"),
    (#"{"custom_id":"a","response":{"status_code":200,"body":{"choices":[]}},"error":null}"#, .unreadable, "choice"),
    (#"{"custom_id":"a","result":{"type":"succeeded"}}"#, .unreadable, "not an object"),
    (
      #"{"custom_id":"a","response":{"status_code":200,"body":{"status":"cancelled","output":[]}},"error":null}"#,
      .other,
      "cancelled"
    ),
    (
      #"{"custom_id":"a","response":{"status_code":200,"body":{"choices":[{"message":{"content":"x"},"finish_reason":"error"}]}},"error":null}"#,
      .server, "finish_reason: error"
    ),
  ]

  @Test(
    "what a batch did not get to is an error of the infrastructure, with the service's words", arguments: unanswered)
  func errors(text: String, reason: GenerationFailure.Reason, words: String) throws {
    let failure = try #require(try failure(text))
    #expect(failure.kind == .infrastructure && failure.reason == reason, "\(failure)")
    #expect(failure.message.unsafeText.contains(words), "\(failure.message.unsafeText)")
  }

  @Test("a request that a filter stopped is the model's own no")
  func filtered() throws {
    let text =
      #"{"custom_id":"a","response":{"status_code":400,"body":{"error":{"code":"content_filter","message":"stopped"}}},"error":null}"#
    #expect(try failure(text)?.kind == .model)
  }

  @Test("other lines are none of a batch's", arguments: [#"{"id":"a","output":"x"}"#, #"{"custom_id":"a"}"#, "{}"])
  func others(text: String) throws { #expect(try line(text) == nil) }
}
