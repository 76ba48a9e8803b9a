import Testing

@Suite("earlier runs")
struct HistoryTests {
  /// Three runs, of which the second is blocked.
  private func project() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    let (right, wrong) = (try project.read("t.cases.jsonl"), "\"technical\"}")
    for text in [right, right.replacing(wrong, with: "\"other\"}"), right] {
      try project.write(text, to: "t.cases.jsonl")
      _ = try await project.evalgate("run")
    }
    return project
  }

  @Test("every run is listed, newest first")
  func listed() async throws {
    let project = try await project()
    let run = try await project.evalgate("history").run
    #expect(run.code == 0, "\(run.error)")
    let outcomes = run.output.split(separator: "\n").map { $0.contains("blocked") }
    #expect(outcomes == [false, true, false], "\(run.output)")
  }

  @Test("runs that were removed are remembered")
  func pruned() async throws {
    let project = try await project()
    let before = try await project.evalgate("history", "--csv").run.output
    // A run that waits to be accepted is not pruned.
    _ = try await project.evalgate("baseline", "reject", "--all")
    #expect(try await project.evalgate("runs", "prune", "--keep", "0").run.code == 0)
    #expect(project.runFiles.isEmpty)
    #expect(try await project.evalgate("history", "--csv").run.output == before)
    #expect(before.split(separator: "\r\n").count == 4)
  }

  @Test("a gate's course goes from the oldest run to the newest")
  func trend() async throws {
    let project = try await project()
    let run = try await project.evalgate("trend", "accuracy", "--suite", "t").run
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output == "  ✓  accuracy  █▁█  100.0%  50.0% to 100.0%  ≥ 90%  3 runs  t\n")
    let rows = try await project.evalgate("trend", "--csv", "--last", "2").run.output.split(separator: "\r\n")
    #expect(rows.count == 3)
    #expect(rows[1].contains(",block,share,0.5"), "\(rows[1])")
  }

  @Test("what there is not is said", arguments: [["history", "nobody"], ["trend", "nobody"]])
  func unknown(arguments: [String]) async throws {
    let project = try await project()
    let run = try await EvalGate.run(arguments, in: project)
    #expect(run.code == 2)
    #expect(run.error.contains("no run here has `nobody`"), "\(run.error)")
  }

  @Test("an index that is damaged does not change a run's verdict")
  func damaged() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(String(repeating: "no database\n", count: 100), to: ".evalgate/history.sqlite")
    for number in 1...20 { try project.write("", to: ".evalgate/runs/\(number).jsonl") }
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run.error)")
    #expect(run.error.contains("warning[store/database]"), "\(run.error)")
  }
}
