import StrictJSON
import Testing

/// What a version did in an earlier run counts, whatever kind of gate looks at it: running again adds evidence and never draws a
/// new lot (statistics section 3, "re-runs").
@Suite("running a version again")
struct RunAgainTests {
  /// Twenty cases of which six fail the first time they are asked and pass the second.
  private static func lucky(_ gates: String) async throws -> TemporaryProject {
    let failing = (1...6).map { "t-0\($0)" }
    let project = try TemporaryProject(
      FlakyProject.files(failing.map { "\($0):2" }.joined(separator: " "), gates: gates))
    // Asked once before, so that the turn to fail comes now.
    for id in failing { try project.write(".", to: "asked/\(id)") }
    return project
  }

  /// 14 of 20, then 20 of 20: 17 of 20 on average, which is not 90%.
  @Test("runs whose cases are no more are no attempts at what is judged now, and are not named")
  func edited() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    let again = try await project.evalgate("run")
    #expect(again.text.contains("judged on 2 attempts"), "\(again.text)")
    let cases = try project.read("evalsets/triage/cases.jsonl")
    try project.write(cases.replacing(#""id": "t-"#, with: #""id": "u-"#), to: "evalsets/triage/cases.jsonl")
    let edited = try await project.evalgate("run")
    #expect(!edited.text.contains("attempts of this version"), "\(edited.text)")
  }

  @Test("an absolute gate that failed is not passed by a luckier second run")
  func absolute() async throws {
    let project = try await Self.lucky("{ floor: { metric: pass_rate, at_least: 90% } }")
    try await Snapshot.expect(
      [
        project.evalgate("run"), project.evalgate("run"), project.evalgate("explain", "floor", "--run", "latest"),
      ], "again-absolute")
  }

  @Test("the suite's own line shows this run, one that asked nothing too")
  func ownLine() async throws {
    let project = try await ConfirmationTests.changed()
    let first = try await project.evalgate("run")
    #expect(first.run.output.contains("12 broke, 1 fixed"), "\(first.text)")
    let (code, report) = try await ConfirmationTests.report(project, "run", "--budget", "tokens=1")
    #expect(code == 3)
    #expect(report["suites"]?[0]?["errors"]?.intValue == 40)
    #expect(report["suites"]?[0]?["comparison"]?["broke"]?.arrayValue?.isEmpty == true)
    #expect(report["suites"]?[0]?["comparison"]?["attempts"]?.arrayValue?.count == 1)
  }

  @Test("where both attempts together hold, the gate holds, and its row shows what decided")
  func together() async throws {
    let project = try await Self.lucky("{ floor: { metric: pass_rate, at_least: 80% } }")
    let first = try await project.evalgate("run")
    let (code, report) = try await ConfirmationTests.report(project, "run")
    #expect(first.run.code == 1, "\(first.text)")
    #expect(code == 0)
    #expect(report["gates"]?[0]?["measure"]?["value"]?.doubleValue == 0.85)
    #expect(report["suites"]?[0]?["attempts"]?.arrayValue?.count == 1)
    // The run's own results stay its own.
    #expect(report["suites"]?[0]?["passed"]?.intValue == 20)
  }

  @Test("accepting the run that failed makes it no less an attempt at an absolute gate")
  func accepted() async throws {
    let project = try await Self.lucky("{ floor: { metric: pass_rate, at_least: 90% } }")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "to be rid of it")
    let again = try await project.evalgate("run")
    #expect(again.run.code == 1, "\(again.text)")
  }

  /// Baseline all pass; then 14 and 20 of 20: what decides is 17 of 20.
  @Test("the literal gate shows the number that decides, that of all attempts")
  func literal() async throws {
    let gates = "{ literal: { metric: pass_rate, at_least: baseline } }"
    let project = try TemporaryProject(FlakyProject.files("", gates: gates))
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Version 1")
    let failing = (1...6).map { "t-0\($0)" }
    try project.write(
      FlakyProject.configuration(failing.map { "\($0):2" }.joined(separator: " "), gates: gates), to: "evalgate.yml")
    for id in failing { try project.write(".", to: "asked/\(id)") }
    _ = try await project.evalgate("run")
    let (code, report) = try await ConfirmationTests.report(project, "run")
    #expect(code == 1)
    #expect(report["gates"]?[0]?["measure"]?["value"]?.doubleValue == 0.85)
    #expect(report["gates"]?[0]?["baseline"]?["passed"]?.intValue == 20)
  }

  @Test("a mean of times over several attempts is one of all answers")
  func times() async throws {
    let project = try await Self.lucky("{ slow: { metric: latency_p50, at_most: 30s } }")
    _ = try await project.evalgate("run")
    let (_, report) = try await ConfirmationTests.report(project, "run")
    #expect(report["gates"]?[0]?["measure"]?["n"]?.intValue == 40)
    #expect(report["gates"]?[0]?["sentence"]?.stringValue?.contains("on 40 answers") == true)
  }

  @Test(
    "an earlier run that cannot be read leaves everything undecided and names the file",
    arguments: ["cut", "garbage", "line"])
  func unreadable(damage: String) async throws {
    let project = try await Self.lucky("{ floor: { metric: pass_rate, at_least: 60% } }")
    let first = try await project.evalgate("run")
    #expect(first.run.code == 0, "\(first.text)")
    let file = try #require(project.runFiles.first)
    let lines = try project.read(".evalgate/runs/" + file).split(separator: "\n").map(String.init)
    switch damage {
    case "cut": try project.write(lines.dropLast(3).joined(separator: "\n") + "\n", to: ".evalgate/runs/" + file)
    case "garbage": try project.write("not a run\n", to: ".evalgate/runs/" + file)
    default:
      try project.write(
        (lines.prefix(3) + [#"{"kind":"case","oops":1}"#] + lines.dropFirst(4)).joined(separator: "\n") + "\n",
        to: ".evalgate/runs/" + file)
    }
    let again = try await project.evalgate("run")
    #expect(again.run.code == 3, "\(again.text)")
    #expect(again.run.output.contains("an earlier run cannot be read"), "\(again.text)")
    #expect(again.run.output.contains(file), "\(again.text)")
  }

  @Test(
    "a run that was killed before it asked anything is nothing to be read", arguments: ["", #"{"kind":"run","sch"#])
  func unbegun(text: String) async throws {
    let project = try await Self.lucky("{ floor: { metric: pass_rate, at_least: 60% } }")
    try project.write(text, to: ".evalgate/runs/0123456789abcdef.journal")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 0, "\(run.text)")
  }

  /// Five stored runs of which one failed for two cases: 0.98 is what one run of it is worth, and all pass by majority.
  @Test("an absolute row and a slice show the baseline as one run of it, as comparing rows do")
  func baselineOfSeveral() async throws {
    let gates = """

        accuracy: { metric: pass_rate, no_worse_than: baseline, margin: 30pt }
        floor: { metric: pass_rate, at_least: 60% }
      """
    var files = FlakyProject.files("t-03:5 t-05:5", gates: gates)
    files["evalsets/triage/set.yml"] = "id: triage\nkind: task\ntask: classification\nslices: [half]\n"
    files["evalsets/triage/cases.jsonl"] = files["evalsets/triage/cases.jsonl"]?
      .replacing(#""expected""#, with: #""tags": ["half"], "expected""#)
    let project = try TemporaryProject(files)
    _ = try await project.evalgate("baseline", "refresh", "--runs", "5")
    _ = try await project.evalgate("baseline", "accept", "--reason", "five runs")
    let (_, report) = try await ConfirmationTests.report(
      project, "run", "--baseline", "evalsets/baselines/triage.jsonl")
    let rows = try #require(report["gates"]?.arrayValue)
    let shown = rows.map { $0["baseline"] } + [report["suites"]?[0]?["slices"]?[0]?["baseline"]]
    #expect(shown.map { (($0?["value"]?.doubleValue ?? 0) * 1000).rounded() } == [980, 980, 980])
  }
}
