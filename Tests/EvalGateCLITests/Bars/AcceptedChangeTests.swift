import Testing

/// What a reader is told of a change that brings its own accepted results along.
@Suite("a change that accepts its own results")
struct AcceptedChangeTests {
  private static func accepted() async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let blocked = try await project.evalgate("run")
    try #require(blocked.run.code == 1, "\(blocked.text)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "shorter is worth it")
    try #require(accepted.run.code == 0, "\(accepted.text)")
    return project
  }

  @Test("passes, and still shows what changed first and what that broke, everywhere")
  func shown() async throws {
    let project = try await Self.accepted()
    let run = try await project.evalgate(
      "run", "--report", "text", "--report", "markdown=m.md", "--report", "html=p.html")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("  accepted −"), "\(run.text)")
    #expect(run.run.output.contains("changed  prompt triage 13 → 14"), "\(run.text)")
    #expect(run.run.output.contains(" broke, "), "\(run.text)")
    let comment = try project.read("m.md")
    #expect(comment.contains("**Prompt `triage` 13 → 14** broke "), "\(comment)")
    #expect(try project.read("p.html").contains("13 → 14"))
    let again = try await project.evalgate(
      "run", "--report", "github",
      environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": project.path + "/s.md"])
    #expect(again.run.code == 0, "\(again.text)")
    let page = try project.read("s.md")
    #expect(page.contains("**Prompt `triage` 13 → 14** broke "), "\(page)")
    #expect(page.contains("The whole run is `.evalgate/runs/"), "\(page)")
  }

  @Test("one that comes back with a revert says nothing of it: it was given for something else")
  func reverted() async throws {
    let project = try TemporaryProject(Sample.triage(version: 14))
    try await project.commit("Version 14")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    try await project.commit("Accept")
    try project.write(Sample.prompt(version: 13), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "better")
    try await project.commit("Better")
    try await project.git("checkout", "--quiet", "-b", "revert")
    try await project.git("revert", "--no-edit", "HEAD")
    let run = try await project.evalgate("run", "--baseline", "main").run
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("it was accepted once and replaced since"), "\(run)")
    _ = try await project.evalgate("baseline", "accept", "--reason", "13 costs too much")
    let accepted = try await project.evalgate("run", "--baseline", "main").run
    #expect(accepted.code == 0, "\(accepted)")
  }

  @Test("one that was made before the last edit counts no more, and is told with why")
  func lapsed() async throws {
    let project = try await Self.accepted()
    try project.write(
      project.read("prompts/triage.prompt.yml").replacing("version: 14", with: "version: 15"),
      to: "prompts/triage.prompt.yml")
    try project.write(
      project.read("prompts/triage.prompt.yml").replacing("{{second}}", with: "{{second}} "),
      to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 1, "\(run.text)")
    #expect(
      run.run.output.contains(
        "shorter is worth it, but it is of another version than this one (prompt triage 14 → 15) and does not count: accept again"
      ),
      "\(run.text)")
  }

  @Test(
    "counts only with a result of every case as it is asked now: none was taken out for it, or edited",
    arguments: [true, false])
  func partial(isTakenOut: Bool) async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let all = try project.read("evalsets/triage/cases.jsonl")
    let lines = all.split(separator: "\n").map(String.init)
    let mended = lines.enumerated().compactMap { index, line -> String? in
      guard index < 27, index % 2 == 0, index != 6 else { return line }
      return isTakenOut ? nil : line.replacing(#""second": "technical""#, with: #""second": "billing""#)
    }
    try project.write(mended.joined(separator: "\n") + "\n", to: "evalsets/triage/cases.jsonl")
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "reworded")
    try #require(accepted.run.code == 0, "\(accepted.text)")
    try project.write(all, to: "evalsets/triage/cases.jsonl")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 1, "\(run.text)")
    #expect(
      run.run.output.contains("it has no result of 13 cases as the suite asks it now, such as `t-01`"), "\(run.text)")
    // Nothing of the cases is new or edited to the comparison that decides.
    #expect(!run.run.output.contains("since the baseline"), "\(run.text)")
  }

  /// The same as a branch, into which a target branch was merged that gained cases since; version 14 answers them with `second`.
  private static func merged(_ second: String, count: Int) async throws -> TemporaryProject {
    let project = try await accepted()
    try await project.git("checkout", "--quiet", "-b", "change")
    try await project.commit("Version 14, accepted")
    try await project.git("checkout", "--quiet", "main")
    let cases = (41..<(41 + count)).map {
      #"{"id": "t-\#($0)", "first": "technical", "second": "\#(second)", "expected": "technical"}"# + "\n"
    }
    try project.write(project.read("evalsets/triage/cases.jsonl") + cases.joined(), to: "evalsets/triage/cases.jsonl")
    try await project.commit("More cases")
    try await project.git("checkout", "--quiet", "change")
    try await project.git("merge", "--quiet", "--no-edit", "main")
    return project
  }

  @Test("counts for the cases it has when the target branch gains one, and both versions are asked that one")
  func gained() async throws {
    let project = try await Self.merged("technical", count: 1)
    let run = try await project.evalgate("run", "--baseline", "main", environment: ["CI": "true"])
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("  accepted −") && !run.run.output.contains("does not count"), "\(run.text)")
    #expect(run.run.output.contains("1 case run on both versions"), "\(run.text)")
    // The run says it as well when it is decided again.
    let again = try await project.evalgate("gate", "latest", "--baseline", "main", environment: ["CI": "true"])
    #expect(again.run.code == 0, "\(again.text)")
  }

  @Test("says nothing of cases that the target branch gained: they are held to its version")
  func gainedWorse() async throws {
    let project = try await Self.merged("billing", count: 5)
    let run = try await project.evalgate("run", "--baseline", "main", environment: ["CI": "true"])
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("or than the base in 5 cases that were not accepted"), "\(run.text)")
  }

  @Test("`show` has the base's result beside a case, not the one that the change accepted")
  func shownCase() async throws {
    let project = try await Self.accepted()
    let report = try await project.evalgate("run", "--report", "json").run.output
    let start = try #require(
      report.firstRange(of: #""broke": ["#) ?? report.firstRange(of: #""broke":["#), "\(report.prefix(400))")
    let id = try #require(report[start.upperBound...].split(separator: "\"").dropFirst().first.map(String.init))
    let shown = try await project.evalgate("show", "latest", id)
    #expect(shown.run.output.contains("    passed 1 of 1\n"), "\(shown.text)")
  }
}
