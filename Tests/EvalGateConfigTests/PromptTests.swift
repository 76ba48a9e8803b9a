import EvalGateConfig
import EvalGateCore
import JSONSchema
import StrictJSON
import Testing

@Suite("prompts")
struct PromptTests {
  private func repository(_ prompt: String, _ more: [String: String] = [:]) -> MemoryFiles {
    files(["triage.prompt.yml": prompt].merging(more) { $1 })
  }

  private func prompt(_ text: String, _ more: [String: String] = [:]) async throws -> Prompt {
    try await load(repository(text, more)).suites[0].prompt
  }

  private static let messages = "messages: [{ role: user, content: \"{{text}}\" }]"

  @Test("a variable that a case lacks is an error in the template, and says which case")
  func undefined() async {
    let found = await diagnostics(
      repository(
        "model: openai/x\nmessages:\n  - role: user\n    content: |\n      Ticket:\n      {{text}} of {{customer.name}}",
        [
          "triage.cases.jsonl":
            "{\"id\": \"a\", \"text\": \"x\", \"customer\": {\"name\": \"n\"}, \"expected\": \"y\"}\n{\"id\": \"b\", \"text\": \"x\", \"expected\": \"y\"}"
        ]))
    #expect(
      found.map(\.line) == ["prompt/undefined-variable triage.prompt.yml:6:19: undefined variable `customer.name`"])
    #expect(found[0].label == "in case `b` (triage.cases.jsonl:2)")
    #expect(found[0].excerpt == "      {{text}} of {{customer.name}}")
  }

  @Test("what only decides an if may be absent")
  func optional() async throws {
    _ = try await prompt(
      "model: openai/x\nmessages: [{ role: user, content: \"{{text}}{{#if note}}{{note}}{{/if}}\" }]")
  }

  @Test(
    "a prompt that is written wrong is an error with its place",
    arguments: [
      ("model: openai/x", "prompt/no-messages triage.prompt.yml:1:1: prompt has no `messages`"),
      ("model: gpt\n\(messages)", "prompt/model triage.prompt.yml:1:8: `gpt` does not name its provider"),
      (
        "\(messages)",
        "config/no-route triage.prompt.yml:1:1: suite `triage` has no route and its prompt names no model"
      ),
      (
        "model: openai/x\nmessages: [{ role: usr, content: a }]",
        "file/unknown-word triage.prompt.yml:2:20: `usr` is not a role"
      ),
      (
        "model: openai/x\nmessages: [{ role: user, content: 1 }]",
        "file/wrong-type triage.prompt.yml:2:35: `content` must be text, not `1`"
      ),
      (
        "model: openai/x\n\(messages)\nmodelParameters: { temperature: hot }",
        "file/wrong-type triage.prompt.yml:3:33: `temperature` must be a number, not `hot`"
      ),
      ("model: openai/x\n\(messages)\noutput: { schema: { type: objct } }", "schema/invalid triage.prompt.yml:3:27"),
      (
        "model: openai/x\n\(messages)\noutput: { schema: s.json }",
        "file/missing triage.prompt.yml:3:19: schema `s.json` does not exist"
      ),
      (
        "model: openai/x\n\(messages)\ntools: t.yml",
        "file/missing triage.prompt.yml:3:8: tool file `t.yml` does not exist"
      ),
      (
        "model: openai/x\n\(messages)\npreprocess: [trimm]",
        "file/unknown-word triage.prompt.yml:3:14: `trimm` is not a preprocessing step"
      ),
      (
        "model: openai/x\n\(messages)\nresponseFormat: json_schema",
        "file/missing-key triage.prompt.yml:3:17: `responseFormat: json_schema` needs `jsonSchema`"
      ),
      (
        "model: openai/x\n\(messages)\nresponseFormat: json_schema\njsonSchema: '{'",
        "json/syntax triage.prompt.yml:4:13: `jsonSchema` is not JSON"
      ),
      (
        "model: openai/x\n\(messages)\nchangelog: [{ version: 1 }]",
        "file/missing-key triage.prompt.yml:3:13: changelog entry needs `why`"
      ),
      (
        "model: openai/x\n\(messages)\ntools: [{ name: a }, { name: a }]",
        "config/duplicate-name triage.prompt.yml:3:30: two tools are called `a`"
      ),
    ])
  func errors(text: String, message: String) async {
    let found = await problems(repository(text))
    #expect(found.count == 1 && found[0].hasPrefix(message))
  }

  @Test("a mistyped role and a mistyped key of one message are told together")
  func together() async {
    let found = await problems(repository("model: openai/x\nmessages: [{ role: usr, contnt: a }]"))
    #expect(found.count == 2)
    #expect(found.first?.hasPrefix("file/unknown-word triage.prompt.yml:2:20: `usr` is not a role") == true)
    #expect(found.last?.hasPrefix("file/unknown-key triage.prompt.yml:2:25: unknown key `contnt` in message") == true)
  }

  @Test("id, version, changelog, schema, tools and steps are read")
  func whole() async throws {
    let prompt = try await prompt(
      """
      id: t
      version: 1.10
      model: openai/x
      modelParameters: { maxTokens: 20, temperature: 0 }
      \(Self.messages)
      output: { schema: s.json }
      tools: t.tools.yml
      preprocess: [trim, nfc]
      changelog: [{ version: 1.10, why: shorter, back_to: 1.9 }]
      """,
      [
        "s.json": #"{"type": "object"}"#,
        "t.tools.yml": "revision: 3\ntools: [{ name: a, description: b, parameters: { type: object } }]",
      ])
    #expect(prompt.id == "t" && prompt.version == "1.10")
    #expect(prompt.changelog == [ChangelogEntry(version: "1.10", why: "shorter", rollbackTo: "1.9")])
    #expect(prompt.parameters == ["max_tokens": 20, "temperature": 0])
    #expect(prompt.outputSchema?.source == ["type": "object"] && prompt.preprocess == [.trim, .nfc])
    #expect(prompt.tools?.version == "3" && prompt.tools?.tools.map(\.name) == ["a"])
  }

  @Test("a schema may refer to another file, whose content counts")
  func references() async throws {
    let text = "model: openai/x\n\(Self.messages)\noutput: { schema: s/a.json }"
    let schema = #"{"$ref": "b.json#/$defs/x"}"#
    let first = try await prompt(text, ["s/a.json": schema, "s/b.json": #"{"$defs": {"x": {"type": "string"}}}"#])
    let second = try await prompt(text, ["s/a.json": schema, "s/b.json": #"{"$defs": {"x": {"type": "number"}}}"#])
    #expect(first.outputSchema?.compiled.accepts("a") == true)
    #expect(second.outputSchema?.compiled.accepts("a") == false)
    #expect(first.digest != second.digest)
  }

  @Test("GitHub's nine keys are read with their meaning; testData and evaluators make an evalset")
  func github() async throws {
    let project = try await load(
      files([
        "triage.prompt.yml": "", "triage.cases.jsonl": "", "evalgate.yml": "",
        "hello.prompt.yml": """
        name: Hello
        description: Says hello.
        model: openai/gpt-4.1
        modelParameters: { temperature: 0.5, topP: 1 }
        responseFormat: json_schema
        jsonSchema: |-
          { "name": "greeting", "strict": true, "schema": { "type": "object" } }
        messages:
          - role: System
            content: Be kind.
          - role: user
            content: 'Respond to: {{input}} ({{expected}})'
        testData:
          - input: Hello
            expected: hi
          - { input: Bye, expected: bye }
        evaluators:
          - name: kind
            string: { contains: "hello" }
          - { name: start, string: { startsWith: '{' } }
          - { name: exact, string: { equals: '{}' } }
        """,
      ]))
    let suite = project.suites[0]
    #expect(suite.name == "hello" && suite.evalset.cases.count == 2)
    #expect(suite.prompt.outputSchema?.name == "greeting" && suite.prompt.messages.map(\.role) == [.system, .user])
    let evalCase = try suite.evalset.cases.evalCase(at: 0)
    #expect(evalCase.variables == ["input": "Hello", "expected": "hi"] && evalCase.expected?.json == "hi")
    #expect(
      evalCase.checks.map(\.identity) == [
        ["check": "contains", "revision": 1, "options": ["text": "hello", "ignore_case": true]],
        ["check": "starts_with", "revision": 1, "options": ["text": "{", "ignore_case": true]],
        ["check": "equals", "revision": 1, "options": ["value": "{}"]],
      ])
  }

  @Test("an evaluator may speak of the row; a key that a row lacks is an error")
  func evaluatorOfRow() async throws {
    func text(_ key: String) -> [String: String] {
      [
        "triage.cases.jsonl": "",
        "triage.prompt.yml": """
        model: openai/x
        \(Self.messages)
        testData: [{ text: a, expected: "Yes {{text}}" }, { text: b, expected: No }]
        evaluators:
          - { name: says, string: { contains: "{{ \(key) }}!" } }
          - { name: short, string: { startsWith: "." } }
        """,
      ]
    }
    let project = try await load(files(text("expected")))
    let cases = project.suites[0].evalset.cases
    let checks = try (0..<2).map { try cases.evalCase(at: $0).checks.map(\.identity) }
    let end: JSONValue = ["check": "starts_with", "revision": 1, "options": ["text": ".", "ignore_case": true]]
    // What a value holds is not filled in once more.
    #expect(
      checks == [
        [["check": "contains", "revision": 1, "options": ["text": "Yes {{text}}!", "ignore_case": true]], end],
        [["check": "contains", "revision": 1, "options": ["text": "No!", "ignore_case": true]], end],
      ])
    #expect(cases.header(at: 0).checksDigest != cases.header(at: 1).checksDigest)
    await #expect(throws: Problems.self) { try await load(files(text("expectd"))) }
  }

  @Test("an evaluator that asks a model is named in a warning")
  func judge() async throws {
    let project = try await load(
      files([
        "triage.cases.jsonl": "",
        "triage.prompt.yml": """
        model: openai/x
        \(Self.messages)
        testData: [{ text: a, expected: b }]
        evaluators:
          - { name: close, uses: github/similarity }
          - { name: says, string: { contains: b } }
        """,
      ]))
    #expect(
      project.notes.map(\.line) == [
        "prompt/unread-evaluator triage.prompt.yml:5:26: evaluator `close` asks a model and is not read"
      ])
    #expect(project.notes[0].severity == .warning)
  }

  @Test("`expected` is compared with nothing where every evaluator asks a model, and that nothing judges is said")
  func judgesOnly() async throws {
    let error = await #expect(throws: Problems.self) {
      try await load(
        files([
          "triage.cases.jsonl": "",
          "triage.prompt.yml": """
          model: openai/x
          \(Self.messages)
          testData: [{ text: a, expected: b }, { text: c, expected: d }]
          evaluators: [{ name: close, uses: github/similarity }]
          """,
        ]))
    }
    let unjudged = error?.list.first { $0.code.name == "case/unjudged" }
    #expect(unjudged?.message.hasSuffix(" and 1 more") == true, "\(error?.list ?? [])")
    #expect(unjudged?.help.first?.contains("its evaluators ask models") == true)
  }
}
