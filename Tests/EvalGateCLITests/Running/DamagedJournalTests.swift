import StrictJSON
import Testing

@Suite("a run is gone on with by what is whole of it")
struct DamagedJournalTests {
  /// Is interrupted once, at its fourth question; each answer costs twenty tokens.
  private static let app = """
    import json, os, signal, sys, time
    \(Interrupting.python)
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}, "concurrency": 1}), flush=True)
    for number, line in enumerate(sys.stdin, 1):
        question = json.loads(line)
        if number == 4 and not os.path.exists("told"):
            open("told", "w").close()
            interrupt(signal.SIGINT)
        with open("asked", "a") as file: file.write(question["id"].split("#")[0] + "\\n")
        answer = {"id": question["id"], "text": "yes", "usage": {"input": 10, "output": 10}}
        print(json.dumps(answer), flush=True)

    """

  /// - Parameters: keys of the whole, of the suite and of the route.
  private static func project(_ whole: String = "", suite: String = "", route: String = "") throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": app,
      "evalgate.yml": """
      version: 1
      defaults: { mode: live }
      routes: { app: { targets: [{ provider: exec, command: [python3, app.py] }], timeout: 20s\(route) } }
      suites: { t: { prompt: t, route: app\(suite) } }
      gates: { floor: { metric: pass_rate, at_least: 90% } }
      \(whole)

      """,
      "prompts/t.prompt.yml":
        "modelParameters: { max_tokens: 10 }\nmessages: [{ role: user, content: \"{{n}}\" }]\n",
      "evalsets/t/cases.jsonl": (1...12).map { #"{"id": "c\#($0)", "n": "\#($0)", "expected": "yes"}"# + "\n" }
        .joined(),
    ])
  }

  /// An interrupted run with the answers to four of twelve questions, and where its journal is.
  private static func interrupted(_ project: TemporaryProject) async throws -> String {
    let first = try await project.interrupted("run")
    try #require(first.code == 130, "\(first)")
    project.remove("asked")
    return ".evalgate/runs/" + (try #require(project.runFiles.first))
  }

  private static func asked(_ project: TemporaryProject) throws -> [String] {
    try project.read("asked").split(separator: "\n").map(String.init)
  }

  private static func change(
    _ project: TemporaryProject, _ file: String, line: Int, _ change: (String) -> String
  ) throws {
    var lines = try project.read(file).split(separator: "\n").map(String.init)
    lines[line - 1] = change(lines[line - 1])
    try project.write(lines.map { $0 + "\n" }.joined(), to: file)
  }

  @Test(
    "a line that cannot be read, or is of something else, is named and its case is asked again",
    arguments: [
      ("cut", "column 200"), ("other case", "it is of another case"), ("case digest", "its case reads otherwise now"),
      ("checks digest", "its case is checked otherwise now"), ("prompt", "another version of the prompt"),
      ("place", "its place is not in the plan"), ("trial", "it is of trial 2"), ("route", "asked by another route"),
    ])
  func damaged(what: String, why: String) async throws {
    let project = try Self.project()
    let journal = try await Self.interrupted(project)
    try Self.change(project, journal, line: 3) { line in
      let hex = String(repeating: "0", count: 64)
      return switch what {
      case "cut": String(line.prefix(199))
      case "other case": line.replacing(#""case":"c2""#, with: #""case":"x2""#)
      case "case digest": line.replacing(#/"case_digest":"\w+"/#, with: #""case_digest":"\#(hex)""#)
      case "checks digest": line.replacing(#/"checks_digest":"\w+"/#, with: #""checks_digest":"\#(hex)""#)
      case "prompt": line.replacing(#/"prompt_version":"\w+"/#, with: #""prompt_version":"1""#)
      case "place": line.replacing(#""ordinal":1,"#, with: #""ordinal":77,"#)
      case "trial": line.replacing(#""trial":1,"#, with: #""trial":2,"#)
      default: line.replacing(#""model_route":"app""#, with: #""model_route":"other""#)
      }
    }
    let run = try await project.evalgate("run", "--resume", "latest").run
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("12/12"), "\(run)")
    #expect(run.error.contains("warning[run/damaged]") && run.error.contains("\(journal):3:"), "\(run.error)")
    if what != "cut" { #expect(run.error.contains(why), "\(run.error)") }
    #expect(try Self.asked(project).sorted() == (["c2"] + (5...12).map { "c\($0)" }).sorted(), "\(run)")
  }

  @Test("a run of another evalgate is left to it")
  func otherVersion() async throws {
    let project = try Self.project()
    let journal = try await Self.interrupted(project)
    try Self.change(project, journal, line: 1) {
      $0.replacing(#/"evalgate_version":"[^"]+"/#, with: #""evalgate_version":"0.0.1""#)
    }
    let before = try project.read(journal)
    let run = try await project.evalgate("run", "--resume", "latest").run
    #expect(run.code == 2, "\(run)")
    #expect(
      run.error.contains("error[run/plan-changed]") && run.error.contains("begun by evalgate 0.0.1"), "\(run.error)")
    #expect(try project.read(journal) == before && !project.exists("asked"))
  }

  @Test("what was spent before the interruption counts against every budget", arguments: ["run", "suite", "route"])
  func budget(of what: String) async throws {
    let budget = "budget: { tokens: 220 }"
    let project =
      switch what {
      case "run": try Self.project(budget)
      case "suite": try Self.project(suite: ", \(budget)")
      default: try Self.project(route: ", \(budget)")
      }
    let journal = try await Self.interrupted(project)
    let before = try project.read(journal).split(separator: "\n").dropFirst().count
    let run = try await project.evalgate("run", "--resume", "latest").run
    #expect(run.code == 3, "\(run)")
    #expect(run.error.contains("of 220 tokens are spent") || run.output.contains("of 220 tokens are spent"), "\(run)")
    let calls = before + (try Self.asked(project).count)
    #expect((5...11).contains(calls), "\(calls) answers of 20 tokens, \(run)")
  }

  @Test("a call that was cut off counts against the budget of what goes on")
  func cutOff() async throws {
    // Seven calls of a hundred tokens at worst fit; three are answered and the fourth is cut off.
    let project = try Self.project("budget: { tokens: 220 }")
    let interrupt = "interrupt(signal.SIGINT)\n"
    try project.write(
      project.read("app.py").replacing(interrupt, with: interrupt + "        time.sleep(60)\n"), to: "app.py")
    let first = try await project.interrupted("run")
    #expect(first.code == 130 && first.output.contains("3/12"), "\(first)")
    let journal = try project.read(".evalgate/runs/" + (try #require(project.runFiles.first)))
    let dropped = journal.split(separator: "\n").filter { $0.contains(#""pass_fail":"error""#) }
    #expect(dropped.count == 1 && dropped[0].contains(#""reason":"cancelled""#), "\(dropped)")
  }

  @Test(
    "a sealed run from which lines were cut decides nothing, and what is missing can be asked",
    arguments: ["\"kind\":\"case\"", "\"kind\":\"gate\"", "\"kind\":\"end\""])
  func cut(kind: String) async throws {
    let project = try Self.project()
    try project.write("", to: "told")
    #expect(try await project.evalgate("run").run.code == 0)
    project.remove("asked")
    let file = ".evalgate/runs/" + (try #require(project.runFiles.first))
    var lines = try project.read(file).split(separator: "\n").map(String.init)
    lines.remove(at: try #require(lines.lastIndex { $0.contains(kind) }))
    try project.write(lines.map { $0 + "\n" }.joined(), to: file)
    for command in [["report"], ["gate"], ["show"], ["diff"], ["export"]] {
      let run = try await EvalGate.run(command, in: project)
      #expect(run.code == 2 && run.error.contains("error[run/damaged]"), "\(command): \(run)")
      #expect(run.error.contains("`evalgate run --resume"), "\(command): \(run.error)")
    }
    let whole = try await project.evalgate("run", "--resume", "latest").run
    #expect(whole.code == 0 && whole.output.contains("12/12"), "\(whole)")
    #expect(project.exists("asked") == kind.contains("case"))
    #expect(try await project.evalgate("report").run.code == 0)
  }
}
