import StrictJSON
import Testing

@Suite("suites with an output schema")
struct SchemaSuiteTests {
  private static let files = [
    "evalgate.yml": """
    version: 1
    routes: { recorded: { targets: [{ provider: echo, from: answer }] } }
    defaults: { route: recorded }
    gates: { schema: { metric: schema_pass_rate, at_least: 80% } }

    """,
    "prompts/orders.prompt.yml": """
    output: { schema: orders.schema.json }
    messages: [{ role: user, content: "{{text}}" }]

    """,
    "prompts/orders.schema.json": """
    {
      "type": "object",
      "required": ["total"],
      "properties": { "total": { "type": "number" }, "mail": { "type": "string", "format": "email" } }
    }

    """,
    "evalsets/orders/set.yml": "kind: schema\n",
    "evalsets/orders/cases.jsonl": """
    {"id": "o-1", "text": "a", "answer": "{\\"total\\": 12.5}"}
    {"id": "o-2", "text": "b", "answer": "{\\"totl\\": 12.5}"}
    {"id": "o-3", "text": "c", "answer": "{\\"total\\": \\"12\\"}"}
    {"id": "o-4", "text": "d", "answer": "Sure: {\\"total\\": 1}"}
    {"id": "o-5", "text": "e", "answer": "{\\"total\\": 1, \\"mail\\": \\"nobody\\"}"}
    {"id": "o-6", "text": "f", "answer": "{}"}

    """,
  ]

  @Test("the report counts by reason what broke the schema, and shows the first failing path")
  func reasons() async throws {
    let project = try TemporaryProject(Self.files)
    let run = try await project.evalgate("run")
    try Snapshot.expect([run], "schema-suite")
    #expect(run.run.code == 1)
    let json = try await project.evalgate("report", "latest", "--report", "json")
    let summary = try #require(try JSONValue(parsing: json.run.output)["suites"]?[0]?["schema"])
    #expect(summary["passed"] == 1)
    #expect(summary["reasons"] == ["format": 1, "prose_before": 1, "required": 2, "type": 1])
    #expect(summary["first"]?["case"] == "o-2")
  }

  @Test("numbers that a float cannot hold are flagged in every report, and fail nothing")
  func lossy() async throws {
    let project = try TemporaryProject(Self.files)
    try project.write(
      """
      {"id": "o-1", "text": "a", "answer": "{\\"total\\": 1, \\"ids\\": [1, 12345678901234567890, 0.1234567890123456789]}"}
      {"id": "o-2", "text": "b", "answer": "{\\"total\\": 9007199254740993}"}

      """, to: "evalsets/orders/cases.jsonl")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 0, "\(run.run.output)")
    #expect(
      run.run.output.contains("3 numbers of 2 answers lose precision in a 64-bit float, first o-1: /ids/1"),
      "\(run.run.output)")
    let json = try await project.evalgate("report", "latest", "--report", "json")
    let summary = try #require(try JSONValue(parsing: json.run.output)["suites"]?[0]?["schema"])
    #expect(summary["lossy_numbers"] == ["answers": 2, "numbers": 3, "case": "o-1", "path": "/ids/1"])
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.output.contains("lose precision"), "\(again.run.output)")
  }

  @Test("the page has the reasons and the first failing path")
  func page() async throws {
    let project = try TemporaryProject(Self.files)
    _ = try await project.evalgate("run", "--report", "html=report.html")
    let page = try project.read("report.html")
    #expect(page.contains("1 of 6 answers follow the output schema · format asserted."))
    #expect(page.contains("<code>prose_before</code>"))
    #expect(
      page.contains(#"missing required property "total""#)
        || page.contains("missing required property &quot;total&quot;"))
  }

  @Test("format fails nothing where the prompt says that it only documents, and the report says so")
  func annotation() async throws {
    let project = try TemporaryProject(Self.files)
    try project.write(
      "output: { schema: orders.schema.json, format: annotation }\nmessages: [{ role: user, content: \"{{text}}\" }]\n",
      to: "prompts/orders.prompt.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.output.contains("schema  orders 2/6"), "\(run.run.output)")
    #expect(run.run.output.contains("format not asserted"))
  }

  @Test("an output that is too expensive to validate is an error, neither pass nor fail")
  func tooExpensive() async throws {
    let project = try TemporaryProject(Self.files)
    try project.write("{\"pattern\": \"^(a+)+$\"}\n", to: "prompts/orders.schema.json")
    let answer = String(repeating: "a", count: 5_000) + "!"
    try project.write(
      "{\"id\": \"o-1\", \"text\": \"a\", \"answer\": \"\\\"\(answer)\\\"\"}\n", to: "evalsets/orders/cases.jsonl")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.run.output)")
    #expect(run.run.output.contains("regex too expensive"), "\(run.run.output)")
  }

  @Test("an unknown version inside a check is told whole, with the known ones")
  func unknownInCheck() async throws {
    let project = try TemporaryProject(Self.files)
    let schema = #"{"$schema": "https://example.com/a/long/name/of/a/meta-schema"}"#
    try project.write(
      "{\"text\": \"a\", \"answer\": \"1\", \"checks\": [{\"check\": \"json_schema\", \"schema\": \(schema)}]}\n",
      to: "evalsets/orders/cases.jsonl")
    let run = try await project.evalgate("validate")
    #expect(run.run.code == 2)
    #expect(
      run.run.error.contains(
        #"not a JSON Schema: unknown $schema "https://example.com/a/long/name/of/a/meta-schema"; known are http://json-schema.org/draft-07/schema#, https://json-schema.org/draft/2019-09/schema, https://json-schema.org/draft/2020-12/schema"#
      ), "\(run.run.error)")
  }

  @Test("validate shows what is wrong with schemas where it stands")
  func validate() async throws {
    let project = try TemporaryProject(Self.files)
    try project.write(
      "{\n  \"type\": \"object\",\n  \"requred\": [\"total\"],\n  \"properties\": { \"total\": { \"minimum\": 2, \"maximum\": 1 } }\n}\n",
      to: "prompts/orders.schema.json")
    try await Snapshot.expect([project.evalgate("validate")], "schema-warnings")
    try project.write("{\n  \"title\": 5\n}\n", to: "prompts/orders.schema.json")
    try await Snapshot.expect([project.evalgate("validate")], "schema-invalid")
  }
}
