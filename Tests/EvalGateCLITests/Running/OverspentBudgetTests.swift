import Testing

@Suite("budgets that answers go beyond")
struct OverspentBudgetTests {
  /// Each answer takes 5,000 tokens.
  private static let app = """
    import json, sys
    sys.stdin.readline()
    print('{"name": "app", "revisions": {"code": "1"}, "concurrency": 2}', flush=True)
    for line in sys.stdin:
        answer = {"id": json.loads(line)["id"], "text": "x", "usage": {"input": 10, "output": 4990}}
        print(json.dumps(answer), flush=True)

    """

  private func run(_ prompt: String, _ budgets: String, route: String = "") async throws -> EvalGate.Run {
    let project = try TemporaryProject([
      "app.py": Self.app, "q.prompt.yml": prompt + "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "q.cases.jsonl": (1...2).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ provider: exec, command: [python3, app.py] }]\(route) } }
      defaults: { route: r, mode: live }
      \(budgets)
      gates: { acc: { metric: pass_rate, at_least: 90% } }

      """,
    ])
    return try await project.evalgate("run").run
  }

  @Test("are named, with how much was spent of how much, and the run passes: every case was measured")
  func named() async throws {
    let whole = try await run("", "budget: { tokens: 9000 }")
    #expect(whole.code == 0, "\(whole)")
    #expect(
      whole.error.contains("warning[budget/overspent]: the budget was not kept: 10000 of 9000 tokens were spent"),
      "\(whole)")
    let suite = try await run("", "suites: { q: { prompt: q, budget: { tokens: 9500 } } }")
    #expect(suite.code == 0 && suite.error.contains("10000 of 9500 tokens of suite `q` were spent"), "\(suite)")
    let route = try await run("", "", route: ", budget: { tokens: 9900 }")
    #expect(route.code == 0 && route.error.contains("10000 of 9900 tokens of route `r` were spent"), "\(route)")
  }

  @Test("are no budgets that were kept, nor those of prompts whose answers are bounded")
  func kept() async throws {
    let enough = try await run("", "budget: { tokens: 10000 }")
    #expect(enough.code == 0 && !enough.error.contains("budget/overspent"), "\(enough)")
    let bounded = try await run("modelParameters: { maxTokens: 5000 }\n", "budget: { tokens: 9000 }")
    #expect(bounded.code == 3 && !bounded.error.contains("budget/overspent"), "\(bounded)")
  }
}
