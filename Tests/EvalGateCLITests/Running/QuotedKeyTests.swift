import Testing

@Suite("keys that somebody quotes")
struct QuotedKeyTests {
  private static let key = "topsecret-value-12345"

  private static func project(_ target: String) throws -> TemporaryProject {
    try TemporaryProject([
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": #"{"id": "a", "text": "hi", "expected": "x"}"# + "\n",
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ \(target) }], retry: { attempts: 1 } } }
      defaults: { route: r, mode: live }
      gates: { floor: { metric: pass_rate, at_least: 90% } }
      """,
    ])
  }

  /// Everything that a run says and keeps.
  private static func traces(of project: TemporaryProject, _ environment: [String: String]) async throws -> String {
    let run = try await project.evalgate("run", "--save", "run.jsonl", environment: environment).run
    #expect(run.code == 3, "\(run)")
    return run.output + run.error + (try project.read("run.jsonl"))
  }

  @Test(
    "no part of a key is shown or kept that lies across the end of what is quoted of a service's answer",
    arguments: [400, 200], [false, true])
  func service(status: Int, streams: Bool) async throws {
    for before in [130, 145, 155] {
      let body = String(repeating: "x", count: before) + Self.key + String(repeating: "y", count: 100)
      let traces = try await LoopbackModel.serving({ _ in
        .raw(
          "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
      }) { model in
        try await Self.traces(
          of: Self.project(
            "provider: openai, model: m, api_key_env: MINE, base_url: \"\(model.url)\", stream: \(streams)"),
          ["MINE": Self.key])
      }
      #expect(!traces.contains("topsec"), "\(before): \(traces)")
      #expect(traces.contains("[key]"))
    }
  }

  @Test("nor of one in a line of a program's that is no answer")
  func program() async throws {
    let project = try Self.project("provider: exec, command: [python3, app.py], env: [APP_TOKEN]")
    try project.write(
      """
      import os, sys
      sys.stdin.readline()
      print('{"name": "app", "revisions": {"code": "1"}}', flush=True)
      sys.stdin.readline()
      print("x" * 145 + os.environ["APP_TOKEN"] + "y" * 100, flush=True)
      """, to: "app.py")
    let traces = try await Self.traces(of: project, ["APP_TOKEN": Self.key])
    #expect(traces.contains("xxx") && !traces.contains("topsec"), "\(traces)")
  }

  @Test("a wrong address is shown without its query", arguments: ["base_url", "url"])
  func address(key: String) async throws {
    let target =
      key == "url"
      ? "provider: http, url: \"ftp://127.0.0.1/a?key=\(Self.key)\", body: { q: 1 }, answer: { text: $.t }"
      : "provider: openai, model: m, base_url: \"http://127.0.0.1:9/v1?key=\(Self.key)\""
    let run = try await Self.project(target).evalgate("validate").run
    #expect(run.code == 2 && run.error.contains("error[route/bad-url]"), "\(run)")
    #expect(run.error.contains("\(key): ") && run.error.contains("?…") && !run.error.contains("topsec"), "\(run.error)")
  }
}
