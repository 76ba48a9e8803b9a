import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite("LiteLLM's proxy", .serialized, .timeLimit(.minutes(15)), .enabled(if: Peer.areWanted, Peer.condition))
struct LiteLLMTests {
  private static let recipe = Peer.Recipe(
    name: "litellm", packages: ["litellm[proxy]"],
    command: { bin, port in
      [bin + "/litellm", "--config", Peer.files + "/litellm.yaml", "--host", "127.0.0.1", "--port", String(port)]
    },
    // Prices and models are those of the package: nothing is fetched while tests run.
    environment: ["LITELLM_LOCAL_MODEL_COST_MAP": "True"], ready: "/health/liveliness")

  private func ask(
    _ proxy: Peer, _ model: String, key: String = "sk-live-test", options: JSONObject = [:]
  ) async throws -> Candidate {
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { client.shutdown() }
    var target: JSONObject = ["base_url": .string(proxy.url + "/v1"), "api_key_env": "KEY"]
    for (name, value) in options { target[name] = value }
    let generator = try await generator(
      route([try openAITarget(target, model: model)], attempts: 2), client, variables: ["KEY": key])
    return await generator.generate(question(), trial: 1)
  }

  @Test("answers, limits, failures and refused keys of a real gateway are read as what they are")
  func exchanges() async throws {
    try await Peer.serving(Self.recipe) { proxy in
      let answered = try await ask(proxy, "fixed")
      #expect(answered.text == "billing, says the proxy" && answered.answer.finishReason == .stop)
      #expect(answered.answer.usage?.total != nil && answered.answer.model != nil)
      #expect(answered.answer.requestID?.isEmpty == false)
      // The gateway's own price of the model, from its header: there are no `prices` here.
      #expect((answered.answer.reportedCost ?? 0) > 0 && answered.cost == answered.answer.reportedCost)

      let streamed = try await ask(proxy, "fixed", options: ["stream": true])
      #expect(streamed.text == answered.text && streamed.timeToFirstToken != nil, "\(streamed)")
      #expect(streamed.answer.finishReason == .stop && streamed.answer.usage?.total != nil)

      let limited = try await ask(proxy, "limited")
      #expect(limited.failure?.reason == .rateLimited && limited.tries == 2, "\(limited)")
      let broken = try await ask(proxy, "broken")
      #expect(broken.failure?.reason == .server && broken.tries == 2 && broken.hops.first?.failure == .server)

      // Without a database the proxy answers 400 to a key it does not know, where other servers answer 401.
      let refused = try await ask(proxy, "fixed", key: "sk-wrong")
      #expect(refused.isError && refused.tries == 1)
      #expect(refused.failure?.message.unsafeText.contains("sk-wrong") == false)
      let missing = try await ask(proxy, "no-such-model")
      #expect(missing.failure?.reason == .badRequest && missing.tries == 1, "\(missing)")

      // The proxy's own fallback is one hop of ours; its header says that another model answered, whole or in pieces.
      for stream in [false, true] {
        let covered = try await ask(proxy, "covered", options: ["stream": .bool(stream)])
        #expect(covered.text == "billing, says the proxy" && covered.hops.count == 1, "\(covered)")
        #expect(covered.answer.isGatewayFallback && covered.answer.model?.contains("covered") == false, "\(covered)")
      }
      #expect(!answered.answer.isGatewayFallback)
    }
  }
}
