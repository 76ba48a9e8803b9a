import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// llama.cpp's server with a model that says random things: what counts is how, not what.
@Suite("llama.cpp's server", .serialized, .timeLimit(.minutes(15)), .enabled(if: Peer.areWanted, Peer.condition))
struct LlamaTests {
  private static let recipe = Peer.Recipe(
    name: "llama", packages: ["xllamacpp", "gguf"],
    command: { bin, port in [bin + "/python", Peer.files + "/llama.py", Peer.folder, String(port)] }, ready: "/health")

  private func ask(
    _ server: Peer, _ target: JSONObject, _ request: GenerationRequest
  ) async throws -> Candidate {
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { client.shutdown() }
    let provider = target["provider"]?.stringValue ?? "openai"
    let base = provider == "anthropic" ? server.url : server.url + "/v1"
    var options: JSONObject = ["provider": .string(provider), "model": "random", "base_url": .string(base)]
    if provider == "anthropic" { options["api_key_env"] = "none" }
    for (name, value) in target { options[name] = value }
    let generator = try await generator(
      Route(
        name: "r", targets: [try Parts.target(node(.object(options)))], retry: Retry(attempts: 1), timeout: 60_000),
      client, clock: SystemClock())
    return await generator.generate(request, trial: 1)
  }

  private func request(_ tokens: Int, schema: JSONValue? = nil) -> GenerationRequest {
    GenerationRequest(
      messages: [Message(.system, "Be brief."), Message(.user, "billing or technical?")],
      parameters: ["max_tokens": .number(JSONNumber(tokens)), "temperature": 0], outputSchema: schema)
  }

  private static let providers = ["openai", "openai-responses", "anthropic"]

  @Test("one model gives the same answer in every form, whole and in pieces")
  func forms() async throws {
    try await Peer.serving(Self.recipe) { server in
      var texts: Set<String> = []
      for provider in Self.providers {
        for stream in [false, true] {
          let name = "\(provider), stream \(stream)"
          let candidate = try await ask(
            server, ["provider": .string(provider), "stream": .bool(stream)], request(12))
          #expect(candidate.failure == nil && !candidate.text.isEmpty, "\(name): \(candidate)")
          #expect(
            candidate.answer.usage?.output == 12 && (candidate.answer.usage?.input ?? 0) > 12, "\(name): \(candidate)")
          #expect(candidate.answer.model != nil && candidate.answer.finishReason != nil, "\(name): \(candidate)")
          #expect((candidate.timeToFirstToken != nil) == stream, "\(name): \(candidate)")
          if let first = candidate.timeToFirstToken, let whole = candidate.latency { #expect(first <= whole) }
          texts.insert(candidate.text)
        }
      }
      #expect(texts.count == 1, "\(texts)")
    }
  }

  @Test("a schema holds a model that knows nothing to its form")
  func schema() async throws {
    let schema: JSONValue = [
      "type": "object", "required": ["category", "urgent"], "additionalProperties": false,
      "properties": ["category": ["enum": ["billing", "technical"]], "urgent": ["type": "boolean"]],
    ]
    try await Peer.serving(Self.recipe) { server in
      for stream in [false, true] {
        let candidate = try await ask(server, ["stream": .bool(stream)], request(200, schema: schema))
        let value = try JSONValue(parsing: Array(candidate.text.utf8))
        #expect(["billing", "technical"].contains(value["category"]?.stringValue), "\(candidate)")
        #expect(value["urgent"]?.boolValue != nil && candidate.answer.finishReason == .stop, "\(candidate)")
      }
    }
  }

  @Test("what the server cannot do is an error that quotes it, and a question that is too long is not an answer")
  func refusals() async throws {
    try await Peer.serving(Self.recipe) { server in
      var long = request(4)
      long.messages = [Message(.user, String(repeating: "billing ", count: 4_000))]
      let tooLong = try await ask(server, [:], long)
      #expect(tooLong.failure?.reason == .badRequest && tooLong.isError, "\(tooLong)")
      var wrong = request(4)
      wrong.parameters["temperature"] = "hot"
      let refused = try await ask(server, [:], wrong)
      #expect(refused.isError, "\(refused)")
    }
  }
}
