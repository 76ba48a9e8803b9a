import EvalGateConfig
import EvalGateCore
import JSONSchema
import StrictJSON
import Testing

@Suite("schemas as files of a project")
struct SchemaReviewTests {
  private static let route = "version: 1\nroutes: { fast: { targets: [%] } }\ndefaults: { route: fast }\n"

  private func files(_ schema: String, target: String = "{ provider: echo }") -> [String: String] {
    [
      "evalgate.yml": Self.route.replacing("%", with: target),
      "a.prompt.yml":
        "output: { schema: a.schema.json }\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      "a.cases.jsonl": "{\"text\": \"x\", \"expected\": \"y\"}\n", "a.schema.json": schema,
    ]
  }

  private func said(of files: [String: String]) async -> [Diagnostic] { await diagnostics(MemoryFiles(files)) }

  @Test("a schema that breaks its meta-schema is an error where it does")
  func metaSchema() async throws {
    let problems = await said(of: files("{\n  \"title\": 5,\n  \"required\": [\"a\", \"a\"]\n}"))
    #expect(problems.map(\.code.name) == ["schema/invalid", "schema/invalid"])
    #expect(problems.map { $0.location?.precise } == ["a.schema.json:2:12", "a.schema.json:3:15"])
  }

  @Test("what can never match and what does nothing are warnings at the key")
  func warnings() async throws {
    let notes = await said(
      of: files(
        "{\n  \"type\": \"object\",\n  \"minLength\": 3,\n  \"required\": [\"a\"],\n  \"additionalProperties\": false\n}"
      ))
    #expect(notes.map(\.code.name) == ["schema/ignored", "schema/never-matches"])
    #expect(notes.map { $0.location?.precise } == ["a.schema.json:3:3", "a.schema.json:4:3"])
    #expect(notes.allSatisfy { $0.severity == .warning })
  }

  @Test(
    "what a service does not take is a note that names it, only where the schema is sent to be enforced",
    arguments: [
      ("{ provider: anthropic, model: m, api_key_env: none }", ["Anthropic does not take `maxLength`"]),
      (
        "{ provider: openai, model: m, api_key_env: none, strict_schema: true }",
        ["OpenAI does not take `maxLength`"]
      ),
      ("{ provider: openai, model: m, api_key_env: none }", []), ("{ provider: echo }", []),
    ])
  func services(_ target: String, _ expected: [String]) async throws {
    let schema = """
      {"type": "object", "required": ["a"], "additionalProperties": false,
       "properties": {"a": {"type": "string", "maxLength": 9}}}
      """
    let notes = await said(of: files(schema, target: target))
    #expect(notes.map(\.message) == expected)
    #expect(notes.allSatisfy { $0.code.name == "schema/unsupported" && $0.help.contains { $0.contains("https://") } })
  }

  @Test("a problem of a file that another schema refers to stands in that file")
  func referred() async throws {
    var files = files(#"{ "items": { "$ref": "parts/b.json" } }"#)
    files["parts/b.json"] = "{\n  \"type\": \"strin\"\n}"
    #expect(await said(of: files).map { $0.location?.precise } == ["parts/b.json:2:11"])
    files["parts/b.json"] = "{\n  \"minimum\": 2,\n  \"maximum\": 1\n}"
    #expect(await said(of: files).map { $0.location?.precise } == ["parts/b.json:2:3"])
  }

  @Test("a schema that nothing names is checked as well, by its file's name")
  func unnamed() async throws {
    var files = files("{}")
    files["schemas/old.schema.json"] = "{\n  \"$schema\": \"http://json-schema.org/draft-03/schema#\"\n}"
    let problems = await said(of: files)
    #expect(problems.map { $0.location?.precise } == ["schemas/old.schema.json:2:14"])
    #expect(problems.first?.message.contains("https://json-schema.org/draft/2020-12/schema") == true)
  }

  @Test("a schema in a folder of schemas is checked by its `$schema`, and nothing else is")
  func bySchemaKeyword() async throws {
    var files = files("{}")
    let broken = "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"type\": \"strin\"\n}"
    files["schemas/order.json"] = broken
    files["schemas/cut.json"] = String(broken.dropLast(2))
    files["schemas/data.json"] = #"{"type": "strin"}"#
    files["schemas/editor.json"] = #"{"$schema": "https://json.schemastore.org/package.json", "type": "strin"}"#
    files["schemas/older.json"] = #"{"$schema": "http://json-schema.org/draft-04/schema#", "type": "strin"}"#
    files["node_modules/x/schemas/theirs.json"] = broken
    files["lib/theirs.json"] = broken
    let problems = await said(of: files)
    #expect(
      problems.map { "\($0.location?.precise ?? "") \($0.code.name)" } == [
        "schemas/cut.json:3:18 json/syntax", "schemas/order.json:3:11 schema/invalid",
      ])
  }

  private static let contradiction = #"{"minimum": 2, "maximum": 1}"#

  @Test(
    "schemas in checks, expected calls and policies are looked at as well, each once",
    arguments: [
      "{\"text\": \"x\", \"checks\": [{\"check\": \"json_schema\", \"schema\": \(contradiction)}]}\n",
      "{\"text\": \"x\", \"checks\": [{\"json_schema\": {\"schema\": \"parts/b.json\"}}]}\n",
      "{\"text\": \"x\", \"expected\": {\"tool_calls\": [{\"name\": \"f\", \"arguments_schema\": \(contradiction)}]}}\n",
    ])
  func inChecks(_ line: String) async throws {
    var files = files("{}")
    files["parts/b.json"] = Self.contradiction
    files["a.cases.jsonl"] = line + line.replacing("\"x\"", with: "\"y\"")
    let problems = await said(of: files)
    #expect(problems.map(\.code.name) == ["schema/never-matches"])
    #expect(problems.first?.location?.line == 1)
    #expect(problems.first?.location?.path == (line.contains("parts") ? "parts/b.json" : "a.cases.jsonl"))
  }

  @Test("what a policy asks of arguments and no call can fulfil is a warning at its place")
  func inPolicies() async throws {
    var files = files("{}")
    files["policies/p.yml"] =
      "id: p\ntools:\n  - id: r\n    tool: f\n    decision: allow\n    allow_when:\n      arguments: { minimum: 2, maximum: 1 }\n"
    let problems = await said(of: files)
    #expect(problems.map(\.code.name) == ["schema/never-matches"])
    #expect(problems.first?.location?.precise == "policies/p.yml:7:20")
  }

  @Test("a check of the output schema where nobody has one is an error, told once with how many cases it is")
  func noSchema() async throws {
    var files = files("{}")
    files["a.prompt.yml"] = "messages: [{ role: user, content: \"{{text}}\" }]\n"
    files["a.cases.jsonl"] = ["x", "y"].map {
      "{\"id\": \"\($0)\", \"text\": \"\($0)\", \"checks\": [\"json_schema\"]}\n"
    }.joined()
    let problems = await said(of: files)
    #expect(problems.map(\.code.name) == ["schema/missing"])
    #expect(problems.first?.message.contains("`x` and 1 more") == true)
    files["a.cases.jsonl"] = "{\"text\": \"x\", \"checks\": [{\"check\": \"json_schema\", \"schema\": {}}]}\n"
    #expect(await said(of: files).isEmpty)
  }

  @Test("formats of an output are asserted unless the prompt says otherwise, which is part of its digest")
  func format() async throws {
    var files = files(#"{ "format": "email" }"#)
    let usual = try await load(MemoryFiles(files)).suites[0]
    #expect(usual.tuple.schemaFormat == "assertion")
    #expect(usual.prompt.outputSchema?.compiled.accepts("nobody") == false)
    files["a.prompt.yml"] =
      "output: { schema: a.schema.json, format: annotation }\nmessages: [{ role: user, content: \"{{text}}\" }]\n"
    let other = try await load(MemoryFiles(files)).suites[0]
    #expect(other.tuple.schemaFormat == "annotation")
    #expect(other.prompt.outputSchema?.compiled.accepts("nobody") == true)
    #expect(other.prompt.digest != usual.prompt.digest)
  }
}
