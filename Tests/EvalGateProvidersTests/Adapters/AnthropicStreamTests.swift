import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private func delta(_ index: Int, _ delta: JSONValue) -> JSONValue {
  ["type": "content_block_delta", "index": .number(JSONNumber(index)), "delta": delta]
}

private func start(_ index: Int, _ block: JSONValue) -> JSONValue {
  ["type": "content_block_start", "index": .number(JSONNumber(index)), "content_block": block]
}

private func stream(_ blocks: [JSONValue], finish: String = "end_turn") -> StreamTransport {
  StreamTransport(
    events(
      [["type": "message_start", "message": ["model": "c1", "usage": ["input_tokens": 9, "output_tokens": 1]]]] + blocks
        + [
          [
            "type": "message_delta", "delta": ["stop_reason": .string(finish)],
            "usage": ["output_tokens": 7, "cache_read_input_tokens": 3],
          ], ["type": "message_stop"],
        ]))
}

@Suite("Anthropic's streams")
struct AnthropicStreamTests {
  @Test("blocks add up by their number, and the last count of each kind holds")
  func whole() async throws {
    let transport = stream([
      start(0, ["type": "text", "text": ""]), ["type": "ping"], delta(0, ["type": "text_delta", "text": "Par"]),
      delta(0, ["type": "text_delta", "text": "is"]), ["type": "content_block_stop", "index": 0], ["type": "new_event"],
    ])
    let answer = try await streaming(transport, by: "anthropic").answer
    #expect(
      answer
        == Answer(
          text: "Paris", finishReason: .stop, usage: Usage(input: 12, cachedInput: 3, output: 7), model: "c1"))
  }

  @Test(
    "arguments stay as the model wrote them; none are an empty object",
    arguments: [(["{\"x\"", ": 1,"], "{\"x\": 1,"), ([""], "{}"), ([], "{}")] as [([String], String)])
  func arguments(pieces: [String], expected: String) async throws {
    let transport = stream(
      [start(0, ["type": "tool_use", "id": "t1", "name": "f", "input": [:]])]
        + pieces.map { delta(0, ["type": "input_json_delta", "partial_json": .string($0)]) }, finish: "tool_use")
    let answer = try await streaming(transport, by: "anthropic").answer
    #expect(answer.toolCalls == [ToolCall(id: "t1", name: "f", argumentsText: expected)])
    #expect(answer.finishReason == .toolCalls)
  }

  @Test("thoughts go back with the calls that came of them, signature and all")
  func continuation() async throws {
    let transport = stream([
      start(0, ["type": "thinking", "thinking": "", "signature": ""]),
      delta(0, ["type": "thinking_delta", "thinking": "hm"]),
      delta(0, ["type": "signature_delta", "signature": "sig"]),
      start(1, ["type": "redacted_thinking", "data": "xx"]),
      start(2, ["type": "tool_use", "id": "t1", "name": "f", "input": [:]]),
      delta(2, ["type": "input_json_delta", "partial_json": "{\"x\":1}"]),
    ])
    let answer = try await streaming(transport, by: "anthropic").answer
    var request = question("hi")
    request.messages.append(Message(.assistant, "", toolCalls: answer.toolCalls, continuation: answer.continuation))
    let messages = try await body(by: "anthropic", [:], request)["messages"]?.arrayValue
    #expect(
      messages?.last?["content"] == [
        ["type": "thinking", "thinking": "hm", "signature": "sig"], ["type": "redacted_thinking", "data": "xx"],
        ["type": "tool_use", "id": "t1", "name": "f", "input": ["x": 1]],
      ])
  }

  @Test("a tool of the service's own is called in pieces too")
  func hosted() async throws {
    let transport = stream([
      start(0, ["type": "server_tool_use", "id": "t1", "name": "web_search", "input": [:]]),
      delta(0, ["type": "input_json_delta", "partial_json": "{\"query\":"]),
      delta(0, ["type": "input_json_delta", "partial_json": "\"x\"}"]), ["type": "content_block_stop", "index": 0],
      start(1, ["type": "web_search_tool_result", "tool_use_id": "t1", "content": []]),
      start(2, ["type": "text", "text": ""]), delta(2, ["type": "citations_delta", "citation": [:]]),
      delta(2, ["type": "text_delta", "text": "found"]),
    ])
    let answer = try await streaming(transport, by: "anthropic").answer
    #expect(
      answer.toolCalls == [
        ToolCall(id: "t1", name: "web_search", argumentsText: #"{"query":"x"}"#, isCarriedOut: true)
      ])
    #expect(answer.text == "found" && answer.finishReason == .stop && answer.continuation == nil)
  }

  @Test(
    "a block or a piece of a kind that is not known is unreadable",
    arguments: [
      [start(0, ["type": "hologram", "name": "delete"])],
      [start(0, ["type": "text", "text": ""]), delta(0, ["type": "hologram_delta", "data": "x"])],
    ])
  func unknown(blocks: [JSONValue]) async throws {
    let failure = try await streaming(stream(blocks), by: "anthropic").failure
    #expect(failure?.reason == .unreadable && failure?.message.unsafeText.contains("hologram") == true)
  }

  @Test("the output is counted when it is all there, not when it begins")
  func noFinalCount() async throws {
    let text = events([
      ["type": "message_start", "message": ["usage": ["input_tokens": 9, "output_tokens": 1]]],
      start(0, ["type": "text", "text": "x"]), ["type": "message_stop"],
    ])
    #expect(try await streaming(StreamTransport(text), by: "anthropic").answer.usage == Usage(input: 9))
  }

  @Test("calls that came whole before an error are kept, one that was being written is not")
  func beforeError() async throws {
    let call: (Int, String) -> [JSONValue] = { index, arguments in
      [
        start(index, ["type": "tool_use", "id": "t", "name": .string("f\(index)"), "input": [:]]),
        delta(index, ["type": "input_json_delta", "partial_json": .string(arguments)]),
      ]
    }
    let text = events(
      [["type": "message_start", "message": [:]]] + call(0, "") + [["type": "content_block_stop", "index": 0]]
        + call(1, "{\"x\"") + call(2, "")
        + [["type": "error", "error": ["type": "overloaded_error", "message": "busy"]]])
    let candidate = try await streaming(StreamTransport(text), by: "anthropic")
    #expect(candidate.isError && candidate.answer.toolCalls.map(\.name) == ["f0"])
  }

  @Test("a refusal in mid-stream is one")
  func refused() async throws {
    let transport = stream(
      [start(0, ["type": "text", "text": "Sure"]), delta(0, ["type": "text_delta", "text": ", but"])], finish: "refusal"
    )
    let answer = try await streaming(transport, by: "anthropic").answer
    #expect(answer.finishReason == .refusal && answer.refusal == "Sure, but")
  }

  @Test(
    "a piece of nothing, or of no number, is unreadable",
    arguments: [delta(4, ["text": "x"]), ["type": "content_block_delta", "delta": [:]]])
  func orphan(event: JSONValue) async throws {
    #expect(try await streaming(stream([event]), by: "anthropic").failure?.reason == .unreadable)
  }

  @Test(
    "parameters that the service does not have are refused before anything is sent",
    arguments: ["seed", "logprobs", "n"])
  func missing(name: String) async throws {
    #expect(try await refusal(of: "anthropic", question(parameters: [name: 1])).contains("`\(name)`"))
  }

  @Test(
    "whether tools are called, and how many at once",
    arguments: [
      (["tool_choice": "auto"], ["type": "auto"]), (["tool_choice": "required"], ["type": "any"]),
      (["tool_choice": "none", "parallel_tool_calls": false], ["type": "none"]),
      (["tool_choice": ["type": "function", "function": ["name": "f"]]], ["type": "tool", "name": "f"]),
      (["parallel_tool_calls": false], ["type": "auto", "disable_parallel_tool_use": true]),
    ] as [(JSONObject, JSONValue)])
  func toolChoice(parameters: JSONObject, sent: JSONValue) async throws {
    let body = try await body(by: "anthropic", [:], question(parameters: parameters))
    #expect(body["tool_choice"] == sent && body["parallel_tool_calls"] == nil)
  }

  @Test("effort and schema share the output's configuration")
  func effort() async throws {
    var request = question(parameters: ["reasoning_effort": "low", "output_config": ["x": 1]])
    request.outputSchema = ["type": "object"]
    let body = try await body(by: "anthropic", [:], request)
    #expect(
      body["output_config"] == [
        "effort": "low", "x": 1, "format": ["type": "json_schema", "schema": ["type": "object"]],
      ])
  }

  @Test("beta features are asked for in a header")
  func beta() async throws {
    let request = try await sent(by: "anthropic", ["beta": ["a-1", "b-2"]])
    #expect(request.headers["anthropic-beta"] == "a-1,b-2")
  }
}
