import Testing

@Suite("the terminal and what hostile text does to it")
struct TerminalTests {
  @Test("a reader that goes away changes nothing about the exit code")
  func closedPipe() async throws {
    let project = try await Self.blocked()
    let run = try await EvalGate.command(
      ["sh", "-c", #"{ "$0" run; echo "code $?" >&2; } | :"#, EvalGate.program], in: project)
    #expect(run.error.contains("code 1"), "\(run.error)")
  }

  @Test("closed standard streams do not let the report run into the journal")
  func closedStreams() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await EvalGate.command(["sh", "-c", #""$0" run >&- 2>&- <&-"#, EvalGate.program], in: project)
    #expect(run.code == 0)
    let file = try project.read(".evalgate/runs/\(#require(project.runFiles.first))")
    #expect(file.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"kind\":") }, "\(file)")
  }

  @Test(
    "colour follows the flag, NO_COLOR, FORCE_COLOR and the terminal, in this order",
    arguments: [
      ([], [:], false), ([], ["FORCE_COLOR": "1"], true), ([], ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
      ([], ["FORCE_COLOR": "1", "NO_COLOR": ""], true), (["--color", "always"], ["NO_COLOR": "1"], true),
      (["--color", "never"], ["FORCE_COLOR": "1"], false), ([], ["FORCE_COLOR": "1", "TERM": "dumb"], false),
    ] as [([String], [String: String], Bool)])
  func color(arguments: [String], environment: [String: String], isColored: Bool) async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await EvalGate.run(["run"] + arguments, in: project, environment: environment)
    #expect(run.code == 0)
    #expect(run.output.contains("\u{1B}[") == isColored)
  }

  @Test("a locale without UTF-8 gets plain marks and signs")
  func ascii() async throws {
    let project = try await Self.blocked()
    let run = try await project.evalgate("run", environment: ["LC_ALL": "C"])
    #expect(run.run.output.utf8.allSatisfy { $0 < 0x80 })
    try Snapshot.expect([run], "terminal-ascii")
  }

  @Test("text of a model and ids of a user do nothing wherever they are printed")
  func hostile() async throws {
    let project = try Self.hostile()
    try await Snapshot.expect(
      [
        project.evalgate("run"), project.evalgate("report", "latest", "--report", "markdown"),
        project.evalgate("show", "latest", "a|b`c"),
      ], "terminal-hostile")
  }

  @Test("no line of a report begins like a command to a GitHub runner")
  func runnerCommands() async throws {
    let project = try Self.hostile()
    for arguments in [["run"], ["report", "latest", "--report", "markdown"], ["show", "latest", "a|b`c"]] {
      let run = try await EvalGate.run(arguments, in: project)
      for line in (run.output + run.error).split(separator: "\n") {
        #expect(!line.drop { $0 == " " }.hasPrefix("::"))
        #expect(!line.contains("##["))
      }
    }
  }

  @Test("help, lists and reports end well when they are cut short")
  func cutShort() async throws {
    let project = try TemporaryProject(Sample.triage())
    let run = try await EvalGate.command(
      ["sh", "-c", #"{ "$0" list cases; echo "code $?" >&2; } | head -1"#, EvalGate.program], in: project)
    #expect(run.error == "code 0\n")
    #expect(run.output.contains("t-01"))
  }

  @Test("a report goes through a link and into a device instead of replacing them")
  func places() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await EvalGate.command(
      [
        "sh", "-c",
        #"ln -s there.json here.json; : > there.json; "$0" run -q --report json=here.json; ls -l here.json"#,
        EvalGate.program,
      ], in: project)
    #expect(run.output.contains("here.json -> there.json"), "\(run.output)")
    #expect(try project.read("there.json").contains("\"outcome\""))
    let piped = try await EvalGate.command(
      ["sh", "-c", #""$0" run -q --report json=/dev/stdout | cat"#, EvalGate.program], in: project)
    #expect(piped.output.contains("\"outcome\": \"passed\""), "\(piped.output)\(piped.error)")
  }

  @Test(
    "a place that cannot be written is known before anything is asked",
    arguments: [["--save", "."], ["--report", "json=."], ["--save", "a/file/r.jsonl"], ["--report", "jsn"]])
  func unwritable(arguments: [String]) async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write("", to: "a/file")
    let run = try await EvalGate.run(["run"] + arguments, in: project)
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
    #expect(project.runFiles.isEmpty)
  }

  @Test("a file in the place of .evalgate is said; --save goes without the folder")
  func noFolder() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write("", to: ".evalgate")
    let run = try await project.evalgate("run").run
    #expect(run.code == 2)
    #expect(run.error.contains("something else is in its place"), "\(run.error)")
    let saved = try await project.evalgate("run", "--save", "r.jsonl").run
    #expect(saved.code == 0, "\(saved.error)")
    #expect(try await project.evalgate("show", "./r.jsonl", "a").run.code == 0)
  }

  private static func blocked() async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    return project
  }

  private static func hostile() throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      #"{"id": "a|b`c", "text": "::error file=x::pwned\n##[error]boo \u001b[31mred\u202e\r\n```\n<b>@team #12</b>", "expected": "x"}"#
        + "\n" + #"{"id": "::error::id", "text": "  ::add-mask::x", "expected": "y"}"# + "\n"
        + #"{"id": "<b> @team", "text": "| | |", "expected": "::error::z"}"# + "\n",
      to: "t.cases.jsonl")
    return project
  }
}
