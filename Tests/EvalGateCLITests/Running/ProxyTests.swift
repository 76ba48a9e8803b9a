import Synchronization
import Testing

@Suite("a proxy that the environment names")
struct ProxyTests {
  private static func project(_ target: String) throws -> TemporaryProject {
    try TemporaryProject([
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": #"{"id": "c", "text": "x", "expected": "x"}"# + "\n",
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ \(target) }], retry: { attempts: 1 } } }
      defaults: { route: r, mode: live }
      gates: { acc: { metric: pass_rate, at_least: 90% } }

      """,
    ])
  }

  private func run(_ variables: [String: String]) async throws -> (run: EvalGate.Run, asked: [String]) {
    let asked = Mutex<[String]>([])
    return try await LoopbackModel.serving(
      requests: { request in
        asked.withLock { $0.append(String(request.prefix { $0 != "\r\n" })) }
        return .text("x")
      }
    ) { model in
      let project = try Self.project(#"provider: openai, model: m, base_url: "http://models.invalid/v1""#)
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

  /// Asks a cloud's model, where the machine's own service gives the credentials out.
  private func credentials(
    _ target: String, _ variables: [String: String]
  ) async throws -> (own: [String], proxy: [String]) {
    let own = Mutex<[String]>([])
    let proxy = Mutex<[String]>([])
    _ = try await LoopbackModel.serving(
      requests: { request in
        let line = String(request.prefix { $0 != "\r\n" })
        own.withLock { $0.append(line) }
        return Self.machine(line)
      }
    ) { machine in
      try await LoopbackModel.serving(
        requests: { request in
          proxy.withLock { $0.append(String(request.prefix { $0 != "\r\n" })) }
          return .status(400, "{}")
        }
      ) { server in
        let project = try Self.project(#"model: m, base_url: "http://models.invalid", \#(target)"#)
        var environment = variables.mapValues { $0.replacing("MACHINE", with: machine.root.dropFirst(7)) }
        for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy"] { environment[name] = server.root }
        environment["HOME"] = project.path
        _ = try await project.evalgate("run", environment: environment)
      }
    }
    return (own.withLock { $0 }, proxy.withLock { $0 })
  }

  /// What the metadata servers and the container's agent answer, each under its own path.
  private static func machine(_ line: String) -> LoopbackModel.Reply {
    let path = line.split(separator: " ").dropFirst().first ?? ""
    let body =
      switch path {
      case "/latest/api/token": "session"
      case "/latest/meta-data/iam/security-credentials/": "role"
      case let path where path.hasPrefix("/computeMetadata/"): #"{"access_token":"ya29.x","expires_in":3599}"#
      default: #"{"AccessKeyId":"AK","SecretAccessKey":"sk","Token":"t","Expiration":"2099-01-15T09:00:00Z"}"#
      }
    return .status(200, body, headers: "Metadata-Flavor: Google\r\n")
  }

  @Test(
    "is never asked for a machine's own credentials, only for what they open",
    arguments: [
      (
        "provider: vertex, project: p", ["GCE_METADATA_HOST": "MACHINE"],
        ["GET /computeMetadata/v1/instance/service-accounts/default/token HTTP/1.1"]
      ),
      (
        "provider: bedrock, region: us-east-1", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://MACHINE/creds"],
        ["GET /creds HTTP/1.1"]
      ),
      (
        "provider: bedrock, region: us-east-1", ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://MACHINE"],
        [
          "PUT /latest/api/token HTTP/1.1", "GET /latest/meta-data/iam/security-credentials/ HTTP/1.1",
          "GET /latest/meta-data/iam/security-credentials/role HTTP/1.1",
        ]
      ),
    ] as [(String, [String: String], [String])])
  func machine(target: String, variables: [String: String], asked: [String]) async throws {
    let (own, proxy) = try await credentials(target, variables)
    #expect(own == asked)
    #expect(proxy.count == 1 && proxy.allSatisfy { $0.hasPrefix("POST http://models.invalid/") }, "\(proxy)")
  }
}
