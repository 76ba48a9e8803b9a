import EvalGateCore
import EvalGateReporters
import JSONSchema
import StrictJSON
import Testing

@Suite("the report for code scanning")
struct SARIFReporterTests {
  private func sarif(_ report: Report) throws -> JSONValue {
    try JSONValue(parsing: SARIFReporter().render(report, plain))
  }
  private func results(_ report: Report) throws -> [JSONValue] {
    try sarif(report)["runs"]?[0]?["results"]?.arrayValue ?? []
  }

  @Test("a failing check stands at its case's line, with the prompt and the policy beside it")
  func places() throws {
    let result = try #require(
      try results(SampleReport.blocked).first { $0["ruleId"] == "decision" })
    #expect(
      result["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"] == "evalsets/support-safety/cases.jsonl"
    )
    #expect(result["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"] == 17)
    let related = result["relatedLocations"]?.arrayValue ?? []
    #expect(
      related.map { $0["physicalLocation"]?["artifactLocation"]?["uri"]?.stringValue } == [
        "prompts/support-agent.prompt.yml", "policies/support-desk.yml",
      ])
    #expect(related.last?["message"]?["text"] == "the policy: rule refund-limit")
  }

  @Test("a failing gate stands at the prompt that changed")
  func gatePlace() throws {
    let result = try #require(try results(SampleReport.blocked).first { $0["ruleId"] == "gate/accuracy" })
    #expect(
      result["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"] == "prompts/ticket-triage.prompt.yml")
  }

  @Test("every failing check of a case is a result of its own")
  func everyCheck() throws {
    #expect(try results(SampleReport.blocked).contains { $0["ruleId"] == "length" })
  }

  @Test("fingerprints are unique and survive another line, another message and another order")
  func fingerprints() throws {
    func prints(_ report: Report) throws -> [String] {
      try results(report).compactMap { $0["partialFingerprints"]?["primaryLocationLineHash"]?.stringValue }
    }
    var moved = SampleReport.blocked
    moved.suites.reverse()
    for index in moved.suites.indices {
      for place in moved.suites[index].failures.indices {
        moved.suites[index].failures[place].location.line += 40
        moved.suites[index].failures[place].message = "other words"
      }
    }
    let before = try prints(SampleReport.blocked)
    #expect(Set(before).count == before.count)
    #expect(Set(before) == Set(try prints(moved)))
  }

  @Test("a waived failure is suppressed and says by whom")
  func waived() throws {
    let result = try #require(try results(SampleReport.blocked).first { $0["suppressions"] != nil })
    #expect(result["suppressions"]?[0]?["justification"] == "waived until 2026-06-30 by maria")
    #expect(result["level"] == "note")
  }

  @Test("lines are counted from 1 whatever a place says")
  func firstLine() throws {
    var report = blocked
    report.suites[0].failures[0].location.line = 0
    #expect(
      try results(report).allSatisfy {
        ($0["locations"]?[0]?["physicalLocation"]?["region"]?["startLine"]?.intValue ?? 1) >= 1
      })
  }

  @Test("ten thousand failing cases give 5,000 results, the gates among them, and the rest is counted")
  func limit() throws {
    let document = try sarif(tenThousand)
    #expect(document["runs"]?[0]?["results"]?.arrayValue?.count == 5_000)
    #expect(document["runs"]?[0]?["results"]?[0]?["ruleId"] == "gate/accuracy")
    let notes = document["runs"]?[0]?["invocations"]?[0]?["toolExecutionNotifications"]?.arrayValue ?? []
    #expect(notes.last?["message"]?["text"]?.stringValue?.hasPrefix("and 5001 more results") == true)
    #expect(SARIFReporter().render(tenThousand, plain).utf8.count < 10_000_000)
  }

  @Test("it is one line") func oneLine() {
    #expect(SARIFReporter().render(blocked, plain).split(separator: "\n").count == 1)
  }

  @Test("a path with spaces and other letters is a URI")
  func paths() throws {
    var report = blocked
    report.suites[0].failures[0].location.path = "évals/my cases:1.jsonl"
    #expect(
      try results(report).contains {
        $0["locations"]?[0]?["physicalLocation"]?["artifactLocation"]?["uri"] == "%C3%A9vals/my%20cases%3A1.jsonl"
      })
  }

  @Test("what would be a link in a message is none")
  func links() throws {
    let texts = try results(poisonedWhole("[a](http://b)")).compactMap { $0["message"]?["text"]?.stringValue }
    #expect(texts.allSatisfy { !$0.contains("](") })
  }

  @Test(
    "real and hostile reports are valid against the schema of SARIF 2.1.0",
    .enabled(if: sarifSchema != nil, "no schema of SARIF (EVALGATE_SHARED)"),
    arguments: Sample.allCases)
  func valid(sample: Sample) throws {
    let source = try #require(sarifSchema.flatMap { text(of: $0) })
    // It says draft 4, of which it uses nothing that draft 7 reads otherwise once its `id` is gone.
    let kept = try #require(try JSONValue(parsing: source).objectValue).filter { !["$schema", "id"].contains($0.key) }
    let schema = try JSONSchema(
      .object(JSONObject(kept.map { ($0.key, $0.value) })), options: JSONSchema.Options(defaultDraft: .draft7))
    #expect(schema.validate(try sarif(sample.report)) == .valid)
  }
}
