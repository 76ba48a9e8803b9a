import EvalGateCLI
import EvalGateReporters
import Testing
import UnicodeText

@Suite("progress on standard error")
struct ProgressTests {
  private func state(_ suite: String = "ticket-triage", total: Int = 240) -> ProgressState {
    var state = ProgressState(suite: suite, total: total, started: 1000)
    (state.done, state.failed) = (161, 9)
    state.inFlight = ["t-1": 2000, "t-2": 21_500]
    return state
  }

  @Test("a bar with counts, what is in flight and the time; the bar goes first, then the end of the name")
  func widths() {
    let state = state()
    func bar(_ width: Int) -> String { state.bar(at: 32_000, width: width, unicode: true) }
    #expect(bar(100) == "ticket-triage  ▕██████████      ▏ 161/240  9 failed  2 in flight  0:31")
    #expect(bar(60) == "ticket-triage  161/240  9 failed  2 in flight  0:31")
    #expect(bar(48) == "ticket-tr…  161/240  9 failed  2 in flight  0:31")
    #expect(bar(20) == "161/240  9 failed  2")
  }

  @Test("it never takes more columns than there are, wide names included", arguments: 1...120)
  func fits(width: Int) {
    for name in ["ticket-triage", "請求書の分類", "👩‍👩‍👧‍👦🇩🇪-suite", ""] {
      let text = state(name).bar(at: 32_000, width: width, unicode: true)
      #expect(text.displayWidth <= width, "\(text)")
    }
  }

  @Test("where the locale is not UTF-8 every sign is plain")
  func ascii() {
    let text = state().bar(at: 32_000, width: 100, unicode: false)
    #expect(text == "ticket-triage  [##########      ] 161/240  9 failed  2 in flight  0:31")
    #expect(state().bar(at: 32_000, width: 48, unicode: false).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("what is in flight is told with its age, the oldest first, and no more than ten")
  func status() {
    var state = state()
    #expect(
      state.status(at: 32_000) == [
        "ticket-triage  161/240 done, 2 in flight, 0:31", "  t-1  for 0:30", "  t-2  for 0:10",
      ])
    for number in 10..<25 { state.inFlight["u-\(number)"] = 30_000 }
    let lines = state.status(at: 32_000)
    #expect(lines.count == 12)
    #expect(lines.last == "  and 7 more")
  }

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

@Suite("an error of evalgate's own")
struct InternalErrorTests {
  @Test("it is saved with version, platform and command, and nothing secret")
  func saved() throws {
    let project = try TemporaryProject()
    let report = InternalErrorReport(
      error: "index out of range near sk-abcdefghijklmnop", arguments: ["/usr/bin/evalgate", "run", "--case", "a b"],
      environment: ["TMPDIR": project.path, "OPENAI_API_KEY": "sk-abcdefghijklmnop"])
    let path = try #require(report.save())
    let text = try TemporaryProject.read(path: path)
    #expect(text.contains("command  evalgate run --case 'a b'"), "\(text)")
    #expect(text.contains("platform ") && text.hasPrefix("evalgate "))
    #expect(!text.contains("sk-abcdefghijklmnop"))
    #expect(report.message(savedAt: path).contains("attach \(path)"))
    #expect(!report.message(savedAt: nil).contains("sk-abcdefghijklmnop"))
    #expect(report.message(savedAt: nil).contains("command  evalgate run"))
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
