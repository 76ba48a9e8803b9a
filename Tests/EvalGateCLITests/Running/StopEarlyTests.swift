import StrictJSON
import Testing

@Suite("stopping early")
struct StopEarlyTests {
  /// Two hundred cases that version 1 passes; version 2 fails every fourth.
  private static func project(critical: Bool = false, gates: String = "") async throws -> TemporaryProject {
    let cases = (1...200).map { number in
      #"{"id": "c\#(number)", "first": "yes", "second": "\#(number % 4 == 0 ? "no" : "yes")", "expected": "yes"}"#
        + "\n"
    }.joined()
    let project = try TemporaryProject([
      "prompts/t.prompt.yml": prompt("first", 1), "evalsets/t/cases.jsonl": cases, ".gitignore": ".evalgate/\n",
      "evalgate.yml": Sample.configuration(
        gates: "{ quality: { metric: pass_rate, no_worse_than: baseline }\(gates) }"
      ).replacing("route: r,", with: "route: r, critical: \(critical),"),
    ])
    try await project.commit("Begin")
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard run.run.code == 0, accepted.run.code == 0 else { throw TemporaryProject.Failure(run.text + accepted.text) }
    try await project.commit("Accept")
    return project
  }

  private static func prompt(_ variable: String, _ version: Int) -> String {
    """
    id: t
    version: \(version)
    messages: [{ role: user, content: "{{\(variable)}}" }]
    changelog: [{ version: \(version), why: other }]

    """
  }

  @Test("a bad version is blocked after a part of the cases, and the calls that were saved are said")
  func blocks() async throws {
    let project = try await Self.project()
    try project.write(Self.prompt("second", 2), to: "prompts/t.prompt.yml")
    let (code, report) = try await ConfirmationTests.report(project, "run", "--stop-early")
    let evidence = report["gates"]?.arrayValue?.first?["evidence"]?.arrayValue ?? []
    let stop = try #require(evidence.first { $0["kind"]?.stringValue == "stopped_early" })
    #expect(code == 1)
    #expect(stop["planned"]?.intValue == 200)
    #expect(try #require(stop["done"]?.intValue) < 100)
    #expect(report["totals"]?["cases"]?.intValue == stop["done"]?.intValue)
    let saved = try #require(stop["saved"])
    #expect(saved["calls"]?.intValue == 200 - (stop["done"]?.intValue ?? 0))
    #expect(try #require(saved["tokens"]?.intValue) > 0)
  }

  @Test("the verdict is the same when the run is decided again")
  func decidedAgain() async throws {
    let project = try await Self.project()
    try project.write(Self.prompt("second", 2), to: "prompts/t.prompt.yml")
    let first = try await project.evalgate("run", "--stop-early")
    let again = try await project.evalgate("gate", "latest")
    #expect(first.run.code == 1, "\(first.text)")
    #expect(again.run.code == 1, "\(again.text)")
    #expect(again.run.output.contains("calls saved"), "\(again.text)")
  }

  @Test("a version that is no worse passes before the end")
  func passes() async throws {
    let project = try await Self.project()
    try project.write(Self.prompt("first", 2), to: "prompts/t.prompt.yml")
    let run = try await project.evalgate("run", "--stop-early")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("✓ quality"), "\(run.text)")
    #expect(run.run.output.contains("calls saved"), "\(run.text)")
  }

  @Test("nothing stops where another gate needs all cases, or on a critical suite", arguments: [true, false])
  func whole(critical: Bool) async throws {
    let project = try await Self.project(
      critical: critical, gates: critical ? "" : ", floor: { metric: pass_rate, at_least: 50% }")
    try project.write(Self.prompt("first", 2), to: "prompts/t.prompt.yml")
    let run = try await project.evalgate("run", "--stop-early")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("200/200"), "\(run.text)")
    if critical {
      #expect(
        run.run.error.contains("note[run/no-effect]: --stop-early asks all of t: it is marked critical"), "\(run.text)")
    }
  }

  @Test("a version that was run before is asked whole, so that stopping early is no way of drawing again")
  func again() async throws {
    let project = try await Self.project()
    try project.write(Self.prompt("second", 2), to: "prompts/t.prompt.yml")
    _ = try await project.evalgate("run", "--stop-early")
    let again = try await project.evalgate("run", "--stop-early")
    #expect(again.run.code == 1, "\(again.text)")
    #expect(again.run.output.contains("200/200"), "\(again.text)")
    #expect(
      again.run.error.contains("--stop-early asks all of t: this version was run before"), "\(again.text)")
  }

  @Test("each look, its boundary and the evidence can be gone through by hand")
  func explained() async throws {
    let project = try await Self.project()
    try project.write(Self.prompt("second", 2), to: "prompts/t.prompt.yml")
    _ = try await project.evalgate("run", "--stop-early")
    try await Snapshot.expect([project.evalgate("explain", "quality", "--run", "latest")], "explain-early")
  }

  @Test("stopping is the same whatever the concurrency")
  func deterministic() async throws {
    var done: Set<Int> = []
    for concurrency in ["1", "16"] {
      let project = try await Self.project()
      try project.write(Self.prompt("second", 2), to: "prompts/t.prompt.yml")
      let (_, report) = try await ConfirmationTests.report(project, "run", "--stop-early", "--concurrency", concurrency)
      done.insert(report["totals"]?["live"]?.intValue ?? 0)
    }
    #expect(done.count == 1)
  }
}
