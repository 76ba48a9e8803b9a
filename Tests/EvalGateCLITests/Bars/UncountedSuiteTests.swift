import StrictJSON
import Testing

@Suite("a gate on amounts over suites that nobody counted")
struct UncountedSuiteTests {
  /// Suite `counted`, whose answers say what they took, and `silent`, whose do not.
  private static func project(
    bound: String, of suites: String = "", withCounted: Bool = true
  ) throws -> TemporaryProject {
    let prompt = #"messages: [{ role: user, content: "{{text}}" }]"# + "\n"
    let cases = (1...3).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined()
    var files = [
      "evalgate.yml": """
      version: 1
      defaults: { route: app, mode: live }
      routes:
        e: { targets: [{ provider: echo }] }
        app: { targets: [{ provider: exec, command: [python3, app.py] }] }
      suites: { \(withCounted ? "counted: { route: e }, " : "")silent: { route: app } }
      gates: { tokens: { metric: cost_tokens, \(bound)\(suites) }, passes: { metric: pass_rate, at_least: 90% } }

      """,
      "silent.prompt.yml": prompt, "silent.cases.jsonl": cases,
      "app.py": """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          print(json.dumps({"id": json.loads(line)["id"], "text": "x"}), flush=True)

      """,
    ]
    if withCounted { (files["counted.prompt.yml"], files["counted.cases.jsonl"]) = (prompt, cases) }
    return try TemporaryProject(files)
  }

  @Test(
    "says which one it leaves out, and why, in every report", arguments: ["at_most: 100", "at_most: baseline + 10%"])
  func leftOut(bound: String) async throws {
    let project = try Self.project(bound: bound)
    let run = try await project.evalgate("run", "--report", "text", "--report", "json=report.json").run
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("without silent: no answer of `exec` says how many tokens it used"), "\(run)")
    let gates = try JSONValue(parsing: Array(project.read("report.json").utf8))["gates"]?.arrayValue ?? []
    let evidence = gates.first?["evidence"]?.arrayValue?.first { $0["kind"] == "left_out" }
    #expect(evidence?["suites"] == ["silent"], "\(gates)")
    let again = try await project.evalgate("report", "latest").run
    #expect(again.output.contains("without silent:"), "\(again)")
  }

  @Test(
    "is undecided where calls were made and nothing at all was counted, and says what helps",
    arguments: [true, false], ["at_most: 100", "at_most: baseline + 10%"])
  func nothing(isSelected: Bool, bound: String) async throws {
    let project = try Self.project(bound: bound, withCounted: isSelected)
    let run = try await project.evalgate(isSelected ? ["run", "silent"] : ["run"], in: "").run
    #expect(run.code == 3, "\(run)")
    #expect(run.output.contains("? tokens"), "\(run)")
    #expect(
      run.output.contains(
        "nothing was counted: no answer of `exec` says how many tokens it used; with `suite:` the gate speaks of one whose"
      ),
      "\(run)")
  }

  @Test("the way out is the one that is named")
  func named() async throws {
    let project = try Self.project(bound: "at_most: 100", of: ", suite: counted")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && !run.output.contains("without silent"), "\(run)")
    let alone = try await project.evalgate("run", "silent").run
    #expect(alone.code == 0, "\(alone)")
  }
}
