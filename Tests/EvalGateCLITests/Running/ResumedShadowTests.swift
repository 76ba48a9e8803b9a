import StrictJSON
import Testing

@Suite("what a route that is asked beside has spent, when a run is gone on with")
struct ResumedShadowTests {
  /// Each answer takes 35 tokens.
  private static let shadow = """
    import json, sys
    sys.stdin.readline()
    print('{"name": "shadow", "revisions": {"code": "1"}, "concurrency": 1}', flush=True)
    for line in sys.stdin:
        open("asked", "a").write("x")
        answer = {"id": json.loads(line)["id"], "text": "x", "usage": {"input": 25, "output": 10}}
        print(json.dumps(answer), flush=True)

    """

  /// Down until there is a file `well`.
  private static let app = """
    import json, os, sys
    sys.stdin.readline()
    print('{"name": "app", "revisions": {"code": "1"}}', flush=True)
    for line in sys.stdin:
        said = {"text": "x"} if os.path.exists("well") else {"error": {"kind": "infrastructure", "message": "down"}}
        print(json.dumps({"id": json.loads(line)["id"], **said}), flush=True)

    """

  private static func project(budget: Int) throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": app, "shadow.py": shadow, "asked": "",
      "q.prompt.yml": "modelParameters: { maxTokens: 10 }\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": (1...6).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
      "evalgate.yml": """
      version: 1
      routes:
        r: { targets: [{ provider: exec, command: [python3, app.py] }], retry: { attempts: 1 } }
        s: { targets: [{ provider: exec, command: [python3, shadow.py] }], budget: { tokens: \(budget) } }
      defaults: { route: r, mode: live }
      gates: { acc: { metric: pass_rate, at_least: 90% } }

      """,
    ])
  }

  private func spentBeside(_ project: TemporaryProject) throws -> JSONValue? {
    try JSONValue(parsing: Array(project.read("r.json").utf8))["totals"]?["shadow"]
  }

  @Test("an answer beside a case that ended in an error is kept, however often that is tried, and the budget holds")
  func kept() async throws {
    let project = try Self.project(budget: 120)
    let run = try await project.evalgate("run", "--shadow", "s", "--report", "json=r.json").run
    #expect(run.code == 3, "\(run)")
    let asked = try project.read("asked").count
    #expect(asked > 1 && asked < 6 && 35 * asked <= 120, "\(run)")
    for _ in 1...2 {
      let again = try await project.evalgate("run", "--resume", "latest", "--report", "json=r.json").run
      #expect(again.code == 3, "\(again)")
      #expect(try project.read("asked").count == asked, "\(again)")
      #expect(try spentBeside(project)?["tokens"] == .number(JSONNumber(35 * asked)), "\(again)")
    }
    try project.write("", to: "well")
    let whole = try await project.evalgate("run", "--resume", "latest", "--report", "json=r.json").run
    #expect(whole.code == 0 && whole.output.contains("same output \(asked) of \(asked)"), "\(whole)")
    #expect(try project.read("asked").count == asked)
    #expect(try spentBeside(project)?["tokens"] == .number(JSONNumber(35 * asked)))
    // Once for each case, answered or not.
    let lines = try project.read(".evalgate/runs/" + (try #require(project.runFiles.first)))
    let cases = lines.split(separator: "\n").filter { $0.contains(#""kind":"case""#) }
    #expect(cases.count == 6 && cases.allSatisfy { $0.split(separator: #""route":"s""#).count == 2 })
    #expect(!lines.contains(#""kind":"beside""#))
  }
}
