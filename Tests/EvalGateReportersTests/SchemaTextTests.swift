import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

@Suite("what reports say of output schemas")
struct SchemaTextTests {
  private func suite(_ schema: SchemaSummary?, format: String? = "assertion") -> SuiteReport {
    SuiteReport(
      tuple: RunTuple(suite: "orders", schemaFormat: format), planned: 10, passed: 7, failed: 3, errors: 0,
      schema: schema)
  }

  private static let broken = SchemaSummary(
    passed: 7, total: 10, reasons: [.init(name: "required", count: 2), .init(name: "truncated", count: 1)],
    first: failure("o-3", "/total: expected number, found string \"\u{1B}[31m\"", suite: "orders", check: "schema"))

  private func text(_ suite: SuiteReport, verbose: Bool = false) -> String {
    TextReporter().render(report(.blocked, gates: [schemaGate], suites: [suite]), ReportContext(verbose: verbose))
  }

  @Test("the terminal shows the rate, the reasons and the first failing path")
  func terminal() {
    #expect(
      text(suite(Self.broken)).contains(
        """
            schema  orders 7/10 · required 2 · truncated 1 · format asserted
                    first o-3: /total: expected number, found string "\\u{1b}[31m"

        """))
  }

  @Test("a schema that every answer follows is silent but with -v, which says what format did")
  func silent() {
    let followed = suite(SchemaSummary(passed: 10, total: 10), format: "annotation")
    #expect(!text(followed).contains("    schema  "))
    #expect(text(followed, verbose: true).contains("    schema  orders 10/10 · format not asserted\n"))
  }

  @Test("a suite without a schema has no line", arguments: [true, false])
  func none(_ verbose: Bool) {
    #expect(!text(suite(nil, format: nil), verbose: verbose).contains("    schema  "))
  }

  @Test("a comment has it where it says what the run was made of")
  func markdown() {
    let text = MarkdownReporter().render(report(.blocked, gates: [accuracyGate], suites: [suite(Self.broken)]), plain)
    #expect(text.contains("`schema` 7/10 (required 2, truncated 1), first `o-3`: /total: expected number"), "\(text)")
    #expect(text.contains("format asserted"))
    #expect(!text.contains("\u{1B}"))
  }

  @Test("the JSON form counts by reason")
  func json() throws {
    let text = JSONReporter().render(report(.blocked, gates: [], suites: [suite(Self.broken)]), plain)
    let found = try #require(JSONValue(parsing: text)["suites"]?[0])
    #expect(found["schema"]?["reasons"] == ["required": 2, "truncated": 1])
    #expect(found["schema"]?["passed"] == 7)
    #expect(found["schema"]?["first"]?["case"] == "o-3")
    #expect(found["tuple"]?["schema_format"] == "assertion")
  }
}
