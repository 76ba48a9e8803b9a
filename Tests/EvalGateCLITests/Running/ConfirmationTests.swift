import StrictJSON
import Testing

/// Version 14 of the sample breaks 12 of 40 tickets and fixes one; `echo` answers the same however often it is asked.
@Suite("confirming a drop before it blocks")
struct ConfirmationTests {
  /// Version 13 accepted and committed, version 14 in the working tree.
  static func changed(_ configuration: (String) -> String = { $0 }) async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    let (before, after) = (try project.read("evalgate.yml"), configuration(try project.read("evalgate.yml")))
    if before != after {
      try project.write(after, to: "evalgate.yml")
      try await project.commit("Configure")
    }
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    return project
  }

  static func lines(_ text: String, _ kind: String) throws -> [JSONValue] {
    try text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
      .filter { $0["kind"]?.stringValue == kind }
  }

  static func report(_ project: TemporaryProject, _ arguments: String...) async throws -> (code: Int, report: JSONValue)
  {
    let run = try await EvalGate.run(arguments + ["--report", "json=report.json", "--quiet"], in: project)
    return (run.code, try JSONValue(parsing: Array(try project.read("report.json").utf8)))
  }

  @Test("what several suites were asked again is told of each by its name")
  func named() async throws {
    let project = try await TemporaryProject.withBaseline()
    for (path, other) in [
      ("prompts/triage.prompt.yml", "prompts/mirror.prompt.yml"),
      ("evalsets/triage/cases.jsonl", "evalsets/mirror/cases.jsonl"),
      ("evalsets/triage/set.yml", "evalsets/mirror/set.yml"),
    ] {
      try project.write(project.read(path).replacing("id: triage", with: "id: mirror"), to: other)
    }
    try #require(try await project.evalgate("run", "mirror", "--baseline", "none").run.code == 0)
    try #require(try await project.evalgate("baseline", "accept", "--reason", "too").run.code == 0)
    try await project.commit("Mirror")
    for name in ["triage", "mirror"] {
      let path = "prompts/\(name).prompt.yml"
      try project.write(Sample.prompt(version: 14).replacing("id: triage", with: "id: \(name)"), to: path)
    }
    let run = try await project.evalgate("run", "--report", "text", "--report", "markdown=m.md")
    for name in ["triage", "mirror"] {
      #expect(run.run.output.contains("    confirm  \(name): 13 changed cases × 3 fresh runs"), "\(run.text)")
      #expect(run.run.output.contains(" \(name) confirmed: base "), "\(run.text)")
      #expect(try project.read("m.md").contains("**\(name)**, run again on both versions: 13 changed cases"))
    }
  }

  @Test("the run keeps the first attempt and every fresh answer of both arms, trials two to four")
  func kept() async throws {
    let project = try await Self.changed()
    let run = try await project.evalgate("run", "--save", "r.jsonl")
    #expect(run.run.code == 1, "\(run.text)")
    let text = try project.read("r.jsonl")
    let fresh = try Self.lines(text, "confirm")
    #expect(try Self.lines(text, "case").count == 40)
    let base = fresh.filter { $0["arm"]?.stringValue == "base" }
    let trials = Set(fresh.compactMap { $0["trial"]?.intValue })
    let versions = base.map { $0["prompt_version"]?.stringValue }
    #expect(fresh.count == 78 && base.count == 39)
    #expect(trials == Set(2...4))
    #expect(versions.allSatisfy { $0 == "13" })
    let evidence = try #require(Self.lines(text, "gate").first?["evidence"]?.arrayValue)
    let confirmation = try #require(evidence.first { $0["kind"]?.stringValue == "confirmation" })
    #expect(confirmation["trigger"]?.stringValue == "screen")
    #expect(confirmation["cases"]?.arrayValue?.count == 13)
  }

  @Test("what confirming cost is booked apart from the run")
  func costs() async throws {
    let (code, report) = try await Self.report(Self.changed(), "run")
    #expect(code == 1)
    #expect(report["totals"]?["cases"]?.intValue == 40)
    #expect(report["totals"]?["confirmation"]?["calls"]?.intValue == 78)
    #expect(report["totals"]?["base"]?["calls"]?.intValue == 0)
  }

  @Test("deciding again reuses the confirmation and asks nobody")
  func again() async throws {
    let project = try await Self.changed()
    _ = try await project.evalgate("run")
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.code == 1, "\(again.text)")
    #expect(again.run.output.contains("confirmed: base 36 of 39, this change 3 of 39"), "\(again.text)")
  }

  @Test(
    "deciding again over other changed cases is undecided, critical or not", arguments: [true, false])
  func otherCases(critical: Bool) async throws {
    let project = try await Self.changed {
      critical ? $0.replacing("route: r,", with: "route: r, critical: true,") : $0
    }
    _ = try await project.evalgate("run")
    // The first broken ticket counts no more.
    try project.write(
      """
      - { case: t-01, check: label, reason: known, owner: me, expires: \(EvalGate.today) }

      """, to: "evalsets/triage/waivers.yml")
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.code == 3, "\(again.text)")
    #expect(again.run.output.contains("the changed cases are not those that the run confirmed"), "\(again.text)")
  }

  @Test(
    "--no-confirm says so: the stored comparison decides, and leaves a critical suite undecided",
    arguments: [true, false])
  func off(critical: Bool) async throws {
    let project = try await Self.changed {
      critical ? $0.replacing("route: r,", with: "route: r, critical: true,") : $0
    }
    let run = try await project.evalgate("run", "--no-confirm")
    #expect(run.run.code == (critical ? 3 : 1), "\(run.text)")
    #expect(run.run.output.contains("`--no-confirm` was given"), "\(run.text)")
    #expect(run.run.output.contains("40 live"))
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.code == run.run.code, "\(again.text)")
    #expect(again.run.output.contains("`--no-confirm` was given"), "\(again.text)")
  }

  @Test(
    "offline, without recordings of fresh answers, a drop is undecided, critical or not",
    arguments: [true, false])
  func offline(critical: Bool) async throws {
    let project = try await Self.changed {
      $0.replacing("route: r,", with: "route: r, recordings: allow,\(critical ? " critical: true," : "")")
    }
    _ = try await project.evalgate("run", "--mode", "record", "--no-confirm")
    let run = try await project.evalgate("run", "--mode", "replay")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("not confirmed"), "\(run.text)")
    #expect(run.run.output.contains("(missing recording); record what confirms it too"), "\(run.text)")
  }

  /// What an answer of version 13 may take at most is more than 2,000 tokens; version 14 says that it takes few.
  @Test("a budget under which the base version cannot be asked passes no drop by that, and a change does not set one")
  func ceiling() async throws {
    let project = try await Self.changed()
    try project.write(
      Sample.prompt(version: 14) + "\nmodelParameters: { maxTokens: 5 }\n", to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run", "--save", "r.jsonl", "--budget", "tokens=2000")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(
      run.run.output.contains(
        "no fresh answer of the base version (budget); raise the budget (`budget:`, `--budget`), or `--no-confirm` lets"
      ),
      "\(run.text)")
    #expect(!run.run.output.contains("nothing was confirmed"), "\(run.text)")
    let again = try await project.evalgate("gate", "r.jsonl")
    #expect(again.run.code == 3, "\(again.text)")
    let stored = try await project.evalgate("run", "--no-confirm")
    #expect(stored.run.code == 1, "\(stored.text)")
    try project.write(project.read("evalgate.yml") + "budget: { tokens: 2000 }\n", to: "evalgate.yml")
    let lowered = try await project.evalgate("run")
    #expect(lowered.run.code == 1, "\(lowered.text)")
    #expect(lowered.run.output.contains("budget of a run loosened: no budget"), "\(lowered.text)")
  }

  @Test("a recorded confirmation is replayed to the same bytes, whatever the concurrency")
  func replayed() async throws {
    let project = try await Self.changed { $0.replacing("route: r,", with: "route: r, recordings: allow,") }
    _ = try await project.evalgate("run", "--mode", "record")
    var files: Set<String> = []
    for concurrency in ["1", "7"] {
      let run = try await project.evalgate("run", "--mode", "replay", "--concurrency", concurrency, "--save", "r.jsonl")
      #expect(run.run.code == 1, "\(run.text)")
      #expect(run.run.output.contains("118 replayed"), "\(run.text)")
      files.insert(try project.read("r.jsonl"))
    }
    #expect(files.count == 1)
  }

  @Test(
    "kept answers are not fresh: confirming asks anew, except where recordings are allowed", arguments: [true, false])
  func keptAnswers(allowed: Bool) async throws {
    let project = try await Self.changed {
      $0.replacing("route: r, mode: live", with: "route: r, mode: auto\(allowed ? ", recordings: allow" : "")")
    }
    _ = try await project.evalgate("run")
    let second = try await project.evalgate("run")
    #expect(second.run.output.contains(allowed ? "118 kept" : "78 live, 40 kept"), "\(second.text)")
    #expect(second.run.code == 1)
  }

  @Test(
    "a run that was killed while it confirmed is finished to the same verdict and asks only the rest",
    arguments: [3, 40, 77])
  func resumed(lines: Int) async throws {
    let project = try await Self.changed { $0.replacing("route: r,", with: "route: r, recordings: allow,") }
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("run", "--mode", "replay")
    let id = try #require(
      project.runIDs.sorted().first { id in
        (try? project.read(".evalgate/runs/\(id).jsonl").contains(#""mode":"replay""#)) == true
      })
    let whole = try project.read(".evalgate/runs/\(id).jsonl")
    let kept = whole.split(separator: "\n").prefix(1 + 40 + lines).joined(separator: "\n") + "\n"
    project.remove(".evalgate/runs/\(id).jsonl")
    try project.write(kept, to: ".evalgate/runs/\(id).journal")
    let run = try await project.evalgate("run", "--mode", "replay", "--resume", id)
    #expect(run.run.code == 1, "\(run.text)")
    let finished = try project.read(".evalgate/runs/\(id).jsonl")
    #expect(finished.utf8.elementsEqual(whole.utf8))
  }
}
