import Synchronization
import Testing

/// Lets every third request through.
private final class Storm: Sendable {
  private let asked = Mutex(0)

  func refuses() -> Bool {
    asked.withLock { asked in
      asked += 1
      return asked % 3 != 0
    }
  }
}

@Suite("services that refuse for a while")
struct StormTests {
  private func project(_ model: LoopbackModel, attempts: Int = 4, more: String = "") throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    try project.write(
      """
      version: 1
      defaults: { route: r, mode: live }
      routes:
        r:
          targets: [{ provider: openai, model: m, base_url: "\(model.url)", api_key_env: none }]
          retry: { attempts: \(attempts), base: 1ms, ceiling: 1ms }
          timeout: 20s
          limits: { concurrency: 8 }
          \(more)
      gates: { floor: { metric: pass_rate, at_least: 60% } }
      """, to: "evalgate.yml")
    return project
  }

  @Test("a storm that passes costs tries and no verdict", arguments: [429, 503])
  func passing(status: Int) async throws {
    let storm = Storm()
    try await LoopbackModel.serving({ prompt in
      storm.refuses()
        ? .status(status, "{\"error\":{\"message\":\"not now\"}}", headers: "Retry-After: 0\r\n") : .text(prompt)
    }) { model in
      let run = try await project(model, attempts: 20).evalgate("run")
      #expect(run.run.code == 0, "\(run.text)")
      #expect(run.run.output.contains("40/40") && run.run.output.contains("38 passed"), "\(run.text)")
      #expect(model.requests == 120)
    }
  }

  @Test("one that does not end is no verdict at all: undecided, with what the service said")
  func endless() async throws {
    try await LoopbackModel.serving({ _ in
      .status(429, "{\"error\":{\"message\":\"never now\"}}", headers: "Retry-After: 0\r\n")
    }) { model in
      let run = try await project(model).evalgate("run")
      #expect(run.run.code == 3, "\(run.text)")
      #expect(run.run.output.contains("never now") && run.run.output.contains("0 passed"), "\(run.text)")
      // Four tries of each case, and those that were refused while others were under way.
      #expect((160..<240).contains(model.requests))
    }
  }

  @Test("cases that an open breaker kept back are told apart from those that were asked")
  func breaker() async throws {
    try await LoopbackModel.serving({ _ in .status(500, "{\"error\":{\"message\":\"down\"}}") }) { model in
      let run = try await project(
        model, attempts: 1, more: "breaker: { error_rate: 50%, window: 4, cooldown: 1h }"
      ).evalgate("run", "--concurrency", "1")
      #expect(run.run.code == 3, "\(run.text)")
      #expect(model.requests == 4)
      #expect(run.run.output.contains("4 of 40 calls · first at"), "\(run.text)")
      #expect(run.run.output.contains("36 of 40 calls · first at"), "\(run.text)")
      #expect(run.run.output.contains("not asked, because 4 of its last 4 tries failed"), "\(run.text)")
    }
  }

  @Test("a service that asks for more patience than the deadline has ends with the deadline, not after it")
  func impatient() async throws {
    try await LoopbackModel.serving({ _ in
      .status(503, "{\"error\":{\"message\":\"come back later\"}}", headers: "Retry-After: 3600\r\n")
    }) { model in
      let run = try await project(model, more: "deadline: 200ms").evalgate("run")
      #expect(run.run.code == 3, "\(run.text)")
      #expect(run.run.output.contains("0 passed"), "\(run.text)")
    }
  }

  @Test(
    "a gateway that fell back to another model gives no evidence of the one that was asked, unless the route says so")
  func gatewayFallback() async throws {
    let body =
      #"{"model":"other","choices":[{"message":{"content":"billing"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}"#
    try await LoopbackModel.serving({ _ in .status(200, body, headers: "x-litellm-attempted-fallbacks: 1\r\n") }) {
      model in
      let strict = try await project(model).evalgate("run")
      #expect(strict.run.code == 3, "\(strict.text)")
      #expect(strict.run.output.contains("answered by a fallback of the gateway `openai/m`"), "\(strict.text)")
      let lenient = try await project(model, more: "allow_fallback: true").evalgate("run")
      #expect(lenient.run.output.contains("40/40") && !lenient.run.output.contains("40 errors"), "\(lenient.text)")
    }
  }
}
