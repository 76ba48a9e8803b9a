import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

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
      (["run", "--case", "t-01"], "is of a selection of cases"),
      (["run", "--shard", "slice:1/2"], "is one shard of a run"),
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

  /// What may stand where a baseline is looked for, and how it is told.
  enum Unreadable: String, CaseIterable {
    case folder = "it is a folder"
    case link = "a symbolic link that leads nowhere"
    case pipe = "a named pipe"
    case damage = "does not match"

    func happens(to path: String, in project: TemporaryProject) throws {
      project.remove(path)
      switch self {
      case .folder: project.makeFolder(path)
      case .link: symlink("nowhere", project.path + "/" + path)
      case .pipe: mkfifo(project.path + "/" + path, 0o644)
      case .damage: try project.write("not a baseline\n", to: path)
      }
    }
  }

  @Test(
    "a baseline that cannot be read is never a pass, though no gate compares with it",
    arguments: Unreadable.allCases, [false, true])
  func unreadable(what: Unreadable, inGit: Bool) async throws {
    let project = try TemporaryProject(Sample.triage())
    try project.write(Sample.configuration(), to: "evalgate.yml")
    project.makeFolder("evalsets/baselines")
    if inGit { try await project.commit("Begin") }
    try what.happens(to: "evalsets/baselines/triage.jsonl", in: project)
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run.output)\(run.error)")
    #expect(run.output.contains("the baseline of triage cannot be read"), "\(run.output)")
    if what != .damage { #expect(run.error.contains(what.rawValue), "\(run.error)") }
    let again = try await project.evalgate("gate").run
    #expect(again.code == 3, "\(again.output)\(again.error)")
    #expect(try await project.evalgate("validate").run.code == 2)
  }

  @Test("a baseline that is named and not there is never a pass")
  func misnamed() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await project.evalgate("run", "--baseline", "nothere.jsonl").run
    #expect(run.code == 3, "\(run.output)\(run.error)")
    #expect(run.output.contains("there is no file nothere.jsonl"), "\(run.output)")
  }

  @Test("a baseline that is named and cannot be read is told once, however many suites there are")
  func damagedOnce() async throws {
    let prompt = #"messages: [{ role: user, content: "{{text}}" }]"# + "\n"
    let cases = #"{"id": "c", "text": "x", "expected": "x"}"# + "\n"
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }"),
      "t.prompt.yml": prompt, "t.cases.jsonl": cases, "u.prompt.yml": prompt, "u.cases.jsonl": cases,
      "bad.jsonl": "not a baseline\n",
    ])
    let run = try await project.evalgate("run", "--baseline", "bad.jsonl").run
    #expect(run.code == 3, "\(run)")
    #expect(run.error.ranges(of: "error[baseline/damaged]").count == 1, "\(run.error)")
    let reasons = run.output.split(separator: "\n").filter { $0.hasPrefix("  the baseline bad.jsonl cannot be read") }
    #expect(reasons.count == 1, "\(run.output)")
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

  @Test("CI never writes a baseline", arguments: [["--reason", "green"], ["--reason", "green", "--anchor"]])
  func inCI(arguments: [String]) async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run")
    let run = try await EvalGate.run(["baseline", "accept"] + arguments, in: project, environment: ["CI": "true"])
    #expect(run.code == 2)
    #expect(run.error.contains("error[baseline/in-ci]"), "\(run.error)")
    #expect(!project.exists("evalsets/baselines"))
  }

  @Test("a green run leaves the baseline as it is")
  func neverRaised() async throws {
    let project = try await TemporaryProject.withBaseline()
    let before = try project.read("evalsets/baselines/triage.jsonl")
    try project.write(Sample.prompt(version: 14).replacing("second", with: "expected"), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    #expect(try project.read("evalsets/baselines/triage.jsonl") == before)
    #expect(project.names(in: "evalsets/baselines") == ["triage.jsonl"])
  }

  @Test("several runs of one version are pooled, named or found, and what moved is said")
  func pooled() async throws {
    let project = try TemporaryProject(FlakyProject.files("t-03:2 t-05:1"))
    // In the order in which they were made: ids are drawn by lot.
    var ids: [String] = []
    for _ in 0..<3 {
      _ = try await project.evalgate("run")
      ids += project.runIDs.filter { !ids.contains($0) }
    }
    let named = try await project.evalgate("baseline", "accept", ids[0], ids[1], "--reason", "two of them")
    let found = try await project.evalgate("baseline", "accept", "--reason", "all of them")
    try await Snapshot.expect([named, found, project.evalgate("baseline", "status")], "baseline-pooled")
    let third = try project.read("evalsets/baselines/triage.jsonl").split(separator: "\n")[3]
    #expect(third.hasPrefix(#"{"case":"t-03","passes":2,"runs":3,"#), "\(third)")
  }

  @Test("runs of two versions are not one baseline")
  func twoVersions() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("run")
    let first = try #require(project.runIDs.first)
    try project.write(FlakyProject.prompt(version: 2), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    let run = try await project.evalgate("baseline", "accept", first, "latest", "--reason", "both").run
    #expect(run.code == 2)
    #expect(run.error.contains("prompt, policy, checks or route are not those of the first run"), "\(run.error)")
    #expect(!project.exists("evalsets/baselines"))
    _ = try await project.evalgate("baseline", "accept", "--reason", "version 2")
    #expect(try project.read("evalsets/baselines/triage.jsonl").contains(#""passes":1,"runs":1"#))
  }

  @Test("refresh leaves pooled results waiting, and accept takes them")
  func refresh() async throws {
    let project = try TemporaryProject(FlakyProject.files("t-03:2 t-05:1"))
    let refreshed = try await project.evalgate("baseline", "refresh", "--runs", "5")
    #expect(!project.exists("evalsets/baselines"))
    let waiting = try await project.evalgate("baseline", "status")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "five runs")
    try await Snapshot.expect(
      [refreshed, waiting, accepted, project.evalgate("baseline", "status")], "baseline-refresh")
    #expect(!project.exists(".evalgate/pending/triage.json"))
  }

  @Test("refresh without a result for every case leaves nothing waiting")
  func refreshWithErrors() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    try project.write("raise SystemExit('down')", to: "app.py")
    let run = try await project.evalgate("baseline", "refresh", "--runs", "2").run
    #expect(run.code != 0)
    #expect(!project.exists(".evalgate/pending/triage.json"))
  }

  @Test("what lost a little with every merge is held against the anchor too")
  func anchor() async throws {
    // Version 3 breaks what version 2 did not, which the baseline saw; the anchor is version 1.
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "version 1")
    let pinned = try await project.evalgate("baseline", "accept", "--anchor", "--reason", "release 1")
    let gates = "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }"
    try project.write(
      FlakyProject.configuration("t-01:1 t-02:1 t-03:1 t-04:1", gates: gates), to: "evalgate.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "version 2, a little lower")
    try await project.commit("Version 2")
    try project.write(
      FlakyProject.configuration("t-01:1 t-02:1 t-03:1 t-04:1 t-05:1 t-06:1 t-07:1", gates: gates), to: "evalgate.yml")
    try await Snapshot.expect(
      [pinned, project.evalgate("run"), project.evalgate("baseline", "status")], "baseline-anchor")
  }

  @Test("what blocks against the anchor says what is pinned in its place, and a change that does so is shown")
  func pastAnchor() async throws {
    let gates = "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }"
    let worse = (1...9).map { "t-0\($0):1" }.joined(separator: " ")
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--anchor", "latest", "--reason", "release 1")
    try project.write(FlakyProject.configuration(worse, gates: gates), to: "evalgate.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "shorter is worth it")
    try await project.commit("Merged over the anchor")
    let blocked = try await project.evalgate("run").run
    let pin = "evalgate baseline accept --anchor --suite triage --reason"
    #expect(blocked.code == 1 && blocked.output.contains(pin), "\(blocked)")
    _ = try await project.evalgate("baseline", "accept", "--anchor", "--suite", "triage", "--reason", "meant")
    let pinned = try await project.evalgate("run").run
    #expect(pinned.output.contains("baseline triage (anchor) loosened: "), "\(pinned)")
    #expect(pinned.code == 0 && !pinned.output.contains(pin), "\(pinned)")
    try await project.commit("Pin what is accepted")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0, "\(merged)")
  }

  @Test("an anchor moves with its suite, and is none the less one for the name that stands in it")
  func anchorOfRenamed() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--anchor", "latest", "--reason", "release 1")
    let gates = "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }"
    try project.write(FlakyProject.configuration("t-01:1 t-02:1 t-03:1 t-04:1", gates: gates), to: "evalgate.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "version 2, a little lower")
    try await project.commit("Version 2")
    try await project.git("mv", "prompts/triage.prompt.yml", "prompts/tickets.prompt.yml")
    try await project.git("mv", "evalsets/triage", "evalsets/tickets")
    for end in [".jsonl", ".anchor.jsonl"] {
      try await project.git("mv", "evalsets/baselines/triage" + end, "evalsets/baselines/tickets" + end)
    }
    let change = try await project.evalgate("run").run
    #expect(change.output.contains("accuracy@anchor"), "\(change)")
    try await project.commit("Another name")
    let merged = try await project.evalgate("run").run
    #expect(merged.output.contains("accuracy@anchor") && !merged.output.contains("rules"), "\(merged)")
  }

  @Test("a change cannot move its own anchor")
  func anchorOfTheBase() async throws {
    let project = try await TemporaryProject.withBaseline()
    _ = try await project.evalgate("baseline", "accept", "--anchor", "--reason", "release 1")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0)
    #expect(!run.output.contains("@anchor"))
  }

  @Test(
    "a merge of two acceptances, and a result changed by hand, are noticed with their place",
    arguments: ["union", "edited"])
  func mergedByGit(how: String) async throws {
    let project = try TemporaryProject(FlakyProject.files("t-03:1"))
    if how == "union" { try project.write("evalsets/baselines/* merge=union\n", to: ".gitattributes") }
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "begin")
    try await project.commit("Begin")
    try await project.git("checkout", "--quiet", "-b", "other")
    if how == "union" {
      _ = try await project.evalgate("run")
      _ = try await project.evalgate("baseline", "accept", "--reason", "theirs")
      try await project.commit("Theirs")
      try await project.git("checkout", "--quiet", "main")
      _ = try await project.evalgate("run")
      _ = try await project.evalgate("run")
      _ = try await project.evalgate("baseline", "accept", "--reason", "ours")
      try await project.commit("Ours")
      try await project.git("merge", "--quiet", "--no-edit", "other")
    } else {
      var lines = try project.read("evalsets/baselines/triage.jsonl").split(separator: "\n").map(String.init)
      lines[18] = lines[18].replacing("\"pass_fail\":\"pass\"", with: "\"pass_fail\":\"fail\"")
        .replacing("\"passes\":1", with: "\"passes\":0")
      try project.write(lines.joined(separator: "\n") + "\n", to: "evalsets/baselines/triage.jsonl")
    }
    try await Snapshot.expect([project.evalgate("validate")], "baseline-merged-\(how)")
  }
}
