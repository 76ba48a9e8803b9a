import EvalGateCore
import EvalGateReporters
import JSONSchema
import StrictJSON
import Testing

/// `docs/schemas/report.schema.json`: what programs that read `--report json` may rely on.
@Suite("the published schema of the json report")
struct ReportSchemaTests {
  private static let path = repositoryRoot + "/docs/schemas/report.schema.json"

  private func source() throws -> JSONValue { try JSONValue(parsing: #require(text(of: Self.path))) }
  private func document(_ report: Report) throws -> JSONValue {
    try JSONValue(parsing: JSONReporter().render(report, plain))
  }

  @Test("real and hostile reports are valid", arguments: Sample.allCases)
  func valid(sample: Sample) throws {
    #expect(try JSONSchema(source()).validate(document(sample.report)) == .valid)
  }

  @Test("every key of a report is described, though readers have to bear new ones", arguments: Sample.allCases)
  func described(sample: Sample) throws {
    #expect(try JSONSchema(Self.closed(source())).validate(document(sample.report)) == .valid)
  }

  @Test("it is the schema of the version that reports carry")
  func version() throws {
    #expect(try source()["properties"]?["schema_version"]?["const"]?.intValue == JSONReporter.schemaVersion)
  }

  @Test("every evidence there is has its form")
  func evidence() throws {
    let all: [Evidence] = [
      .rate(failures: 1, allowed: 2, interval: Evidence.Interval(0.1, 0.2), method: "wilson"),
      .paired(
        n: 1, broke: 1, fixed: 0, drop: 1, interval: nil, p: 0.5, pExact: 1, margin: 0.05, smallestDrop: nil,
        method: "mcnemar"), .literal(falseBlockRate: 0.45, forbids: .lower),
      .bypassBound(Attacks(scenarios: 16, trials: 32), bound: 0.089),
      .attacks(AttackTally(attacks: 16, attempted: 4, stopped: 3, anew: ["a"])),
      .quantile(over: 1, n: 20, p: 0.2, interval: Evidence.Interval(1, .infinity), tooFew: true),
      .ratio(1.1, interval: nil, n: 3, largest: ["a"]), .missing(1, of: 3), .scope(removed: 1, edited: 2, added: 3),
      .waived(1), .sideBySide(4), .withoutAdded(2), .unconfirmed("the model is gone"), .worstCase(.block),
      .identicalOutputs(4),
      .leftOut(["s"], because: "no answer has a price"),
      .stoppedEarly(done: 20, of: 200, saved: Spending(calls: 180, tokens: 3600, usd: 0.02)),
      .sentinels(
        Evidence.Sentinels(
          suite: "s", cases: 20, stored: .rate(passed: 95, of: 100), now: .rate(passed: 8, of: 20), p: 0.001)),
      .confirmation(
        Evidence.Confirmation(
          suite: "s", form: .fresh,
          shares: Evidence.Confirmation.Shares(sequence: 0.02, together: 0.02, whole: 0.01), trigger: .unproven,
          cases: ["a"], worse: 1, better: 0, rounds: 3, pairs: 3, base: .rate(passed: 3, of: 3),
          head: .rate(passed: 0, of: 3),
          anytimeP: 0.3, p: 0.025,
          full: Evidence.Confirmation.FullRun(n: 40, rounds: 6, broke: 1, fixed: 0, p: 0.4), gateP: 0.0625)),
    ]
    let report = report(.blocked, gates: [gate("all", .block, .share(0.5, n: 3), "≥ 99%", evidence: all)])
    #expect(try JSONSchema(Self.closed(source())).validate(document(report)) == .valid)
  }

  /// With `additionalProperties: false` wherever properties are named.
  private static func closed(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .array(let items): return .array(items.map(closed))
    case .object(let object):
      var closedObject = JSONObject(object.map { ($0.key, closed($0.value)) })
      if object["properties"]?.objectValue != nil, object["type"] != nil, object["additionalProperties"] == nil {
        closedObject["additionalProperties"] = false
      }
      return .object(closedObject)
    default: return schema
    }
  }
}
