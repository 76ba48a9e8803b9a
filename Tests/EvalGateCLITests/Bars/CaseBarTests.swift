import StrictJSON
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

  @Test(
    "cases that only get other ids, or ids, are the ones that they were", arguments: [("c", "d"), ("", "d")],
    [true, false])
  func otherIDs(ids: (String, String), isOtherPrompt: Bool) async throws {
    let project = try await Self.project(gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }")
    func cases(_ name: String) -> String {
      (1...20).map { index in
        let id = name.isEmpty ? "" : #""id": "\#(name)\#(index)", "#
        return "{\(id)" + #""text": "t\#(index)", "expected": "t\#(index)"}"# + "\n"
      }.joined()
    }
    try project.write(cases(ids.0), to: "evalsets/t/cases.jsonl")
    try await project.commit("Cases")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(cases(ids.1), to: "evalsets/t/cases.jsonl")
    if isOtherPrompt {
      try project.write(#"messages: [{ role: user, content: "{{ text }}" }]"# + "\n", to: "prompts/t.prompt.yml")
    }
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("20/20") && !run.output.contains("removed"), "\(run)")
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

  @Test("cases that are edited, removed and added are shown, with how many, in what, and where to look")
  func edited() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 40% } }")
    try project.write(
      """
      {"id": "c1", "tags": ["hard"], "text": "z", "expected": "z"}
      {"id": "c3", "tags": ["hard"], "text": "x", "expected": "x"}
      {"id": "c4", "tags": ["hard"], "text": "x", "expected": "x"}
      {"id": "c5", "text": "new", "expected": "new"}

      """, to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run", "--report", "markdown=comment.md", "--report", "json=report.json").run
    let text =
      "cases of t changed: 3 edited (expected 3, input 1), 1 removed, 1 added; an edited case is compared as a new one, "
    #expect(run.code == 0 && run.output.contains(text + "the first is `c1` (evalsets/t/cases.jsonl:1), "), "\(run)")
    #expect(run.output.contains("the first removed is `c2` (evalsets/t/cases.jsonl:2 at the base)"), "\(run)")
    let comment = try project.read("comment.md")
    #expect(comment.contains("- ⚠️ cases of t changed: 3 edited"), "\(comment)")
    let rule = try JSONValue(parsing: Array(project.read("report.json").utf8))["rules"]?[0]
    #expect(rule?["subject"] == "cases" && rule?["direction"] == "changed" && rule?["decides"] == "head")
    #expect(rule?["path"] == "evalsets/t/cases.jsonl" && rule?["line"]?.intValue == 1)
  }

  @Test(
    "easy cases that a change adds make no floor easier, unless they come first",
    arguments: ["tag: hard, at_least: 60%", "at_least: 60%, decide: refuted"])
  func diluted(bound: String) async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, \(bound) } }")
    let (old, more) = (
      try project.read("evalsets/t/cases.jsonl").replacing(#""x", "expected": "y""#, with: #""y", "expected": "y""#),
      (1...60).map { #"{"id": "m\#($0)", "tags": ["hard"], "text": "z", "expected": "z"}"# + "\n" }.joined()
    )
    try project.write(old, to: "evalsets/t/cases.jsonl")
    try await project.commit("All are right")
    try project.write(old + more, to: "evalsets/t/cases.jsonl")
    try project.write(#"messages: [{ role: user, content: "z" }]"# + "\n", to: "prompts/t.prompt.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        "0.0% of 4 cases without the 60 that the change adds, which make no bound easier: they may come first, in a change of "
          + "their own"), "\(run)")
  }

  @Test("cases alone lift a floor that the target branch does not keep, and are shown")
  func casesAlone() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 60% } }")
    try project.write(
      project.read("evalsets/t/cases.jsonl") + #"{"id": "n", "text": "z", "expected": "z"}"# + "\n",
      to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("3/5") && run.output.contains("cases of t added: 1\n"), "\(run)")
  }

  @Test("cases alone may stand in the place of others")
  func replaced() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 50% } }")
    try project.write(
      project.read("evalsets/t/cases.jsonl").split(separator: "\n").dropFirst(2).joined(separator: "\n")
        + (1...2).map { "\n" + #"{"id": "n\#($0)", "text": "z", "expected": "z"}"# }.joined() + "\n",
      to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("2/4"), "\(run)")
  }

  @Test("cases that the target branch gained since something was accepted are no edit of the change")
  func gained() async throws {
    let project = try await Self.project(gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    try await project.commit("Accept")
    func add(_ id: String) throws {
      let cases = try project.read("evalsets/t/cases.jsonl")
      try project.write(cases + #"{"id": "\#(id)", "text": "z", "expected": "z"}"# + "\n", to: "evalsets/t/cases.jsonl")
    }
    try add("n1")
    try await project.commit("One more")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("Hello", to: "README.md")
    try await project.commit("A README")
    let readme = try await project.evalgate("run", "--baseline", "main").run
    #expect(readme.code == 0 && !readme.output.contains("changed  "), "\(readme)")
    try add("n2")
    let cases = try await project.evalgate("run", "--baseline", "main").run
    #expect(cases.output.contains("changed  evalset t "), "\(cases)")
  }

  @Test("a case without an id is known again by what it asks, and one under another id is the same")
  func known() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 40% } }")
    func write(_ ids: String..., expected: String) throws {
      let cases = ids.enumerated().map { index, id in
        #"{\#(id)"text": "\#(index)", "expected": "\#(index == 1 ? expected : String(index))"}"# + "\n"
      }
      try project.write(cases.joined(), to: "evalsets/t/cases.jsonl")
    }
    try write("", "", "", expected: "y")
    try await project.commit("Without ids")
    try write("", "", "", expected: "1")
    let relabelled = try await project.evalgate("run").run
    #expect(relabelled.output.contains("cases of t changed: 1 edited (expected 1); an edited case"), "\(relabelled)")
    #expect(relabelled.output.contains("(evalsets/t/cases.jsonl:2)"), "\(relabelled)")
    try write(#""id": "a", "#, #""id": "b", "#, #""id": "c", "#, expected: "y")
    let renamed = try await project.evalgate("run").run
    #expect(!renamed.output.contains("cases t"), "\(renamed)")
    try project.write(
      project.read("evalsets/t/cases.jsonl") + #"{"text": "3", "expected": "3"}"#, to: "evalsets/t/cases.jsonl")
    let grown = try await project.evalgate("run", "--report", "markdown=comment.md").run
    #expect(grown.output.contains("cases of t added: 1\n"), "\(grown)")
    #expect(try project.read("comment.md").contains("- cases of t added: 1"), "\(grown)")
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
