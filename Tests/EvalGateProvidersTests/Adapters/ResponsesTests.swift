import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private func read(_ extra: JSONObject) async throws -> Candidate {
  var body: JSONObject = ["status": "completed", "output": []]
  for (key, value) in extra { body[key] = value }
  return try await reading(.object(body), by: "openai-responses")
}

private let text: JSONValue = ["type": "message", "content": [["type": "output_text", "text": "Paris"]]]
private let call: JSONValue = ["type": "function_call", "call_id": "c1", "name": "f", "arguments": "{\"x\": 1"]

@Suite("OpenAI's Responses")
struct ResponsesTests {
  @Test("messages, calls and results are items of one input")
  func input() async throws {
    var request = question("hi")
    request.messages += [
      Message(.assistant, "wait", toolCalls: [ToolCall(id: "c1", name: "f", argumentsText: "{}")]),
      Message(.tool, "found", toolCallID: "c1", toolName: "f"),
    ]
    #expect(
      try await body(by: "openai-responses", [:], request) == [
        "model": "m1",
        "input": [
          ["role": "system", "content": "be brief"], ["role": "user", "content": "hi"],
          ["role": "assistant", "content": "wait"],
          ["type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"],
          ["type": "function_call_output", "call_id": "c1", "output": "found"],
        ],
      ])
  }

  @Test(
    "parameters go where this service has them",
    arguments: [
      ("max_tokens", 5, "max_output_tokens", 5), ("maxCompletionTokens", 5, "max_output_tokens", 5),
      ("reasoning_effort", "low", "reasoning", ["effort": "low"]),
      ("tool_choice", ["name": "f"], "tool_choice", ["type": "function", "name": "f"]),
      ("logprobs", true, "include", ["message.output_text.logprobs"]), ("top_logprobs", 3, "top_logprobs", 3),
      ("response_format", ["type": "json_object"], "text", ["format": ["type": "json_object"]]),
      ("parallel_tool_calls", false, "parallel_tool_calls", false), ("store", false, "store", false),
    ] as [(String, JSONValue, String, JSONValue)])
  func parameters(written: String, value: JSONValue, name: String, sent: JSONValue) async throws {
    let body = try await body(by: "openai-responses", [:], question(parameters: [written: value]))
    #expect(body[name] == sent && body[written == name ? "" : written] == nil)
  }

  @Test("what is written in the service's own words stays beside what is put there", arguments: ["reasoning", "text"])
  func merged(key: String) async throws {
    var request = question(parameters: [key: ["mine": 1], "reasoning_effort": "low"])
    request.outputSchema = ["type": "object"]
    let body = try await body(by: "openai-responses", [:], request)
    #expect(body[key]?["mine"] == 1 && body[key]?.objectValue?.count == 2)
  }

  @Test("an output schema is a format of the text")
  func schema() async throws {
    var request = question()
    request.outputSchema = ["type": "object"]
    request.outputName = "a b"
    let body = try await body(by: "openai-responses", ["strict_schema": true], request)
    #expect(
      body["text"] == [
        "format": ["type": "json_schema", "name": "a_b", "schema": ["type": "object"], "strict": true]
      ])
  }

  @Test("a tool is strict only where it says so")
  func tools() async throws {
    var request = question(parameters: ["tools": [["type": "web_search"]]])
    request.tools = [ToolDefinition(name: "f", description: "d", parameters: [:])]
    let body = try await body(by: "openai-responses", [:], request)
    #expect(
      body["tools"] == [
        ["type": "function", "name": "f", "description": "d", "parameters": [:], "strict": false],
        ["type": "web_search"],
      ])
  }

  @Test("what the service does not have is refused before anything is sent", arguments: ["stop", "seed"])
  func missing(name: String) async throws {
    let message = try await refusal(of: "openai-responses", question(parameters: [name: 1]))
    #expect(message.contains("`\(name)`") && message.contains("parameters: { \(name): null }"))
  }

  @Test("a target may leave out what its service does not have")
  func leftOut() async throws {
    let body = try await body(by: "openai-responses", ["parameters": ["seed": nil]], question(parameters: ["seed": 1]))
    #expect(body["seed"] == nil)
  }

  @Test("text, calls and usage are read from the items")
  func answer() async throws {
    let usage: JSONValue = [
      "input_tokens": 9, "output_tokens": 5, "input_tokens_details": ["cached_tokens": 4],
      "output_tokens_details": ["reasoning_tokens": 3],
    ]
    let candidate = try await read(["output": [text, call], "usage": usage, "model": "m1-2026"])
    #expect(
      candidate.answer
        == Answer(
          text: "Paris", toolCalls: [ToolCall(id: "c1", name: "f", argumentsText: "{\"x\": 1")],
          finishReason: .toolCalls, usage: Usage(input: 9, cachedInput: 4, output: 5, reasoning: 3), model: "m1-2026"))
  }

  @Test("what is not known is read over")
  func unknown() async throws {
    let part: JSONValue = ["type": "message", "content": [["type": "song"], ["type": "output_text", "text": "x"]]]
    #expect(try await read(["output": [["type": "dance", "id": 7], part]]).text == "x")
  }

  @Test("a refusal is one")
  func refused() async throws {
    let part: JSONValue = ["type": "message", "content": [["type": "refusal", "refusal": "no"]]]
    let answer = try await read(["output": [part]]).answer
    #expect(answer.refusal == "no" && answer.finishReason == .refusal && answer.text == nil)
  }

  @Test(
    "an answer that is not complete says why",
    arguments: [
      ("max_output_tokens", FinishReason.length), ("content_filter", .contentFilter), ("whim", .other),
    ])
  func incomplete(reason: String, expected: FinishReason) async throws {
    let answer = try await read([
      "status": "incomplete", "incomplete_details": ["reason": .string(reason)], "output": [text],
    ]).answer
    #expect(answer.finishReason == expected && answer.text == "Paris")
  }

  @Test("reasoning goes back with the calls that came of it, all items as they were")
  func continuation() async throws {
    let thought: JSONValue = [
      "type": "reasoning", "id": "rs_1", "summary": [["text": "think"]], "encrypted_content": "e",
    ]
    let answer = try await read(["output": [thought, call]]).answer
    #expect(answer.reasoning == "think")
    var request = question("hi")
    request.messages.append(
      Message(.assistant, "", toolCalls: answer.toolCalls, continuation: answer.continuation))
    let input = try await body(by: "openai-responses", [:], request)["input"]?.arrayValue
    #expect(input.map { Array($0.suffix(2)) } == [thought, call])
  }

  @Test("another service's record of a turn is not sent on")
  func foreignContinuation() async throws {
    var request = question("hi")
    request.messages.append(
      Message(.assistant, "said", continuation: Continuation(form: "gemini", items: [["text": "signed"]])))
    let input = try await body(by: "openai-responses", [:], request)["input"]?.arrayValue
    #expect(input?.last == ["role": "assistant", "content": "said"])
  }

  @Test("an end without the text that was streamed is no answer")
  func lostText() async throws {
    let stream = events([
      ["type": "response.output_text.delta", "delta": "Par"],
      ["type": "response.completed", "response": ["status": "completed", "output": []]],
    ])
    #expect(try await streaming(StreamTransport(stream), by: "openai-responses").failure?.reason == .unreadable)
  }

  @Test(
    "a body without what it must have is unreadable",
    arguments: [
      ["output": 7], ["output": [["id": 1]]], ["output": [["type": "message"]]],
      ["output": [["type": "function_call", "name": "f"]]],
      ["output": [["type": "message", "content": [["type": "output_text"]]]]],
    ] as [JSONObject])
  func unreadable(body: JSONObject) async throws {
    #expect(try await read(body).failure?.reason == .unreadable)
  }
}
