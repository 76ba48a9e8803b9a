import Testing

@Suite("evalgate import")
struct ImportTests {
  private static let promptfoo = """
    description: Support desk
    prompts:
      - |
        Sort the message: billing or technical?

        {{ message }}
      - file://chat.json
    providers:
      - openai:gpt-4.1-mini
      - { id: anthropic:messages:claude-haiku-4-5, config: { max_tokens: 20 } }
    defaultTest:
      assert:
        - { type: latency, threshold: 4000 }
    tests:
      - description: charged twice
        vars: { message: I was charged twice }
        assert:
          - { type: icontains, value: billing }
          - { type: llm-rubric, value: is friendly }
      - vars: { message: the hub hums }
        assert:
          - { type: javascript, value: "output.trim() === 'technical'" }

    """
  private static let chat = #"[{"role": "system", "content": "One word."}, {"role": "user", "content": "{{message}}"}]"#

  @Test("what it writes is valid, and what it left out is listed with its place")
  func valid() async throws {
    let project = try TemporaryProject(["other/promptfooconfig.yaml": Self.promptfoo, "other/chat.json": Self.chat])
    try await Snapshot.expect(
      [
        project.evalgate("import", "promptfoo", "other/promptfooconfig.yaml"), project.evalgate("validate"),
        project.evalgate("list"),
      ], "import-promptfoo")
    #expect(try project.read("evalgate.yml").hasPrefix("# Imported from promptfooconfig.yaml\nversion: 1\n"))
  }

  @Test(
    "files of every kind end in a valid project",
    arguments: [
      (
        "github", "s.prompt.yml",
        "model: openai/gpt-4.1-mini\nmessages: [{ role: user, content: '{{input}}' }]\ntestData: [{ input: a, expected: b }]\nevaluators: [{ name: e, string: { equals: b } }]\n"
      ),
      (
        "openai-evals", "s.jsonl",
        #"{"input": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}], "ideal": ["a", "b"]}"#
          + "\n"
      ),
      ("csv", "s.csv", "id,text,expected\nx,\"a, b\",c\n"),
    ])
  func kinds(kind: String, name: String, text: String) async throws {
    let project = try TemporaryProject(["from/\(name)": text])
    let imported = try await project.evalgate("import", kind, "from/\(name)", "--into", "to", "--name", "mine")
    #expect(imported.run.code == 0, "\(imported.text)")
    let validated = try await EvalGate.run(["validate"], in: project, folder: "to")
    #expect(validated.code == 0, "\(validated.output)\(validated.error)")
  }

  @Test("an address that the environment holds is listed, and what is written is valid without it")
  func azure() async throws {
    let project = try TemporaryProject([
      "c.yaml":
        "prompts: [a]\nproviders: ['azure:chat:mini']\ntests: [{ assert: [{ type: contains, value: x }] }]\n"
    ])
    let run = try await project.evalgate("import", "promptfoo", "c.yaml").run
    #expect(run.code == 0 && run.output.contains("1 left out"), "\(run)")
    #expect(run.error.contains("which promptfoo takes from `AZURE_API_HOST`, is left out"), "\(run)")
    let validated = try await project.evalgate("validate").run
    #expect(validated.code == 0, "\(validated)")
  }

  @Test("a prompt that was imported where it lies is told that another of its name is run")
  func inPlace() async throws {
    let project = try TemporaryProject([
      "s.prompt.yml":
        "model: openai/gpt-4.1-mini\nmessages: [{ role: user, content: '{{input}}' }]\ntestData: [{ input: a, expected: b }]\n"
    ])
    _ = try await project.evalgate("import", "github", "s.prompt.yml")
    let validated = try await project.evalgate("validate").run
    #expect(
      validated.error.contains(
        "note[prompt/no-cases]: suite `s` runs `prompts/s.prompt.yml`, so nothing is measured of this one"),
      "\(validated)")
    #expect(validated.error.contains("  --> s.prompt.yml"), "\(validated)")
    #expect(validated.code == 0 && validated.error.contains("remove it, or list a suite that runs it"), "\(validated)")
  }

  @Test("a key that somebody wrote into a configuration is neither written nor shown")
  func secret() async throws {
    let project = try TemporaryProject([
      "c.yaml":
        "prompts: [a]\nproviders: [{ id: 'openai:gpt-4.1', config: { apiKey: sk-live-123456 } }]\nenv: { OPENAI_API_KEY: sk-live-123456 }\ntests: [{ assert: [{ type: contains, value: x }] }]\n"
    ])
    let run = try await project.evalgate("import", "promptfoo", "c.yaml").run
    #expect(run.code == 0 && run.error.contains("`apiKey` is left out"), "\(run.error)")
    #expect(!(run.output + run.error + (try project.read("evalgate.yml"))).contains("sk-live"))
  }

  @Test("nothing that is there is written over")
  func taken() async throws {
    let project = try TemporaryProject([
      "c.yaml": Self.promptfoo, "chat.json": Self.chat, "evalsets/support-desk/set.yml": "mine",
    ])
    let run = try await project.evalgate("import", "promptfoo", "c.yaml").run
    #expect(run.code == 2)
    #expect(run.error.contains("`evalsets/support-desk/set.yml` is there already"))
    #expect(try project.read("evalsets/support-desk/set.yml") == "mine")
    #expect(!project.exists("evalgate.yml"))
  }

  @Test("a file outside the repository is not read, whatever a configuration says")
  func outside() async throws {
    let project = try TemporaryProject([
      "secret.txt": "the key",
      "repo/c.yaml":
        "prompts: [a, 'file://../secret.txt']\nproviders: [echo]\ntests: [{ vars: { v: 'file://../secret.txt' }, assert: [{ type: contains, value: x }] }, { assert: [{ type: contains, value: a }] }]\n",
      "repo/.git/HEAD": "",
    ])
    let run = try await EvalGate.run(["import", "promptfoo", "c.yaml"], in: project, folder: "repo")
    #expect(run.code == 0, "\(run.error)")
    #expect(run.error.contains("`../secret.txt`, which cannot be read"))
    for name in ["evalsets/imported/cases.jsonl", "prompts/imported.prompt.yml"] where project.exists("repo/\(name)") {
      #expect(!(try project.read("repo/\(name)").contains("the key")))
    }
  }

  @Test(
    "what cannot be imported ends with 2 and writes nothing",
    arguments: [
      ("prompts: []\n", "no prompt can be converted"), ("[1, 2]\n", "no configuration of promptfoo"),
      (
        "prompts: [a]\nproviders: [echo]\ntests: [{ assert: [{ type: llm-rubric, value: x }] }]\n",
        "no test can be converted"
      ),
      ("a: b: c\n", "c.yaml:1"),
    ])
  func refused(text: String, message: String) async throws {
    let project = try TemporaryProject(["c.yaml": text])
    let run = try await project.evalgate("import", "promptfoo", "c.yaml").run
    #expect(run.code == 2)
    #expect(run.error.contains(message), "\(run.error)")
    #expect(!project.exists("evalgate.yml"))
  }
}
