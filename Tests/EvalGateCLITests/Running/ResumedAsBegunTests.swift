import StrictJSON
import Testing

@Suite("a run goes on as it was begun")
struct ResumedAsBegunTests {
  /// Interrupts the run once, at its third question; half of its answers are wrong.
  private static let app = """
    import json, os, signal, sys, time
    \(Interrupting.python)
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}, "concurrency": 1}), flush=True)
    for number, line in enumerate(sys.stdin, 1):
        question = json.loads(line)
        text = question["messages"][-1]["content"]
        if number == 3 and not os.path.exists("told"):
            open("told", "w").close()
            interrupt(signal.SIGINT)
        with open("asked", "a") as file: file.write(question["id"] + "\\n")
        print(json.dumps({"id": question["id"], "text": "yes" if int(text) % 2 else "no"}), flush=True)

    """

  private static func project() async throws -> TemporaryProject {
    let configuration = { (bound: String) in
      """
      version: 1
      defaults: { route: app, mode: live }
      routes: { app: { targets: [{ provider: exec, command: [python3, app.py] }], timeout: 20s } }
      gates: { floor: { metric: pass_rate, \(bound) } }

      """
    }
    let project = try TemporaryProject([
      "app.py": app, ".gitignore": ".evalgate/\ntold\nasked\nsaid\n*.out\n",
      "evalgate.yml": configuration("at_least: 10%"), "strict.yml": configuration("at_least: 90%"),
      "t.prompt.yml": "id: t\nmessages: [{ role: user, content: \"{{n}}\" }]\n",
      "t.cases.jsonl": (1...12).map { #"{"id": "c\#($0)", "n": "\#($0)", "expected": "yes"}"# + "\n" }.joined(),
    ])
    try await project.commit("As it is")
    return project
  }

  /// The command that an interrupted run prints.
  private static func printed(_ output: String) throws -> [String] {
    let line = try #require(output.split(separator: "\n").first { $0.contains("--resume") })
    return line.split(separator: " ").drop { $0 != "evalgate" }.dropFirst().map(String.init)
  }

  @Test("under its configuration, which the command that is printed names")
  func configuration() async throws {
    let project = try await Self.project()
    let first = try await project.interrupted("run", "--config", "strict.yml")
    #expect(first.code == 130, "\(first)")
    let command = try Self.printed(first.output)
    #expect(command.contains("--config"))
    let second = try await EvalGate.run(command, in: project)
    #expect(second.code == 1, "\(second)")
  }

  @Test("under no other configuration: nothing is asked then, and nothing decided")
  func otherConfiguration() async throws {
    let project = try await Self.project()
    let first = try await project.interrupted("run", "--config", "strict.yml")
    #expect(first.code == 130, "\(first)")
    let run = try await project.evalgate("run", "--resume", "latest").run
    #expect(run.code == 2 && run.error.contains("was begun with `--config strict.yml`"), "\(run)")
  }

  @Test("at its prices: dollars of two price lists make no sum")
  func prices() async throws {
    let project = try await Self.project()
    let configuration = try project.read("evalgate.yml")
    let priced = { (price: Int) in
      configuration.replacing("app.py] }", with: "app.py], prices: { input: \(price), output: \(price) } }")
    }
    try project.write(priced(1000), to: "evalgate.yml")
    let first = try await project.interrupted("run")
    #expect(first.code == 130, "\(first)")
    try project.write(priced(1), to: "evalgate.yml")
    let other = try await project.evalgate("run", "--resume", "latest").run
    #expect(other.code == 2 && other.error.contains("error[run/plan-changed]"), "\(other)")
    #expect(other.error.contains("exec cost 1000 in, 1000 out, and costs 1 in, 1 out"), "\(other.error)")
    try project.write(priced(1000), to: "evalgate.yml")
    let second = try await project.evalgate("run", "--resume", "latest").run
    #expect(second.code == 0, "\(second)")
  }

  @Test("with its cases, its trials and its mode, and with no others")
  func flags() async throws {
    let project = try await Self.project()
    let flags = ["--case", "c?", "--trials", "2", "--mode", "record"]
    let first = try await project.interrupted(["run"] + flags)
    #expect(first.code == 130, "\(first)")
    for other in [["--trials", "3"], ["--mode", "replay"], ["--shard", "slice:1/2"], ["--baseline", "HEAD"]] {
      let refused = try await EvalGate.run(["run", "--resume", "latest"] + other, in: project)
      #expect(refused.code == 2 && refused.error.contains("run/plan-changed"), "\(other) \(refused)")
    }
    let second = try await EvalGate.run(Self.printed(first.output) + ["--report", "json"], in: project)
    #expect(second.code == 0, "\(second)")
    let report = try JSONValue(parsing: second.output)
    #expect(report["mode"] == "record")
    #expect(try Set(project.read("asked").split(separator: "\n")).count == 18)
  }

  @Test("against the revision it was begun against, wherever the branch is now")
  func base() async throws {
    let project = try await Self.project()
    let first = try await project.interrupted("run", "--baseline", "HEAD")
    #expect(first.code == 130, "\(first)")
    try project.write("more\n", to: "README")
    try await project.commit("The branch moves")
    let second = try await EvalGate.run(Self.printed(first.output) + ["--report", "json"], in: project)
    let report = try JSONValue(parsing: second.output)
    #expect(report["base"]?["revision"]?.stringValue == project.commits.first, "\(second)")
  }

  @Test("with what it carries, or not at all")
  func carried() async throws {
    let project = try await Self.project()
    try project.write("", to: "told")
    _ = try await project.evalgate("run", "--save", "first.jsonl")
    project.remove("told")
    let flags = ["--only-failed-from", "first.jsonl"]
    let begun = try await project.interrupted(["run"] + flags)
    #expect(begun.code == 130 && begun.output.contains("6 cases carried"), "\(begun)")
    let bare = try await project.evalgate("run", "--resume", "latest").run
    #expect(bare.code == 2 && bare.error.contains("run/plan-changed"), "\(bare)")
    let whole = try await EvalGate.run(["run", "--resume", "latest"] + flags, in: project)
    #expect(whole.code == 3 && whole.output.contains("6 cases carried"), "\(whole)")
  }

  @Test("as the shard it is, where it was to lie")
  func shard() async throws {
    let project = try await Self.project()
    let first = try await project.interrupted("run", "--shard", "slice:1/2", "--save", "first.jsonl")
    #expect(first.code == 130, "\(first)")
    let second = try await EvalGate.run(Self.printed(first.output), in: project)
    #expect(second.code == 0 && second.output.contains("shard slice:1/2 complete"), "\(second)")
    #expect(project.exists("first.jsonl"))
    #expect(try Set(project.read("asked").split(separator: "\n")).count == 6)
    _ = try await project.evalgate("run", "--shard", "slice:2/2", "--save", "second.jsonl")
    let joined = try await project.evalgate("merge", "first.jsonl", "second.jsonl").run
    #expect(joined.code == 0, "\(joined)")
  }

  @Test("shards are joined against what they were held against, with their flags, and against nothing else")
  func joined() async throws {
    let project = try await Self.project()
    try project.write("", to: "told")
    for number in 1...2 {
      let run = try await project.evalgate(
        "run", "--baseline", "HEAD", "--trials", "2", "--shard", "slice:\(number)/2", "--save", "s\(number).jsonl"
      ).run
      #expect(run.code == 0, "\(run)")
    }
    try project.write("more\n", to: "README")
    try await project.commit("The branch moves")
    let joined = try await project.evalgate("merge", "s1.jsonl", "s2.jsonl", "--report", "json").run
    #expect(joined.code == 0, "\(joined)")
    #expect(try JSONValue(parsing: joined.output)["base"]?["revision"]?.stringValue == project.commits.first)
    let other = try await project.evalgate("merge", "s1.jsonl", "s2.jsonl", "--baseline", "HEAD").run
    #expect(other.code == 3, "\(other)")
    #expect(other.error.contains("the shards were held against"), "\(other)")
  }

  @Test("a run of elsewhere names no file outside", arguments: ["../../../outside", "a/b", "", "latest.jsonl"])
  func name(id: String) async throws {
    let project = try await Self.project()
    _ = try await project.interrupted("run")
    let journal = try project.read(".evalgate/runs/\(#require(project.runFiles.first))")
    let line = try JSONValue(parsing: String(journal.split(separator: "\n")[0]))
    let own = try #require(line["id"]?.stringValue)
    try project.write(journal.replacing(#""id":"\#(own)""#, with: #""id":"\#(id)""#), to: "artifact.journal")
    let run = try await project.evalgate("run", "--resume", "artifact.journal").run
    #expect(run.code == 2, "\(run)")
    #expect(run.error.contains("run/damaged"), "\(run)")
  }
}
