import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// A way to each service over HTTP, with a key that is opened by `KEY`.
private let keyed: [(String, JSONObject)] = [
  ("openai", ["api_key_env": "KEY"]), ("openai-responses", ["api_key_env": "KEY"]),
  ("azure-openai", ["api_key_env": "KEY"]), ("azure-openai", ["token_env": "KEY"]),
  ("anthropic", ["api_key_env": "KEY"]), ("gemini", ["api_key_env": "KEY"]), ("vertex", ["token_env": "KEY"]),
  ("ollama", ["api_key_env": "KEY"]),
  ("http", ["api_key_env": "KEY", "body": ["q": "{{prompt}}"], "answer": ["text": "$.text"]]),
]

private let secret = "sk-0123456789-verysecret"

@Suite("Every adapter")
struct EveryAdapterTests {
  @Test("the key is sent, and stands nowhere else", arguments: keyed)
  func secrets(provider: String, options: JSONObject) async throws {
    let quoting = #"{"error":{"message":"the key \#(secret) is wrong"}}"#
    for status in [200, 400, 401, 500] {
      let transport = ScriptedTransport([.success(response(status, quoting, headers: ["x-echo": secret]))])
      let store = MemoryStore()
      let generator = try await generator(
        route([try anyTarget(provider, options)]), transport, mode: .record, store: store, variables: ["KEY": secret])
      let candidate = await generator.generate(question(), trial: 1)
      let request = try #require(transport.requests.first)
      #expect(request.headers.fields.contains { $0.value.hasSuffix(secret) })
      #expect(!request.url.contains(secret) && !String(decoding: request.body, as: UTF8.self).contains(secret))
      #expect(!"\(candidate)".contains(secret) && !(candidate.failure?.message.unsafeText ?? "").contains(secret))
      #expect(!store.recordings.contains { "\($0)".contains(secret) })
    }
  }

  @Test(
    "a call that another service carried out is not sent as one that waits for its result",
    arguments: ["openai", "openai-responses", "anthropic", "gemini", "ollama", "bedrock"])
  func carriedOut(provider: String) async throws {
    var request = question("hi")
    let call = ToolCall(id: "a", name: "delete_order", argumentsText: "{}", isCarriedOut: true)
    request.messages += [Message(.assistant, "Done.", toolCalls: [call]), Message(.user, "Thanks.")]
    let body = String(decoding: try await sent(by: provider, [:], request).body, as: UTF8.self)
    #expect(body.contains("Done.") && !body.contains("delete_order"))
  }

  @Test("an unknown setting is an error that names the nearest one", arguments: keyed)
  func unknownKeys(provider: String, options: JSONObject) throws {
    var options = options
    options["modle"] = "x"
    #expect {
      try anyTarget(provider, options)
    } throws: { error in
      let diagnostic = error as? Diagnostic
      return diagnostic?.code == .unknownKey && diagnostic?.label == "did you mean `model`?"
    }
  }

  @Test("garbage, HTML and empty bodies are the line's fault and quoted", arguments: keyed)
  func garbage(provider: String, options: JSONObject) async throws {
    for body in ["", "<html>", "{", "null", "[]", "\u{0}\u{1}"] {
      let transport = ScriptedTransport([.success(response(200, body))])
      let generator = try await generator(
        route([try anyTarget(provider, options)]), transport, variables: ["KEY": secret])
      let failure = await generator.generate(question(), trial: 1).failure
      #expect(failure?.kind == .infrastructure && failure?.reason == .unreadable, "\(body)")
      #expect(failure?.message.unsafeText.contains(body.isEmpty ? "(empty)" : "`\(body)`") == true, "\(body)")
    }
  }

  @Test(
    "an empty stream is an error",
    arguments: ["openai", "openai-responses", "azure-openai", "anthropic", "gemini", "vertex", "ollama"])
  func emptyStream(provider: String) async throws {
    #expect(try await streaming(StreamTransport(pieces: []), by: provider).isError)
  }

  @Test(
    "pictures go in the form of the service",
    arguments: [
      ("openai", #"{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}"#),
      ("openai-responses", #"{"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgo=","detail":"auto"}"#),
      (
        "anthropic", #"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}"#
      ), ("gemini", #"{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}"#),
      ("ollama", #""images":["iVBORw0KGgo="]"#),
      ("bedrock", #"{"image":{"format":"png","source":{"bytes":"iVBORw0KGgo="}}}"#),
    ])
  func images(provider: String, part: String) async throws {
    let png = try #require(ImageFile(bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    let request = GenerationRequest(messages: [Message(.user, "what is this?", images: [png])])
    let body = String(decoding: try await sent(by: provider, [:], request).body, as: UTF8.self)
    #expect(body.contains(part) && body.contains("what is this?"))
  }

  @Test(
    "bytes are encoded as RFC 4648 does",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(text: String, expected: String) async throws {
    let image = ImageFile(mediaType: "image/png", bytes: Array(text.utf8))
    let request = GenerationRequest(messages: [Message(.user, "x", images: [image])])
    let body = try await body(by: "ollama", [:], request)
    #expect(body["messages"]?[0]?["images"] == [.string(expected)])
  }

  @Test(
    "what a gateway charged is the cost where nobody knows a price",
    arguments: [
      ("x-litellm-response-cost", "0.0125", 0.0125), ("x-litellm-response-cost-original", "1e-3", 0.001),
      ("x-litellm-response-cost", "None", nil), ("x-litellm-response-cost", "-1", nil), ("x-other", "1", nil),
    ] as [(String, String, Double?)])
  func cost(header: String, value: String, expected: Double?) async throws {
    let body: JSONValue = ["choices": [["message": ["content": "x"]]]]
    let candidate = try await reading(body, by: "openai", headers: HTTPHeaders([.init(name: header, value: value)]))
    #expect(candidate.cost == expected && candidate.answer.reportedCost == expected)
  }

  @Test(
    "a gateway's count of fallbacks says whether another model answered",
    arguments: [("1", true), ("2", true), ("0", false), ("", false), ("none", false), ("-1", false)])
  func gatewayFallback(count: String, expected: Bool) async throws {
    let body: JSONValue = ["choices": [["message": ["content": "x"]]]]
    let headers = HTTPHeaders([.init(name: "X-LiteLLM-Attempted-Fallbacks", value: count)])
    #expect(try await reading(body, by: "openai", headers: headers).answer.isGatewayFallback == expected)
  }

  @Test("OpenRouter's cost stands with the usage; one's own prices win over it")
  func openRouter() async throws {
    let body: JSONValue = [
      "choices": [["message": ["content": "x"]]],
      "usage": ["prompt_tokens": 1_000_000, "completion_tokens": 0, "cost": 0.5],
    ]
    #expect(try await reading(body, by: "openai").cost == 0.5)
    #expect(try await reading(body, by: "openai", ["prices": ["input": 2, "output": 1]]).cost == 2)
  }

  @Test(
    "a limit of tokens has the name that the model knows",
    arguments: [
      ("https://api.openai.com/v1", "gpt-4.1", "max_completion_tokens"),
      ("http://127.0.0.1:9/v1", "llama-3", "max_tokens"), ("http://127.0.0.1:9/v1", "o3-mini", "max_completion_tokens"),
      ("http://127.0.0.1:9/v1", "openai/gpt-5.2", "max_completion_tokens"),
      ("http://127.0.0.1:9/v1", "olmo", "max_tokens"),
    ])
  func maxTokens(base: String, model: String, name: String) async throws {
    let request = try await sent(
      by: "openai", ["base_url": .string(base), "model": .string(model)], question(parameters: ["max_tokens": 5]),
      variables: ["OPENAI_API_KEY": "k"])
    let body = try JSONValue(parsing: request.body)
    #expect(body[name] == 5 && body.objectValue?.count == 3)
  }

  @Test("tool choice and parallel calls are sent to chat completions as it writes them")
  func chatToolChoice() async throws {
    let parameters: JSONObject = [
      "tool_choice": ["name": "f"], "parallel_tool_calls": false, "reasoning_effort": "low",
    ]
    let body = try await body(by: "openai", [:], question(parameters: parameters))
    #expect(body["tool_choice"] == ["type": "function", "function": ["name": "f"]])
    #expect(body["parallel_tool_calls"] == false && body["reasoning_effort"] == "low")
  }
}
