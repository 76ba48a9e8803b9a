import EvalGateCore
import EvalGateReporters
import JSONSchema
import StrictJSON
import Testing

@Suite("the report for GitLab's Code Quality")
struct GitLabReporterTests {
  private func issues(_ report: Report) throws -> [JSONValue] {
    try JSONValue(parsing: GitLabReporter().render(report, plain)).arrayValue ?? []
  }

  @Test("an issue says check and case, because the widget shows the description alone")
  func issue() throws {
    let issue = try #require(try issues(SampleReport.blocked).first { $0["check_name"] == "decision" })
    #expect(
      issue["description"]
        == "decision: support-safety/injection-017: accept refund(order: 7731, amount: 180.00); expected reject (the baseline passed)"
    )
    #expect(issue["severity"] == "blocker")
    #expect(issue["location"] == ["path": "evalsets/support-safety/cases.jsonl", "lines": ["begin": 17]])
  }

  @Test("what broke weighs more than what failed before, a waived failure is for information")
  func severities() throws {
    let all = try issues(SampleReport.blocked)
    func severity(_ id: String) -> JSONValue? {
      all.first { $0["description"]?.stringValue?.contains("\(id):") == true }?["severity"]
    }
    #expect(severity("triage-023") == "major")
    #expect(severity("triage-011") == "minor")
    #expect(severity("invoice-41") == "info")
  }

  @Test("fingerprints are unique in a report", arguments: Sample.allCases)
  func unique(sample: Sample) throws {
    let prints = try issues(sample.report).compactMap { $0["fingerprint"]?.stringValue }
    #expect(Set(prints).count == prints.count)
  }

  @Test("a fingerprint survives another line and another message")
  func stable() throws {
    var moved = blocked
    moved.suites[0].failures[0].location.line += 5
    moved.suites[0].failures[0].message = "expected billing, got refund"
    let (before, after) = (try issues(blocked), try issues(moved))
    #expect(before.map { $0["fingerprint"] } == after.map { $0["fingerprint"] })
  }

  @Test("ten thousand failing cases are cut, and the last issue says how many more there are")
  func limit() throws {
    let all = try issues(tenThousand)
    #expect(all.count == GitLabReporter.limit)
    #expect(all.last?["description"]?.stringValue?.hasPrefix("and 5002 more") == true)
  }

  /// What GitLab's documentation asks of an issue.
  static let schema: JSONValue = [
    "type": "array",
    "items": [
      "type": "object", "required": ["description", "check_name", "fingerprint", "severity", "location"],
      "properties": [
        "description": ["type": "string", "minLength": 1], "check_name": ["type": "string"],
        "fingerprint": ["type": "string", "minLength": 1],
        "severity": ["enum": ["info", "minor", "major", "critical", "blocker"]],
        "location": [
          "type": "object", "required": ["path", "lines"],
          "properties": [
            "path": ["type": "string", "minLength": 1],
            "lines": [
              "type": "object", "required": ["begin"], "properties": ["begin": ["type": "integer", "minimum": 1]],
            ],
          ],
        ],
      ],
    ],
  ]

  @Test("real and hostile reports have what GitLab asks for", arguments: Sample.allCases)
  func valid(sample: Sample) throws {
    let schema = try JSONSchema(Self.schema)
    #expect(schema.validate(try JSONValue(parsing: GitLabReporter().render(sample.report, plain))) == .valid)
  }
}
