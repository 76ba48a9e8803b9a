import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let chunks: [JSONValue] = [
  ["model": "m1-2026", "choices": [["delta": ["role": "assistant", "content": ""], "finish_reason": nil]]],
  ["choices": [["delta": ["content": "Par"]]]], ["choices": [["delta": ["content": "is"], "finish_reason": "stop"]]],
  ["choices": [], "usage": ["prompt_tokens": 9, "completion_tokens": 2]],
]

private let paris = events(chunks, end: "data: [DONE]\n\n")

@Suite("Answers that come bit by bit")
struct StreamedAnswerTests {
  @Test("text, usage, model, service time and the time to the first token are known at the end")
  func whole() async throws {
    let clock = TestClock()
    // Each event comes 100 ms after the one before; the first one has no text yet.
    let pieces = paris.split(separator: "\n\n").map { Array("\($0)\n\n".utf8) }
    let transport = StreamTransport(headers: ["x-request-id": "r1"], pieces: pieces) { _ in clock.advance(by: 100) }
    var candidate = try await streaming(transport, by: "openai", clock: clock)
    candidate.hops = []
    #expect(
      candidate
        == Candidate(
          answer: Answer(
            text: "Paris", finishReason: .stop, usage: Usage(input: 9, output: 2), model: "m1-2026", requestID: "r1"),
          latency: 900, timeToFirstToken: 195, queued: 5, tries: 1, target: "openai/m1",
          requestDigest: candidate.requestDigest))
  }

  @Test("a stream is asked for with its usage")
  func request() async throws {
    let body = try await body(by: "openai", ["stream": true])
    #expect(body["stream"] == true && body["stream_options"] == ["include_usage": true])
  }

  @Test("whether an answer is streamed is a part of what a recording is keyed by")
  func digest() async throws {
    let streamed = try await streaming(StreamTransport(paris), by: "openai").requestDigest
    let whole = try await reading(["choices": [["message": ["content": "x"]]]], by: "openai").requestDigest
    #expect(streamed != whole && streamed != nil)
  }

  @Test("a whole answer has no time to a first token")
  func wholeAnswer() async throws {
    #expect(try await reading(["choices": [["message": ["content": "x"]]]], by: "openai").timeToFirstToken == nil)
  }

  @Test("an answer in plain JSON is read whole, although a stream was asked for")
  func plainJSON() async throws {
    let text = #"{"choices":[{"message":{"content":"whole"},"finish_reason":"stop"}]}"#
    let candidate = try await streaming(StreamTransport(text, type: "application/json; charset=utf-8"), by: "openai")
    #expect(candidate.text == "whole" && candidate.timeToFirstToken == nil)
  }

  @Test(
    "a refusal to stream is read as any other",
    arguments: [(429, GenerationFailure.Reason.rateLimited), (500, .server)])
  func status(status: Int, reason: GenerationFailure.Reason) async throws {
    let transport = StreamTransport(
      status: status, headers: ["retry-after": "7"], pieces: [Array(#"{"error":{"message":"no"}}"#.utf8)])
    let failure = try await streaming(transport, by: "openai").failure
    #expect(failure?.reason == reason && failure?.retryAfter == 7000 && failure?.status == status)
  }

  @Test("a stream that ends early is the line's fault and quotes how it began")
  func truncated() async throws {
    let failure = try await streaming(StreamTransport(events(Array(chunks.prefix(2)))), by: "openai").failure
    #expect(failure?.kind == .infrastructure && failure?.reason == .connection)
    #expect(
      failure?.message.unsafeText.hasPrefix("the stream ended before the answer did; it began with `data: {") == true)
  }

  @Test("a stream that said why it stopped is whole where its body ends in good order, without a last word")
  func withoutLastWord() async throws {
    let candidate = try await streaming(StreamTransport(events(chunks)), by: "openai")
    #expect(candidate.failure == nil && candidate.text == "Paris" && candidate.answer.finishReason == .stop)
    #expect(candidate.answer.usage?.total == 11)
  }

  @Test("a page of HTML with a status of success is no answer")
  func page() async throws {
    let candidate = try await streaming(StreamTransport("<html>busy</html>", type: "text/html"), by: "openai")
    #expect(candidate.failure?.message.unsafeText.contains("`<html>busy</html>`") == true)
  }

  @Test("a connection that breaks before the end is an error, whatever had come")
  func broken() async throws {
    let transport = StreamTransport(
      pieces: [Array(events(chunks).utf8)], ending: .failure(HTTPError(kind: .interrupted, message: "reset")))
    let candidate = try await streaming(transport, by: "openai")
    #expect(candidate.failure?.reason == .connection && candidate.text.isEmpty)
  }

  @Test("a connection that breaks after the end takes nothing away")
  func brokenAfterwards() async throws {
    let transport = StreamTransport(
      pieces: [Array(paris.utf8)], ending: .failure(HTTPError(kind: .interrupted, message: "reset")))
    #expect(try await streaming(transport, by: "openai").text == "Paris")
  }

  @Test("a stream that stalls past its time took forever")
  func timeout() async throws {
    let transport = StreamTransport(
      pieces: [Array(events(chunks).utf8)], ending: .failure(HTTPError(kind: .timeout, message: "too slow")))
    let candidate = try await streaming(transport, by: "openai")
    #expect(candidate.failure?.reason == .timeout && candidate.latency == .infinity)
  }

  @Test("calls come in pieces, joined by their number and kept as the model wrote them")
  func calls() async throws {
    func piece(_ call: JSONValue) -> JSONValue { ["choices": [["delta": ["tool_calls": [call]]]]] }
    let text = events(
      [
        piece(["index": 0, "id": "a", "function": ["name": "f", "arguments": ""]]),
        piece(["index": 1, "id": "b", "function": ["name": "g", "arguments": "{\"y\""]]),
        piece(["index": 0, "function": ["arguments": "{\"x\": 1,"]]),
        piece(["index": 1, "function": ["arguments": ":2}"]]),
        ["choices": [["delta": [:], "finish_reason": "tool_calls"]]],
      ], end: "data: [DONE]\n\n")
    let answer = try await streaming(StreamTransport(text), by: "openai").answer
    #expect(
      answer.toolCalls == [
        ToolCall(id: "a", name: "f", argumentsText: "{\"x\": 1,"),
        ToolCall(id: "b", name: "g", argumentsText: "{\"y\":2}"),
      ])
    #expect(answer.text == nil && answer.finishReason == .toolCalls)
  }

  /// A stream of one piece of a call after the other: number, id, name and arguments, as far as they are there.
  private func calls(
    _ pieces: [(Int?, String?, String?, String?)]
  ) async throws -> Candidate {
    let chunks = pieces.map { number, id, name, arguments -> JSONValue in
      var function: JSONObject = [:]
      function["name"] = name.map { .string($0) }
      function["arguments"] = arguments.map { .string($0) }
      var call: JSONObject = ["function": .object(function)]
      call["index"] = number.map { .number(JSONNumber($0)) }
      call["id"] = id.map { .string($0) }
      return ["choices": [["delta": ["tool_calls": [.object(call)]]]]]
    }
    let end: JSONValue = ["choices": [["delta": [:], "finish_reason": "tool_calls"]]]
    return try await streaming(StreamTransport(events(chunks + [end], end: "data: [DONE]\n\n")), by: "openai")
  }

  @Test("a new id under a known number is another call, as Google's compatible endpoint sends them")
  func sameNumber() async throws {
    let candidate = try await calls([(0, "a", "f", "{}"), (0, "b", "delete", "{\"x\":1}"), (0, "a", nil, nil)])
    #expect(
      candidate.answer.toolCalls.prefix(2) == [
        ToolCall(id: "a", name: "f", argumentsText: "{}"),
        ToolCall(id: "b", name: "delete", argumentsText: "{\"x\":1}"),
      ])
  }

  @Test("an id that is repeated with every piece is the same call, and one without an id goes on with the last")
  func repeatedID() async throws {
    let candidate = try await calls([(0, "a", "f", "{\"x\""), (0, "a", "f", ":1"), (0, nil, nil, "}")])
    #expect(candidate.answer.toolCalls == [ToolCall(id: "a", name: "f", argumentsText: "{\"x\":1}")])
  }

  @Test("without numbers the ids tell calls apart, and a piece without either goes on with the last")
  func noNumbers() async throws {
    let candidate = try await calls([(nil, "a", "f", "{"), (nil, nil, nil, "}"), (nil, "b", "g", "{}")])
    #expect(
      candidate.answer.toolCalls == [
        ToolCall(id: "a", name: "f", argumentsText: "{}"), ToolCall(id: "b", name: "g", argumentsText: "{}"),
      ])
  }

  @Test("without ids another name after the arguments is another call")
  func noIDs() async throws {
    let candidate = try await calls([(0, nil, "f", "{}"), (0, nil, "g", "{}")])
    #expect(candidate.answer.toolCalls.map(\.name) == ["f", "g"])
  }

  @Test("a name may come in pieces as well")
  func namePieces() async throws {
    let candidate = try await calls([(0, "a", "get_", ""), (0, nil, "weather", ""), (0, nil, nil, "{}")])
    #expect(candidate.answer.toolCalls == [ToolCall(id: "a", name: "get_weather", argumentsText: "{}")])
  }

  @Test("a message in the place of a delta is the whole answer; beside one it only repeats it")
  func wholeMessage() async throws {
    let call: JSONValue = ["id": "a", "type": "function", "function": ["name": "f", "arguments": "{}"]]
    let text = events(
      [["choices": [["message": ["content": nil, "tool_calls": [call]], "finish_reason": "tool_calls"]]]],
      end: "data: [DONE]\n\n")
    let answer = try await streaming(StreamTransport(text), by: "openai").answer
    #expect(answer.toolCalls == [ToolCall(id: "a", name: "f", argumentsText: "{}")] && answer.text == nil)
    let both = events(
      [["choices": [["delta": ["content": "x"], "message": ["content": "x"], "finish_reason": "stop"]]]],
      end: "data: [DONE]\n\n")
    #expect(try await streaming(StreamTransport(both), by: "openai").text == "x")
  }

  @Test("the content of a piece may be a list of parts")
  func parts() async throws {
    let text = events(
      [
        ["choices": [["delta": ["content": [["type": "thinking", "thinking": [["type": "text", "text": "hm"]]]]]]]],
        ["choices": [["delta": ["content": [["type": "text", "text": "Pa"]]]]]],
        ["choices": [["delta": ["content": "ris"], "finish_reason": "stop"]]],
      ], end: "data: [DONE]\n\n")
    let answer = try await streaming(StreamTransport(text), by: "openai").answer
    #expect(answer.text == "Paris" && answer.reasoning == "hm")
  }

  @Test("a second answer is unreadable, and calls that came whole are kept beside a failure")
  func severalChoices() async throws {
    let call: JSONValue = ["index": 0, "function": ["name": "f", "arguments": "{}"]]
    let open: JSONValue = ["index": 1, "function": ["name": "g", "arguments": "{\"x\""]]
    let stream = events([
      ["choices": [["delta": ["tool_calls": [call, open]]]]],
      ["choices": [["index": 1, "delta": ["content": "x"]]]],
    ])
    let candidate = try await streaming(StreamTransport(stream), by: "openai")
    #expect(candidate.failure?.reason == .unreadable && candidate.answer.toolCalls.map(\.name) == ["f"])
  }

  @Test(
    "a choice that reports an error ends the answer, whatever had come",
    arguments: [
      #"{"choices":[{"delta":{"content":""},"finish_reason":"error","error":{"code":502,"message":"upstream died"}}]}"#,
      #"{"choices":[{"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"upstream died"}}"#,
      #"{"choices":[{"delta":{},"finish_reason":"error"}]}"#,
    ])
  func choiceError(event: String) async throws {
    let transport = StreamTransport(events(chunks) + "data: \(event)\n\ndata: [DONE]\n\n")
    let candidate = try await streaming(transport, by: "openai")
    #expect(candidate.failure?.reason == .server && candidate.text.isEmpty)
    #expect(!event.contains("died") || candidate.failure?.message.unsafeText.contains("upstream died") == true)
  }

  @Test("what follows the end is not the answer's, wherever it is cut", arguments: [1, 1000])
  func afterTheEnd(length: Int) async throws {
    let text = paris + events([["choices": [["delta": ["content": " and Rome"]]]]]) + "data: {\n\n"
    let transport = StreamTransport(pieces: Array(text.utf8).pieces(of: length))
    #expect(try await streaming(transport, by: "openai").text == "Paris")
  }

  @Test("a count that says nothing takes none away")
  func emptyUsage() async throws {
    let text = events(
      [
        ["choices": [["delta": ["content": "x"], "finish_reason": "stop"]], "usage": ["prompt_tokens": 7]],
        ["choices": [], "usage": ["prompt_tokens": nil]],
      ], end: "data: [DONE]\n\n")
    #expect(try await streaming(StreamTransport(text), by: "openai").answer.usage == Usage(input: 7))
  }

  @Test("a call may have any number, and none without a name", arguments: [0, 7, 1 << 60])
  func numbers(index: Int) async throws {
    let call: JSONValue = ["index": .number(JSONNumber(index)), "function": ["arguments": "{}"]]
    let text = events([["choices": [["delta": ["tool_calls": [call]]]]]], end: "data: [DONE]\n\n")
    #expect(try await streaming(StreamTransport(text), by: "openai").failure?.reason == .unreadable)
  }

  @Test(
    "a stream that is done and never said why it stopped is cut off, where the service knows the word",
    arguments: [JSONValue.null, ""])
  func withoutReason(word: JSONValue) async throws {
    let text = events(
      [["choices": [["delta": ["content": "The total is 4"], "finish_reason": word]]]], end: "data: [DONE]\n\n")
    let failure = try await streaming(StreamTransport(text), by: "openai").failure
    #expect(failure?.reason == .unreadable && failure?.message.unsafeText.contains("`stream: false`") == true)
  }

  @Test("a service that does not know the word is taken at its word that it is done, and the reason is unknown")
  func unknownReason() async throws {
    let text = events([["choices": [["delta": ["content": "x"]]]]], end: "data: [DONE]\n\n")
    let answer = try await streaming(StreamTransport(text), by: "openai").answer
    #expect(answer.text == "x" && answer.finishReason == nil)
  }

  @Test("calls show their end themselves", arguments: [("{\"n\":1}", false), ("{\"n\":", true)])
  func callsWithoutReason(arguments: String, isCutOff: Bool) async throws {
    let call: JSONValue = ["index": 0, "id": "c", "function": ["name": "f", "arguments": .string(arguments)]]
    let text = events(
      [["choices": [["delta": ["tool_calls": [call]], "finish_reason": nil]]]], end: "data: [DONE]\n\n")
    let candidate = try await streaming(StreamTransport(text), by: "openai")
    #expect((candidate.failure?.reason == .unreadable) == isCutOff && candidate.answer.finishReason == nil)
  }

  @Test("refusals and thoughts come in pieces as well")
  func refusal() async throws {
    let text = events(
      [
        ["choices": [["delta": ["reasoning_content": "hm "]]]], ["choices": [["delta": ["reasoning": "hm"]]]],
        ["choices": [["delta": ["refusal": "I "]]]],
        ["choices": [["delta": ["refusal": "won't"], "finish_reason": "stop"]]],
      ], end: "data: [DONE]\n\n")
    let answer = try await streaming(StreamTransport(text), by: "openai").answer
    #expect(answer.refusal == "I won't" && answer.reasoning == "hm hm" && answer.finishReason == .refusal)
  }

  @Test(
    "an error within a stream is what it says it is",
    arguments: [
      ("openai", #"{"error":{"message":"m","code":"rate_limit_exceeded"}}"#, GenerationFailure.Reason.rateLimited),
      ("openai", #"{"error":{"message":"m","code":502}}"#, .server),
      ("openai", #"{"error":{"message":"m","type":"invalid_request_error"}}"#, .badRequest),
      ("anthropic", #"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#, .server),
      ("anthropic", #"{"type":"error","error":{"type":"authentication_error","message":"m"}}"#, .unauthorized),
      ("openai-responses", #"{"type":"error","code":"insufficient_quota","message":"m"}"#, .outOfCredit),
      (
        "openai-responses",
        #"{"type":"response.failed","response":{"error":{"code":"server_error","message":"m"}}}"#, .server
      ), ("gemini", #"{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED"}}"#, .rateLimited),
      ("vertex", #"{"error":{"code":403,"message":"m","status":"PERMISSION_DENIED"}}"#, .unauthorized),
    ])
  func errors(provider: String, event: String, reason: GenerationFailure.Reason) async throws {
    let failure = try await streaming(StreamTransport("data: \(event)\n\n"), by: provider).failure
    #expect(failure?.kind == .infrastructure && failure?.reason == reason)
    #expect(failure?.message.unsafeText.contains("reported an error: m") == true)
  }

  @Test("an error within JSON lines is one too")
  func linesError() async throws {
    let transport = StreamTransport("{\"error\":\"model is gone\"}\n", type: "application/x-ndjson")
    #expect(try await streaming(transport, by: "ollama").failure?.message.unsafeText.contains("model is gone") == true)
  }
}
