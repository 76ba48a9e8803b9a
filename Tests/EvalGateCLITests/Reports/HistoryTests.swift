import StrictJSON
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

  @Test("a shard is of the answers that it has, and the run that is made of shards of all")
  func shards() async throws {
    let project = try TemporaryProject(Sample.triage())
    for part in 1...2 { _ = try await project.evalgate("run", "--shard", "slice:\(part)/2") }
    let shards = project.runFiles.map { ".evalgate/runs/\($0)" }
    let merged = try await EvalGate.run(["merge"] + shards, in: project)
    let lines = try await project.evalgate("history").run.output.split(separator: "\n")
    #expect(lines.map { $0.contains("20 answers") } == [false, true, true], "\(merged) \(lines)")
    #expect(lines.first?.contains("40 answers") == true, "\(lines)")
  }

  @Test("a shard that is damaged is passed over, and the others are listed")
  func damagedShard() async throws {
    let project = try TemporaryProject(Sample.triage())
    for part in 1...2 { _ = try await project.evalgate("run", "--shard", "slice:\(part)/2") }
    let shard = ".evalgate/runs/" + (try #require(project.runFiles.first))
    var lines = try project.read(shard).split(separator: "\n", omittingEmptySubsequences: false)
    lines[5] = "{"
    try project.write(lines.joined(separator: "\n"), to: shard)
    let run = try await project.evalgate("history").run
    #expect(run.code == 0 && run.output.split(separator: "\n").count == 1, "\(run)")
  }

  @Test("a run names the commit that was checked out, and not the one that it was compared with")
  func commit() async throws {
    let project = try TemporaryProject(Sample.two)
    try await project.commit("As it was")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("x", to: "notes.txt")
    try await project.commit("Change")
    _ = try await project.evalgate("run", "--baseline", "main")
    let line = try await project.evalgate("history").run.output
    #expect(line.contains(String(project.commits[1].prefix(7))), "\(line)")
    #expect(!line.contains(String(project.commits[0].prefix(7))), "\(line)")
  }

  @Test("a look at the noise of a suite is no latest run, and history says which runs it made")
  func noise() async throws {
    var files = Sample.two
    for name in ["t.prompt.yml", "t.cases.jsonl"] { files["u" + name.dropFirst()] = files[name] }
    let project = try TemporaryProject(files)
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("noise", "t")
    let lines = try await project.evalgate("history").run.output.split(separator: "\n")
    #expect(lines.map { $0.hasSuffix(" (noise)") } == [true, true, false], "\(lines)")
    let latest = try await project.evalgate("report", "latest", "--report", "json").run.output
    #expect(try JSONValue(parsing: latest)["suites"]?.arrayValue?.count == 2, "\(latest)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped").run
    #expect(accepted.code == 0 && project.names(in: "evalsets/baselines") == ["t.jsonl", "u.jsonl"], "\(accepted)")
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

  @Test(
    "what there is not is said, with what there is",
    arguments: [
      (["history", "nobody"], "no run here has a suite `nobody`", "suites of runs here are `t`"),
      (["trend", "acuracy"], "no run here has a gate `acuracy`", "did you mean `accuracy`?"),
      (["trend", "--suite", "nobody"], "no run here has a suite `nobody`", "suites of runs here are `t`"),
    ])
  func unknown(arguments: [String], message: String, more: String) async throws {
    let project = try await project()
    let run = try await EvalGate.run(arguments, in: project)
    #expect(run.code == 2)
    #expect(run.error.contains(message) && run.error.contains(more), "\(run.error)")
  }

  @Test("where there is no run yet, or none that came to its end, the next command is said")
  func none() async throws {
    let project = try TemporaryProject(Sample.two)
    for command in ["history", "trend"] {
      let run = try await EvalGate.run([command], in: project)
      #expect(run.code == 2 && run.error.contains("make one with `evalgate run`"), "\(run)")
    }
    _ = try await project.evalgate("run")
    let file = ".evalgate/runs/" + (try #require(project.runFiles.first))
    let lines = try project.read(file).split(separator: "\n")
    project.remove(file)
    project.remove(".evalgate/history.sqlite")
    try project.write(lines.prefix(2).joined(separator: "\n") + "\n", to: file.replacing(".jsonl", with: ".journal"))
    for command in ["history", "trend"] {
      let run = try await EvalGate.run([command], in: project)
      #expect(run.code == 2 && run.error.contains("`evalgate run --resume "), "\(run)")
    }
  }

  @Test("the latest run is the one that was begun last, for every command, whichever file was written last")
  func order() async throws {
    let project = try await project()
    let newest = try #require(try await project.evalgate("history").run.output.split(separator: " ").first)
    let older = try #require(project.runFiles.first { !$0.hasPrefix(newest) })
    let text = try project.read(".evalgate/runs/\(older)")
    try project.write(
      text.replacing(#/"started_at":(\d+)/#) { #""started_at":\#((Int($0.output.1) ?? 0) - 1_000)"# },
      to: ".evalgate/runs/\(older)")
    let history = try await project.evalgate("history").run.output.split(separator: "\n").map { $0.prefix(9) }
    let list = try await project.evalgate("runs", "list").run.output.split(separator: "\n").map { $0.prefix(9) }
    #expect(history == list && history.count == 3, "\(history) \(list)")
    let report = try JSONValue(parsing: await project.evalgate("report", "latest", "--report", "json").run.output)
    #expect(report["run"]?.stringValue?.hasPrefix(newest) == true, "\(report["run"]?.stringValue ?? "")")
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
