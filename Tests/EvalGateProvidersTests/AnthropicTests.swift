import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let plain = response(
  200, #"{"type":"message","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn"}"#)

/// Sends one request and returns what went out and what came of the answer.
private func exchange(
  _ request: GenerationRequest, _ answer: HTTPResponse = plain
) async throws -> (HTTPRequest, JSONValue, Candidate) {
  let target = try Parts.target(node(["provider": "anthropic", "model": "c1"]))
  let transport = ScriptedTransport([.success(answer)])
  let generator = try await generator(route([target]), transport, variables: ["ANTHROPIC_API_KEY": "k"])
  let candidate = await generator.generate(request, trial: 1)
  let sent = try #require(transport.requests.first)
  return (sent, try JSONValue(parsing: sent.body), candidate)
}

@Suite("Anthropic's Messages")
struct AnthropicTests {
  @Test("instructions go apart from the conversation, and a limit is always sent")
  func body() async throws {
    let (sent, body, _) = try await exchange(question("hi"))
    #expect(sent.url == "https://api.anthropic.com/v1/messages" && sent.headers["anthropic-version"] == "2023-06-01")
    #expect(
      body == [
        "model": "c1", "max_tokens": 4096, "system": "be brief",
        "messages": [["role": "user", "content": [["type": "text", "text": "hi"]]]],
      ])
  }

  @Test(
    "parameters get the service's names",
    arguments: [
      ("maxTokens", 5, "max_tokens", 5), ("max_tokens", 5, "max_tokens", 5), ("topP", 1, "top_p", 1),
      ("stop", "END", "stop_sequences", ["END"]),
    ] as [(String, JSONValue, String, JSONValue)])
  func parameters(written: String, value: JSONValue, name: String, sent: JSONValue) async throws {
    let (_, body, _) = try await exchange(question(parameters: [written: value]))
    #expect(body[name] == sent && body[written == name ? "" : written] == nil)
  }

  @Test("results of calls made together go back together")
  func toolResults() async throws {
    var request = question()
    request.messages += [
      Message(
        .assistant, "",
        toolCalls: [
          ToolCall(id: "a", name: "f", argumentsText: #"{"x":1}"#),
          ToolCall(id: "b", name: "g", argumentsText: "not JSON"),
        ]), Message(.tool, "one", toolCallID: "a", toolName: "f"),
      Message(.tool, "two", toolCallID: "b", toolName: "g"),
    ]
    let (_, body, _) = try await exchange(request)
    #expect(
      body["messages"]?.arrayValue?.suffix(2) == [
        [
          "role": "assistant",
          "content": [
            ["type": "tool_use", "id": "a", "name": "f", "input": ["x": 1]],
            ["type": "tool_use", "id": "b", "name": "g", "input": [:]],
          ],
        ],
        [
          "role": "user",
          "content": [
            ["type": "tool_result", "tool_use_id": "a", "content": "one"],
            ["type": "tool_result", "tool_use_id": "b", "content": "two"],
          ],
        ],
      ])
  }

  @Test("an output schema is sent beside other output settings")
  func schema() async throws {
    var request = question(parameters: ["output_config": ["effort": "low"]])
    request.outputSchema = ["type": "object"]
    let (_, body, _) = try await exchange(request)
    #expect(
      body["output_config"] == [
        "effort": "low", "format": ["type": "json_schema", "schema": ["type": "object"]],
      ])
  }

  @Test("input that was read from the cache or written to it is part of the input")
  func usage() async throws {
    let answer = response(
      200,
      #"{"content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":20,"cache_creation_input_tokens":5,"output_tokens":7}}"#
    )
    let (_, _, candidate) = try await exchange(question(), answer)
    #expect(candidate.answer.usage == Usage(input: 35, cachedInput: 20, cacheWrite: 5, output: 7))
  }

  @Test(
    "a count that is none leaves unknown what it is part of",
    arguments: [#""cache_read_input_tokens":-3"#, #""cache_creation_input_tokens":"many""#])
  func unreadableUsage(count: String) async throws {
    let answer = response(200, #"{"content":[],"usage":{"input_tokens":10,\#(count),"output_tokens":7}}"#)
    let (_, _, candidate) = try await exchange(question(), answer)
    #expect(candidate.answer.usage == Usage(output: 7))
  }

  @Test("what the service did itself is a call that nobody answers, and goes back beside one that waits")
  func hosted() async throws {
    let blocks: JSONValue = [
      ["type": "mcp_tool_use", "id": "a", "name": "delete", "server_name": "s", "input": ["x": 1]],
      ["type": "mcp_tool_result", "tool_use_id": "a", "content": "done"],
      ["type": "server_tool_use", "id": "b", "name": "web_search", "input": ["query": "x"]],
      ["type": "tool_use", "id": "c", "name": "f", "input": [:]],
    ]
    let body: JSONValue = ["content": blocks, "stop_reason": "tool_use"]
    let (_, _, candidate) = try await exchange(question(), response(200, body.serialized()))
    #expect(
      candidate.answer.toolCalls == [
        ToolCall(id: "a", name: "delete", argumentsText: #"{"x":1}"#, isCarriedOut: true),
        ToolCall(id: "b", name: "web_search", argumentsText: #"{"query":"x"}"#, isCarriedOut: true),
        ToolCall(id: "c", name: "f", argumentsText: "{}"),
      ])
    #expect(candidate.answer.continuation?.items == blocks.arrayValue)
  }

  @Test(
    "calls beside an error, or in a turn that was interrupted, are kept",
    arguments: [#""error":{"type":"overloaded_error","message":"busy"}"#, #""stop_reason":"pause_turn""#])
  func besideError(rest: String) async throws {
    let body = #"{"content":[{"type":"server_tool_use","id":"a","name":"web_search","input":{}}],\#(rest)}"#
    let (_, _, candidate) = try await exchange(question(), response(200, body))
    #expect(candidate.isError && candidate.answer.toolCalls.map(\.isCarriedOut) == [true])
  }

  @Test(
    "a refusal is one",
    arguments: [
      #"{"content":[{"type":"text","text":"I will not."}],"stop_reason":"refusal"}"#,
      #"{"content":[],"stop_reason":"refusal","stop_details":{"type":"refusal","explanation":"I will not."}}"#,
    ])
  func refusal(body: String) async throws {
    let (_, _, candidate) = try await exchange(question(), response(200, body))
    #expect(candidate.answer.finishReason == .refusal && candidate.answer.refusal == "I will not.")
  }

  @Test("a turn that the service has interrupted is no answer", arguments: ["pause_turn", "compaction"])
  func interrupted(word: String) async throws {
    let body = #"{"content":[{"type":"text","text":"Let me"}],"stop_reason":"\#(word)"}"#
    let (_, _, candidate) = try await exchange(question(), response(200, body))
    #expect(candidate.isError && candidate.text.isEmpty)
    #expect(candidate.failure?.message.unsafeText.contains("`stop_reason: \(word)`") == true)
  }

  @Test("an account without credit is told apart from a wrong request")
  func credit() async throws {
    let body =
      #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}"#
    let (_, _, candidate) = try await exchange(question(), response(400, body))
    #expect(candidate.failure?.reason == .outOfCredit)
  }

  @Test(
    "what is missing is unreadable, and so is what is not known",
    arguments: [
      (#"{"type":"message"}"#, true), (#"{"content":"text"}"#, true), (#"{"content":[{"text":"x"}]}"#, true),
      (#"{"content":[{"type":"tool_use","name":"f"}]}"#, true), (#"{"content":[{"type":"hologram"}]}"#, true),
      (#"{"content":[{"type":"redacted_thinking","data":"x"},{"type":"compaction","content":"y"}]}"#, false),
      (#"{"content":[{"type":"container_upload","file_id":"x"},{"type":"web_search_tool_result"}]}"#, false),
    ])
  func strict(body: String, isUnreadable: Bool) async throws {
    let (_, _, candidate) = try await exchange(question(), response(200, body))
    #expect((candidate.failure?.reason == .unreadable) == isUnreadable)
  }
}
