import StrictJSON
import Testing

/// Shards only ask; what is lower in the whole of them is confirmed once they are joined.
@Suite("joined shards are confirmed")
struct MergeConfirmationTests {
  private func changed(_ more: String = "") async throws -> TemporaryProject {
    try await ConfirmationTests.changed { $0.replacing("route: r,", with: "route: r,\(more)") }
  }

  private func shards(_ project: TemporaryProject, _ flags: String...) async throws -> [String] {
    var paths: [String] = []
    for number in 1...3 {
      let path = "out/\(number).jsonl"
      let run = try await EvalGate.run(
        ["run", "--shard", "slice:\(number)/3", "--save", project.path + "/" + path] + flags, in: project)
      #expect(run.code == 0, "\(run.output)\(run.error)")
      #expect(try ConfirmationTests.lines(project.read(path), "confirm").isEmpty)
      paths.append(project.path + "/" + path)
    }
    return paths
  }

  @Test("a drop that the shards show together is asked again on both versions and blocks")
  func blocks() async throws {
    let project = try await changed()
    var arguments: [String] = ["merge"]
    arguments += try await shards(project)
    arguments += ["--save", "joined.jsonl", "--report", "json=r.json"]
    let run = try await EvalGate.run(arguments, in: project)
    #expect(run.code == 1, "\(run.output)\(run.error)")
    #expect(run.output.contains("confirmed: base 36 of 39, this change 3 of 39"), "\(run.output)")
    let fresh = try ConfirmationTests.lines(project.read("joined.jsonl"), "confirm")
    #expect(fresh.count == 78)
    let report = try JSONValue(parsing: Array(try project.read("r.json").utf8))
    #expect(report["totals"]?["confirmation"]?["calls"]?.intValue == 78)
    #expect(report["totals"]?["cases"]?.intValue == 40)
  }

  @Test("it ends as one process would have ended, to the byte where answers are recorded")
  func asOne() async throws {
    let project = try await changed(" recordings: allow,")
    _ = try await project.evalgate("run", "--mode", "record")
    try project.write(
      try project.read("evalgate.yml").replacing("mode: live", with: "mode: replay"), to: "evalgate.yml")
    let whole = try await project.evalgate("run", "--mode", "replay", "--save", "whole.jsonl")
    let joined = try await EvalGate.run(
      ["merge"] + shards(project, "--mode", "replay") + ["--save", "joined.jsonl"], in: project)
    #expect(whole.run.code == 1 && joined.code == 1, "\(joined.output)\(joined.error)")
    #expect(try project.read("joined.jsonl") == project.read("whole.jsonl"))
  }

  @Test(
    "--no-confirm asks nothing: the comparison decides alone, and leaves a critical suite undecided",
    arguments: [true, false])
  func off(critical: Bool) async throws {
    let project = try await changed(critical ? " critical: true," : "")
    let run = try await EvalGate.run(
      ["merge"] + shards(project) + ["--no-confirm", "--save", "joined.jsonl"], in: project)
    #expect(run.code == (critical ? 3 : 1), "\(run.output)\(run.error)")
    #expect(run.output.contains("`--no-confirm` was given"), "\(run.output)")
    #expect(try ConfirmationTests.lines(project.read("joined.jsonl"), "confirm").isEmpty)
  }

  @Test(
    "where recordings of fresh answers are not there, a drop is undecided, critical or not", arguments: [true, false])
  func offline(critical: Bool) async throws {
    let project = try await changed(" recordings: allow,\(critical ? " critical: true," : "")")
    _ = try await project.evalgate("run", "--mode", "record", "--no-confirm")
    try project.write(
      try project.read("evalgate.yml").replacing("mode: live", with: "mode: replay"), to: "evalgate.yml")
    let run = try await EvalGate.run(
      ["merge"] + shards(project, "--mode", "replay") + ["--save", "joined.jsonl"], in: project)
    #expect(run.code == 3, "\(run.output)\(run.error)")
    #expect(run.output.contains("not confirmed"), "\(run.output)")
  }

  @Test("a joined run is decided again from what it recorded")
  func again() async throws {
    let project = try await changed()
    _ = try await EvalGate.run(["merge"] + shards(project) + ["--save", "joined.jsonl"], in: project)
    let again = try await project.evalgate("gate", "joined.jsonl")
    #expect(again.run.code == 1, "\(again.text)")
    #expect(again.run.output.contains("confirmed: base 36 of 39"), "\(again.text)")
  }

  @Test("nothing is asked where nothing was lost")
  func quiet() async throws {
    let project = try await TemporaryProject.withBaseline()
    let run = try await EvalGate.run(["merge"] + shards(project) + ["--save", "joined.jsonl"], in: project)
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(try ConfirmationTests.lines(project.read("joined.jsonl"), "confirm").isEmpty)
  }
}
