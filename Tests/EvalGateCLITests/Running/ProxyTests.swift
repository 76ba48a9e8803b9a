import Synchronization
import Testing

@Suite("a proxy that the environment names")
struct ProxyTests {
  private func run(_ variables: [String: String]) async throws -> (run: EvalGate.Run, asked: [String]) {
    let asked = Mutex<[String]>([])
    return try await LoopbackModel.serving(
      requests: { request in
        asked.withLock { $0.append(String(request.prefix { $0 != "\r\n" })) }
        return .text("x")
      }
    ) { model in
      let project = try TemporaryProject([
        "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
        "q.cases.jsonl": #"{"id": "c", "text": "x", "expected": "x"}"# + "\n",
        "evalgate.yml": """
        version: 1
        routes:
          r:
            targets: [{ provider: openai, model: m, base_url: "http://models.invalid/v1" }]
            retry: { attempts: 1 }
        defaults: { route: r, mode: live }
        gates: { acc: { metric: pass_rate, at_least: 90% } }

        """,
      ])
      let environment = variables.mapValues { $0 == "proxy" ? model.root : $0 }
      let run = try await project.evalgate("run", environment: environment.merging(["OPENAI_API_KEY": "k"]) { $1 }).run
      return (run, asked.withLock { $0 })
    }
  }

  @Test("is asked for every request", arguments: ["http_proxy", "all_proxy", "ALL_PROXY"])
  func named(variable: String) async throws {
    let (run, asked) = try await run([variable: "proxy"])
    #expect(run.code == 0, "\(run)")
    #expect(asked == ["POST http://models.invalid/v1/chat/completions HTTP/1.1"])
  }

  @Test("is left out where `no_proxy` has the host, and where there is none")
  func notNamed() async throws {
    for variables in [["http_proxy": "proxy", "no_proxy": "models.invalid"], [:]] {
      let (run, asked) = try await run(variables)
      #expect(run.code == 3 && asked.isEmpty, "\(run)")
    }
  }
}
