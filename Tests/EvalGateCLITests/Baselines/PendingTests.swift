import Testing

@Suite("results that wait to be accepted")
struct PendingTests {
  private static let line = "1 pending baseline: evalgate baseline review"

  @Test("a run on a developer's machine leaves them, as the last thing that is said")
  func left() async throws {
    let project = try TemporaryProject(Sample.triage())
    let run = try await project.evalgate("run").run
    #expect(run.error.hasSuffix(Self.line + "\n"), "\(run.error)")
    #expect(project.names(in: ".evalgate/pending") == ["triage.json"])
  }

  @Test(
    "nothing waits after a run in CI, of some cases, of another route, of a shard, without every result",
    arguments: [
      (["run"], ["CI": "true"]), (["run", "-P", "ci"], [:]), (["run", "--case", "t-01"], [:]),
      (["run", "--route", "r"], [:]), (["run", "--shard", "slice:1/2"], [:]),
    ] as [([String], [String: String])])
  func notLeft(arguments: [String], environment: [String: String]) async throws {
    let project = try TemporaryProject(Sample.triage())
    let run = try await EvalGate.run(arguments, in: project, environment: environment)
    #expect(!run.error.contains("pending baseline"), "\(run.error)")
    #expect(!project.exists(".evalgate/pending"))
  }

  @Test("a run with an error leaves nothing: what was not measured is no candidate")
  func errors() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    try project.write("raise SystemExit('down')", to: "app.py")
    _ = try await project.evalgate("run")
    #expect(!project.exists(".evalgate/pending"))
  }

  @Test("what is accepted already does not wait, and going back to it drops what waits")
  func backAgain() async throws {
    let project = try await TemporaryProject.withBaseline()
    #expect(project.names(in: ".evalgate/pending") == [])
    let same = try await project.evalgate("run").run
    #expect(!same.error.contains("pending"), "\(same.error)")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    #expect(try await project.evalgate("run").run.error.contains(Self.line))
    try project.write(Sample.prompt(version: 13), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    #expect(project.names(in: ".evalgate/pending") == [])
  }

  @Test("runs of one version wait together, those of another take their place")
  func pooled() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    for _ in 0..<3 { _ = try await project.evalgate("run") }
    #expect(try await project.evalgate("baseline", "status").run.output.contains("pending: 3 runs"))
    try project.write(FlakyProject.prompt(version: 2), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    #expect(try await project.evalgate("baseline", "status").run.output.contains("pending: 1 run,"))
  }

  @Test("where more runs of the version are kept than wait, status says how many accept pools")
  func morePooled() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("noise", "--deals", "10")
    _ = try await project.evalgate("run")
    let status = try await project.evalgate("baseline", "status").run.output
    #expect(status.contains("pending: 1 run,"), "\(status)")
    #expect(status.contains("3 kept runs of this version in all: evalgate baseline accept pools them"), "\(status)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "all of them").run.output
    #expect(accepted.contains("3 runs pooled"), "\(accepted)")
  }

  @Test("a run that waits is not pruned")
  func kept() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("run")
    let waiting = try #require(project.runIDs.first)
    _ = try await project.evalgate("run", "--case", "t-01")
    _ = try await project.evalgate("runs", "prune", "--keep", "0")
    #expect(project.runIDs == [waiting])
  }

  @Test("status says what waits, what is orphaned and what is stale")
  func status() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    let cases = try project.read("evalsets/triage/cases.jsonl").split(separator: "\n")
    try project.write(cases.dropLast(2).joined(separator: "\n") + "\n", to: "evalsets/triage/cases.jsonl")
    try project.write("{}", to: "evalsets/baselines/gone.jsonl")
    try await Snapshot.expect([project.evalgate("baseline", "status")], "baseline-status")
  }

  @Test("accept --all takes what waits, reject drops it")
  func acceptAndReject() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run")
    let nothing = try await project.evalgate("baseline", "reject", "triag")
    let rejected = try await project.evalgate("baseline", "reject", "triage")
    let empty = try await project.evalgate("baseline", "accept", "--all", "--reason", "x")
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--all", "--reason", "first")
    try Snapshot.expect([nothing, rejected, empty, accepted], "baseline-reject")
    #expect(project.exists("evalsets/baselines/triage.jsonl"))
    #expect(project.names(in: ".evalgate/pending") == [])
  }

  @Test("a damaged note, and a run that is gone, are said with what to do")
  func damaged() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run")
    project.remove(".evalgate/runs/\(try #require(project.runFiles.first))")
    let gone = try await project.evalgate("baseline", "accept", "--all", "--reason", "x").run
    #expect(gone.code == 2)
    #expect(gone.error.contains("that waits for `triage` is gone"), "\(gone.error)")
    #expect(gone.error.contains("evalgate baseline reject triage"), "\(gone.error)")
    try project.write("{", to: ".evalgate/pending/triage.json")
    let damaged = try await project.evalgate("baseline", "status").run
    #expect(damaged.error.contains("error[baseline/damaged-pending]"), "\(damaged.error)")
  }

  @Test("a note that names another place has nothing removed there")
  func foreign() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run")
    let note = try project.read(".evalgate/pending/triage.json")
    try project.write("{}", to: "kept.json")
    try project.write(
      note.replacing(#""suite":"triage""#, with: #""suite":"../../kept""#), to: ".evalgate/pending/triage.json")
    let rejected = try await project.evalgate("baseline", "reject", "--all").run
    #expect(rejected.code == 2 && rejected.error.contains("baseline/damaged-pending"), "\(rejected.error)")
    #expect(project.exists("kept.json"))
  }
}
