import StrictJSON
import Testing

@Suite("what a program behind a route broke by an edit")
struct EditedProgramTests {
  /// Answers with the word that its system message gives for a case's, and `edits` are put where it looks it up.
  private static func program(_ revision: String, without word: String = "none") -> String {
    """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "desk", "revisions": {"code": "\(revision)"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        table = dict(pair.split("=") for pair in question["messages"][0]["content"].split())
        word = question["messages"][-1]["content"]
        text = table.get(word, "other") if word != "\(word)" else "other"
        print(json.dumps({"id": question["id"], "text": text, "usage": {"input": 5, "output": 1}}), flush=True)

    """
  }

  private static func prompt(_ table: String) -> String {
    """
    messages:
      - { role: system, content: "\(table)" }
      - { role: user, content: "{{text}}" }

    """
  }

  /// Ten cases each of `login`, `crash` and `charged`, of which the change breaks two kinds.
  private static func changed(_ target: String, program: String, prompt table: String) async throws -> TemporaryProject
  {
    let labels = ["login": "technical", "crash": "technical", "charged": "billing"]
    let cases = labels.sorted { $0.key < $1.key }.flatMap { word, label in
      (0..<10).map { #"{"id": "\#(word)-\#($0)", "text": "\#(word)", "expected": "\#(label)"}"# + "\n" }
    }
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(
        target: target, gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }"),
      ".gitignore": ".evalgate/\n", "desk.prompt.yml": prompt("login=technical crash=technical charged=billing"),
      "desk.cases.jsonl": cases.joined(), "app.py": Self.program("1"),
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(program, to: "app.py")
    try project.write(prompt(table), to: "desk.prompt.yml")
    let run = try await project.evalgate("run", "--no-confirm").run
    guard run.code == 1 else { throw TemporaryProject.Failure("\(run)") }
    return project
  }

  private static let without = "crash=technical charged=billing"

  @Test(
    "is told apart from what the prompt broke, by its revision or by the files it is made of",
    arguments: [("2", ""), ("1", ", inputs: [app.py]")])
  func apart(revision: String, more: String) async throws {
    let project = try await Self.changed(
      #"{ provider: exec, command: [python3, app.py], prepare: ["true"]\#(more) }"#,
      program: Self.program(revision, without: "crash"), prompt: Self.without)
    let run = try await project.evalgate("attribute", "--format", "json").run
    #expect(run.code == 0, "\(run)")
    let suite = try JSONValue(parsing: run.output)["suites"]?[0]
    let shares = suite?["shares"]?.arrayValue ?? []
    #expect(shares.map { $0["element"]?.stringValue } == ["prompt", "route"], "\(run)")
    #expect(shares.map { $0["cases"]?.doubleValue } == [10, 10], "\(run)")
  }

  @Test("is named as not separable where nothing says how to prepare the old one")
  func unprepared() async throws {
    let project = try await Self.changed(
      "{ provider: exec, command: [python3, app.py] }", program: Self.program("2", without: "crash"),
      prompt: Self.without)
    let run = try await project.evalgate("attribute").run
    #expect(run.output.contains("not separable from route  10  crash-0"), "\(run)")
    #expect(run.output.contains("10 of 10  alone breaks 10"), "\(run)")
  }

  @Test("is said of it alone where nothing else changed, and nothing is asked", arguments: [true, false])
  func alone(isPrepared: Bool) async throws {
    let project = try await Self.changed(
      "{ provider: exec, command: [python3, app.py]\(isPrepared ? ", prepare: [\"true\"]" : "") }",
      program: Self.program("2", without: "crash"), prompt: "login=technical crash=technical charged=billing")
    let run = try await project.evalgate("attribute").run
    #expect(run.output.contains(isPrepared ? "route alone  10" : "not separable from route  10"), "\(run)")
    #expect(run.output.contains("nothing was asked") && !run.output.contains("asked again"), "\(run)")
  }
}
