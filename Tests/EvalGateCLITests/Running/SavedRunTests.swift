import StrictJSON
import Testing

@Suite("runs that are saved elsewhere")
struct SavedRunTests {
  /// Waits at its fourth question until `go` is there, and says so first.
  private static let app = """
    import json, os, sys, time
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}, "concurrency": 1}), flush=True)
    for number, line in enumerate(sys.stdin, 1):
        if number == 4:
            open("waits", "w").close()
            while not os.path.exists("go"): time.sleep(0.01)
        with open("asked", "a") as file: file.write("x\\n")
        print(json.dumps({"id": json.loads(line)["id"], "text": "yes"}), flush=True)

    """

  private static func project() throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": app,
      "evalgate.yml": """
      version: 1
      defaults: { route: app, mode: live }
      routes: { app: { targets: [{ provider: exec, command: [python3, app.py] }], timeout: 60s } }
      gates: { floor: { metric: pass_rate, at_least: 10% } }

      """,
      "t.prompt.yml": "messages: [{ role: user, content: \"{{n}}\" }]\n",
      "t.cases.jsonl": (1...8).map { #"{"id": "c\#($0)", "n": "\#($0)", "expected": "yes"}"# + "\n" }.joined(),
    ])
  }

  /// Runs a script while a first run to a file waits for its fourth answer; `$0` is the program, `$!` the run.
  private static func whileOneWaits(
    _ project: TemporaryProject, _ script: String, to file: String = "s.jsonl"
  ) async throws -> EvalGate.Run {
    try await EvalGate.command(
      [
        "sh", "-c",
        """
        "$0" run --save '\(file)' > first.out 2>&1 &
        while [ ! -e waits ]; do sleep 0.02; done
        \(script)
        """, EvalGate.program,
      ], in: project)
  }

  /// Leaves a run to `s.jsonl` that was killed after three of its eight answers.
  private static func killed(_ project: TemporaryProject) async throws {
    _ = try await whileOneWaits(project, "kill -9 $!; touch go")
    try #require(project.names(in: "").contains { $0.hasSuffix(".journal") })
  }

  @Test(
    "one that was killed is found by the file it was to become, as the latest, and in the list",
    arguments: ["s.jsonl", "./s.jsonl", "latest"])
  func killed(name: String) async throws {
    let project = try Self.project()
    try await Self.killed(project)
    let list = try await project.evalgate("runs", "list").run
    #expect(list.output.contains("interrupted  3/8"), "\(list)")
    let whole = try await project.evalgate("run", "--resume", name).run
    #expect(whole.code == 0 && whole.output.contains("8/8"), "\(whole)")
    #expect(try project.read("asked").split(separator: "\n").count < 10)
    #expect(project.exists("s.jsonl") && !project.names(in: "").contains { $0.hasSuffix(".journal") })
    #expect(project.names(in: ".evalgate/runs").isEmpty)
  }

  @Test("one that was killed outside of the repository is gone on with, and other commands work meanwhile")
  func killedOutside() async throws {
    for name in ["SAVED", "latest"] {
      let (project, other) = (try Self.project(), try TemporaryProject())
      let saved = other.path + "/s.jsonl"
      _ = try await Self.whileOneWaits(project, "kill -9 $!; touch go", to: saved)
      try #require(other.names(in: "").contains { $0.hasSuffix(".journal") })
      let list = try await project.evalgate("runs", "list").run
      #expect(list.code == 0 && list.output.contains("interrupted  3/8"), "\(list)")
      let another = try await project.evalgate("run", "--save", other.path + "/another.jsonl").run
      #expect(another.code == 0, "\(another)")
      let whole = try await project.evalgate("run", "--resume", name == "SAVED" ? saved : name).run
      #expect(whole.code == 0 && whole.output.contains("8/8"), "\(whole)")
      #expect(other.names(in: "").contains("another.jsonl"))
    }
  }

  @Test("the same command again says what was left, takes its place and leaves nothing of it")
  func again() async throws {
    let project = try Self.project()
    try await Self.killed(project)
    let run = try await project.evalgate("run", "--save", "s.jsonl").run
    #expect(run.code == 0, "\(run)")
    #expect(
      run.error.contains("note[run/replaced]") && run.error.contains("`evalgate run --resume s.jsonl`"), "\(run.error)")
    #expect(!project.names(in: "").contains { $0.hasSuffix(".journal") })
    #expect(project.names(in: ".evalgate/runs").isEmpty)
    let third = try await project.evalgate("run", "--save", "s.jsonl").run
    #expect(third.code == 0 && third.error.contains("took its place"), "\(third)")
    let quiet = try await project.evalgate("run", "--save", "s.jsonl", "--quiet").run
    #expect(quiet.code == 0 && !quiet.error.contains("run/replaced"), "\(quiet)")
  }

  @Test("a second one to the same file at the same time is refused")
  func atOnce() async throws {
    let project = try Self.project()
    let second = try await Self.whileOneWaits(project, #""$0" run --save s.jsonl; code=$?; touch go; wait; exit $code"#)
    #expect(second.code == 2 && second.error.contains("error[run/in-use]"), "\(second)")
    #expect(try project.read("first.out").contains("8/8"))
    #expect(project.exists("s.jsonl"))
  }

  @Test("pruning leaves what lies elsewhere where it is")
  func pruned() async throws {
    let project = try Self.project()
    try await Self.killed(project)
    let run = try await project.evalgate("runs", "prune", "--keep", "0").run
    #expect(run.code == 0 && run.output.contains("removed 1 run"), "\(run)")
    #expect(project.names(in: "").contains { $0.hasSuffix(".journal") })
    #expect(try await project.evalgate("run", "--resume", "s.jsonl").run.code == 0)
  }

  @Test("the latest to go on with is one that is not finished, whatever a clock said")
  func unfinished() async throws {
    let project = try Self.project()
    try await Self.killed(project)
    let whole = try await project.evalgate("run").run
    #expect(whole.code == 0, "\(whole)")
    let id = try #require(project.runIDs.first { project.exists(".evalgate/runs/\($0).jsonl") })
    let file = ".evalgate/runs/\(id).jsonl"
    try project.write(
      project.read(file).replacing(#/"started_at":\d+/#, with: #""started_at":4102444800"#), to: file)
    let resumed = try await project.evalgate("run", "--resume", "latest").run
    #expect(resumed.code == 0 && project.exists("s.jsonl"), "\(resumed)")
    let later = try await project.evalgate("run").run
    let name = try #require(later.output.split(separator: "run ").last?.prefix(7))
    let shown = try await project.evalgate("runs", "list").run
    #expect(shown.output.hasPrefix("  \(name)"), "\(name) \(shown)")
  }
}
