import EvalGateCore
import StrictJSON
import Testing

/// A stream of chat completions with one piece of a call after the other.
private func calls(_ pieces: [JSONValue]) async throws -> Candidate {
  let chunks: [JSONValue] = pieces.map { ["choices": [["delta": ["tool_calls": [$0]], "finish_reason": nil]]] }
  let end: JSONValue = ["choices": [["delta": [:], "finish_reason": "tool_calls"]]]
  return try await streaming(StreamTransport(events(chunks + [end], end: "data: [DONE]\n\n")), by: "openai")
}

private func piece(_ name: JSONValue, _ arguments: JSONValue, id: JSONValue = "") -> JSONValue {
  ["index": 0, "id": id, "type": "function", "function": ["name": name, "arguments": arguments]]
}

@Suite("Parallel calls under one number")
struct ParallelCallsTests {
  @Test("whole calls of one tool without ids are as many calls, as Google's compatible endpoint sends them")
  func oneTool() async throws {
    let candidate = try await calls([
      piece("send", #"{"to":"a"}"#), piece("send", #"{"to":"}"}"#), piece("send", "{"), piece(nil, "}"),
    ])
    #expect(
      candidate.answer.toolCalls.map(\.written) == [#"send({"to":"a"})"#, #"send({"to":"}"})"#, "send({})"])
  }

  @Test("a name that is repeated with every piece of one call, or after the last, makes no other call")
  func repeatedName() async throws {
    let candidate = try await calls([
      piece("send", ""), piece("send", #"{"to":"#), piece("send", #"{"x":1}"#), piece("send", "}"), piece("send", ""),
    ])
    #expect(candidate.answer.toolCalls.map(\.written) == [#"send({"to":{"x":1}})"#])
  }

  @Test("arguments that come as an object are read, as those of a whole answer are")
  func object() async throws {
    let candidate = try await calls([piece("send", ["to": "a"], id: "c1"), piece("send", ["to": "b"], id: "c2")])
    #expect(candidate.answer.toolCalls.map(\.written) == [#"send({"to":"a"})"#, #"send({"to":"b"})"#])
    let old: JSONValue = ["choices": [["delta": ["function_call": ["name": "f", "arguments": ["x": 1]]]]]]
    let text = events([old], end: "data: [DONE]\n\n")
    #expect(
      try await streaming(StreamTransport(text), by: "openai").answer.toolCalls.map(\.written) == [#"f({"x":1})"#])
  }

  @Test("a piece of arguments that is no text is unreadable where nothing else can be meant")
  func noText() async throws {
    let text = events([
      ["type": "message_start", "message": [:]],
      [
        "type": "content_block_start", "index": 0,
        "content_block": ["type": "tool_use", "id": "t", "name": "f", "input": [:]],
      ], ["type": "content_block_delta", "index": 0, "delta": ["type": "input_json_delta", "partial_json": ["x": 1]]],
    ])
    #expect(try await streaming(StreamTransport(text), by: "anthropic").failure?.reason == .unreadable)
  }
}
