import Testing

/// Parameters that ask a service for several answers, of which one would be judged.
@Suite("several answers at once")
struct SeveralAnswersTests {
  @Test(
    "are not asked for, by a prompt or by a target",
    arguments: [
      ("n: 2", "", "n"), ("generationConfig: { candidateCount: 4 }", "", "candidateCount"),
      ("best_of: 3", "", "best_of"),
      ("temperature: 0", ", parameters: { n: 2 }", "n"),
    ])
  func refused(parameters: String, target: String, name: String) async throws {
    let project = try project(parameters, target)
    let run = try await EvalGate.run(["validate"], in: project)
    #expect(run.code == 2, "\(run)")
    #expect(run.error.contains("error[prompt/several-answers]: `\(name)` asks for several answers"), "\(run.error)")
    #expect(run.error.contains("trials: 3"), "\(run.error)")
  }

  @Test("one answer is what is asked for anyway", arguments: ["n: 1", "candidateCount: 1"])
  func one(parameters: String) async throws {
    let run = try await EvalGate.run(["validate"], in: project(parameters, ""))
    #expect(run.code == 0, "\(run)")
  }

  private func project(_ parameters: String, _ target: String) throws -> TemporaryProject {
    try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ provider: openai, model: m, base_url: "http://127.0.0.1:9/v1"\(target) }] } }
      defaults: { route: r }
      gates: { acc: { metric: pass_rate, at_least: 90% } }

      """,
      "q.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\nmodelParameters: { \(parameters) }\n",
      "q.cases.jsonl": #"{"id":"a","text":"hi","expected":"x"}"# + "\n",
    ])
  }
}
