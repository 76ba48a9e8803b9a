import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// A target of any provider; on this machine, where no key is needed, unless it says otherwise.
func anyTarget(_ provider: String, _ extra: JSONObject = [:]) throws -> Target {
  var options: JSONObject = ["provider": .string(provider), "model": "m1"]
  options[provider == "http" ? "url" : "base_url"] = "http://127.0.0.1:9"
  if provider == "vertex" { options["project"] = "p1" }
  for (key, value) in extra { options[key] = value.isNull ? nil : value }
  return try Parts.target(node(.object(options)))
}

/// What a provider sends for a request.
/// - Throws: where nothing is sent.
func sent(
  by provider: String, _ extra: JSONObject = [:], _ request: GenerationRequest = question(),
  variables: [String: String] = [:]
) async throws -> HTTPRequest {
  let transport = StreamTransport(pieces: [])
  let generator = try await generator(route([try anyTarget(provider, extra)]), transport, variables: variables)
  _ = await generator.generate(request, trial: 1)
  return try #require(transport.requests.first)
}

/// The body that a provider sends for a request.
func body(
  by provider: String, _ extra: JSONObject = [:], _ request: GenerationRequest = question()
) async throws -> JSONValue {
  try JSONValue(parsing: try await sent(by: provider, extra, request).body)
}

/// What a provider says of a request that it cannot send.
func refusal(
  of provider: String, _ request: GenerationRequest, _ extra: JSONObject = [:]
) async throws -> String {
  let transport = StreamTransport(pieces: [])
  let generator = try await generator(route([try anyTarget(provider, extra)]), transport)
  let candidate = await generator.generate(request, trial: 1)
  #expect(transport.requests.isEmpty && candidate.failure?.reason == .badRequest)
  return candidate.failure?.message.unsafeText ?? ""
}

/// What becomes of a whole answer.
func reading(
  _ json: JSONValue, by provider: String, headers: HTTPHeaders = [:], status: Int = 200, _ extra: JSONObject = [:]
) async throws -> Candidate {
  let answer = response(status, json.serialized(), headers: headers)
  return try await generator(route([try anyTarget(provider, extra)]), ScriptedTransport([.success(answer)]))
    .generate(question(), trial: 1)
}

/// What becomes of a streamed answer.
func streaming(
  _ transport: StreamTransport, by provider: String, clock: TestClock = TestClock()
) async throws -> Candidate {
  try await generator(route([try anyTarget(provider, ["stream": true])]), transport, clock: clock)
    .generate(question(), trial: 1)
}

/// The events of a stream, each the JSON of one value.
func events(_ values: [JSONValue], end: String = "") -> String {
  values.map { "data: \($0.serialized())\n\n" }.joined() + end
}
