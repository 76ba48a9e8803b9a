import Testing

@Suite("progress on standard error")
struct ProgressTests {
  @Test("on a terminal failures are printed the moment they are known, and again at the end")
  func failures() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(#"{"id": "a", "text": "billing", "expected": "technical"}"# + "\n", to: "t.cases.jsonl")
    let session = try await PseudoTerminal.run(["run", "--color", "never"], in: project)
    let screen = session.screen
    let first = try #require(screen.ranges(of: "✗ t/a").first)
    let gate = try #require(screen.ranges(of: "✗ accuracy").first)
    #expect(first.upperBound < gate.lowerBound)
    #expect(session.code == 1)
    #expect(screen.ranges(of: "got").count >= 2, "\(screen)")
  }

  @Test("what fails while both versions are asked again is no failure of its own")
  func confirming() async throws {
    let project = try await ConfirmationTests.changed()
    let session = try await PseudoTerminal.run(["run", "--color", "never"], in: project)
    #expect(session.code == 1)
    #expect(session.screen.ranges(of: "✗ triage/").count == 13, "\(session.screen)")
    #expect(session.screen.contains("confirming "), "\(session.screen)")
  }

  @Test("Ctrl-C on a terminal says what is waited for, keeps what is done and how to go on")
  func interrupt() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    try project.write(
      project.read("app.py").replacing(
        "    turn = int", with: "    if case == \"t-03\": import time; time.sleep(60)\n    turn = int"),
      to: "app.py")
    let session = try await PseudoTerminal.run(
      ["run", "--concurrency", "1"], in: project,
      steps: [.init("2/20", send: "\u{3}"), .init("once more ends at once", send: "\u{3}")])
    #expect(session.code == 130)
    #expect(session.screen.contains("stopping: 1 call in flight has 5 s to end"), "\(session.screen)")
  }

  @Test("a plain log has no bar, none has nothing, and quiet has the verdict only")
  func plain() async throws {
    let project = try TemporaryProject(Sample.two)
    for arguments in [["--progress", "lines"], ["--progress", "none"], ["-q"]] {
      let session = try await PseudoTerminal.run(["run"] + arguments, in: project)
      #expect(!session.screen.contains("\u{1B}[K") && !session.screen.contains("in flight"), "\(session.screen)")
    }
    let dumb = try await PseudoTerminal.run(["run"], in: project, environment: ["TERM": "dumb"])
    #expect(!dumb.screen.contains("\u{1B}"), "\(dumb.screen)")
    let quiet = try await project.evalgate("run", "-q").run
    #expect(quiet.output.hasPrefix("PASSED") && quiet.output.split(separator: "\n").count == 1 && quiet.error.isEmpty)
  }

  @Test("a report fits a narrow terminal: what has no room in a row stands below it", arguments: [60, 80, 160])
  func reports(columns: Int) async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let session = try await PseudoTerminal.run(
      ["run", "--progress", "none", "--color", "never"], in: project, columns: columns)
    try Snapshot.expect([session.transcript(["run", "--progress", "none"], project)], "terminal-\(columns)")
  }
}

@Suite("what a shell completes")
struct CompletionTests {
  private func completions(_ option: String, _ words: [String], in project: TemporaryProject) async throws -> [String] {
    let run = try await EvalGate.run(
      ["---completion"] + option.split(separator: " ").map(String.init) + words, in: project,
      environment: ["SAP_SHELL": "bash"])
    return run.output.split(separator: "\n").map(String.init)
  }

  @Test("names of suites, profiles and runs come from the project")
  func names() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(Sample.configuration(more: "profiles: { nightly: { trials: 3 } }\n"), to: "evalgate.yml")
    _ = try await project.evalgate("run")
    let id = try #require(project.runIDs.first).prefix(7)
    #expect(try await completions("run -- positional@0", ["1", "2", "evalgate", "run", ""], in: project) == ["t"])
    #expect(
      try await completions("run -- --profile", ["2", "0", "evalgate", "run", "-P", ""], in: project) == [
        "ci", "default", "nightly",
      ])
    #expect(
      try await completions("run -- --resume", ["2", "0", "evalgate", "run", "--resume", ""], in: project) == [
        "latest", String(id),
      ])
  }

  @Test("a project that cannot be read offers nothing and says nothing")
  func broken() async throws {
    let project = try TemporaryProject(["evalgate.yml": "version: ["])
    #expect(try await completions("run -- positional@0", ["1", "2", "evalgate", "run", ""], in: project) == [])
  }

  @Test("a script for each shell", arguments: ["bash", "zsh", "fish"])
  func scripts(shell: String) async throws {
    let run = try await EvalGate.run(["--generate-completion-script", shell], in: TemporaryProject())
    #expect(run.code == 0 && run.output.contains("---completion"))
  }
}
