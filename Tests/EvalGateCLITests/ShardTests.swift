import Testing

@Suite("a run in shards")
struct ShardTests {
  private func shards(_ project: TemporaryProject, _ numbers: ClosedRange<Int>, of count: Int) async throws -> [String]
  {
    var paths: [String] = []
    for number in numbers {
      let path = project.path + "/out/shard-\(number).jsonl"
      let run = try await project.evalgate(
        "run", "--mode", "replay", "--shard", "slice:\(number)/\(count)", "--save", path
      ).run
      #expect(run.code == 0, "\(run.error)")
      paths.append(path)
    }
    return paths
  }

  /// Answers from recordings, so that a run in one piece is the same bytes each time.
  private func recorded() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--mode", "record")
    return project
  }

  @Test("joined, they end as one process would have ended", arguments: [1, 3])
  func merged(count: Int) async throws {
    let project = try await recorded()
    let whole = try await project.evalgate("run", "--mode", "replay", "--save", project.path + "/out/whole.jsonl").run
    let paths = try await shards(project, 1...count, of: count)
    let joined = try await EvalGate.run(
      ["merge"] + paths.reversed() + ["--save", project.path + "/out/joined.jsonl"], in: project)
    #expect(joined.code == whole.code && whole.code == 0)
    // The same lines; the first names the run by its plan and answers, which are the same too.
    #expect(try project.read("out/joined.jsonl") == project.read("out/whole.jsonl"))
  }

  @Test("one that is missing is undecided, never a pass")
  func missing() async throws {
    let project = try await recorded()
    let paths = try await shards(project, 1...2, of: 3)
    let run = try await EvalGate.run(["merge"] + paths, in: project)
    #expect(run.code == 3)
    #expect(run.error.contains("shard 3 of 3 is missing"))
    #expect(run.output.isEmpty)
  }

  @Test("files that changed since the shards ran are refused")
  func changed() async throws {
    let project = try await recorded()
    let paths = try await shards(project, 1...1, of: 1)
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await EvalGate.run(["merge"] + paths, in: project)
    #expect(run.code == 2)
    #expect(run.error.contains("run/plan-changed"))
  }
}
