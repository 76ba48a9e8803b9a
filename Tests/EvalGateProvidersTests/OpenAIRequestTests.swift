import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// The body that is sent for a request.
private func sent(_ request: GenerationRequest, target: JSONObject = [:]) async throws -> JSONValue {
  let transport = ScriptedTransport([.success(completion("x"))])
  let generator = try await generator(route([try openAITarget(target)]), transport)
  _ = await generator.generate(request, trial: 1)
  let body = try #require(transport.requests.first?.body)
  return try JSONValue(parsing: body)
}

@Suite("What is sent to a chat completions service")
struct OpenAIRequestTests {
  @Test("model and messages are sent under their own roles")
  func messages() async throws {
    let body = try await sent(question("hi"))
    #expect(
      body == [
        "model": "m1",
        "messages": [["role": "system", "content": "be brief"], ["role": "user", "content": "hi"]],
      ])
  }

  @Test(
    "parameters of GitHub's prompt files get the service's names",
    arguments: [
      ("maxTokens", "max_tokens"), ("topP", "top_p"), ("frequencyPenalty", "frequency_penalty"),
      ("presencePenalty", "presence_penalty"), ("max_tokens", "max_tokens"), ("seed", "seed"),
      ("logit_bias", "logit_bias"),
    ])
  func names(written: String, expected: String) async throws {
    let body = try await sent(question(parameters: [written: 7]))
    #expect(body[expected] == 7)
  }

  @Test("a parameter in both spellings is sent once, as the service spells it")
  func bothSpellings() async throws {
    let body = try await sent(question(parameters: ["maxTokens": 5, "max_tokens": 9]))
    #expect(body["max_tokens"] == 9)
  }

  @Test("numbers are sent as they were written")
  func numberText() async throws {
    let transport = ScriptedTransport([.success(completion("x"))])
    let generator = try await generator(route([try openAITarget()]), transport)
    let temperature = try #require(JSONNumber(text: "0.10"))
    _ = await generator.generate(question(parameters: ["temperature": .number(temperature)]), trial: 1)
    let text = String(decoding: try #require(transport.requests.first?.body), as: UTF8.self)
    #expect(text.hasSuffix(#""temperature":0.10}"#))
  }

  @Test("a parameter that evalgate sets itself is refused before anything is sent")
  func reserved() async throws {
    let transport = ScriptedTransport([])
    let generator = try await generator(route([try openAITarget()]), transport)
    let candidate = await generator.generate(question(parameters: ["stream": true]), trial: 1)
    #expect(candidate.failure?.reason == .badRequest && transport.requests.isEmpty)
  }

  @Test("an output schema is sent as a response format with a name the service takes")
  func schema() async throws {
    var request = question()
    request.outputSchema = ["type": "object"]
    request.outputName = "support ticket"
    let body = try await sent(request)
    #expect(
      body["response_format"] == [
        "type": "json_schema", "json_schema": ["name": "support_ticket", "schema": ["type": "object"]],
      ])
  }

  @Test("the service enforces the schema only where the target says so")
  func strictSchema() async throws {
    var request = question()
    request.outputSchema = ["type": "object"]
    let body = try await sent(request, target: ["strict_schema": true])
    #expect(body["response_format"]?["json_schema"]?["strict"] == true)
  }

  @Test("tools are sent as functions")
  func tools() async throws {
    var request = question()
    request.tools = [ToolDefinition(name: "lookup", description: "Looks up.", parameters: ["type": "object"])]
    let body = try await sent(request)
    #expect(
      body["tools"] == [
        [
          "type": "function",
          "function": ["name": "lookup", "description": "Looks up.", "parameters": ["type": "object"]],
        ]
      ])
  }

  @Test("calls and their results go back with the ids that join them")
  func toolResults() async throws {
    var request = question()
    request.messages += [
      Message(.assistant, "", toolCalls: [ToolCall(id: "call_1", name: "lookup", argumentsText: #"{"id": 1}"#)]),
      Message(.tool, "found", toolCallID: "call_1", toolName: "lookup"),
    ]
    let messages = try #require(try await sent(request)["messages"]?.arrayValue)
    #expect(
      Array(messages.suffix(2)) == [
        [
          "role": "assistant", "content": nil,
          "tool_calls": [
            ["id": "call_1", "type": "function", "function": ["name": "lookup", "arguments": #"{"id": 1}"#]]
          ],
        ],
        ["role": "tool", "content": "found", "tool_call_id": "call_1"],
      ])
  }

  @Test("a target's own parameters win over the prompt's")
  func targetParameters() async throws {
    let body = try await sent(question(parameters: ["seed": 1]), target: ["parameters": ["seed": 2]])
    #expect(body["seed"] == 2)
  }

  @Test(
    "the address is the base with the endpoint, whatever slashes it ends with",
    arguments: [
      "http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1/", "http://127.0.0.1:9/v1//",
    ])
  func address(base: String) async throws {
    let transport = ScriptedTransport([.success(completion("x"))])
    let generator = try await generator(route([try openAITarget(["base_url": .string(base)])]), transport)
    _ = await generator.generate(question(), trial: 1)
    #expect(transport.requests.first?.url == "http://127.0.0.1:9/v1/chat/completions")
  }
}
