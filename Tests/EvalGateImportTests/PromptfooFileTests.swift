import EvalGateCore
import EvalGateImport
import StrictJSON
import Testing

@Suite("promptfoo's configurations")
struct PromptfooFileTests {
  private func convert(_ files: [String: String]) throws -> Imported {
    try PromptfooImporter.convert("c.yaml", ImportOptions(name: "desk"), files: MemoryFiles(files: files))
  }

  /// What every test starts from is converted or named; a threshold of 1 is what a case asks anyway.
  @Test("nothing that `defaultTest` says is lost in silence")
  func defaults() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{a}}"]
      providers: [openai:gpt-4.1-mini]
      defaultTest:
        threshold: 0.5
        provider: openai:gpt-4.1
        metadata: { tier: smoke, team: desk }
        strange: 1
        assert: [{ type: contains, value: x }]
      tests:
        - { vars: { a: x }, metadata: { tier: full } }
        - { vars: { a: y }, threshold: 1, odd: true }

      """
    ])
    let named = result.notes.map(\.message)
    for key in [
      "`threshold` of `defaultTest`", "`provider` of `defaultTest`", "`strange` of `defaultTest`", "`odd` of a test",
    ] {
      #expect(named.contains("\(key) is left out"), "\(named)")
    }
    #expect(!named.contains("`threshold` of a test is left out"), "\(named)")
    let cases = result.file("evalsets/desk/cases.jsonl")
    #expect(cases.contains(#"["team:desk","tier:full"]"#), "\(cases)")
    #expect(cases.contains(#"["tier:smoke","team:desk"]"#), "\(cases)")
  }

  @Test("variables that are made of others are filled in, those that all tests start from too, or named")
  func nested() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{greeting}}, {{topic}}? {{doc}}"]
      providers: ["openai:gpt-4.1-mini", "file://app.py"]
      defaultTest: { vars: { name: Ines, full: "{{name}} B.", greeting: "hi {{full}}", doc: file://d.txt } }
      tests:
        - { vars: { topic: rain }, assert: [{ type: contains, value: "{{name}}" }] }
        - { vars: { topic: "{{ name | reverse }}" }, assert: [{ type: contains, value: a }] }

      """, "d.txt": "read me",
    ])
    let cases = result.file("evalsets/desk/cases.jsonl")
    #expect(cases.contains(#""greeting":"hi Ines B.""#) && cases.contains(#""doc":"read me""#), "\(cases)")
    #expect(cases.contains(#""text":"Ines""#), "\(cases)")
    let told = result.notes.filter { $0.message.contains("the variable") }
    #expect(told.map(\.message) == ["the variable `topic` is asked as it is written, with its `{{ }}`"])
    #expect(told.first?.location?.line == 6)
    let program = result.notes.first { $0.message.contains("asked as a program") }
    #expect(program?.help.first?.contains("`app.py` is looked for beside evalgate.yml") == true)
  }

  private static let tail = """
    providers: [openai:gpt-4.1-mini]
    tests: [{ vars: { a: x, list: [[p], [q]], order: { id: 7 } }, assert: [{ type: is-json }] }]

    """

  @Test(
    "templates are rewritten, or the prompt is left out whole",
    arguments: [
      ("{{ a }}!", "{{a}}!"), ("{{a | safe}}", "{{a}}"), ("{{ order | dump }}", "{{order | json}}"),
      ("{{ order }}", "{{order | json}}"), ("{{ order.id }} {{ order['id'] }}", "{{order.id}} {{order.id}}"),
      ("{% if a %}yes{% else %}no{% endif %}", "{{#if a}}yes{{else}}no{{/if}}"),
      ("{% if not a %}no{% endif %}", "{{#if a}}{{else}}no{{/if}}"),
      ("{% for x in list %}{{ loop.index0 }}: {{ x }} {% endfor %}", "{{#each list}}{{@index}}: {{this}} {{/each}}"),
      ("a {%- if a -%} b {%- endif %} c", "a{{#if a}}b{{/if}} c"), ("{# a remark #}{{ a }}", "{{a}}"),
    ])
  func templates(written: String, expected: String) throws {
    let result = try convert(["c.yaml": "prompts: [\(JSONValue.string(written).serialized())]\n" + Self.tail])
    #expect(
      result.file("prompts/desk.prompt.yml").contains("content: \(JSONValue.string(expected).serialized())"),
      "\(result.file("prompts/desk.prompt.yml"))")
  }

  @Test(
    "a template without a counterpart is named",
    arguments: [
      "{{ a | upper }}", "{% if a == 'x' %}b{% endif %}", "{% set b = a %}{{ b }}", "{{ env.HOME }}", "{{ a + 1 }}",
      "{{ a",
      "{% if a %}never closed",
    ])
  func otherTemplates(written: String) {
    #expect(throws: (any Error).self) {
      try convert(["c.yaml": "prompts: [\(JSONValue.string(written).serialized())]\n" + Self.tail])
    }
  }

  @Test("prompts come from texts, chats in JSON and YAML, patterns of files and text files of several")
  func prompts() throws {
    let result = try convert([
      "c.yaml": "prompts: ['file://p/*.txt', 'file://chat.json', { id: 'file://chat.yaml', label: Kind chat }]\n"
        + Self.tail,
      "p/one.txt": "First {{a}}\n---\nSecond {{a}}", "p/two.txt": "Third {{a}}",
      "chat.json": #"[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "{{a}}"}]"#,
      "chat.yaml": "- { role: user, content: '{{a}}' }",
    ])
    #expect(
      result.files.map(\.path) == [
        "evalgate.yml", "prompts/one-1.prompt.yml", "prompts/one-2.prompt.yml", "prompts/two.prompt.yml",
        "prompts/chat.prompt.yml", "prompts/kind-chat.prompt.yml", "evalsets/desk/set.yml", "evalsets/desk/cases.jsonl",
      ])
    #expect(result.file("prompts/chat.prompt.yml").contains("role: system"))
  }

  @Test(
    "providers become routes",
    arguments: [
      ("openai:gpt-4.1", "provider: openai model: gpt-4.1"),
      ("openai:chat:o3", "provider: openai model: o3"),
      ("openai:responses:gpt-5", "provider: openai-responses model: gpt-5"),
      ("azure:chat:my-gpt", "provider: azure-openai model: my-gpt"),
      ("azure:responses:my-gpt", "provider: azure-openai model: my-gpt api: responses"),
      ("anthropic:messages:claude-haiku-4-5", "provider: anthropic model: claude-haiku-4-5"),
      ("google:gemini-2.5-flash", "provider: gemini model: gemini-2.5-flash"),
      ("bedrock:us.amazon.nova-lite-v1:0", "provider: bedrock model: \"us.amazon.nova-lite-v1:0\""),
      ("ollama:chat:qwen3:8b", "provider: ollama model: \"qwen3:8b\""),
      ("file://app.py", "provider: exec command: [python3 app.py]"),
      ("groq:llama-3", "provider: openai model: llama-3 base_url: \"https://api.groq.com/openai/v1\""),
    ])
  func providers(id: String, target: String) throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{a}}"]
      providers: ["\(id)"]
      tests: [{ vars: { a: x }, assert: [{ type: is-json }] }]
      """
    ])
    // However it is laid out over lines.
    let words = result.file("evalgate.yml").split(whereSeparator: \.isWhitespace).filter {
      $0 != "-" && $0 != "{" && $0 != "}"
    }
    let written = words.joined(separator: " ").replacing(",", with: "")
    #expect(written.contains(target), "\(written)")
  }

  @Test("settings of a provider are parameters, its label the route's name, and what is not known is named")
  func settings() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{a}}"]
      providers:
        - id: openai:gpt-4.1-mini
          label: The fast one
          config: { temperature: 0, max_tokens: 20, apiKey: sk-secret, mystery: 1 }
        - { "anthropic:claude-haiku-4-5": { config: { max_tokens: 30 } } }
      tests: [{ vars: { a: x }, assert: [{ type: is-json }] }]
      evaluateOptions: { maxConcurrency: 3, repeat: 2 }
      """
    ])
    let written = result.file("evalgate.yml")
    #expect(
      written.contains("the-fast-one:") && written.contains("temperature: 0") && written.contains("concurrency: 3"))
    #expect(written.contains("routes: [the-fast-one, anthropic-claude-haiku-4-5]"))
    #expect(!written.contains("sk-secret"))
    #expect(result.file("evalsets/desk/set.yml").contains("trials: 2"))
    #expect(result.messages == ["5: `apiKey` is left out", "5: `mystery` of the provider is left out"])
  }

  @Test("an address that the environment holds is listed, and what stands for it leads nowhere")
  func addressElsewhere() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{a}}"]
      providers:
        - azure:chat:mini
        - { id: azure:chat:other, config: { apiHost: "{{env.HOST}}" } }
        - { id: openai:gpt-4.1, config: { apiBaseUrl: "{{ env.BASE }}" } }
      tests: [{ vars: { a: x }, assert: [{ type: is-json }] }]
      """
    ])
    #expect(result.file("evalgate.yml").split(separator: "base_url: \"https://address.invalid\"").count == 4)
    #expect(
      result.messages == [
        "3: the address of `azure:chat:mini`, which promptfoo takes from `AZURE_API_HOST`, is left out",
        "4: the address `{{env.HOST}}`, which promptfoo fills in, is left out",
        "5: the address `{{ env.BASE }}`, which promptfoo fills in, is left out",
      ])
    #expect(result.notes.allSatisfy { $0.severity == .warning })
  }

  @Test("a deployment in Azure keeps its address and its version")
  func azure() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{a}}"]
      providers:
        - id: azure:chat:mini
          config: { apiHost: corp.openai.azure.com, deployment: mini, apiVersion: 2024-10-21, temperature: 0 }
      tests: [{ vars: { a: x }, assert: [{ type: is-json }] }]
      """
    ])
    let written = result.file("evalgate.yml")
    #expect(written.contains("base_url: \"https://corp.openai.azure.com\""), "\(written)")
    #expect(
      written.contains("api_version: \"2024-10-21\"") || written.contains("api_version: 2024-10-21"), "\(written)")
    #expect(result.notes.isEmpty, "\(result.messages)")
  }

  @Test("tests come from CSV with its assertions, from JSON lines, YAML, scenarios and lists of values")
  func tests() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{q}} {{tone}}"]
      providers: [openai:gpt-4.1-mini]
      defaultTest: { vars: { tone: kind }, assert: [{ type: not-contains, value: sorry }] }
      tests:
        - file://t.csv
        - file://t.jsonl
        - { vars: { q: [a, b], tone: [dry, kind] } }
        - { vars: { q: "it is {{tone}}", tone: warm }, options: { disableDefaultAsserts: true }, assert: [{ type: is-json }] }
      scenarios:
        - config: [{ vars: { tone: one } }, { vars: { tone: two } }]
          tests: [{ vars: { q: "say {{tone}}" } }]
      """,
      "t.csv": "q,__expected,__expected2,__description\nhi,hello,\"contains: he\",A greeting\nho,is-json,,\n",
      "t.jsonl": #"{"vars": {"q": "line"}, "assert": [{"type": "contains", "value": "l"}]}"# + "\n",
    ])
    #expect(result.notes.isEmpty, "\(result.messages)")
    #expect(result.cases.count == 2 + 1 + 4 + 1 + 2)
    #expect(result.cases[0]["id"] == "a-greeting")
    #expect(
      result.cases[0]["checks"]
        == json(
          #"[{"check":"contains","text":"sorry","not":true},{"check":"equals","value":"hello"},{"check":"contains","text":"he"}]"#
        ))
    #expect(result.cases[3...6].map { $0["tone"] } == ["dry", "kind", "dry", "kind"])
    #expect(result.cases[3]["checks"] == nil, "the set's defaults hold")
    #expect(result.cases[7]["q"] == "it is warm" && result.cases[7]["checks"]?.arrayValue?.count == 1)
    #expect(result.cases[8]["tone"] == "one" && result.cases[9]["tone"] == "two")
    #expect(
      result.cases[8...9].map { $0["q"] } == ["say one", "say two"], "what a scenario gives a test is filled in too")
  }

  @Test("variables that are keys of a case stand under `vars`, and one that is missing is empty as it is printed there")
  func variables() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{id}} {{gone}}"]
      providers: [openai:gpt-4.1-mini]
      tests: [{ vars: { id: 7, expected: x }, assert: [{ type: is-json }] }]
      """
    ])
    #expect(result.cases[0]["vars"] == ["id": 7, "expected": "x", "gone": ""])
  }

  @Test("a transform before the assertions is said in each check, or leaves nothing to convert")
  func transform() throws {
    let tests = "tests: [{ vars: { a: x }, assert: [{ type: contains, value: y }, { type: latency, threshold: 9 }] }]"
    let head = "prompts: [\"{{a}}\"]\nproviders: [openai:gpt-4.1-mini]\n"
    let known = try convert([
      "c.yaml": head + "defaultTest: { options: { transform: 'JSON.parse(output).answer' } }\n" + tests
    ])
    #expect(known.cases[0]["checks"]?[0]?["from"] == "$.answer")
    #expect(known.cases[0]["checks"]?[1]?["from"] == nil)
    #expect(throws: (any Error).self) {
      try convert(["c.yaml": head + "defaultTest: { options: { transform: 'output.split(2)' } }\n" + tests])
    }
  }

  @Test("without tests the prompts are one case, and without prompts the variable `prompt` is the prompt")
  func usual() throws {
    let asserts =
      "providers: [openai:gpt-4.1-mini]\ndefaultTest: { assert: [{ type: javascript, value: output.length > 2 }] }\n"
    #expect(try convert(["c.yaml": "prompts: [Say hello]\n" + asserts]).cases == [json(#"{"id":"test-1"}"#)])
    let result = try convert(["c.yaml": asserts + "tests: [{ vars: { prompt: hi } }]\n"])
    #expect(result.file("prompts/desk.prompt.yml").contains(#"content: "{{prompt}}""#))
  }

  @Test("what the configuration says beside is named, and references to templates are followed")
  func others() throws {
    let result = try convert([
      "c.yaml": """
      prompts: ["{{a}}"]
      providers: [https://example.com/app]
      redteam: { plugins: [pii] }
      assertionTemplates: { short: { type: javascript, value: output.length < 9 } }
      defaultTest: { options: { prefix: hello } }
      tests: [{ vars: { a: x }, metadata: { tier: smoke }, threshold: 0.5, assert: [{ $ref: '#/assertionTemplates/short' }] }]
      """
    ])
    #expect(result.cases[0]["checks"]?[0]?["check"] == "length")
    #expect(result.cases[0]["tags"] == ["tier:smoke"])
    #expect(
      result.messages == [
        "3: `redteam` is left out", "2: the provider `https://example.com/app` is left out",
        "2: every provider is left out",
        "5: the option `prefix` is left out", "6: `threshold` of a test is left out",
      ])
    #expect(result.file("evalgate.yml").contains("unknown:"))
  }
}
