import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Two projects of one repository, each with a configuration that nothing includes, whose suites share a name.
@Suite("two projects in one repository")
struct TwoProjectsTests {
  private static let own = "a/evalsets/baselines/triage.jsonl"
  private static let top = "evalsets/baselines/triage.jsonl"

  private static func project(target: String = "{ provider: echo }") async throws -> TemporaryProject {
    var files = [".gitignore": ".evalgate/\n"]
    for folder in ["a", "b"] {
      files["\(folder)/evalgate.yml"] = Sample.configuration(
        target: target, gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }")
      files["\(folder)/app.py"] = program
      files["\(folder)/triage.prompt.yml"] = prompt("")
      files["\(folder)/triage.cases.jsonl"] = (1...3).map {
        #"{"id": "c\#($0)", "text": "\#(folder)\#($0)", "expected": "\#(folder)\#($0)"}"# + "\n"
      }.joined()
    }
    let project = try TemporaryProject(files)
    try await project.commit("Begin")
    return project
  }

  /// Says what it hears. Nothing says how to make it ready in a checkout of the base, so what is stored is all there is.
  private static let program = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps({"id": question["id"], "text": question["messages"][-1]["content"]}), flush=True)

    """
  private static let exec = "{ provider: exec, command: [python3, app.py] }"

  private static func prompt(_ word: String) -> String {
    #"messages: [{ role: system, content: "\#(word)" }, { role: user, content: "{{text}}" }]"# + "\n"
  }

  /// With what `a` accepted at the repository's top, where it lay before projects had places of their own.
  private static func acceptedAtTop() async throws -> TemporaryProject {
    let project = try await project(target: exec)
    _ = try await project.evalgate("run", in: "a")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped", in: "a")
    project.makeFolder("evalsets/baselines")
    #expect(rename(project.path + "/" + own, project.path + "/" + top) == 0)
    try await project.commit("Accept")
    return project
  }

  @Test("each has what it accepted in its own folder, and what waits for it")
  func apart() async throws {
    let project = try await Self.project()
    for folder in ["a", "b"] {
      let run = try await project.evalgate("run", in: folder).run
      #expect(run.code == 0 && run.error.contains("1 pending baseline"), "\(run)")
    }
    for folder in ["a", "b"] {
      let status = try await project.evalgate("baseline", "status", in: folder).run
      #expect(status.output.contains("pending: 1 run") && !status.output.contains("orphaned"), "\(status)")
      // The latest run of the repository is the other one's.
      let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped", in: folder).run
      #expect(accepted.output.contains("accepted  \(folder)/evalsets/baselines/triage.jsonl  3/3"), "\(accepted)")
      #expect(try project.read("\(folder)/evalsets/baselines/triage.jsonl").contains(#""excerpt":"\#(folder)1""#))
    }
    #expect(!project.exists("evalsets"))
    try await project.commit("Accept")
    for folder in ["a", "b"] {
      try project.write(Self.prompt("be kind"), to: "\(folder)/triage.prompt.yml")
      let run = try await project.evalgate("run", in: folder).run
      #expect(run.code == 0 && run.output.contains("3/3 · no verdict changed"), "\(run)")
      #expect(!run.output.contains("run on both versions") && !run.output.contains("edited"), "\(run)")
    }
    // What one of them drops still waits for the other.
    let rejected = try await project.evalgate("baseline", "reject", "triage", in: "a").run
    #expect(rejected.code == 0, "\(rejected)")
    #expect(try await project.evalgate("baseline", "accept", "--all", "--reason", "x", in: "a").run.code != 0)
    let other = try await project.evalgate("baseline", "accept", "--all", "--reason", "kinder", in: "b").run
    #expect(other.output.contains("accepted  b/evalsets/baselines/triage.jsonl"), "\(other)")
  }

  @Test("a run of one is no run of the other's suite of the same name")
  func runs() async throws {
    let project = try await Self.project()
    _ = try await project.evalgate("run", in: "b")
    let refused = try await project.evalgate("baseline", "accept", "latest", "--reason", "x", in: "a").run
    #expect(refused.code == 2 && refused.error.contains("the run has no suite of this project"), "\(refused)")
    let named = try await project.evalgate(
      "baseline", "accept", "latest", "--suite", "triage", "--reason", "x", in: "a"
    ).run
    #expect(named.error.contains("it has b/triage"), "\(named)")
  }

  @Test("what lies at the top still counts, is told, and is the same when it is moved")
  func before() async throws {
    let project = try await Self.acceptedAtTop()
    try project.write(Self.prompt("be kind"), to: "a/triage.prompt.yml")
    let run = try await project.evalgate("run", in: "a").run
    #expect(run.code == 0 && run.output.contains("3/3 · no verdict changed"), "\(run)")
    let move = "mkdir -p a/evalsets/baselines && git mv \(Self.top) \(Self.own)"
    let validated = try await project.evalgate("validate", in: "a").run
    #expect(validated.code == 0 && validated.error.contains("warning[baseline/left-at-top]"), "\(validated)")
    #expect(validated.error.contains(move), "\(validated)")
    let status = try await project.evalgate("baseline", "status", in: "a").run
    #expect(status.output.contains("at the repository's top: \(move)"), "\(status)")
    #expect(try await EvalGate.command(["sh", "-c", move], in: project).code == 0)
    let moved = try await project.evalgate("run", in: "a").run
    #expect(moved.code == 0 && moved.output.contains("100.0%       =  n 3 · no verdict changed"), "\(moved)")
    #expect(!moved.output.contains("accepted"), "\(moved)")
    try await project.commit("Move it")
    let quiet = try await project.evalgate("validate", in: "a").run
    #expect(!quiet.error.contains("left-at-top"), "\(quiet)")
  }

  @Test("accepting anew writes to the project's folder, and says what is left at the top")
  func acceptedAnew() async throws {
    let project = try await Self.acceptedAtTop()
    try project.write(Self.prompt("be kind"), to: "a/triage.prompt.yml")
    _ = try await project.evalgate("run", in: "a")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "kinder", in: "a").run
    #expect(accepted.output.contains("accepted  \(Self.own)"), "\(accepted)")
    #expect(accepted.output.contains("in place of the one at the top: git rm \(Self.top)"), "\(accepted)")
  }

  @Test("one at the top that is mostly of other cases is no bar, and a change is not green for lack of it")
  func othersAtTop() async throws {
    let project = try await Self.acceptedAtTop()
    let unchanged = try await project.evalgate("run", in: "b").run
    #expect(unchanged.code == 0 && unchanged.output.contains("+ kept"), "\(unchanged)")
    try project.write(Self.prompt("be kind"), to: "b/triage.prompt.yml")
    let run = try await project.evalgate("run", in: "b").run
    let why = "stores nothing of triage in its folder, and \(Self.top) is mostly of other cases"
    #expect(run.code == 3 && run.output.contains(why), "\(run)")
  }

  @Test("a configuration that is included from now on says which command takes its baselines along")
  func included() async throws {
    let project = try await Self.project()
    _ = try await project.evalgate("run", in: "a")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped", in: "a")
    try await project.commit("Accept")
    try project.write("version: 1\ninclude: \"*/evalgate.yml\"\n", to: "evalgate.yml")
    let begun = try await project.evalgate("run").run
    let move = "mkdir -p evalsets/baselines/a && git mv \(Self.own) evalsets/baselines/a/triage.jsonl"
    #expect(begun.code == 0 && begun.output.contains("`\(move)` takes along"), "\(begun)")
    try await project.commit("Include them")
    let later = try await project.evalgate("run").run
    #expect(later.code == 0 && later.output.contains("in a change of its own, `\(move)`"), "\(later)")
    try project.write(Self.prompt("be kind"), to: "a/triage.prompt.yml")
    #expect(try await EvalGate.command(["sh", "-c", move], in: project).code == 0)
    try await project.commit("Move it")
    try project.write(Self.prompt("be brief"), to: "a/triage.prompt.yml")
    let moved = try await project.evalgate("run", in: "a").run
    #expect(!moved.output.contains("git mv"), "\(moved)")
  }

  @Test("a place of baselines in a project's folder is kept like the one at the top")
  func keptPlace() async throws {
    let (project, other) = (try await Self.project(), try TemporaryProject(["notes": "mine\n"]))
    let report = try await project.evalgate("run", "--report", "json=\(Self.own)").run
    #expect(report.code == 2, "\(report)")
    let inside = try await project.evalgate("run", "--report", "json=evalsets/baselines/triage.jsonl", in: "a").run
    #expect(inside.code == 2 && inside.error.contains("is a place of baselines"), "\(inside)")
    project.makeFolder("a/evalsets")
    #expect(symlink(other.path, project.path + "/a/evalsets/baselines") == 0)
    for command in [["run"], ["baseline", "accept", "--reason", "mine"], ["validate"]] {
      let refused = try await EvalGate.run(command, in: project, folder: "a")
      #expect(refused.code == 2 && refused.error.contains("error[store/outside-repository]"), "\(command) \(refused)")
    }
    #expect(other.names(in: "") == ["notes"])
  }
}
