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

  @Test("an item that says nothing is read over; one that is not known, or a part of a message, is not")
  func unknown() async throws {
    for kind in ["mcp_list_tools", "compaction", "tool_search_output"] {
      #expect(try await read(["output": [["type": .string(kind), "id": "7"], text]]).text == "Paris")
    }
    #expect(try await read(["output": [["type": "dance", "id": 7], text]]).failure?.reason == .unreadable)
    let part: JSONValue = ["type": "message", "content": [["type": "song"], ["type": "output_text", "text": "x"]]]
    #expect(try await read(["output": [part]]).failure?.reason == .unreadable)
  }

  @Test(
    "every call that the client has to carry out is one",
    arguments: [
      (["type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "DROP TABLE x"], "sql", "DROP TABLE x"),
      (
        ["type": "local_shell_call", "id": "l", "call_id": "c", "action": ["type": "exec", "command": ["ls"]]],
        "local_shell", #"{"type":"exec","command":["ls"]}"#
      ),
      (["type": "shell_call", "call_id": "c", "action": ["commands": ["ls"]]], "shell", #"{"commands":["ls"]}"#),
      (
        ["type": "apply_patch_call", "call_id": "c", "operation": ["type": "delete_file", "path": "a"]], "apply_patch",
        #"{"type":"delete_file","path":"a"}"#
      ),
      (["type": "computer_call", "call_id": "c", "action": ["type": "click"]], "computer", #"{"type":"click"}"#),
      (["type": "computer_call", "call_id": "c", "actions": [["type": "wait"]]], "computer", #"[{"type":"wait"}]"#),
      (
        ["type": "mcp_approval_request", "id": "c", "name": "pay", "arguments": "{}", "server_label": "bank"], "pay",
        "{}"
      ),
    ] as [(JSONValue, String, String)])
  func otherCalls(item: JSONValue, name: String, arguments: String) async throws {
    let answer = try await read(["output": [text, item]]).answer
    #expect(answer.toolCalls == [ToolCall(id: "c", name: name, argumentsText: arguments)])
    #expect(answer.finishReason == .toolCalls && answer.continuation?.items == [text, item])
  }

  @Test(
    "what the service carried out itself is a call that nobody answers",
    arguments: [
      (
        [["type": "web_search_call", "id": "c", "action": ["type": "search", "query": "x"]]], "web_search",
        #"{"type":"search","query":"x"}"#
      ),
      ([["type": "web_search_call", "id": "c"]], "web_search", "{}"),
      (
        [["type": "file_search_call", "id": "c", "queries": ["x"], "results": nil]], "file_search",
        #"{"queries":["x"]}"#
      ),
      (
        [["type": "code_interpreter_call", "id": "c", "code": "1+1", "container_id": "k"]], "code_interpreter",
        #"{"code":"1+1"}"#
      ),
      ([["type": "image_generation_call", "id": "c", "result": "iVBO"]], "image_generation", "{}"),
      (
        [["type": "mcp_call", "id": "c", "name": "delete", "arguments": "{\"x\":1}", "output": "done"]], "delete",
        #"{"x":1}"#
      ),
      ([["type": "tool_search_call", "id": "c", "arguments": ["query": "x"]]], "tool_search", #"{"query":"x"}"#),
      (
        [
          ["type": "shell_call", "call_id": "c", "action": ["commands": ["ls"]]],
          ["type": "shell_call_output", "call_id": "c"],
        ], "shell", #"{"commands":["ls"]}"#
      ),
      (
        [
          ["type": "azure_ai_search_call", "call_id": "c", "arguments": "{}"],
          ["type": "azure_ai_search_call_output", "call_id": "c"],
        ], "azure_ai_search", "{}"
      ),
    ] as [([JSONValue], String, String)])
  func servicesOwn(items: [JSONValue], name: String, arguments: String) async throws {
    let answer = try await read(["output": .array(items + [text])]).answer
    #expect(answer.toolCalls == [ToolCall(id: "c", name: name, argumentsText: arguments, isCarriedOut: true)])
    #expect(answer.text == "Paris" && answer.finishReason == .stop && answer.continuation == nil)
  }

  @Test("beside a call that waits for its result, what the service did goes back as it was")
  func servicesOwnBeside() async throws {
    let search: JSONValue = ["type": "web_search_call", "id": "w", "action": ["query": "x"]]
    let answer = try await read(["output": [search, call]]).answer
    #expect(answer.finishReason == .toolCalls && answer.continuation?.items == [search, call])
  }

  @Test("calls beside a failure are kept")
  func besideFailure() async throws {
    let candidate = try await read(["status": "failed", "error": ["message": "died"], "output": [call]])
    #expect(candidate.isError && candidate.answer.toolCalls.map(\.name) == ["f"])
  }

  @Test(
    "a call of a kind that nobody knows, or that lacks what it is about, is unreadable",
    arguments: [
      ["type": "teleport_call", "call_id": "c"], ["type": "launch_request", "id": "c"],
      ["type": "computer_call", "call_id": "c"], ["type": "custom_tool_call", "name": "f"],
    ] as [JSONValue])
  func unknownCalls(item: JSONValue) async throws {
    #expect(try await read(["output": [item, text]]).failure?.reason == .unreadable)
  }

  @Test("the result of a tool of one's own goes back in its form; what has no text as a result is not sent")
  func otherResults() async throws {
    func request(_ item: JSONValue) -> GenerationRequest {
      var request = question("hi")
      request.messages += [
        Message(.assistant, "", continuation: Continuation(form: "openai-responses", items: [item])),
        Message(.tool, "done", toolCallID: "c", toolName: "f"),
      ]
      return request
    }
    let custom = request(["type": "custom_tool_call", "call_id": "c", "name": "f", "input": "x"])
    let input = try await body(by: "openai-responses", [:], custom)["input"]?.arrayValue
    #expect(input?.last == ["type": "custom_tool_call_output", "call_id": "c", "output": "done"])
    let computer = request(["type": "computer_call", "call_id": "c", "action": [:]])
    #expect(try await refusal(of: "openai-responses", computer).contains("`computer_call`"))
  }

  @Test(
    "a response that is not finished is no answer, whatever it holds",
    arguments: [
      ("queued", GenerationFailure.Reason.other), ("in_progress", .other), ("cancelled", .other), ("failed", .server),
      ("dreaming", .unreadable),
    ])
  func unfinished(status: String, reason: GenerationFailure.Reason) async throws {
    let failure = try await read(["status": .string(status), "output": [text]]).failure
    #expect(failure?.kind == .infrastructure && failure?.reason == reason)
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

  private func stream(_ steps: [JSONValue], _ output: JSONValue) -> String {
    events(steps + [["type": "response.completed", "response": ["status": "completed", "output": output]]])
  }

  @Test("items that came on the way count where the end lacks them", arguments: [[], nil, [text]] as [JSONValue])
  func lostCall(output: JSONValue) async throws {
    let text = stream(
      [
        ["type": "response.function_call_arguments.delta", "delta": "{\"x\": 1"],
        ["type": "response.output_item.done", "output_index": 1, "item": call],
        ["type": "response.output_item.done", "output_index": 0, "item": text],
      ], output)
    let answer = try await streaming(StreamTransport(text), by: "openai-responses").answer
    #expect(answer.toolCalls == [ToolCall(id: "c1", name: "f", argumentsText: "{\"x\": 1")] && answer.text == "Paris")
  }

  @Test(
    "an end without the call that was streamed is no answer",
    arguments: [
      ["type": "response.function_call_arguments.delta", "delta": "{}"],
      ["type": "response.output_item.done", "output_index": 1, "item": call],
    ] as [JSONValue])
  func callWithoutItem(step: JSONValue) async throws {
    let stream = StreamTransport(stream([step], [text]))
    #expect(try await streaming(stream, by: "openai-responses").failure?.reason == .unreadable)
  }

  @Test(
    "a stream that ends with a failure, or is given up, is a failure",
    arguments: [("failed", GenerationFailure.Reason.server), ("cancelled", .other)])
  func failedStream(status: String, reason: GenerationFailure.Reason) async throws {
    let text = events([
      ["type": "response.output_text.delta", "delta": "YES"],
      [
        "type": .string("response.\(status)"),
        "response": ["status": .string(status), "error": nil, "output": [text]],
      ],
    ])
    #expect(try await streaming(StreamTransport(text), by: "openai-responses").failure?.reason == reason)
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
