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
    #expect(summary["reasons"] == ["format": 1, "json": 1, "required": 2, "type": 1])
    #expect(summary["first"]?["case"] == "o-2")
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
