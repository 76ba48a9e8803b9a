import StrictJSON
import Testing

@Suite("replaying, resuming, sharding")
struct ReplayTests {
  @Test("two replays are byte-identical, whatever the concurrency")
  func identical() async throws {
    let project = try await Self.recorded()
    var reports: Set<String> = []
    var files: Set<String> = []
    for concurrency in ["1", "3", "16"] {
      let run = try await project.evalgate("run", "--mode", "replay", "--concurrency", concurrency, "--save", "r.jsonl")
      #expect(run.run.code == 0, "\(run.text)")
      reports.insert(run.run.output)
      files.insert(try project.read("r.jsonl"))
    }
    #expect(reports.count == 1)
    #expect(files.count == 1)
    #expect(reports.first?.contains("40 replayed") == true)
  }

  @Test("a replay holds no wall-clock time")
  func noClock() async throws {
    let project = try await Self.recorded()
    _ = try await project.evalgate("run", "--mode", "replay", "--save", "r.jsonl")
    let header = try #require(Self.lines(try project.read("r.jsonl")).first)
    #expect(header["observed"] == nil)
    #expect(header["id"]?.stringValue?.utf8.count == 16)
  }

  /// Bytes of the journal that a killed process left, as a share of the whole.
  @Test("a journal cut anywhere finishes to the same run", arguments: [0, 1, 7, 33, 50, 77, 99, 100])
  func resumed(percent: Int) async throws {
    let project = try await Self.recorded()
    _ = try await project.evalgate("run", "--mode", "replay")
    let id = try #require(project.runIDs.first)
    let whole = try project.read(".evalgate/runs/\(id).jsonl")
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    let cases = Array((lines[1...40].joined(separator: "\n") + "\n").utf8)
    let journal = Array((lines[0] + "\n").utf8) + cases.prefix(cases.count * percent / 100)
    project.remove(".evalgate/runs/\(id).jsonl")
    try project.write(journal, to: ".evalgate/runs/\(id).journal")
    let run = try await project.evalgate("run", "--mode", "replay", "--resume", id)
    #expect(run.run.code == 0, "\(run.text)")
    #expect(project.runFiles == ["\(id).jsonl"])
    let finished = try project.read(".evalgate/runs/\(id).jsonl").utf8.elementsEqual(whole.utf8)
    #expect(finished)
  }

  @Test("a journal whose first line is cut cannot be resumed and is left as it is")
  func cutHeader() async throws {
    let project = try await Self.recorded()
    let rest = "{\"kind\":\"run\",\"schema_ver"
    try project.write(rest, to: ".evalgate/runs/0123456789abcdef.journal")
    let run = try await project.evalgate("run", "--mode", "replay", "--resume", "0123456").run
    #expect(run.code == 2, "\(run.output)")
    #expect(run.error.contains("error[run/damaged]"), "\(run.error)")
    #expect(try project.read(".evalgate/runs/0123456789abcdef.journal") == rest)
  }

  @Test("a run of another plan is not finished with this one's answers")
  func otherPlan() async throws {
    let project = try await Self.recorded()
    _ = try await project.evalgate("run", "--mode", "replay")
    let id = try #require(project.runIDs.first)
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run", "--mode", "replay", "--resume", id).run
    #expect(run.code == 2)
    #expect(run.error.contains("error[run/plan-changed]"), "\(run.error)")
    #expect(run.error.contains("a flag or evalgate itself is different now"), "\(run.error)")
    #expect(project.runFiles == ["\(id).jsonl"])
  }

  @Test("shards take every case exactly once and gate nothing", arguments: ["slice", "hash"])
  func shards(method: String) async throws {
    let project = try await Self.recorded()
    var ids: [String] = []
    for index in 1...3 {
      let run = try await project.evalgate(
        "run", "--mode", "replay", "--shard", "\(method):\(index)/3", "--save", "r\(index).jsonl"
      ).run
      #expect(run.code == 0, "\(run.error)")
      #expect(run.output.hasPrefix("shard \(method):\(index)/3 complete"))
      let lines = try Self.lines(project.read("r\(index).jsonl"))
      #expect(!lines.contains { $0["kind"]?.stringValue == "gate" })
      ids += lines.filter { $0["kind"]?.stringValue == "case" }.compactMap { $0["case"]?.stringValue }
    }
    #expect(ids.count == 40)
    #expect(Set(ids).count == 40)
  }

  @Test("a recording that is missing is an error that names the case, never a call")
  func missing() async throws {
    let project = try await Self.recorded()
    let path = "evalsets/triage/recordings.jsonl"
    try project.write(
      project.read(path).split(separator: "\n").dropLast().joined(separator: "\n") + "\n", to: path)
    let run = try await project.evalgate("run", "--mode", "replay").run
    #expect(run.code == 3, "\(run.output)")
    #expect(run.output.contains("missing recording · 1 of 40 calls"), "\(run.output)")
  }

  @Test("replay needs no network at all", .enabled("this machine cannot make a network namespace", Self.canUnshare))
  func offline() async throws {
    let project = try await Self.recorded()
    let run = try await EvalGate.command(
      ["unshare", "-rn", EvalGate.program, "run", "--mode", "replay"], in: project)
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("40 replayed"))
  }

  private static func canUnshare() async throws -> Bool {
    guard let run = try? await EvalGate.command(["unshare", "-rn", "true"], in: TemporaryProject()) else {
      return false
    }
    return run.code == 0
  }

  /// The triage project with its answers recorded beside the evalset, without git. Its model answers from `first`.
  static func recorded() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    let run = try await project.evalgate("run", "--mode", "record", "--save", "recorded.jsonl")
    let kept = try await project.evalgate("recordings", "keep")
    guard run.run.code == 0, kept.run.code == 0 else { throw TemporaryProject.Failure(run.text + kept.text) }
    return project
  }

  private static func lines(_ text: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
  }
}
