import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private func read(_ parts: [JSONValue], finish: String = "STOP", usage: JSONValue = nil) async throws -> Candidate {
  try await reading(
    [
      "candidates": [["content": ["role": "model", "parts": .array(parts)], "finishReason": .string(finish)]],
      "usageMetadata": usage, "modelVersion": "g1", "responseId": "r1",
    ], by: "gemini")
}

@Suite("Gemini")
struct GeminiTests {
  @Test("instructions go apart, turns are the user's and the model's, results have names")
  func contents() async throws {
    var request = question("hi")
    request.messages += [
      Message(
        .assistant, "",
        toolCalls: [
          ToolCall(id: "a", name: "f", argumentsText: "{\"x\":1}"), ToolCall(name: "g", argumentsText: "not JSON"),
        ]), Message(.tool, "{\"n\":1}", toolCallID: "a", toolName: "f"), Message(.tool, "two", toolName: "g"),
    ]
    #expect(
      try await body(by: "gemini", [:], request) == [
        "systemInstruction": ["parts": [["text": "be brief"]]],
        "contents": [
          ["role": "user", "parts": [["text": "hi"]]],
          [
            "role": "model",
            "parts": [
              ["functionCall": ["name": "f", "args": ["x": 1], "id": "a"]],
              ["functionCall": ["name": "g", "args": [:]]],
            ],
          ],
          [
            "role": "user",
            "parts": [
              ["functionResponse": ["name": "f", "response": ["n": 1], "id": "a"]],
              ["functionResponse": ["name": "g", "response": ["output": "two"]]],
            ],
          ],
        ],
      ])
  }

  @Test(
    "parameters go into the configuration under the service's names",
    arguments: [
      ("max_tokens", 5, "maxOutputTokens", 5), ("topP", 1, "topP", 1), ("top_k", 4, "topK", 4),
      ("stop", "END", "stopSequences", ["END"]), ("seed", 7, "seed", 7), ("logprobs", true, "responseLogprobs", true),
      ("top_logprobs", 3, "logprobs", 3), ("presence_penalty", 1, "presencePenalty", 1),
      ("reasoning_effort", "low", "thinkingConfig", ["thinkingLevel": "low"]),
      ("response_format", ["type": "json_object"], "responseMimeType", "application/json"),
      ("generationConfig", ["topK": 1], "topK", 1), ("temperature", 0, "temperature", 0),
    ] as [(String, JSONValue, String, JSONValue)])
  func parameters(written: String, value: JSONValue, name: String, sent: JSONValue) async throws {
    let body = try await body(by: "gemini", [:], question(parameters: [written: value]))
    #expect(body["generationConfig"] == [name: sent])
  }

  @Test(
    "a model of the second generation thinks by a budget",
    arguments: [("none", 0), ("low", 1024), ("medium", 8192), ("high", 24_576)])
  func budget(effort: String, budget: Int) async throws {
    let body = try await body(
      by: "gemini", ["model": "gemini-2.5-flash"], question(parameters: ["reasoning_effort": .string(effort)]))
    #expect(body["generationConfig"]?["thinkingConfig"] == ["thinkingBudget": .number(JSONNumber(budget))])
  }

  @Test(
    "whether tools are called",
    arguments: [
      ("auto", ["mode": "AUTO"]), ("none", ["mode": "NONE"]), ("required", ["mode": "ANY"]),
      (["name": "f"], ["mode": "ANY", "allowedFunctionNames": ["f"]]),
    ] as [(JSONValue, JSONValue)])
  func toolChoice(written: JSONValue, sent: JSONValue) async throws {
    let body = try await body(by: "gemini", [:], question(parameters: ["tool_choice": written]))
    #expect(body["toolConfig"] == ["functionCallingConfig": sent])
  }

  @Test("tools and the output schema are JSON Schema, and the service's own tools go along")
  func schemas() async throws {
    var request = question(parameters: ["tools": [["googleSearch": [:]]], "safetySettings": []])
    request.tools = [ToolDefinition(name: "f", description: "d", parameters: ["type": "object"])]
    request.outputSchema = ["type": "array"]
    let body = try await body(by: "gemini", [:], request)
    #expect(
      body["tools"] == [
        ["functionDeclarations": [["name": "f", "description": "d", "parametersJsonSchema": ["type": "object"]]]],
        ["googleSearch": [:]],
      ])
    #expect(
      body["generationConfig"] == [
        "responseMimeType": "application/json", "responseJsonSchema": ["type": "array"],
      ])
    #expect(body["safetySettings"] == [])
  }

  @Test("thoughts are no text, and calls without arguments have none")
  func answer() async throws {
    let candidate = try await read(
      [["text": "hm", "thought": true], ["text": "Par"], ["text": "is"], ["functionCall": ["name": "f"]]],
      usage: [
        "promptTokenCount": 9, "candidatesTokenCount": 2, "thoughtsTokenCount": 30, "cachedContentTokenCount": 4,
      ])
    #expect(
      candidate.answer
        == Answer(
          text: "Paris", toolCalls: [ToolCall(name: "f", argumentsText: "{}")], finishReason: .toolCalls,
          reasoning: "hm", usage: Usage(input: 9, cachedInput: 4, output: 32, reasoning: 30), model: "g1",
          requestID: "r1"))
  }

  @Test("what a tool of the service's put before the model is input")
  func toolUse() async throws {
    let candidate = try await read(
      [["text": "x"]],
      usage: ["promptTokenCount": 10, "toolUsePromptTokenCount": 300, "candidatesTokenCount": 5])
    #expect(candidate.answer.usage == Usage(input: 310, output: 5))
  }

  @Test(
    "a wait that the error's details ask for is one",
    arguments: [("5s", 5000), ("0.25s", 250), ("soon", nil), ("-3s", nil), ("s", nil)] as [(String, Double?)])
  func retryInfo(delay: String, milliseconds: Double?) async throws {
    let error: JSONValue = [
      "code": 429, "message": "slow", "status": "RESOURCE_EXHAUSTED",
      "details": [
        ["@type": "type.googleapis.com/google.rpc.Help"],
        ["@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": .string(delay)],
      ],
    ]
    let failure = try await reading(["error": error], by: "gemini", status: 429).failure
    #expect(failure?.reason == .rateLimited && failure?.retryAfter == milliseconds)
    // Google's compatible endpoint answers with a list of one.
    let listed = try await reading([["error": error]], by: "openai", status: 429).failure
    #expect(listed?.retryAfter == milliseconds && listed?.message.unsafeText.contains("slow") == true)
  }

  @Test(
    "reasons to finish are put into one vocabulary",
    arguments: [
      ("STOP", FinishReason.stop), ("MAX_TOKENS", .length), ("SAFETY", .contentFilter), ("RECITATION", .contentFilter),
      ("PROHIBITED_CONTENT", .contentFilter), ("MALFORMED_FUNCTION_CALL", .other), ("NEW_REASON", .other),
    ])
  func finish(word: String, expected: FinishReason) async throws {
    #expect(try await read([["text": "x"]], finish: word).answer.finishReason == expected)
  }

  @Test("what the service ran or looked up itself is a call that nobody answers")
  func hosted() async throws {
    let code: JSONValue = ["executableCode": ["language": "PYTHON", "code": "1+1"]]
    let candidate: JSONValue = [
      "content": ["parts": [code, ["codeExecutionResult": ["output": "2"]], ["text": "2"], ["thoughtSignature": "s"]]],
      "groundingMetadata": ["webSearchQueries": ["x"]], "finishReason": "STOP",
    ]
    let answer = try await reading(["candidates": [candidate]], by: "gemini").answer
    #expect(
      answer.toolCalls == [
        ToolCall(
          name: "code_execution", argumentsText: #"{"language":"PYTHON","code":"1+1"}"#, isCarriedOut: true),
        ToolCall(name: "google_search", argumentsText: #"{"queries":["x"]}"#, isCarriedOut: true),
      ])
    #expect(answer.text == "2" && answer.finishReason == .stop && answer.continuation == nil)
  }

  @Test(
    "a part of a kind that is not known, or that nobody judges, is unreadable, and so are several answers",
    arguments: [
      [["content": ["parts": [["zzzCall": ["name": "delete"]]]], "finishReason": "STOP"]],
      [["content": ["parts": [["text": "x", "zzzCall": [:]]]], "finishReason": "STOP"]],
      [["content": ["parts": [["inlineData": ["mimeType": "image/png"]]]], "finishReason": "STOP"]],
      [
        ["content": ["parts": [["text": "x"]]], "finishReason": "STOP"],
        ["content": ["parts": [["functionCall": ["name": "f"]]]], "finishReason": "STOP"],
      ],
    ] as [JSONValue])
  func unknown(candidates: JSONValue) async throws {
    #expect(try await reading(["candidates": candidates], by: "gemini").failure?.reason == .unreadable)
  }

  @Test("what was said before a block was cut off, and is no refusal")
  func blockedLate() async throws {
    let candidate: JSONValue = ["content": ["parts": [["text": "Su"]]], "finishReason": "STOP"]
    let answer = try await reading(
      ["candidates": [candidate], "promptFeedback": ["blockReason": "SAFETY"]], by: "gemini"
    ).answer
    #expect(answer.finishReason == .contentFilter && answer.text == "Su" && answer.refusal == nil)
  }

  @Test("a prompt that the service blocks is refused, not lost")
  func blocked() async throws {
    let candidate = try await reading(["promptFeedback": ["blockReason": "SAFETY"]], by: "gemini")
    #expect(candidate.failure == nil && candidate.answer.finishReason == .contentFilter)
    #expect(candidate.answer.refusal == "the service blocked the prompt (SAFETY)")
  }

  @Test("signed thoughts go back with the calls that came of them")
  func continuation() async throws {
    let part: JSONValue = ["functionCall": ["name": "f", "args": [:]], "thoughtSignature": "s"]
    let answer = try await read([part]).answer
    var request = question("hi")
    request.messages.append(Message(.assistant, "", toolCalls: answer.toolCalls, continuation: answer.continuation))
    let contents = try await body(by: "vertex", [:], request)["contents"]?.arrayValue
    #expect(contents?.last == ["role": "model", "parts": [part]])
  }

  @Test(
    "a body without what it must have is unreadable",
    arguments: [
      [:], ["candidates": []], ["candidates": [["content": ["parts": [["text": "half"]]]]]],
      ["candidates": [["content": ["parts": [["functionCall": [:]]]], "finishReason": "STOP"]]],
    ] as [JSONValue])
  func unreadable(body: JSONValue) async throws {
    #expect(try await reading(body, by: "gemini").failure?.reason == .unreadable)
  }

  @Test(
    "a model is asked at its own address",
    arguments: [
      ("gemini-2.5-flash", false, "/models/gemini-2.5-flash:generateContent"),
      ("gemini-2.5-flash", true, "/models/gemini-2.5-flash:streamGenerateContent?alt=sse"),
      ("tunedModels/mine", false, "/tunedModels/mine:generateContent"),
      ("a?key=b#c", false, "/models/a%3Fkey%3Db%23c:generateContent"),
    ])
  func address(model: String, isStreamed: Bool, path: String) async throws {
    let request = try await sent(by: "gemini", ["model": .string(model), "stream": .bool(isStreamed)])
    #expect(request.url == "http://127.0.0.1:9" + path)
  }

  @Test("the key goes in a header, never in the address")
  func key() async throws {
    let request = try await sent(by: "gemini", ["base_url": nil], variables: ["GEMINI_API_KEY": "k1"])
    #expect(request.headers["x-goog-api-key"] == "k1")
    #expect(request.url == "https://generativelanguage.googleapis.com/v1beta/models/m1:generateContent")
  }
}

@Suite("Vertex AI")
struct VertexTests {
  @Test(
    "a region has a name of its own",
    arguments: [
      (nil, "https://aiplatform.googleapis.com", "global"), ("global", "https://aiplatform.googleapis.com", "global"),
      ("europe-west4", "https://europe-west4-aiplatform.googleapis.com", "europe-west4"),
    ] as [(String?, String, String)])
  func address(location: String?, host: String, name: String) async throws {
    let request = try await sent(
      by: "vertex", ["base_url": nil, "location": location.map { .string($0) } ?? .null],
      variables: ["GOOGLE_OAUTH_ACCESS_TOKEN": "t1"])
    #expect(request.url == "\(host)/v1/projects/p1/locations/\(name)/publishers/google/models/m1:generateContent")
  }

  @Test("the token goes with the request")
  func token() async throws {
    let request = try await sent(by: "vertex", ["token_env": "MINE"], variables: ["MINE": "t1"])
    #expect(request.headers["Authorization"] == "Bearer t1")
  }

  @Test("without a token nothing is asked, and there is no result")
  func missingToken() async throws {
    let target = try anyTarget("vertex", ["base_url": nil])
    let transport = ScriptedTransport([])
    let candidate = await (try await generator(route([target]), transport)).generate(question(), trial: 1)
    #expect(candidate.failure?.reason == .unauthorized && transport.requests.isEmpty)
  }

  @Test("a token that a server quotes is not passed on")
  func quotedToken() async throws {
    let answer = response(
      401, #"{"error":{"code":401,"message":"bad token ya29.verysecret","status":"UNAUTHENTICATED"}}"#)
    let target = try anyTarget("vertex", ["token_env": "MINE"])
    let generator = try await generator(
      route([target]), ScriptedTransport([.success(answer)]), variables: ["MINE": "ya29.verysecret"])
    let failure = await generator.generate(question(), trial: 1).failure
    #expect(failure?.reason == .unauthorized && failure?.message.unsafeText.contains("verysecret") == false)
  }
}
