import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let storm = response(429, #"{"error":{"message":"slow down"}}"#)
private let broken = response(503, "")
/// A call that was proposed, and the word that something went wrong beside it.
private let proposing = response(
  200,
  #"{"choices":[{"index":0,"finish_reason":"error","message":{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"pay","arguments":"{}"}}]}}]}"#
)

private func ask(
  _ script: [ScriptedTransport.Answer], attempts: Int = 4, clock: TestClock = TestClock()
) async throws -> Candidate {
  let generator = try await generator(
    route([try openAITarget()], attempts: attempts), ScriptedTransport(script, clock: clock), clock: clock)
  return await generator.generate(question(), trial: 1)
}

@Suite("Trying again")
struct RetryTests {
  @Test("what may heal is tried again and counts as tries, not as time")
  func heals() async throws {
    let candidate = try await ask([.success(broken), .success(storm), .success(completion("ok"))])
    #expect(candidate.text == "ok" && candidate.tries == 3 && candidate.latency == 250)
  }

  @Test("after the last try the failure stands", arguments: [1, 2, 4])
  func attempts(count: Int) async throws {
    let candidate = try await ask(Array(repeating: .success(storm), count: 9), attempts: count)
    #expect(candidate.tries == count && candidate.failure?.reason == .rateLimited)
  }

  @Test("what will not heal is tried once", arguments: [400, 401, 403, 404, 413, 422])
  func final(status: Int) async throws {
    let candidate = try await ask([.success(response(status, "{}")), .success(completion("never"))])
    #expect(candidate.tries == 1 && candidate.failure?.status == status)
  }

  @Test("waits are drawn from below a ceiling that doubles")
  func jitter() async throws {
    let clock = TestClock()
    _ = try await ask(Array(repeating: .success(broken), count: 8), attempts: 8, clock: clock)
    let ceilings = [500.0, 1000, 2000, 4000, 8000, 16_000, 30_000]
    #expect(clock.slept.count == 7)
    #expect(zip(clock.slept, ceilings).allSatisfy { $0 >= 0 && $0 < $1 })
  }

  @Test("the same seed waits the same")
  func seeded() async throws {
    let clocks = [TestClock(), TestClock()]
    for clock in clocks { _ = try await ask([.success(broken), .success(completion("x"))], clock: clock) }
    #expect(clocks[0].slept == clocks[1].slept && clocks[0].slept.count == 1)
  }

  // 1_800_000_000 is Fri, 15 Jan 2027 08:00:00 GMT (date -u -d @1800000000).
  @Test(
    "a wait that the server asks for is kept to, and is little longer",
    arguments: [
      ("retry-after", "7", 7000.0), ("Retry-After", "0.5", 500), ("retry-after-ms", "1200", 1200),
      ("retry-after", "Fri, 15 Jan 2027 08:00:20 GMT", 20_000),
      ("retry-after", "Friday, 15-Jan-27 08:00:20 GMT", 20_000),
      ("retry-after", "Fri Jan 15 08:00:20 2027", 20_000), ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
      ("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT", 0),
    ])
  func retryAfter(header: String, value: String, wait: Double) async throws {
    let clock = TestClock()
    let limited = response(429, "{}", headers: HTTPHeaders([.init(name: header, value: value)]))
    _ = try await ask([.success(limited), .success(completion("x"))], clock: clock)
    let slept = clock.slept.reduce(0, +)
    #expect(slept >= wait && slept < wait + 500)
  }

  @Test("a header that is no wait is ignored", arguments: ["soon", "-5", "1e3", "Fri, 32 Jan 2027 08:00:20 GMT", ""])
  func nonsense(value: String) async throws {
    let clock = TestClock()
    let limited = response(429, "{}", headers: ["retry-after": value])
    let candidate = try await ask([.success(limited), .success(completion("x"))], clock: clock)
    #expect(candidate.text == "x" && clock.slept.allSatisfy { $0 < 500 })
  }

  @Test("a server that asks for an hour is not waited for")
  func tooLong() async throws {
    let clock = TestClock()
    let limited = response(429, "{}", headers: ["retry-after": "3600"])
    let candidate = try await ask([.success(limited), .success(completion("x"))], clock: clock)
    #expect(candidate.failure?.retryAfter == 3_600_000 && candidate.tries == 1 && clock.slept.isEmpty)
  }

  @Test("a last try that timed out has an infinite latency")
  func timeout() async throws {
    let late = HTTPError(kind: .timeout, message: "timed out after 100 ms")
    let candidate = try await ask([.success(broken), .failure(late)], attempts: 2)
    #expect(candidate.failure?.reason == .timeout && candidate.latency == .infinity)
  }

  @Test("a timeout before the last try leaves no trace in the latency")
  func earlyTimeout() async throws {
    let late = HTTPError(kind: .timeout, message: "timed out after 100 ms")
    let candidate = try await ask([.failure(late), .success(completion("x"))])
    #expect(candidate.latency == 250)
  }

  @Test(
    "faults of the line are connection failures",
    arguments: [
      HTTPError.Kind.connect, .resolve, .tls, .interrupted, .other,
    ])
  func line(kind: HTTPError.Kind) async throws {
    let candidate = try await ask([.failure(HTTPError(kind: kind, message: "broken"))], attempts: 1)
    #expect(candidate.failure?.reason == .connection && candidate.latency == nil)
  }

  @Test("a run that is stopped is not tried again")
  func cancelled() async throws {
    let candidate = try await ask([.failure(HTTPError(kind: .cancelled, message: "cancelled"))])
    #expect(candidate.failure?.reason == .cancelled && candidate.tries == 1)
  }

  @Test("a model's failure is a result and is not tried again")
  func modelFailure() async throws {
    let candidate = try await ask([.success(response(400, #"{"error":{"message":"no","code":"content_filter"}}"#))])
    #expect(candidate.failure?.kind == .model && candidate.tries == 1)
  }

  @Test("what proposed a call before it failed is kept, and not tried again")
  func proposed() async throws {
    let candidate = try await ask([.success(broken), .success(proposing), .success(completion("never"))])
    #expect(candidate.isError && candidate.tries == 2)
    #expect(candidate.answer.toolCalls.map(\.name) == ["pay"] && candidate.standing != nil)
    #expect(candidate.failure?.proposed == [])
  }
}

@Suite("Falling back")
struct FallbackTests {
  private func ask(
    _ script: [ScriptedTransport.Answer], attempts: Int = 1
  ) async throws -> (Candidate, ScriptedTransport) {
    let transport = ScriptedTransport(script)
    let targets = [try openAITarget(model: "first"), try openAITarget(model: "second")]
    let generator = try await generator(route(targets, attempts: attempts), transport)
    return (await generator.generate(question(), trial: 1), transport)
  }

  @Test("the first target answers unless it cannot")
  func first() async throws {
    let (candidate, _) = try await ask([.success(completion("x"))])
    #expect(candidate.target == "openai/first" && !candidate.isFallback)
  }

  @Test("the next target answers after the first one's tries, and is marked")
  func second() async throws {
    let (candidate, _) = try await ask([.success(broken), .success(broken), .success(completion("x"))], attempts: 2)
    #expect(candidate.target == "openai/second" && candidate.isFallback && candidate.tries == 3)
  }

  @Test("when none answers, the message says why each could not")
  func none() async throws {
    let (candidate, _) = try await ask([.success(broken), .success(storm)])
    #expect(
      candidate.failure?.message.unsafeText
        == "openai/first answered 503: body: (empty) (POST http://127.0.0.1:9/v1/chat/completions); then openai/second answered 429: slow down (POST http://127.0.0.1:9/v1/chat/completions)"
    )
  }

  @Test("what is wrong with the request is wrong everywhere", arguments: [400, 422])
  func badRequest(status: Int) async throws {
    let (candidate, transport) = try await ask([.success(response(status, "{}")), .success(completion("x"))])
    #expect(candidate.failure?.reason == .badRequest && transport.requests.count == 1)
  }

  @Test("a model that is not there is left for the next one")
  func missingModel() async throws {
    let (candidate, _) = try await ask([.success(response(404, "{}")), .success(completion("x"))])
    #expect(candidate.isFallback && candidate.failure == nil)
  }

  @Test("nor is another model asked after a call that was proposed")
  func proposed() async throws {
    let (candidate, transport) = try await ask([.success(proposing), .success(completion("x"))], attempts: 3)
    #expect(candidate.isError && !candidate.isFallback && transport.requests.count == 1)
    #expect(candidate.answer.toolCalls.map(\.name) == ["pay"])
  }

  @Test("a model's refusal is a result that no other model is asked about")
  func refusal() async throws {
    let (candidate, transport) = try await ask([
      .success(response(400, #"{"error":{"message":"no","code":"content_filter"}}"#)), .success(completion("x")),
    ])
    #expect(candidate.failure?.kind == .model && transport.requests.count == 1)
  }
}
