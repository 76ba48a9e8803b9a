import Testing

@Suite("baselines")
struct BaselineTests {
  @Test("accept writes one readable file, and status says when it is of something else")
  func acceptAndStatus() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await project.commit("Begin")
    let before = try await project.evalgate("baseline", "status")
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    let after = try await project.evalgate("baseline", "status")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await Snapshot.expect([before, accepted, after, project.evalgate("baseline", "status")], "baseline")
    #expect(try project.read("evalsets/baselines/triage.jsonl").split(separator: "\n").count == 41)
  }

  @Test("the same run accepted twice leaves the same bytes")
  func sameBytes() async throws {
    let project = try await TemporaryProject.withBaseline()
    let first = try project.read("evalsets/baselines/triage.jsonl")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    #expect(try project.read("evalsets/baselines/triage.jsonl") == first)
  }

  @Test(
    "what cannot be accepted is refused and nothing is written",
    arguments: [
      (["run", "--case", "t-01"], "is of a selection of cases"), (["run", "--shard", "slice:1/2"], "is not complete"),
    ])
  func refused(arguments: [String], words: String) async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await EvalGate.run(arguments, in: project)
    let run = try await project.evalgate("baseline", "accept", "--reason", "why not").run
    #expect(run.code == 2)
    #expect(run.error.contains(words), "\(run.error)")
    #expect(!project.exists("evalsets/baselines"))
  }

  @Test("an acceptance needs a reason")
  func reason() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run")
    #expect(try await project.evalgate("baseline", "accept").run.code == 2)
    #expect(try await project.evalgate("baseline", "accept", "--reason", "  ").run.code == 2)
    #expect(!project.exists("evalsets/baselines"))
  }

  @Test("two acceptances merged into one file are noticed, and the run is undecided rather than green")
  func merged() async throws {
    let project = try await TemporaryProject.withBaseline()
    let text = try project.read("evalsets/baselines/triage.jsonl")
    try project.write(
      text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n", to: "evalsets/baselines/triage.jsonl")
    let validated = try await project.evalgate("validate").run
    #expect(validated.code == 2)
    #expect(validated.error.contains("error[baseline/damaged]"), "\(validated.error)")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run.output)")
    #expect(run.output.contains("? accuracy"))
  }
}
