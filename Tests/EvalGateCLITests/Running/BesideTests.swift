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
}
