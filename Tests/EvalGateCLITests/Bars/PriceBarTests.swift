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

  @Test(
    "another program or host under a name costs its own price, but no less than the base says of the name",
    arguments: [8.0, 0.5])
  func elsewhere(price: Double) async throws {
    let program = """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          q = json.loads(line)
          print(json.dumps({"id": q["id"], "text": "x", "usage": {"input": 100, "output": 1}}), flush=True)

      """
    func configuration(_ file: String, _ price: Double) -> String {
      Sample.configuration(
        target: "{ provider: exec, command: [python3, \(file)], prices: { input: \(price), output: \(price) } }",
        gates: "{ money: { metric: cost_usd, at_most: baseline + 10% } }")
    }
    let project = try TemporaryProject([
      ".gitignore": ".evalgate/\n", "app.py": program, "evalgate.yml": configuration("app.py", 1),
      "t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "t.cases.jsonl": (1...40).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(program, to: "other.py")
    try project.write(configuration("other.py", price), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == (price > 1 ? 1 : 0), "\(run)")
    #expect(run.output.contains("prices of exec changed") == (price < 1), "\(run)")
  }
}
