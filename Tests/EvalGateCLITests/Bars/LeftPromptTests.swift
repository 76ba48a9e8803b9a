import Testing

@Suite("a prompt that is mostly the same is the same prompt, wherever a change keeps it")
struct LeftPromptTests {
  private static let words =
    "You answer for the desk of a shop. Look an order up before you speak of it. Never give a code away, and never delete what a customer did not ask you to delete."

  private static func prompt(_ words: String) -> String {
    "messages:\n  - { role: system, content: \"\(words)\" }\n  - { role: user, content: \"{{text}}\" }\n"
  }

  private static func project() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: "{ floor: { metric: pass_rate, suite: t, at_least: 90% } }"),
      ".gitignore": ".evalgate/\n", "prompts/t.prompt.yml": prompt(words),
      "evalsets/t/cases.jsonl": #"{"id": "a", "text": "yes", "expected": "yes"}"# + "\n",
      "prompts/o.prompt.yml": prompt("Say only yes or no, and nothing else, whatever you are asked to say."),
      "evalsets/o/cases.jsonl": #"{"id": "b", "text": "no", "expected": "no"}"# + "\n",
    ])
    try await project.commit("As it was")
    // The suite goes, with its gate.
    project.remove("prompts/t.prompt.yml")
    project.remove("evalsets/t/cases.jsonl")
    try project.write(
      Sample.configuration(gates: "{ other: { metric: pass_rate, suite: o, at_least: 90% } }"), to: "evalgate.yml")
    return project
  }

  @Test(
    "in a file that evalgate reads, that it does not read, and in a program",
    arguments: [
      ("prompts/prod.prompt.yml", prompt(words.replacing("Never give", with: "Never ever give")), "of the text"),
      ("app/prompt.yml", prompt(words), "all the text"),
      ("app.py", "PROMPT = \"\"\"\\\n\(words.replacing(". ", with: ".\\n\"\n  \""))\"\"\"\n", "of its prompt"),
    ])
  func kept(path: String, text: String, much: String) async throws {
    let project = try await Self.project()
    try project.write(text, to: path)
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run)")
    #expect(
      run.output.contains(much) && run.output.contains("prompt `prompts/t.prompt.yml` and is taken for that one")
        && run.output.contains("or bring `\(path)` in a change of its own"), "\(run)")
  }

  @Test("beside a copy that its suite runs")
  func besideCopy() async throws {
    let project = try await Self.project()
    try await project.git("checkout", "--quiet", "--", ".")
    try project.write(Self.prompt(Self.words), to: "prompts/old.prompt.yml")
    project.remove("prompts/t.prompt.yml")
    let configuration = try project.read("evalgate.yml")
    try project.write(configuration + "suites: { t: { prompt: old } }\n", to: "evalgate.yml")
    let renamed = try await project.evalgate("run").run
    #expect(renamed.code == 0, "\(renamed)")
    try project.write(
      Self.prompt(Self.words.replacing("Never give a code", with: "Always give a code")), to: "app/prompt.yml")
    let decoy = try await project.evalgate("run").run
    #expect(
      decoy.code == 3 && decoy.output.contains("of the prompt it ran, `prompts/t.prompt.yml`, is measured by nobody"),
      "\(decoy)")
  }

  @Test("and one that says something else is another one")
  func gone() async throws {
    let project = try await Self.project()
    try project.write(
      Self.prompt("Translate the letter that follows into plain English. Keep names, dates and sums as they are."),
      to: "prompts/u.prompt.yml")
    try project.write(project.read("prompts/o.prompt.yml").replacing("only", with: "just"), to: "prompts/o.prompt.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("suite t removed: 1 case; its prompt is gone too"), "\(run)")
  }
}
