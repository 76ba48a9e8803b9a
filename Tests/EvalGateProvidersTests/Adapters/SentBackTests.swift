import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// What is sent when a conversation goes on after an answer: its turn and the results of its calls.
private func next(
  after answer: Answer, results: [String] = ["sun"], by provider: String, _ extra: JSONObject = [:],
  variables: [String: String] = [:]
) async throws -> JSONValue {
  var request = question("hi")
  request.messages.append(
    Message(.assistant, answer.text ?? "", toolCalls: answer.toolCalls, continuation: answer.continuation))
  for (call, result) in zip(answer.toolCalls.awaitingResults, results) {
    request.messages.append(Message(.tool, result, toolCallID: call.id, toolName: call.name))
  }
  return try JSONValue(parsing: try await sent(by: provider, extra, request, variables: variables).body)
}

private func call(_ id: JSONValue = "k1", _ more: JSONObject = [:]) -> JSONValue {
  var call: JSONObject = ["id": id, "type": "function", "function": ["name": "w", "arguments": "{}"]]
  for (key, value) in more { call[key] = value }
  return .object(call)
}

private let signature: JSONObject = ["extra_content": ["google": ["thought_signature": "SIG"]]]

@Suite("What goes back with the results of calls")
struct SentBackTests {
  private func chat(_ message: JSONObject) async throws -> Answer {
    try await reading(["choices": [["message": .object(message), "finish_reason": "tool_calls"]]], by: "openai").answer
  }

  @Test("signatures and thoughts go back to compatible services in the places where they came")
  func compatible() async throws {
    let details: JSONValue = [["type": "reasoning.encrypted", "data": "x", "index": 0]]
    let answer = try await chat([
      "content": "Let me see.", "reasoning_content": "hm", "reasoning_details": details,
      "tool_calls": [call("k1", signature), call("k2")],
    ])
    let turn = try await next(after: answer, by: "openai")["messages"]?[2]
    #expect(
      turn == [
        "role": "assistant", "content": "Let me see.", "reasoning_content": "hm", "reasoning_details": details,
        "tool_calls": [call("k1", signature), call("k2")],
      ])
  }

  @Test("what came in pieces goes back as one")
  func streamed() async throws {
    let text = events(
      [
        ["choices": [["delta": ["reasoning_content": "h", "reasoning_details": [["text": "h", "index": 0]]]]]],
        [
          "choices": [
            ["delta": ["reasoning_content": "m", "reasoning_details": [["text": "m", "index": 0, "signature": "s"]]]]
          ]
        ],
        ["choices": [["delta": ["tool_calls": [call("k1", signature)]], "finish_reason": "tool_calls"]]],
      ], end: "data: [DONE]\n\n")
    let answer = try await streaming(StreamTransport(text), by: "openai").answer
    let turn = try await next(after: answer, by: "openai")["messages"]?[2]
    #expect(turn?["reasoning_content"] == "hm" && turn?["tool_calls"] == [call("k1", signature)])
    #expect(turn?["reasoning_details"] == [["text": "hm", "index": 0, "signature": "s"]])
  }

  @Test("thoughts that are empty are sent back too, and an answer without any has none")
  func noThoughts() async throws {
    let empty = try await chat(["content": nil, "reasoning_content": "", "tool_calls": [call()]])
    #expect(try await next(after: empty, by: "openai")["messages"]?[2]?["reasoning_content"] == "")
    let none = try await chat(["content": nil, "reasoning_content": nil, "reasoning": "x", "tool_calls": [call()]])
    #expect(none.continuation == nil)
  }

  @Test("OpenAI itself, which refuses what it does not know, is sent nothing that is another service's")
  func openAI() async throws {
    let answer = try await chat(["content": nil, "reasoning_content": "hm", "tool_calls": [call("k1", signature)]])
    let body = try await next(
      after: answer, by: "openai", ["base_url": nil, "api_key_env": "KEY"], variables: ["KEY": "sk-test"])
    #expect(body["messages"]?[2] == ["role": "assistant", "content": nil, "tool_calls": [call()]])
  }

  @Test("a fallback at another address is sent nothing that only the first service knows", arguments: [9, 10])
  func fallback(port: Int) async throws {
    let reply: JSONValue = [
      "choices": [
        [
          "finish_reason": "tool_calls",
          "message": ["content": nil, "reasoning_content": "hm", "tool_calls": [call("k1", signature)]],
        ]
      ]
    ]
    let transport = ScriptedTransport([
      .success(response(200, reply.serialized())), .success(response(503, "")), .success(completion("x")),
    ])
    let targets = [
      try openAITarget(model: "a"), try openAITarget(["base_url": "http://127.0.0.1:\(port)/v1"], model: "b"),
    ]
    let generator = try await generator(EvalGateProvidersTests.route(targets), transport)
    let first = await generator.generate(question(), trial: 1)
    var request = question()
    request.messages.append(
      Message(.assistant, "", toolCalls: first.answer.toolCalls, continuation: first.answer.continuation))
    request.messages.append(Message(.tool, "sun", toolCallID: "k1", toolName: "w"))
    #expect(await generator.generate(request, trial: 1).text == "x")
    let turns = try transport.requests.dropFirst().map { try JSONValue(parsing: $0.body)["messages"]?[2] }
    let whole: JSONValue = [
      "role": "assistant", "content": nil, "reasoning_content": "hm", "tool_calls": [call("k1", signature)],
    ]
    #expect(turns == [whole, port == 9 ? whole : ["role": "assistant", "content": nil, "tool_calls": [call()]]])
  }

  @Test("a custom tool's call has a text for arguments, and goes back as one", arguments: [false, true])
  func custom(isStreamed: Bool) async throws {
    let call: JSONValue = ["id": "c1", "type": "custom", "custom": ["name": "run_sql", "input": "DROP TABLE users"]]
    let answer: Answer
    if isStreamed {
      let text = events(
        [
          [
            "choices": [
              [
                "delta": [
                  "tool_calls": [
                    ["index": 0, "id": "c1", "type": "custom", "custom": ["name": "run_sql", "input": "DROP "]]
                  ]
                ]
              ]
            ]
          ],
          [
            "choices": [
              [
                "delta": ["tool_calls": [["index": 0, "custom": ["input": "TABLE users"]]]],
                "finish_reason": "tool_calls",
              ]
            ]
          ],
        ], end: "data: [DONE]\n\n")
      answer = try await streaming(StreamTransport(text), by: "openai").answer
    } else {
      answer = try await chat(["content": nil, "tool_calls": [call]])
    }
    #expect(answer.toolCalls == [ToolCall(id: "c1", name: "run_sql", argumentsText: "DROP TABLE users")])
    #expect(try await next(after: answer, by: "openai")["messages"]?[2]?["tool_calls"] == [call])
  }

  @Test("Bedrock's signed thoughts go back with the calls that came of them, whole and in pieces")
  func bedrock() async throws {
    let thoughts: JSONValue = ["reasoningContent": ["reasoningText": ["text": "I should look", "signature": "SIG"]]]
    let hidden: JSONValue = ["reasoningContent": ["redactedContent": "eHg="]]
    let use: JSONValue = ["toolUse": ["toolUseId": "k1", "name": "w", "input": ["c": "Paris"]]]
    let whole = try await reading(
      [
        "stopReason": "tool_use",
        "output": ["message": ["content": [thoughts, hidden, ["text": ""], ["text": "Let me see."], use]]],
      ], by: "bedrock", ["api_key_env": "none"]
    ).answer
    var stream = ConverseStream()
    for (type, payload) in [
      ("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"I should "}}}"#),
      ("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"look"}}}"#),
      ("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"SIG"}}}"#),
      ("contentBlockDelta", #"{"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"eHg="}}}"#),
      ("contentBlockDelta", #"{"contentBlockIndex":2,"delta":{"text":"Let me see."}}"#),
      ("contentBlockStart", #"{"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"k1","name":"w"}}}"#),
      ("contentBlockDelta", #"{"contentBlockIndex":3,"delta":{"toolUse":{"input":"{\"c\":\"Paris\"}"}}}"#),
      ("messageStop", #"{"stopReason":"tool_use"}"#),
    ] { try stream.take(EventStreamWriting.event(type, payload)) }
    for answer in [whole, try stream.finish([:])] {
      #expect(answer.reasoning == "I should look")
      let body = try await next(after: answer, by: "bedrock", ["api_key_env": "none"])
      #expect(
        body["messages"]?[1] == ["role": "assistant", "content": [thoughts, hidden, ["text": "Let me see."], use]])
    }
  }

  @Test("Bedrock's thoughts without a signature stay where they are")
  func unsigned() async throws {
    let answer = try await reading(
      [
        "stopReason": "tool_use",
        "output": [
          "message": [
            "content": [
              ["reasoningContent": ["reasoningText": ["text": "hm"]]],
              ["toolUse": ["toolUseId": "k1", "name": "w", "input": [:]]],
            ]
          ]
        ],
      ], by: "bedrock", ["api_key_env": "none"]
    ).answer
    #expect(answer.reasoning == "hm" && answer.continuation == nil)
  }

  @Test("an empty text does not go back to Gemini, one that is signed does")
  func emptyText() async throws {
    let parts: [JSONValue] = [
      ["functionCall": ["name": "w", "args": [:]], "thoughtSignature": "s"], ["text": "", "thoughtSignature": "t"],
      ["text": ""],
    ]
    let answer = try await reading(
      ["candidates": [["content": ["parts": .array(parts)], "finishReason": "STOP"]]], by: "gemini"
    ).answer
    let contents = try await next(after: answer, by: "gemini")["contents"]
    #expect(contents?[1] == ["role": "model", "parts": .array(Array(parts.prefix(2)))])
  }

  @Test(
    "calls without ids get ids of their own where a service wants them, and the results theirs",
    arguments: ["openai", "anthropic", "openai-responses", "bedrock"])
  func ids(provider: String) async throws {
    let calls = ["Paris", "Rome"].map { ToolCall(name: "ns.w", argumentsText: "{\"c\":\"\($0)\"}") }
    let body = try await next(
      after: Answer(toolCalls: calls), results: ["rain", "sun"], by: provider,
      provider == "bedrock" ? ["api_key_env": "none"] : [:])
    let text = body.serialized()
    let isPlain = provider == "anthropic" || provider == "bedrock"
    let (first, second) = isPlain ? ("ns_w", "ns_w_2") : ("ns.w", "ns.w_2")
    #expect(text.ranges(of: "\"\(first)\"").count >= 2 && text.ranges(of: "\"\(second)\"").count == 2, "\(text)")
    let (rain, sun) = (text.firstRange(of: "rain"), text.firstRange(of: "sun"))
    let answered = try #require(text.ranges(of: "\"\(second)\"").last)
    #expect(try #require(rain).lowerBound < answered.lowerBound && rain != nil && sun != nil, "\(text)")
  }

  @Test("an id that several calls share, or that a turn before had, is made one of its own")
  func sharedIDs() async throws {
    var request = question("hi")
    for city in ["Paris", "Rome"] {
      request.messages += [
        Message(
          .assistant, "",
          toolCalls: [
            ToolCall(id: "call_0", name: "w", argumentsText: "{}"), ToolCall(id: "", name: "w", argumentsText: "{}"),
          ]), Message(.tool, city, toolCallID: "call_0", toolName: "w"),
        Message(.tool, "two", toolCallID: "", toolName: "w"),
      ]
    }
    let messages = try await body(by: "openai", [:], request)["messages"]?.arrayValue ?? []
    #expect(
      messages.compactMap { $0["tool_call_id"]?.stringValue } == ["call_0", "w", "call_0_2", "w_2"])
    #expect(
      messages.flatMap { $0["tool_calls"]?.arrayValue ?? [] }.compactMap { $0["id"]?.stringValue } == [
        "call_0", "w", "call_0_2", "w_2",
      ])
  }

  @Test(
    "pictures and sounds that a model made are unreadable",
    arguments: [
      ("openai", #"{"content":"A","images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iV"}}]}"#),
      ("openai", #"{"content":"A","audio":{"id":"a","data":"UklGR","transcript":"else"}}"#),
      ("openai", #"{"content":null,"audio":{"id":"a","data":"UklGR","transcript":"A"}}"#),
      ("ollama", #"{"content":"A","images":["iVBORw0KGgo="]}"#),
    ])
  func made(provider: String, message: String) async throws {
    let message = try JSONValue(parsing: message)
    let whole: JSONValue =
      provider == "ollama"
      ? ["message": message, "done": true] : ["choices": [["message": message, "finish_reason": "stop"]]]
    let failure = try await reading(whole, by: provider).failure
    #expect(failure?.reason == .unreadable && failure?.message.unsafeText.contains("that the model made") == true)
    guard provider == "openai" else { return }
    let text = events([["choices": [["delta": message, "finish_reason": "stop"]]]], end: "data: [DONE]\n\n")
    #expect(try await streaming(StreamTransport(text), by: provider).failure?.reason == .unreadable)
    let none: JSONValue = ["content": "A", "images": [], "audio": nil]
    #expect(try await reading(["choices": [["message": none, "finish_reason": "stop"]]], by: provider).text == "A")
  }
}
