import Testing

@Suite("a change cannot empty a gate by its cases")
struct CaseBarTests {
  private static func project(gates: String) async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: gates), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/set.yml": "version: 1\ndefaults: { checks: [equals] }\n",
    ])
    let cases = (1...4).map { index in
      #"{"id": "c\#(index)", "tags": ["hard"], "text": "x", "expected": "\#(index > 2 ? "y" : "x")"}"#
    }
    try project.write(cases.joined(separator: "\n") + "\n", to: "evalsets/t/cases.jsonl")
    try await project.commit("As it was")
    return project
  }

  @Test("a gate counts the cases that had its tag at the base")
  func tags() async throws {
    let project = try await Self.project(gates: "{ hard: { metric: pass_rate, tag: hard, at_least: 90% } }")
    let cases = try project.read("evalsets/t/cases.jsonl")
    try project.write(
      cases.split(separator: "\n").map { line in
        line.contains(#""y""#) ? String(line).replacing(#""tags": ["hard"], "#, with: "") : String(line)
      }.joined(separator: "\n") + "\n", to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        "gate hard loosened: 4 cases of t → 2, by their tags; the base's decides, which counts them as tagged there"),
      "\(run)")
    #expect(run.output.contains("2/4"), "\(run)")
  }

  @Test("a tag under another name in cases and gate leaves the gate where it was")
  func renamedTag() async throws {
    let project = try await Self.project(gates: "{ hard: { metric: pass_rate, tag: hard, at_least: 40% } }")
    for file in ["evalsets/t/cases.jsonl", "evalgate.yml"] {
      try project.write(
        project.read(file).replacing(#"["hard"]"#, with: #"["difficult"]"#).replacing(
          "tag: hard", with: "tag: difficult"),
        to: file)
    }
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("✓ hard ") && run.output.contains("✓ hard@base"), "\(run)")
  }

  @Test("other checks are shown, with how many cases they judge and where the first stands")
  func checks() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 90% } }")
    try project.write(
      #"{ version: 1, defaults: { checks: [{ regex: { pattern: ".*" } }] } }"#, to: "evalsets/t/set.yml")
    let run = try await project.evalgate("run").run
    #expect(
      run.output.contains("checks t changed: 4 cases; the first is `c1` (evalsets/t/cases.jsonl:1), and 3 more"),
      "\(run)")
  }

  @Test(
    "where not one case may fail, one without a result leaves the gate undecided", arguments: ["exactly", "at_least"])
  func toleratesNone(bound: String) async throws {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py] }",
        gates: "{ all: { metric: pass_rate, \(bound): 100% } }"),
      "t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "t.cases.jsonl": (1...100).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
      "app.py": """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          q = json.loads(line)
          answer = {"error": {"kind": "infrastructure", "message": "down"}} if q["case"]["id"] == "c7" else {"text": "x"}
          print(json.dumps({"id": q["id"], **answer}), flush=True)

      """,
    ])
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run)")
    #expect(run.output.contains("1 of 100 cases has no result"), "\(run)")
  }

  @Test("a case that is corrected while the version stays decides nothing and stands in nobody's way")
  func corrected() async throws {
    let gates = "{ kept: { metric: pass_rate, no_worse_than: baseline } }"
    let project = try await Self.project(gates: gates)
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    try await project.commit("Accept")
    let cases = try project.read("evalsets/t/cases.jsonl")
    try project.write(
      cases.replacing(#""c3", "tags": ["hard"], "text": "x""#, with: #""c3", "tags": ["hard"], "text": "y""#),
      to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(!run.output.contains("no result of the base version"), "\(run)")
  }
}
