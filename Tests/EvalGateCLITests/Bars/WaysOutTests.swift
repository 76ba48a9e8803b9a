import Testing

@Suite("what is undecided says the way out")
struct WaysOutTests {
  @Test("a check more for all cases leaves nothing to compare with, and accepting it does")
  func moreChecks() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      project.read("evalsets/triage/set.yml").replacing(
        "technical] }]", with: "technical] }, { check: length, at_most: 20 }]"), to: "evalsets/triage/set.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run)")
    #expect(
      run.output.contains(
        "no case of the baseline is comparable: where the edited cases or checks are meant, run it and commit "
          + "`evalgate baseline accept --reason …`"), "\(run)")
    _ = try await project.evalgate("baseline", "accept", "--reason", "held to a length too")
    let accepted = try await project.evalgate("run").run
    #expect(accepted.code == 0, "\(accepted)")
  }

  @Test("what blocks for want of proof speaks of what was not proven, and of no chance")
  func unproven() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      project.read("evalgate.yml").replacing(
        "no_worse_than: baseline", with: "no_worse_than: baseline, on_unproven: block"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("`on_unproven: block`: add cases or trials, or widen `margin`"), "\(run)")
    #expect(run.output.contains("no verdict changed, but 40 cases cannot rule out a drop"), "\(run)")
    #expect(!run.output.contains("chance does this"), "\(run)")
  }

  @Test("an undecided gate is annotated where the change is, if only the evalset is edited")
  func annotated() async throws {
    let project = try await TemporaryProject.withBaseline()
    let cases = "evalsets/triage/cases.jsonl"
    try project.write(
      project.read(cases).replacing("\"id\": \"t-", with: "\"tags\": [\"new\"], \"extra\": 1, \"id\": \"t-"), to: cases)
    let run = try await project.evalgate("run", "--report", "github").run
    #expect(run.code == 3, "\(run)")
    #expect(run.output.contains("::error file=evalsets/triage/set.yml,line=1,title=evalgate%3A accuracy::"), "\(run)")
  }

  @Test("a report beside the repository is no link that leads out of it", arguments: ["", "deeper"])
  func beside(folder: String) async throws {
    let project = try TemporaryProject([
      "repo/t.prompt.yml": Sample.two["t.prompt.yml"] ?? "", "repo/t.cases.jsonl": Sample.two["t.cases.jsonl"] ?? "",
      "repo/evalgate.yml": Sample.two["evalgate.yml"] ?? "", "repo/deeper/x": "",
    ])
    _ = try await EvalGate.command(["git", "init", "--quiet", "repo"], in: project)
    let up = folder.isEmpty ? "../page.html" : "../../page.html"
    let run = try await EvalGate.run(
      ["run", "--quiet", "--report", "html=\(up)", "--config", folder.isEmpty ? "evalgate.yml" : "../evalgate.yml"],
      in: project, folder: folder.isEmpty ? "repo" : "repo/deeper")
    #expect(run.code == 0 && project.exists("page.html"), "\(run)")
    // A link is still one.
    _ = try await EvalGate.command(["ln", "-s", "../out", "repo/out"], in: project)
    project.makeFolder("out")
    let linked = try await EvalGate.run(
      ["run", "--quiet", "--report", "html=out/page.html"], in: project, folder: "repo")
    #expect(linked.code == 2 && linked.error.contains("which is a link that leads out"), "\(linked)")
  }
}
