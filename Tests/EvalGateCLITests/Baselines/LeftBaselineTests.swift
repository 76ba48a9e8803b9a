import Testing

@Suite("a suite that gets another name and leaves its baseline behind")
struct LeftBaselineTests {
  private static let move = "git mv evalsets/baselines/t.jsonl evalsets/baselines/u.jsonl"
  private static let prompt = #"messages: [{ role: user, content: "{{text}}" }]"# + "\n"

  /// Says what it hears. Nothing says how to make it ready in a checkout of the base, so what is stored is all there is.
  private static let program = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "echo", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        reply = {"id": question["id"], "text": question["messages"][-1]["content"], "usage": {"input": 1, "output": 1}}
        print(json.dumps(reply), flush=True)

    """

  /// Suite `t` with its baseline, renamed to `u` without it.
  private static func renamed() async throws -> TemporaryProject {
    let cases = ["one", "two", "three"].map { #"{"id": "\#($0)", "text": "\#($0)", "expected": "\#($0)"}"# + "\n" }
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py] }",
        gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }"), "app.py": program,
      ".gitignore": ".evalgate/\n", "t.prompt.yml": prompt, "t.cases.jsonl": cases.joined(),
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    try await project.commit("Accept")
    try await project.git("mv", "t.prompt.yml", "u.prompt.yml")
    try await project.git("mv", "t.cases.jsonl", "u.cases.jsonl")
    return project
  }

  @Test("a name that differs in how an umlaut is written is the same one, and finds what is stored, the anchor too")
  func otherForm() async throws {
    let (composed, apart) = ("\u{FC}bung", "u\u{308}bung")
    let cases = (1...12).map {
      #"{"id": "c\#($0)", "text": "\#($0)", "other": "\#(max(3, $0))", "expected": "\#($0)"}"# + "\n"
    }
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py] }",
        gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }"), "app.py": Self.program,
      ".gitignore": ".evalgate/\n", "\(composed).prompt.yml": Self.prompt, "\(composed).cases.jsonl": cases.joined(),
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    _ = try await project.evalgate("baseline", "accept", "--anchor", "--reason", "release")
    // So that the anchor is no copy of what is accepted.
    try project.write(Self.prompt.replacing("{{text}}", with: "{{other}}"), to: "\(composed).prompt.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "shorter")
    try await project.commit("Accept")
    try project.write(project.read("\(composed).prompt.yml"), to: "\(apart).prompt.yml")
    try project.write(cases.joined(), to: "\(apart).cases.jsonl")
    project.remove("\(composed).prompt.yml")
    project.remove("\(composed).cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(!run.output.contains("no stored baseline") && run.output.contains("kept@anchor"), "\(run)")
  }

  @Test("is told which command takes it along")
  func told() async throws {
    let project = try await Self.renamed()
    let run = try await project.evalgate("run", "--report", "markdown=comment.md").run
    #expect(run.code == 0, "\(run)")
    #expect(try project.read("comment.md").contains("which \\`\(Self.move)\\` takes along"), "\(run)")
    try await project.git("mv", "evalsets/baselines/t.jsonl", "evalsets/baselines/u.jsonl")
    let moved = try await project.evalgate("run").run
    #expect(moved.code == 0 && !moved.output.contains("takes along"), "\(moved)")
  }

  @Test("is told so by later runs, which find the cases under the name that no suite has", arguments: [false, true])
  func later(isEdited: Bool) async throws {
    let project = try await Self.renamed()
    try await project.commit("Another name")
    if isEdited {
      try project.write(Self.prompt.replacing("[{", with: "[{ role: system, content: hi }, {"), to: "u.prompt.yml")
    }
    let run = try await project.evalgate("run").run
    #expect(run.code == (isEdited ? 3 : 0), "\(run)")
    #expect(
      run.output.contains(
        "stores what u is compared with under a name that no suite has, evalsets/baselines/t.jsonl: in a change of its own, "
          + "`\(Self.move)`"), "\(run)")
    #expect(!run.output.contains("make one there"), "\(run)")
  }

  @Test("a baseline of other cases is nobody's")
  func other() async throws {
    let project = try await Self.renamed()
    try project.write(
      project.read("u.cases.jsonl").replacing(#""text": ""#, with: #""text": "new "#), to: "u.cases.jsonl")
    try await project.commit("Another name, and other cases")
    try project.write(Self.prompt.replacing("[{", with: "[{ role: system, content: hi }, {"), to: "u.prompt.yml")
    let run = try await project.evalgate("run").run
    #expect(run.output.contains("make one there"), "\(run)")
  }
}
