import StrictJSON
import Testing

/// The traps that concern whole commands, each by its name; those of reports are in the reporters' `TrapTests`.
@Suite("traps of commands")
struct CommandTrapTests {
  @Test("101 comments before ours; someone quoting our comment")
  func comments() async throws {
    let marker = "<!-- evalgate:v1 id=default sha=0 run=1 -->"
    let github = FakeGitHub(
      (1...101).map { ("person-\($0)", $0 == 7 ? "> quoted\n" + marker : "fine") }
        + [("github-actions[bot]", "ours\n" + marker)])
    _ = try await comment(github, run: 2)
    #expect(github.comments.count == 102)
    #expect(github.comments[6].body == "> quoted\n" + marker)
    #expect(github.comments[101].body.contains("run=2"))
  }

  @Test("older run finishing last")
  func olderRun() async throws {
    let github = FakeGitHub([("github-actions[bot]", "later\n<!-- evalgate:v1 id=default sha=0 run=9 -->")])
    #expect(try await comment(github, run: 8).code == 1)
    #expect(github.comments.map(\.body) == ["later\n<!-- evalgate:v1 id=default sha=0 run=9 -->"])
  }

  @Test("fork PR without token")
  func fork() async throws {
    let github = FakeGitHub()
    let run = try await comment(github, run: 2, ["GITHUB_TOKEN": ""])
    #expect(run.code == 1)
    #expect(run.error.contains("warning[comment/not-written]"), "\(run.error)")
    #expect(github.requests.isEmpty)
  }

  @Test("GITHUB_STEP_SUMMARY unwritable: a warning, and the same exit code")
  func unwritableSummary() async throws {
    let project = try Self.failing()
    let run = try await project.evalgate(
      "run", environment: ["GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": project.path]
    ).run
    #expect(run.code == 1)
    #expect(run.error.contains("warning[report/step-file]"), "\(run.error)")
  }

  @Test("empty evalset")
  func emptyEvalset() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write("", to: "t.cases.jsonl")
    #expect(try await project.evalgate("run").run.code == 2)
  }

  @Test("baseline without this set: the suite is new, and no gate is a tick")
  func baselineWithoutSet() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      project.read("prompts/triage.prompt.yml").replacing("triage", with: "other"), to: "prompts/other.prompt.yml")
    try project.write(project.read("evalsets/triage/cases.jsonl"), to: "evalsets/other/cases.jsonl")
    try project.write(
      Sample.configuration(gates: "{ rate: { metric: pass_rate, suite: other, no_worse_than: baseline } }"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", "other").run
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("+ rate") && run.output.contains("1 new"), "\(run.output)")
  }

  @Test("renamed case: the case that it was, none removed, none new")
  func renamedCase() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      project.read("evalsets/triage/cases.jsonl").replacing("t-40", with: "t-99"), to: "evalsets/triage/cases.jsonl")
    let run = try await project.evalgate("run", "--report", "json").run
    let suite = try #require(JSONValue(parsing: run.output)["suites"]?.arrayValue?.first)
    #expect(suite["comparison"]?["added"] == [] && suite["comparison"]?["removed"] == [], "\(run.output)")
  }

  @Test("shard 3 of 4 missing; shard from another commit")
  func shards() async throws {
    let project = try TemporaryProject(Sample.triage())
    func shard(_ number: Int) async throws {
      _ = try await project.evalgate("run", "--shard", "slice:\(number)/4", "--save", "r\(number).jsonl")
    }
    for number in [1, 2, 4] { try await shard(number) }
    let missing = try await project.evalgate("merge", "./r1.jsonl", "./r2.jsonl", "./r4.jsonl").run
    #expect(missing.code == 3)
    #expect(missing.error.contains("3 of 4") || missing.error.contains("3/4"), "\(missing.error)")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await shard(3)
    let mixed = try await project.evalgate("merge", "./r1.jsonl", "./r2.jsonl", "./r3.jsonl", "./r4.jsonl").run
    #expect(mixed.code == 3, "\(mixed.output)\(mixed.error)")
  }

  @Test("NO_COLOR= empty vs set", arguments: [("", true), ("1", false)])
  func noColor(value: String, isColored: Bool) async throws {
    let session = try await PseudoTerminal.run(
      ["run"], in: TemporaryProject(Sample.two), environment: ["NO_COLOR": value])
    #expect(session.screen.contains("\u{1B}[32m") == isColored, "\(session.screen)")
  }

  @Test("| head -1 keeps the gate's code")
  func head() async throws {
    let run = try await EvalGate.command(
      ["sh", "-c", #"{ "$0" run; echo "code $?" >&2; } | head -1"#, EvalGate.program], in: Self.failing())
    #expect(run.output.hasPrefix("evalgate "))
    #expect(run.error.contains("code 1"), "\(run.error)")
  }

  @Test("Ctrl-C mid-run then resume")
  func interruptAndResume() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    let third = #"if case == "t-03" and not os.path.exists("told"): open("told", "w"); interrupt(2)"#
    let program = try project.read("app.py")
      .replacing("import json, os, sys", with: "import json, os, sys, time\n" + Interrupting.python)
      .replacing("    turn = int", with: "    \(third)\n    turn = int")
    try project.write(program, to: "app.py")
    let first = try await project.interrupted("run", "--concurrency", "1")
    #expect(first.code == 130, "\(first.output)\(first.error)")
    #expect(first.output.contains("resume   evalgate run --resume"))
    let second = try await project.evalgate("run", "--resume", "latest").run
    #expect(second.code == 0, "\(second.output)\(second.error)")
    #expect(second.output.contains("20/20"))
  }

  @Test("CRLF and BOM in JSONL: the first is fine, the second a located error", arguments: [("\u{FEFF}", 2), ("", 0)])
  func lineEnds(mark: String, code: Int) async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(mark + project.read("t.cases.jsonl").replacing("\n", with: "\r\n"), to: "t.cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == code, "\(run.error)")
    #expect(run.error.contains("t.cases.jsonl:1:1") == (code == 2), "\(run.error)")
  }

  /// A suite `t` of one case, gated on results that were made elsewhere.
  private func gate(
    _ line: String, _ gates: String, case text: String = #"{"id": "a", "text": "x", "expected": "b"}"#
  ) async throws -> Transcript {
    let project = try TemporaryProject(Sample.two)
    try project.write(text + "\n", to: "t.cases.jsonl")
    try project.write(
      "version: 1\ndefaults: { route: none }\nroutes: { none: { targets: [{ provider: echo }] } }\ngates: \(gates)\n",
      to: "evalgate.yml")
    try project.write(line + "\n", to: "made.jsonl")
    return try await project.evalgate("gate", "made.jsonl", "--suite", "t")
  }

  @Test("p95 with n = 1: the value decides, and that it bounds nothing is said")
  func oneTime() async throws {
    let run = try await gate(
      #"{"id":"a","trial":1,"pass":true,"latency_ms":120}"#, "{ fast: { metric: latency_p95, at_most: 2.5s } }")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("n 1 · too few to bound it"), "\(run.text)")
  }

  @Test("0/0: a precision of what nobody answered is undecided, neither 0 nor 1")
  func nothingOfNothing() async throws {
    let run = try await gate(
      #"{"id":"a","trial":1,"pass":true}"#, "{ right: { metric: precision, label: refund, at_least: 90% } }",
      case: #"{"id":"a","text":"x","expected":"b","checks":[{"check":"label","labels":["refund","b"]}]}"#)
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("–  ≥ 90%"), "\(run.text)")
  }

  @Test("NaN in a metric: the line is refused with its place", arguments: ["NaN", "-Infinity", "-4", "1e999"])
  func noNumber(written: String) async throws {
    let run = try await gate(
      #"{"id":"a","trial":1,"pass":true,"latency_ms":\#(written)}"#, "{ fast: { metric: latency_p95, at_most: 2.5s } }")
    #expect(run.run.code == 2, "\(run.text)")
    #expect(run.run.error.contains("--> made.jsonl:1:"), "\(run.text)")
  }

  @Test("config in two places")
  func twoConfigurations() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(project.read("evalgate.yml"), to: ".github/evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 2)
    #expect(run.error.contains("evalgate.yml") && run.error.contains(".github/evalgate.yml"), "\(run.error)")
  }

  @Test("a path with spaces and non-ASCII")
  func oddPath() async throws {
    let project = try TemporaryProject()
    for (name, text) in Sample.two { try project.write(text, to: "my évals 請求/\(name)") }
    let run = try await EvalGate.run(["run"], in: project, folder: "my évals 請求")
    #expect(run.code == 0, "\(run.error)")
  }

  @Test("two gates failing for one case: both fail, and the case is shown once")
  func twoGates() async throws {
    let project = try Self.failing()
    try project.write(
      Sample.configuration(
        gates: "{ one: { metric: pass_rate, at_least: 90% }, two: { metric: pass_rate, at_least: 80% } }"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.output.contains("BLOCKED  2 of 2 gates: one, two"), "\(run.output)")
    #expect(run.output.ranges(of: "t.cases.jsonl:1").count == 1)
  }

  private func comment(
    _ github: FakeGitHub, run: Int, _ environment: [String: String] = [:]
  ) async throws -> EvalGate.Run {
    try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(
        ["run", "--comment"], in: Self.failing(),
        environment: [
          "GITHUB_ACTIONS": "true", "GITHUB_API_URL": server.root, "GITHUB_REPOSITORY": "o/r",
          "GITHUB_REF": "refs/pull/12/merge", "GITHUB_RUN_ID": "\(run)", "GITHUB_TOKEN": "the-token", "NO_PROXY": "*",
        ].merging(environment) { $1 })
    }
  }

  private static func failing() throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try project.write(#"{"id": "a", "text": "billing", "expected": "technical"}"# + "\n", to: "t.cases.jsonl")
    return project
  }
}
