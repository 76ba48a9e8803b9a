import Testing

@Suite("what a change does to prices")
struct PriceBarTests {
  @Test("is said once of a model, wherever prompts name it")
  func onceOfAModel() async throws {
    let prompt = "model: openai/good-1\nmessages: [{ role: user, content: \"{{text}}\" }]\n"
    let project = try TemporaryProject([
      ".gitignore": ".evalgate/\n",
      "evalgate.yml": Sample.configuration(
        target: "{ provider: openai, model: good-1, prices: { input: 1, output: 4 } }"),
      "a.prompt.yml": prompt, "b.prompt.yml": prompt,
      "a.cases.jsonl": #"{"text": "x", "expected": "x"}"# + "\n",
      "b.cases.jsonl": #"{"text": "y", "expected": "y"}"# + "\n",
    ])
    try await project.commit("As it was")
    try project.write("version: 1\ngates: { accuracy: { metric: pass_rate, at_least: 90% } }\n", to: "evalgate.yml")
    let run = try await project.evalgate("run", "--mode", "replay", environment: ["OPENAI_API_KEY": "none"]).run
    #expect(run.output.contains("prices of openai/good-1 changed: 1 in, 4 out → not set; the base's decides"), "\(run)")
    #expect(run.output.split(separator: "prices of openai/good-1").count == 2, "\(run)")
  }
}
