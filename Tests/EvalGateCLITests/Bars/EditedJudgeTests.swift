import Testing

@Suite("a program that judges cases and is edited")
struct EditedJudgeTests {
  /// Fails every answer without a word, and names one revision whatever it does.
  private static let judge = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "judge", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        reply = {"id": question["id"], "pass": "refund" in question["candidate"]["text"], "message": "no refund"}
        print(json.dumps(reply), flush=True)

    """

  private static func project() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(), ".gitignore": ".evalgate/\n",
      "prompts/desk.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/desk/set.yml": "defaults: { checks: [{ check: exec, command: [python3, ../../tools/judge.py] }] }\n",
      "evalsets/desk/cases.jsonl": #"{"id": "a", "text": "refund"}"# + "\n", "tools/judge.py": judge,
      "tools/other.py": "print()\n",
    ])
    try await project.commit("As it was")
    return project
  }

  @Test("is shown as a check that is another one, under whatever revision it names")
  func edited() async throws {
    let project = try await Self.project()
    try project.write(
      Self.judge.replacing(#""refund" in question["candidate"]["text"]"#, with: "True"), to: "tools/judge.py")
    try project.write("messages: [{ role: user, content: \"no {{text}}\" }]\n", to: "prompts/desk.prompt.yml")
    let run = try await project.evalgate("run", "--report", "markdown=comment.md").run
    let words = "checks desk changed: tools/judge.py; it judges cases, and what is stored was judged by the base's"
    #expect(run.output.contains("rules    " + words), "\(run)")
    #expect(try project.read("comment.md").contains("- ⚠️ " + words))
  }

  @Test("a module that its `inputs` name is a part of it, for a check and for a policy", arguments: [true, false])
  func inputs(isCheck: Bool) async throws {
    let project = try await Self.project()
    let program = "[python3, ../../tools/judge.py], inputs: [\"../../tools/*.py\"]"
    if isCheck {
      try project.write("defaults: { checks: [{ check: exec, command: \(program) }] }\n", to: "evalsets/desk/set.yml")
    } else {
      try project.write(
        Self.judge.replacing(
          #""pass": "refund" in question["candidate"]["text"], "message": "no refund""#, with: #""action": "accept""#),
        to: "tools/judge.py")
      try project.write(
        Sample.configuration(
          gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }",
          more: "suites: { desk: { prompt: desk, policy: { exec: [python3, tools/judge.py], "
            + "inputs: [\"tools/*.py\"] } } }"),
        to: "evalgate.yml")
      try project.write("defaults: { checks: [contains] }\n", to: "evalsets/desk/set.yml")
      try project.write(
        #"{"id": "a", "text": "refund", "checks": [{ "check": "contains", "text": "refund" }]}"# + "\n",
        to: "evalsets/desk/cases.jsonl")
    }
    try await project.commit("Name its files")
    let before = try await project.evalgate("run").run
    #expect(before.code == 0 && !before.output.contains("tools/other.py"), "\(before)")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write("print(1)\n", to: "tools/other.py")
    let run = try await project.evalgate("run").run
    #expect(
      run.output.contains(isCheck ? "checks desk changed: tools/other.py" : "changed  policy "), "\(run)")
  }

  @Test("what no command names is no check's program")
  func beside() async throws {
    let project = try await Self.project()
    try project.write("print(1)\n", to: "tools/other.py")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && !run.output.contains("checks desk"), "\(run)")
  }
}
