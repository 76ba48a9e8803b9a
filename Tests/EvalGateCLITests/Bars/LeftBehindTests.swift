import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What is left when a run ends at once.
@Suite("what a run leaves behind")
struct LeftBehindTests {
  private static func project(_ program: String, prepare: String = "", gate: String) throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": program, ".gitignore": ".evalgate/\ntmp/\nheld\nsurvived\n", "answers.txt": "yes\n", "tmp/keep": "",
      "prompts/app.prompt.yml": "messages: [{ role: user, content: \"{{n}}\" }]\n",
      "evalsets/app/cases.jsonl": (1...6).map { #"{"id": "c\#($0)", "n": \#($0), "expected": "yes"}"# + "\n" }.joined(),
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py], env: [KILL]\(prepare) }",
        gates: "{ quality: { metric: pass_rate, \(gate) } }"),
    ])
  }

  /// Answers, and kills evalgate where it is asked for the base and told to.
  private static let killer = """
    import json, os, signal, sys
    sys.stdin.readline()
    answer = open("answers.txt").read().strip()
    print(json.dumps({"name": "app", "revisions": {"answers": answer}}), flush=True)
    for line in sys.stdin:
        if os.environ["EVALGATE_ARM"] == "base" and os.environ["KILL"] == "yes":
            os.kill(os.getppid(), signal.SIGKILL)
        print(json.dumps({"id": json.loads(line)["id"], "text": answer}), flush=True)

    """

  @Test("a checkout whose process was killed is removed by the next run that makes one")
  func checkout() async throws {
    let project = try Self.project(Self.killer, prepare: ", prepare: [\"true\"]", gate: "no_worse_than: baseline")
    try await project.commit("Begin")
    _ = try await project.evalgate("run", environment: ["KILL": "no"])
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write("no\n", to: "answers.txt")
    let folder = ["TMPDIR": project.path + "/tmp", "KILL": "no"]
    await #expect(throws: TemporaryProject.Failure.self) {
      try await project.evalgate("run", environment: folder.merging(["KILL": "yes"]) { $1 })
    }
    #expect(project.names(in: "tmp").count == 2)
    #expect(try await project.git("worktree", "list").split(separator: "\n").count == 2)
    let run = try await project.evalgate("run", environment: folder).run
    #expect(run.code == 1, "\(run)")
    #expect(project.names(in: "tmp") == ["keep"])
    #expect(try await project.git("worktree", "list").split(separator: "\n").count == 1)
  }

  @Test(
    "a second signal ends a program that hangs, too",
    arguments: [("SIGINT", "SIGTERM"), ("SIGHUP", "SIGINT"), ("SIGTERM", "SIGHUP")])
  func hanging(first: String, second: String) async throws {
    // It holds a lock as long as it lives, and tells where that is longer than it should.
    let program = """
      import fcntl, json, os, signal, sys, time
      held = open("held", "w")
      fcntl.flock(held, fcntl.LOCK_EX)
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      sys.stdin.readline()
      os.kill(os.getppid(), signal.\(first))
      os.kill(os.getppid(), signal.\(second))
      time.sleep(15)
      open("survived", "w").close()

      """
    let project = try Self.project(program, gate: "at_least: 50%")
    let run = try await project.evalgate("run", environment: ["KILL": "no"]).run
    // Of two signals that wait at once either may come first.
    #expect([130, 143].contains(run.code), "\(run)")
    let held = open(project.path + "/held", O_RDONLY)
    defer { close(held) }
    #expect(held >= 0 && flock(held, LOCK_EX) == 0)
    #expect(!project.exists("survived"))
  }
}
