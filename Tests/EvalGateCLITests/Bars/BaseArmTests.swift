import StrictJSON
import Testing

@Suite("the base arm")
struct BaseArmTests {
  @Test("new and edited cases are asked on both arms, the base's prompt read through git")
  func newAndEdited() async throws {
    let project = try await ConfirmationTests.changed()
    let cases = try project.read("evalsets/triage/cases.jsonl")
    let edited = cases.replacing(
      #"{"id": "t-02", "first": "technical", "second": "technical","#,
      with: #"{"id": "t-02", "first": "technical", "second": "billing","#)
    try project.write(
      edited + #"{"id": "t-41", "first": "billing", "second": "technical", "expected": "billing"}"# + "\n",
      to: "evalsets/triage/cases.jsonl")
    let (code, report) = try await ConfirmationTests.report(project, "run", "--save", "r.jsonl")
    let comparison = try #require(report["suites"]?.arrayValue?.first?["comparison"])
    #expect(code == 1)
    #expect(comparison["side_by_side"]?.intValue == 2)
    #expect(comparison["edited"]?.arrayValue?.compactMap(\.stringValue) == ["t-02"])
    #expect(comparison["added"]?.arrayValue?.compactMap(\.stringValue) == ["t-41"])
    let broke = comparison["broke"]?.arrayValue?.compactMap(\.stringValue) ?? []
    #expect(broke.contains("t-02") && broke.contains("t-41"))
    #expect(report["totals"]?["base"]?["calls"]?.intValue == 2)
    let base = try ConfirmationTests.lines(project.read("r.jsonl"), "case").filter { $0["arm"]?.stringValue == "base" }
    #expect(base.compactMap { $0["prompt_version"]?.stringValue } == ["13", "13"])
    let explained = try await project.evalgate("explain", "accuracy", "--run", "r.jsonl").run.output
    #expect(explained.contains("evalsets/baselines/triage.jsonl, 39 comparable cases\n"), "\(explained)")
    #expect(explained.contains("39 of 40 stored ones are the same case under the same checks; 0 removed, 1 edited"))
    #expect(explained.contains("2 more run on both versions\n"), "\(explained)")
    let shown = try await project.evalgate("show", "r.jsonl", "t-41").run.output
    #expect(shown.contains("baseline\n    passed 1 of 1\n"), "\(shown)")
  }

  @Test("with nothing stored both arms are asked everything")
  func nothingStored() async throws {
    let project = try TemporaryProject(Sample.triage())
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Version 13")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 1, "\(run.text)")
    #expect(run.run.output.contains("40 cases run on both versions"), "\(run.text)")
    #expect(run.run.output.contains("226 tokens + 204 for the base"), "\(run.text)")
  }

  @Test("stored results of another version than the base has are not what the change is held against")
  func stale() async throws {
    let project = try await TemporaryProject.withBaseline()
    // Version 14 was merged without an acceptance; now a version 15 mends it.
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await project.commit("Version 14")
    // That branch itself is held to what was accepted.
    let unchanged = try await project.evalgate("run")
    #expect(unchanged.run.code == 1 && unchanged.run.output.contains("✗ accuracy"), "\(unchanged.text)")
    try project.write(
      Sample.prompt(version: 15).replacing("second", with: "first"), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("prompt triage 14 → 15"), "\(run.text)")
    #expect(run.run.output.contains("40 cases run on both versions"), "\(run.text)")
  }

  @Test("nothing is asked twice where nothing changed")
  func unchanged() async throws {
    let project = try await TemporaryProject.withBaseline()
    let (code, report) = try await ConfirmationTests.report(project, "run")
    #expect(code == 0)
    #expect(report["totals"]?["live"]?.intValue == 40)
  }

  @Test("cases that the base cannot answer leave comparing gates undecided")
  func unanswered() async throws {
    let project = try TemporaryProject(Sample.triage())
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Version 13")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run", "--mode", "record", "--baseline", "none")
    let run = try await project.evalgate("run", "--mode", "replay")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("13 of 40 cases have no result of the base version"), "\(run.text)")
  }

  @Test("where more than a tenth of the base's cases is gone, nothing is decided, stored or not")
  func removed() async throws {
    let project = try TemporaryProject(Sample.triage())
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Version 13")
    let cases = try project.read("evalsets/triage/cases.jsonl").split(separator: "\n")
    try project.write(cases.dropFirst(5).joined(separator: "\n") + "\n", to: "evalsets/triage/cases.jsonl")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("5 of 40 cases of the baseline were removed"), "\(run.text)")
  }

  @Test("--dry-run counts the base arm's calls, and names where they go")
  func dryRun() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await project.commit("Version 13")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run", "--dry-run")
    #expect(run.run.output.contains("80 calls"), "\(run.text)")
    #expect(run.run.output.contains("route r: echo · 40 to the base version\n"), "\(run.text)")

    let configuration = try project.read("evalgate.yml").replacing(
      "provider: echo", with: "provider: echo, model: other")
    try project.write(configuration, to: "evalgate.yml")
    let elsewhere = try await project.evalgate("run", "--dry-run")
    #expect(elsewhere.run.output.contains("echo/other · 40 to the base version, route r: echo\n"), "\(elsewhere.text)")
  }
}

@Suite("the base arm of a program")
struct BaseProgramTests {
  /// Answers with what `answers.txt` beside it holds, and notes which arm it was told to be.
  private static let program = """
    import json, os, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"answers": open("answers.txt").read().strip()}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        with open(os.environ["NOTES"], "a") as notes:
            notes.write(os.environ["EVALGATE_ARM"] + "\\n")
        print(json.dumps({"id": question["id"], "text": open("answers.txt").read().strip()}), flush=True)

    """

  private func project(prepare: String) async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "app.py": Self.program, "answers.txt": "yes\n", ".gitignore": ".evalgate/\nnotes.txt\n",
      "prompts/app.prompt.yml": "messages: [{ role: user, content: \"{{n}}\" }]\n",
      "evalsets/app/cases.jsonl": (1...10).map { #"{"id": "c\#($0)", "n": \#($0), "expected": "yes"}"# + "\n" }
        .joined(),
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py], env: [NOTES]\(prepare) }",
        gates: "{ quality: { metric: pass_rate, no_worse_than: baseline } }"),
    ])
    try await project.commit("Begin")
    let notes = ["NOTES": project.path + "/notes.txt"]
    let run = try await project.evalgate("run", environment: notes)
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard run.run.code == 0, accepted.run.code == 0 else { throw TemporaryProject.Failure(run.text + accepted.text) }
    try await project.commit("Accept")
    project.remove("notes.txt")
    try project.write("no\n", to: "answers.txt")
    return project
  }

  @Test("it runs in a checkout of the base after `prepare`, and knows that it is the base")
  func checkout() async throws {
    let project = try await project(prepare: ", prepare: [touch, prepared]")
    let run = try await project.evalgate("run", environment: ["NOTES": project.path + "/notes.txt"])
    #expect(run.run.code == 1, "\(run.text)")
    #expect(run.run.output.contains("confirmed: base 30 of 30, this change 0 of 30"), "\(run.text)")
    let notes = try project.read("notes.txt").split(separator: "\n")
    #expect(notes.count { $0 == "base" } == 30)
    #expect(notes.count { $0 == "head" } == 40)
    #expect(try await project.git("worktree", "list").split(separator: "\n").count == 1)
    #expect(!project.exists("prepared"))
  }

  @Test(
    "without a `prepare` that works the stored baseline decides alone, and the report says so",
    arguments: [("", "runs a program without `prepare`"), (", prepare: [\"false\"]", "`prepare` ended with")])
  func unprepared(prepare: String, words: String) async throws {
    let project = try await project(prepare: prepare)
    let run = try await project.evalgate("run", environment: ["NOTES": project.path + "/notes.txt"])
    #expect(run.run.code == 1, "\(run.text)")
    #expect(run.run.output.contains("not confirmed side by side"), "\(run.text)")
    #expect(run.run.output.contains(words), "\(run.text)")
  }
}
