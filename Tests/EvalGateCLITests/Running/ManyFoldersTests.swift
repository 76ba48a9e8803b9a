import Testing

/// One configuration includes those of several folders, which have prompts of the same names.
@Suite("a repository with several folders")
struct ManyFoldersTests {
  private static let program = """
    import json, os, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": open("version").read()}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        words = question["messages"][-1]["content"].split(" ")
        text = words[-1] if words[0] == "right" else "wrong"
        print(json.dumps({"id": question["id"], "text": text}), flush=True)

    """

  /// - Parameter suites: of each folder.
  private static func project(
    _ folders: [String] = ["a", "b"], suites: [String] = ["triage"], cases: Int = 4,
    gates: String = "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }"
  ) throws -> TemporaryProject {
    var files = [
      ".gitignore": ".evalgate/\n", "evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n",
    ]
    for folder in folders {
      let place = "services/\(folder)/"
      files[place + "evalgate.yml"] = """
        version: 1
        defaults: { route: app, mode: live }
        routes: { app: { targets: [{ provider: exec, command: [python3, app.py], inputs: ["app.py", "version"] }] } }
        gates: \(gates)

        """
      files[place + "app.py"] = program
      files[place + "version"] = "1"
      for suite in suites {
        files[place + "\(suite).prompt.yml"] = prompt("right")
        files[place + "\(suite).cases.jsonl"] = (1...cases).map {
          #"{"id": "\#(folder)-\#($0)", "text": "t\#($0)", "expected": "t\#($0)"}"# + "\n"
        }.joined()
      }
    }
    return try TemporaryProject(files)
  }

  private static func prompt(_ word: String, version: Int = 1) -> String {
    """
    version: \(version)
    changelog: [{ version: \(version), why: a change\(version > 1 ? ", back_to: 1" : "") }]
    messages: [{ role: user, content: "\(word) {{text}}" }]

    """
  }

  private static func accept(_ project: TemporaryProject) async throws {
    try #require(try await project.evalgate("run", "--baseline", "none").run.code == 0)
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try #require(accepted.run.code == 0, "\(accepted.text)")
    try await project.commit("Accept")
  }

  @Test("a baseline has one place and one name, wherever the command is run")
  func onePlace() async throws {
    let project = try Self.project()
    try await project.commit("Begin")
    for folder in ["a", "b"] {
      let place = "services/\(folder)"
      let run = try await project.evalgate("run", "--baseline", "none", in: place)
      #expect(run.run.code == 0, "\(run.text)")
      #expect(run.run.output.contains("services/\(folder)/triage"), "\(run.text)")
      let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped", in: place)
      #expect(accepted.run.output.contains("evalsets/baselines/\(place)/triage.jsonl  4/4 pass\n"), "\(accepted.text)")
    }
    #expect(project.names(in: "evalsets/baselines") == ["services"])
    try await project.commit("Accept")
    let whole = try await project.evalgate("run", "--report", "json")
    #expect(whole.run.code == 0, "\(whole.text)")
    #expect(!whole.run.output.contains(#""verdict": "new""#), "\(whole.text)")
    // The name without the folder is meant where one stands in it, and a folder means what is in it.
    for (words, place) in [
      (["run", "triage"], "services/b"), (["run", "services/b"], ""), (["run", "services/b/"], ""),
    ] {
      let one = try await project.evalgate(words, in: place)
      #expect(one.run.code == 0 && one.run.output.contains("4 answers · 1 suite"), "\(one.text)")
    }
    // A configuration that is named is still the one that the other includes.
    let named = try await project.evalgate("baseline", "status", "--config", "services/a/evalgate.yml")
    #expect(named.run.output.contains("services/a/triage"), "\(named.text)")
  }

  @Test("a folder of its own, which nothing includes, keeps its names")
  func alone() async throws {
    let project = try Self.project(["a"])
    try project.write("version: 1\ninclude: other/*/evalgate.yml\n", to: "evalgate.yml")
    try await project.commit("Begin")
    let run = try await project.evalgate("run", "--baseline", "none", in: "services/a")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(!run.run.output.contains("services/a/triage"), "\(run.text)")
  }

  @Test("a loss of everything that is not decided lists what failed")
  func undecided() async throws {
    let project = try Self.project(["a"], cases: 2)
    try await Self.accept(project)
    try project.write(Self.prompt("false", version: 2), to: "services/a/triage.prompt.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("nothing passes any more that passed before"), "\(run.text)")
    #expect(run.run.output.contains("services/a/triage.cases.jsonl:2"), "\(run.text)")
  }

  @Test("a folder that goes with its prompt is gone, whatever other folders call theirs")
  func removed() async throws {
    let project = try Self.project(suites: ["triage", "mail"])
    try await Self.accept(project)
    try await project.git("rm", "-r", "--quiet", "services/b")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("suite services/b/triage removed: 4 cases; its prompt is gone too"), "\(run.text)")
    // A folder that is only called otherwise has its suites still, and what held of them.
    try await project.git("reset", "--hard", "--quiet")
    try await project.git("mv", "services/b", "services/c")
    let moved = try await project.evalgate("run")
    #expect(moved.run.code == 0, "\(moved.text)")
    #expect(
      moved.run.output.contains("suite services/c/triage changed: services/b/triage → services/c/triage"),
      "\(moved.text)")
  }

  @Test("what is carried of many folders is one line, so that what changed is seen")
  func carried() async throws {
    let project = try Self.project((0..<4).map { "s\($0)" }, suites: ["triage", "mail"])
    try await Self.accept(project)
    try project.write(Self.prompt("false", version: 2), to: "services/s1/triage.prompt.yml")
    let transcripts = [
      try await project.evalgate("run", "--changed-since", "HEAD", "--report", "text", "--report", "markdown=m.md")
    ]
    try Snapshot.expect(transcripts, "folders-carried")
    let comment = try project.read("m.md")
    #expect(comment.contains("**7 suites** carried from HEAD@"), "\(comment)")
    #expect(comment.contains("7 gates of carried suites are unproven."), "\(comment)")
    #expect(!comment.contains("s0/accuracy"), "\(comment)")
    let whole = try await project.evalgate("report", "--report", "text", "-v")
    #expect(whole.run.output.contains("services/s0/accuracy:mail"), "\(whole.text)")
    let back = try await project.evalgate("rollback", "services/s1/triage")
    #expect(back.run.error.contains("not committed"), "\(back.text)")
  }
}
