import ChildProcess
import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// LiteLLM's proxy from PyPI with models whose answers are fixed, on a free port of this machine.
private struct LiteLLM {
  let process: LineProcess
  let port: UInt16
  let folder: String

  static let isWanted = getenv("EVALGATE_LIVE_TESTS").map { String(cString: $0) } == "1"

  private static let configuration = """
    model_list:
      - model_name: fixed
        litellm_params: { model: openai/fixed, api_key: none, mock_response: "billing, says the proxy" }
      - model_name: limited
        litellm_params: { model: openai/limited, api_key: none, mock_response: "litellm.RateLimitError" }
      - model_name: broken
        litellm_params: { model: openai/broken, api_key: none, mock_response: "litellm.InternalServerError" }
      - model_name: covered
        litellm_params: { model: openai/covered, api_key: none, mock_response: "litellm.InternalServerError" }
    litellm_settings: { num_retries: 0, fallbacks: [{ "covered": ["fixed"] }] }
    general_settings: { master_key: sk-live-test }
    """

  /// Nil, with the reason printed, where PyPI is out of reach or the proxy does not come up.
  static func start() async throws -> LiteLLM? {
    let folder = "/tmp/evalgate-live-\(getpid())"
    func run(_ command: [String], _ limit: Duration) async -> Bool {
      (try? await runCommand(command, timeout: limit))?.exit.isSuccess == true
    }
    guard await run(["python3", "-m", "venv", folder], .seconds(120)),
      await run([folder + "/bin/pip", "install", "--quiet", "litellm[proxy]"], .seconds(600))
    else {
      print("skipped: litellm[proxy] cannot be installed from PyPI")
      _ = await run(["rm", "-rf", folder], .seconds(60))
      return nil
    }
    let written = try await runCommand(
      ["sh", "-c", "cat > \"$0\"", folder + "/config.yaml"], input: Array(configuration.utf8))
    try #require(written.exit.isSuccess)
    // A port that was free a moment ago; the listener is closed by its own thread, which has nothing to serve.
    let server = try LoopbackServer([])
    let port = server.port
    server.start()
    let process = try await LineProcess([
      folder + "/bin/litellm", "--config", folder + "/config.yaml", "--host", "127.0.0.1", "--port", String(port),
    ])
    let proxy = LiteLLM(process: process, port: port, folder: folder)
    guard await proxy.isReady() else {
      print(
        "skipped: LiteLLM's proxy did not come up: \(String(decoding: process.standardErrorTail.suffix(800), as: UTF8.self))"
      )
      await proxy.stop()
      return nil
    }
    return proxy
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// Asks until the proxy answers, two minutes at most: how long it takes to start is its own affair.
  private func isReady() async -> Bool {
    let script = """
      import sys, time, urllib.request
      for _ in range(240):
        try: sys.exit(0 if urllib.request.urlopen(sys.argv[1], timeout=2).status == 200 else 1)
        except OSError: time.sleep(0.5)
      sys.exit(1)
      """
    let result = try? await runCommand(
      ["python3", "-c", script, url + "/health/liveliness"], timeout: .seconds(150))
    return result?.exit.isSuccess == true
  }

  func stop() async {
    _ = try? await process.terminate()
    _ = try? await runCommand(["rm", "-rf", folder])
  }
}

@Suite(
  "LiteLLM's proxy", .serialized,
  .enabled(if: LiteLLM.isWanted, "set EVALGATE_LIVE_TESTS=1 to install LiteLLM's proxy from PyPI and ask it"))
struct LiveTests {
  private func ask(_ proxy: LiteLLM, _ model: String, key: String = "sk-live-test") async throws -> Candidate {
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { client.shutdown() }
    let target = try openAITarget(["base_url": .string(proxy.url + "/v1"), "api_key_env": "KEY"], model: model)
    let generator = try await generator(route([target], attempts: 2), client, variables: ["KEY": key])
    return await generator.generate(question(), trial: 1)
  }

  @Test("answers, limits and refused keys of a real server are read as what they are")
  func exchanges() async throws {
    guard let proxy = try await LiteLLM.start() else { return }
    let answered = try await ask(proxy, "fixed")
    let limited = try await ask(proxy, "limited")
    let refused = try await ask(proxy, "fixed", key: "sk-wrong")
    let missing = try await ask(proxy, "no-such-model")
    let broken = try await ask(proxy, "broken")
    let covered = try await ask(proxy, "covered")
    await proxy.stop()
    print("a refused key: \(refused.failure?.status ?? 0), \(refused.failure?.message.unsafeText ?? "")")
    #expect(answered.text == "billing, says the proxy" && answered.answer.finishReason == .stop)
    #expect(answered.answer.usage?.total != nil && answered.answer.model != nil)
    #expect(limited.failure?.reason == .rateLimited && limited.tries == 2)
    // Without a database the proxy answers 400 to a key it does not know, where other servers answer 401.
    #expect(refused.isError && refused.tries == 1 && refused.failure?.message.unsafeText.contains("sk-wrong") == false)
    #expect(missing.failure?.reason == .badRequest)
    #expect(broken.failure?.reason == .server && broken.tries == 2 && broken.hops.first?.failure == .server)
    // The proxy's own fallback is not ours: the answer comes, and the model that gave it is the one reported.
    #expect(covered.text == "billing, says the proxy" && covered.hops.count == 1)
    print("the proxy's fallback reports \(covered.answer.model ?? "no model")")
  }
}
