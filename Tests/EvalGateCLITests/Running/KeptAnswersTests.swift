import Testing

@Suite("answers that are kept of programs")
struct KeptAnswersTests {
  private static func app(_ answer: String) -> String {
    """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"id": json.loads(line)["id"], "text": "\(answer)"}), flush=True)
    """
  }

  private static func configuration(_ command: String) -> String {
    """
    version: 1
    defaults: { route: app }
    routes: { app: { targets: [{ provider: exec, command: \(command) }] } }
    gates: { floor: { metric: pass_rate, at_least: 90% } }

    """
  }

  private static let prompt = "messages: [{ role: user, content: \"{{name}}\" }]\n"
  private static let cases = #"{"id": "a", "name": "Ines", "expected": "hello"}"# + "\n"

  @Test("a program is never answered for by one in another folder that names the same revisions")
  func folders() async throws {
    var files = ["evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n"]
    for (service, answer) in [("a", "hello"), ("b", "wrong")] {
      files["services/\(service)/evalgate.yml"] = Self.configuration("[python3, app.py]")
      files["services/\(service)/app.py"] = Self.app(answer)
      files["services/\(service)/prompts/greet.prompt.yml"] = Self.prompt
      files["services/\(service)/prompts/greet.cases.jsonl"] = Self.cases
    }
    let project = try TemporaryProject(files)
    for _ in 1...2 {
      let run = try await project.evalgate("run").run
      #expect(run.code == 1, "\(run.output)")
    }
    let replay = try await project.evalgate("run", "--mode", "replay").run
    #expect(replay.code == 1, "\(replay.output)")
  }

  @Test("a program is never answered for by another one of the same folder that names the same revisions")
  func commands() async throws {
    let project = try TemporaryProject([
      "evalgate.yml": Self.configuration("[python3, right.py]"), "right.py": Self.app("hello"),
      "wrong.py": Self.app("wrong"),
      "prompts/greet.prompt.yml": Self.prompt, "prompts/greet.cases.jsonl": Self.cases,
    ])
    #expect(try await project.evalgate("run").run.code == 0)
    // Kept, and its own.
    let again = try await project.evalgate("run", "--mode", "replay").run
    #expect(again.code == 0, "\(again.output)")
    try project.write(Self.configuration("[python3, wrong.py]"), to: "evalgate.yml")
    let other = try await project.evalgate("run").run
    #expect(other.code == 1, "\(other.output)")
  }
}
