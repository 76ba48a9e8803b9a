import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A change can bring files that look like kept runs and say whatever it likes.
@Suite("runs that git tracks")
struct CommittedRunsTests {
  private static let failing = (1...6).map { "t-0\($0)" }
  private static let ci = ["CI": "true"]

  /// A change whose version passes every case the first time it is asked and fails six of twenty the second. It was run three
  /// times on a machine where it was always the first time, and is about to be judged.
  private static func changed() async throws -> TemporaryProject {
    let project = try TemporaryProject(
      FlakyProject.files(
        failing.map { "\($0):2" }.joined(separator: " "), gates: "{ floor: { metric: pass_rate, at_least: 90% } }"))
    try await project.commit("As it was")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write(FlakyProject.prompt(version: 2), to: "prompts/triage.prompt.yml")
    for _ in 1...3 {
      for id in failing { project.remove("asked/\(id)") }
      let run = try await project.evalgate("run").run
      guard run.code == 0 else { throw TemporaryProject.Failure("\(run)") }
    }
    for id in failing { try project.write(".", to: "asked/\(id)") }
    return project
  }

  /// 14 of 20 alone is 70%; with three times 20 of 20 it would be 92.5%.
  @Test("are no attempts, and the rules say that they were brought along", arguments: [false, true])
  func brought(throughLink: Bool) async throws {
    let project = try await Self.changed()
    if throughLink {
      #expect(rename(project.path + "/.evalgate", project.path + "/kept") == 0)
      #expect(symlink("kept", project.path + "/.evalgate") == 0)
      try await project.git("add", "--force", ".evalgate", "kept")
    } else {
      try await project.git("add", "--force", ".evalgate/runs")
    }
    try await project.commit("Change")
    let run = try await project.evalgate("run", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("rules    runs .evalgate/runs added: 3 files; files of the repository are no attempts"))
    #expect(!run.error.contains("attempts of this version together"), "\(run)")
  }

  @Test("are no attempts on a machine of one's own either, and a note says so")
  func locally() async throws {
    let project = try await Self.changed()
    try await project.git("add", "--force", ".evalgate/runs")
    let run = try await project.evalgate("run", "--baseline", "main").run
    #expect(run.code == 1 && run.error.contains("3 files in `.evalgate/runs` are part of the repository"), "\(run)")
  }

  @Test("what a cache of the pipeline brings back counts as ever")
  func cached() async throws {
    let project = try await Self.changed()
    try await project.commit("Change")
    let run = try await project.evalgate("run", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == 0 && run.error.contains("judged on 4 attempts"), "\(run)")
    #expect(!run.output.contains("rules"), "\(run)")
  }

  @Test(
    "answer for nothing that is not asked in a pipeline",
    arguments: [["run", "--only-failed-from", "RUN"], ["run", "--resume", "RUN"], ["merge", "RUN"]])
  func carried(arguments: [String]) async throws {
    let project = try await Self.changed()
    let file = ".evalgate/runs/" + (try #require(project.runFiles.first))
    try await project.git("add", "--force", ".evalgate/runs")
    try await project.commit("Change")
    let words = arguments.map { $0 == "RUN" ? file : $0 } + ["--baseline", "main"]
    let run = try await EvalGate.run(words, in: project, environment: Self.ci)
    #expect(run.code == 2 && run.error.contains("error[run/of-repository]"), "\(run)")
    #expect(run.error.contains(file + " is a file of the repository"), "\(run)")
  }

  @Test("are not what `latest` means")
  func latest() async throws {
    let project = try await Self.changed()
    try await project.git("add", "--force", ".evalgate/runs")
    let run = try await project.evalgate("run", "--only-failed-from", "latest").run
    #expect(run.code == 2 && run.error.contains("there are no runs yet"), "\(run)")
  }

  @Test("decided again in a pipeline they are undecided, unless the base allows recordings", arguments: [false, true])
  func gated(allowed: Bool) async throws {
    let project = try await Self.changed()
    let own = try project.read("evalgate.yml")
    try await project.git("checkout", "--quiet", "main")
    if allowed {
      try project.write(own.replacing("mode: live", with: "mode: live, recordings: allow"), to: "evalgate.yml")
    }
    try await project.git("add", "--force", ".evalgate/runs")
    try await project.commit("Runs")
    let file = ".evalgate/runs/" + (try #require(project.runFiles.first))
    let run = try await project.evalgate("gate", file, "--baseline", "HEAD", environment: Self.ci).run
    #expect(run.code == (allowed ? 0 : 3), "\(run)")
    #expect(run.output.contains("is a file of the repository") == !allowed, "\(run)")
  }

  @Test("are left where they are when old runs are removed")
  func pruned() async throws {
    let project = try await Self.changed()
    try await project.git("add", "--force", ".evalgate/runs")
    let tracked = project.runFiles
    _ = try await project.evalgate("run")
    // A run that waits to be accepted is not pruned.
    _ = try await project.evalgate("baseline", "reject", "--all")
    let run = try await project.evalgate("runs", "prune", "--keep", "0").run
    #expect(run.output.contains("removed 1 run"), "\(run)")
    #expect(project.runFiles == tracked)
  }

  @Test("where no git can be asked they go on as attempts of one's own machine, and leave gates open in a pipeline")
  func withoutGit() async throws {
    let project = try TemporaryProject([
      "evalgate.yml": "version: 1\ngates: { floor: { metric: pass_rate, at_least: 90% } }\n",
      "triage.prompt.yml": "model: echo/m\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      "triage.cases.jsonl": "{\"text\": \"a\", \"expected\": \"a\"}\n",
    ])
    try await project.commit("As it was")
    let noGit = ["PATH": project.path + "/nothing"]
    for _ in 1...2 {
      let run = try await project.evalgate("run", environment: noGit).run
      #expect(run.code == 0, "\(run)")
    }
    let shown = try await project.evalgate("show", "latest", environment: noGit).run
    #expect(shown.code == 0, "\(shown)")
    let blind = noGit.merging(Self.ci) { $1 }
    let open = try await project.evalgate("run", "--mode", "live", environment: blind).run
    #expect(
      open.code == 3 && open.output.contains("nobody knows whether earlier runs are files of the repository"), "\(open)"
    )
  }
}
