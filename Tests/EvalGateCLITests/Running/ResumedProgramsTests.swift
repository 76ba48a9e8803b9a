import Testing

@Suite("a run goes on with the programs it was begun with")
struct ResumedProgramsTests {
  /// Names what `NAME.rev` holds, which changes nothing else. The provider interrupts the run once, at its fourth question.
  private static let program = """
    import json, os, signal, sys, time
    \(Interrupting.python)
    name, role = sys.argv[1], json.loads(sys.stdin.readline())["role"]
    print(json.dumps({"name": name, "revisions": {"code": open(name + ".rev").read()}, "concurrency": 1}), flush=True)
    for number, line in enumerate(sys.stdin, 1):
        question = json.loads(line)
        if role == "provider" and number == 4 and not os.path.exists("told"):
            open("told", "w").close()
            interrupt(signal.SIGINT)
        reply = {"provider": {"text": "yes"}, "policy": {"action": "accept"}, "check": {"pass": True}}[role]
        print(json.dumps({"id": question["id"], **reply}), flush=True)

    """

  private static func project() throws -> TemporaryProject {
    let run = { (name: String) in "[python3, program.py, \(name)]" }
    return try TemporaryProject([
      "program.py": program, "app.rev": "1", "beside.rev": "1", "desk.rev": "1", "look.rev": "1", "data/notes": "one",
      "evalgate.yml": """
      version: 1
      defaults: { mode: live }
      routes:
        app: { targets: [{ provider: exec, command: \(run("app")), inputs: ["data/*"] }], timeout: 20s }
        beside: { targets: [{ provider: echo }] }
      suites:
        t: { prompt: t, route: app, policy: { exec: \(run("desk")) } }
        u: { prompt: t, evalset: t, route: beside }
      gates: { floor: { metric: pass_rate, at_least: 50% } }

      """,
      "t.prompt.yml": "messages: [{ role: user, content: \"{{n}}\" }]\n",
      "t.cases.jsonl": (1...8).map {
        #"{"id":"c\#($0)","n":"\#($0)","checks":[{"check":"exec","command":["python3","program.py","look"]}]}"# + "\n"
      }.joined(),
    ])
  }

  @Test(
    "another version of one is refused by name, and nothing is lost by it",
    arguments: [
      ("app.rev", "`code` was `\"1\"` and is `\"2\"`"), ("desk.rev", "`code` was `\"1\"` and is `\"2\"`"),
      ("look.rev", "`code` was `\"1\"` and is `\"2\"`"), ("data/notes", "`inputs` was "),
    ])
  func otherVersion(file: String, words: String) async throws {
    let project = try Self.project()
    let first = try await project.interrupted("run", "t")
    try #require(first.code == 130, "\(first)")
    let journal = ".evalgate/runs/" + (try #require(project.runFiles.first))
    let kept = try project.read(journal)
    let before = try project.read(file)
    try project.write("2", to: file)
    let refused = try await project.evalgate("run", "--resume", "latest").run
    #expect(refused.code == 2, "\(refused)")
    #expect(refused.error.contains("error[run/plan-changed]") && refused.error.contains(words), "\(refused.error)")
    #expect(try project.read(journal) == kept)
    try project.write(before, to: file)
    let whole = try await project.evalgate("run", "--resume", "latest").run
    #expect(whole.code == 0 && whole.output.contains("8/8"), "\(whole)")
  }

  @Test("so is other code of one that names no revisions", arguments: ["app", "desk", "look"])
  func edited(name: String) async throws {
    let project = try Self.project()
    let silent = Self.program.replacing(#""revisions": {"code": open(name + ".rev").read()}, "#, with: "")
    for other in ["app", "desk", "look"] { try project.write(silent, to: other + ".py") }
    for file in ["evalgate.yml", "t.cases.jsonl"] {
      var text = try project.read(file)
      for other in ["app", "desk"] {
        text = text.replacing("[python3, program.py, \(other)]", with: "[python3, \(other).py, \(other)]")
      }
      try project.write(text.replacing(#""program.py","look""#, with: #""look.py","look""#), to: file)
    }
    let first = try await project.interrupted("run", "t")
    try #require(first.code == 130, "\(first)")
    try project.write(silent + "# another one\n", to: name + ".py")
    let refused = try await project.evalgate("run", "--resume", "latest").run
    #expect(refused.code == 2 && refused.error.contains("was begun with other files of"), "\(refused)")
    try project.write(silent, to: name + ".py")
    let whole = try await project.evalgate("run", "--resume", "latest").run
    #expect(whole.code == 0 && whole.output.contains("8/8"), "\(whole)")
  }

  @Test("what is asked beside goes on being asked, and nothing else is")
  func shadow() async throws {
    let project = try Self.project()
    let first = try await project.interrupted("run", "t", "u", "--shadow", "beside")
    try #require(first.code == 130, "\(first)")
    let none = try await project.evalgate("run", "--resume", "latest", "--shadow", "app").run
    #expect(none.code == 2 && none.error.contains("was begun with `--shadow beside`"), "\(none)")
    let whole = try await project.evalgate("run", "--resume", "latest").run
    #expect(whole.code == 0, "\(whole)")
    let run = try project.read(".evalgate/runs/" + (try #require(project.runFiles.first)))
    let lines = run.split(separator: "\n").filter { $0.contains(#""kind":"case""#) && $0.contains(#""suite":"t""#) }
    #expect(lines.count == 8 && lines.allSatisfy { $0.contains(#""shadows":["#) }, "\(run.prefix(2000))")
  }
}
