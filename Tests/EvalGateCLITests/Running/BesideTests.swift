import StrictJSON
import Testing

@Suite("answers of another target than the first")
struct BesideTests {
  private static let broken = """
    import json, sys
    sys.stdin.readline()
    print('{"name": "broken", "revisions": {"code": "1"}}', flush=True)
    for line in sys.stdin:
        error = {"kind": "infrastructure", "message": "down"}
        print(json.dumps({"id": json.loads(line)["id"], "error": error}), flush=True)

    """

  private static func project(_ more: String = "") throws -> TemporaryProject {
    try TemporaryProject([
      "broken.py": broken,
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": (1...3).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
      "evalgate.yml": """
      version: 1
      \(more)
      routes:
        r:
          targets: [{ provider: exec, command: [python3, broken.py] }, { provider: echo }]
          allow_fallback: true
          retry: { attempts: 1 }
        beside: { targets: [{ provider: echo }] }
        bounded: { targets: [{ provider: echo }], budget: { tokens: 1000 } }
      defaults: { route: r, mode: live }
      gates: { acc: { metric: pass_rate, at_least: 90% } }
      """,
    ])
  }

  @Test("are told by every report, and by who accepts them")
  func fallback() async throws {
    let project = try Self.project()
    let words = "3 of 3 answers by a fallback (echo)"
    let run = try await project.evalgate(
      "run", "-v", "--report", "markdown=r.md", "--report", "json=r.json", "--report", "html=r.html"
    ).run
    #expect(run.code == 0 && run.output.contains(words), "\(run)")
    #expect(try project.read("r.md").contains("3 of 3 answers by a fallback"))
    #expect(try project.read("r.html").contains(words))
    #expect(try project.read("r.json").contains(#""fallbacks": 3"#))
    let again = try await project.evalgate("gate", "latest").run
    #expect(again.output.contains(words), "\(again)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "first").run
    #expect(accepted.error.contains("warning[baseline/fallback]: q: " + words), "\(accepted)")
  }

  @Test("under a budget a route that is asked beside has one of its own, and spends nothing of the run's")
  func budget() async throws {
    let project = try Self.project("budget: { tokens: 100 }")
    let open = try await project.evalgate("run", "--route", "beside", "--shadow", "beside").run
    #expect(open.code == 2 && open.error.contains("error[run/shadow-budget]"), "\(open)")
    let bounded = try await project.evalgate("run", "--route", "beside", "--shadow", "bounded").run
    #expect(!bounded.error.contains("shadow-budget"), "\(bounded)")
    let free = try await Self.project().evalgate("run", "--route", "beside", "--shadow", "bounded").run
    #expect(free.code == 0, "\(free)")
  }

  @Test("every report says why a route that is asked beside has no answer")
  func down() async throws {
    let project = try Self.project()
    let down = "down: { targets: [{ provider: exec, command: [python3, broken.py] }], retry: { attempts: 1 } }"
    let config = try project.read("evalgate.yml")
    try project.write(config.replacing("bounded: {", with: "\(down)\n  bounded: {"), to: "evalgate.yml")
    let run = try await project.evalgate(
      "run", "--route", "beside", "--shadow", "down", "--report", "text", "--report", "json=r.json", "--report",
      "html=r.html"
    ).run
    let words = "3 without an answer, first at c1: exec: "
    #expect(run.code == 0 && run.output.contains("3 not compared"), "\(run)")
    #expect(run.output.contains(words), "\(run)")
    #expect(try project.read("r.html").contains(words))
    let report = try JSONValue(parsing: Array(project.read("r.json").utf8))
    let errors = report["suites"]?[0]?["shadows"]?[0]?["errors_by_kind"]
    #expect(errors?[0]?["count"] == 3 && errors?[0]?["first_case"] == "c1", "\(report)")
  }

  @Test("where a route that is asked beside is down, no report says to finish a run of which nothing is left")
  func finished() async throws {
    try await LoopbackModel.serving({ _ in .status(500, #"{"error":{"message":"down"}}"#) }) { model in
      let project = try Self.project()
      let down = #"{ targets: [{ provider: openai, model: m, base_url: "\#(model.url)" }], retry: { attempts: 1 } }"#
      let config = try project.read("evalgate.yml")
      try project.write(config.replacing("bounded: {", with: "down: \(down)\n  bounded: {"), to: "evalgate.yml")
      let run = try await project.evalgate(
        "run", "--route", "beside", "--shadow", "down", "--report", "text", "--report", "json=r.json", "--report",
        "html=r.html", "--report", "markdown=r.md"
      ).run
      #expect(run.code == 0 && run.output.contains("3 without an answer"), "\(run)")
      for report in [run.output, try project.read("r.json"), try project.read("r.html")] {
        #expect(report.contains("without an answer") || report.contains("errors_by_kind"), "\(report)")
        #expect(!report.contains("--resume"), "\(report)")
      }
      // Where all is well the comment has no details.
      #expect(try !project.read("r.md").contains("--resume"))
      #expect(try project.read("r.json").contains(#""help": "give the route a second target to fall back to""#))
    }
  }

  /// Kills the run once, before it answers its second question: when all the cases that decide have their lines.
  private static let killing = """
    import glob, json, os, signal, sys
    sys.stdin.readline()
    print('{"name": "killing", "revisions": {"code": "1"}, "concurrency": 1}', flush=True)
    for number, line in enumerate(sys.stdin, 1):
        question = json.loads(line)
        if number == 2 and not os.path.exists("killed"):
            text = ""
            while text.count('"kind":"case"') < 3 or '"kind":"beside"' not in text:
                text = "".join(open(name).read() for name in glob.glob(".evalgate/runs/*.journal"))
            open("killed", "w").close()
            os.kill(os.getppid(), signal.SIGKILL)
            sys.exit()
        open("asked", "a").write(question["case"]["id"] + "\\n")
        print(json.dumps({"id": question["id"], "text": "x"}), flush=True)

    """

  @Test("a case has its line when it is finished, and what a killed run did not ask beside it is asked alone")
  func killed() async throws {
    let project = try Self.project()
    try project.write(Self.killing, to: "killing.py")
    let config = try project.read("evalgate.yml")
    try project.write(
      config.replacing(
        "bounded: {", with: "killing: { targets: [{ provider: exec, command: [python3, killing.py] }] }\n  bounded: {"),
      to: "evalgate.yml")
    await #expect(throws: (any Error).self) {
      try await project.evalgate("run", "--route", "beside", "--shadow", "killing")
    }
    let kept = try project.read(".evalgate/runs/" + (try #require(project.runFiles.first)))
    #expect(kept.split(separator: "\n").count { $0.contains(#""kind":"case""#) } == 3, "\(kept)")
    let whole = try await project.evalgate("run", "--resume", "latest").run
    #expect(whole.code == 0 && whole.output.contains("same output 3 of 3"), "\(whole)")
    let run = try project.read(".evalgate/runs/" + (try #require(project.runFiles.first)))
    let cases = run.split(separator: "\n").filter { $0.contains(#""kind":"case""#) }
    #expect(cases.count == 3 && cases.allSatisfy { $0.split(separator: #""route":"killing""#).count == 2 })
    #expect(!run.contains(#""kind":"beside""#))
    #expect(try project.read("asked").split(separator: "\n").sorted() == ["c1", "c2", "c3"])
    let shown = try await project.evalgate("gate", "latest").run
    #expect(shown.code == 0 && shown.output.contains("same output 3 of 3"), "\(shown)")
  }
}
