import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let answerText =
  #"{"model":"m1","choices":[{"message":{"content":"billing"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1}}"#

/// Asks a server on this machine through libcurl.
private func ask(
  _ replies: [LoopbackServer.Reply], attempts: Int = 1, timeout: Double = 60_000, target: JSONObject = [:],
  variables: [String: String] = [:]
) async throws -> (Candidate, LoopbackServer) {
  let server = try LoopbackServer(replies)
  server.start()
  let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
  var options = target
  options["base_url"] = .string(server.url)
  let generator = try await generator(
    route([try openAITarget(options)], attempts: attempts, timeout: timeout), client, variables: variables)
  let candidate = await generator.generate(question(), trial: 1)
  client.shutdown()
  return (candidate, server)
}

@Suite("A service on the wire")
struct LoopbackTests {
  @Test("a request goes out as POST with type and key, and the answer comes back")
  func roundTrip() async throws {
    let (candidate, server) = try await ask(
      [.http(200, answerText, headers: "x-request-id: req_1\r\n")], target: ["api_key_env": "KEY"],
      variables: ["KEY": "sk-1"])
    let request = try #require(server.requests.first)
    #expect(candidate.text == "billing" && candidate.answer.requestID == "req_1")
    #expect(request.hasPrefix("POST /v1/chat/completions HTTP/1.1\r\n"))
    #expect(
      request.contains("\r\nAuthorization: Bearer sk-1\r\n")
        && request.contains("\r\nContent-Type: application/json\r\n"))
    #expect(request.hasSuffix(#"{"role":"user","content":"hello"}]}"#))
  }

  @Test("a storm that passes is survived")
  func storm() async throws {
    let limited = LoopbackServer.Reply.http(429, "{}", headers: "Retry-After: 2\r\n")
    let (candidate, server) = try await ask([limited, limited, limited, .http(200, answerText)], attempts: 4)
    #expect(candidate.text == "billing" && candidate.tries == 4 && server.requests.count == 4)
  }

  @Test(
    "what a broken server sends is the infrastructure's failure",
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":[", GenerationFailure.Reason.connection),
      ("", .connection), ("not HTTP at all\r\n\r\n", .connection),
      ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .unreadable),
      ("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>", .unreadable),
      ("HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{\"choices\":[],\"choices\":[]}", .unreadable),
      ("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", .badRequest),
      ("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", .server),
    ])
  func broken(bytes: String, reason: GenerationFailure.Reason) async throws {
    let (candidate, _) = try await ask([.bytes(bytes)])
    #expect(candidate.failure?.kind == .infrastructure && candidate.failure?.reason == reason)
  }

  @Test("a server that never answers is a timeout with an infinite latency")
  func silence() async throws {
    let (candidate, _) = try await ask([.silence], timeout: 50)
    #expect(candidate.failure?.reason == .timeout && candidate.latency == .infinity)
  }

  @Test("a server that is not there is a connection failure that names no key")
  func absent() async throws {
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    // Port 9 (discard) is served nowhere.
    let generator = try await generator(
      route([try openAITarget(["api_key_env": "KEY"])]), client, variables: ["KEY": "sk-1"])
    let failure = await generator.generate(question(), trial: 1).failure
    client.shutdown()
    #expect(failure?.reason == .connection && failure?.message.unsafeText.contains("sk-1") == false)
  }

  @Test("a failure says what was asked, without the query")
  func address() async throws {
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    let target = try anyTarget(
      "http",
      [
        "url": "http://127.0.0.1:9/answer?key=hunter2", "api_key_env": "none", "body": ["q": "{{prompt}}"],
        "answer": ["text": "$.text"],
      ])
    let failure = await (try await generator(route([target]), client)).generate(question(), trial: 1).failure
    client.shutdown()
    let message = try #require(failure?.message.unsafeText)
    #expect(message.hasSuffix(" (POST http://127.0.0.1:9/answer)"), "\(message)")
    #expect(!message.contains("hunter2"), "\(message)")
  }

  @Test("a task that prefers the client's thread gets its answer there")
  func executor() async throws {
    let server = try LoopbackServer([.http(200, answerText)])
    server.start()
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    let generator = try await generator(
      route([try openAITarget(["base_url": .string(server.url)])]), client, clock: SystemClock())
    let text = await withTaskExecutorPreference(client) { await generator.generate(question(), trial: 1).text }
    #expect(text == "billing")
    client.shutdown()
  }
}
