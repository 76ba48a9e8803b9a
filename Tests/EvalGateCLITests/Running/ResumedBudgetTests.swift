import Testing

@Suite("what a run that is gone on with has spent")
struct ResumedBudgetTests {
  /// Each answer takes 35 tokens.
  private static let app = """
    import json, sys
    sys.stdin.readline()
    print('{"name": "app", "revisions": {"code": "1"}, "concurrency": 1}', flush=True)
    for line in sys.stdin:
        open("asked", "a").write("x")
        answer = {"id": json.loads(line)["id"], "text": "x", "usage": {"input": 25, "output": 10}}
        print(json.dumps(answer), flush=True)

    """

  private static let broken = """
    import json, sys
    sys.stdin.readline()
    print('{"name": "broken", "revisions": {"code": "1"}}', flush=True)
    for line in sys.stdin:
        error = {"kind": "infrastructure", "message": "down"}
        print(json.dumps({"id": json.loads(line)["id"], "error": error}), flush=True)

    """

  /// - Parameter route: what stands beside its targets.
  private static func project(_ first: String, _ route: String) throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": app, "other.py": app, "broken.py": broken,
      "q.prompt.yml": "modelParameters: { maxTokens: 10 }\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": (1...20).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
      "evalgate.yml": """
      version: 1
      routes:
        r:
          targets: [{ provider: exec, command: [python3, \(first)] }, { provider: exec, command: [python3, other.py] }]
          retry: { attempts: 1 }
          \(route)
      defaults: { route: r, mode: live }
      budget: { tokens: 400 }
      gates: { acc: { metric: pass_rate, at_least: 90% } }

      """,
    ])
  }

  @Test(
    "is within its budget, however often it is gone on with: second answers of a race, and answers that do not count",
    arguments: ["app.py", "broken.py"])
  func budget(first: String) async throws {
    let project = try Self.project(first, first == "app.py" ? "race: true\n    allow_fallback: true" : "")
    // One at a time, so that what is reserved does not depend on who comes first.
    let run = try await project.evalgate("run", "--concurrency", "1").run
    #expect(run.code == 3, "\(run)")
    let asked = try project.read("asked").count
    #expect(asked > 3 && 35 * asked <= 400, "\(run)")
    for _ in 1...3 {
      let again = try await project.evalgate("run", "--resume", "latest").run
      #expect(again.code == 3, "\(again)")
      #expect(35 * (try project.read("asked").count) <= 400, "\(again)")
      guard first == "broken.py" else { continue }
      // What it asked in vain is charged with the most that it may have used.
      #expect(try project.read("asked").count == asked && again.output.contains("\(35 * asked) tokens"), "\(again)")
    }
  }

  @Test("a run that is finished is none to go on with as the latest; by its name it is")
  func finished() async throws {
    let project = try TemporaryProject([
      "q.prompt.yml": "model: echo/e\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": #"{"id": "c", "text": "x", "expected": "x"}"# + "\n",
      "evalgate.yml": "version: 1\ngates: { all: { metric: pass_rate, exactly: 100% } }\n",
    ])
    #expect(try await project.evalgate("run", "--mode", "live").run.code == 0)
    let latest = try await project.evalgate("run", "--resume", "latest").run
    #expect(latest.code == 2 && latest.error.contains("error[run/not-found]"), "\(latest)")
    #expect(latest.error.contains("is finished") && latest.output.isEmpty, "\(latest)")
    let named = try await project.evalgate("run", "--resume", try #require(project.runIDs.first)).run
    #expect(named.code == 0, "\(named)")
  }
}
