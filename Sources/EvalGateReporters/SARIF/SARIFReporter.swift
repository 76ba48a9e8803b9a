public import EvalGateCore
import StrictJSON

/// For code scanning: SARIF 2.1.0 (OASIS), one run, on one line.
///
/// Results are failing checks at their case's line and failing gates at the prompt that changed. Bounded by what GitHub takes
/// (docs.github.com, "SARIF results exceed one or more limits"): of more than 5,000 results it keeps the 5,000 worst, so the cut
/// is made here and said.
public struct SARIFReporter: Reporter {
  public static let id = "sarif"
  public static let summary = "For code scanning"

  /// How many results are listed before the rest is only counted.
  public static let limit = 5_000

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    let all = report.problems
    let shown = Array(all.prefix(Self.limit))
    var rules = SARIFRules()
    let results = shown.map { problem in SARIFResult(problem: problem, rule: rules.index(of: problem)).json }
    var notifications = report.reasons.prefix(20).map { Self.notification("note", $0) }
    if shown.count < all.count {
      notifications.append(
        Self.notification(
          "warning", "and \(all.count - shown.count) more results: see `evalgate report \(report.shortID)`"))
    }
    let run: JSONValue = [
      "tool": ["driver": Self.driver(report, rules)],
      "automationDetails": ["id": "evalgate/"],
      "invocations": [
        [
          "executionSuccessful": .bool([.passed, .blocked, .unchanged].contains(report.outcome)),
          "exitCode": JSONReporter.int(Int(report.outcome.exitCode)),
          "toolExecutionNotifications": .array(notifications),
        ]
      ],
      "columnKind": "unicodeCodePoints", "results": .array(results),
      "properties": [
        "outcome": .string(report.outcome.rawValue), "run": .string(report.header.id),
        "suites": .array(report.suites.map { JSONReporter.tuple($0.tuple, named: true) }),
      ],
    ]
    let document: JSONValue = [
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
      "version": "2.1.0", "runs": [run],
    ]
    return document.printed() + "\n"
  }

  private static func driver(_ report: Report, _ rules: SARIFRules) -> JSONValue {
    [
      "name": "evalgate", "version": .string(report.header.evalgateVersion), "rules": .array(rules.json),
    ]
  }

  private static func notification(_ level: String, _ text: String) -> JSONValue {
    ["level": .string(level), "message": SARIFResult.message(text, 1_000)]
  }
}

/// The rules that results refer to, in the order in which they first came.
struct SARIFRules {
  /// As they stand in the file.
  private(set) var json: [JSONValue] = []
  private var places: [UTF8Name: Int] = [:]

  /// Where a problem's rule stands, which is added when it is new.
  mutating func index(of problem: Problem) -> Int {
    if let place = places[UTF8Name(problem.rule)] { return place }
    let place = json.count
    places[UTF8Name(problem.rule)] = place
    let isGate = problem.failure == nil
    json.append([
      "id": .string(problem.rule), "name": .string(problem.rule),
      "shortDescription": SARIFResult.message(problem.title, 200),
      "help": SARIFResult.message(isGate ? "evalgate list gates" : "evalgate explain \(problem.rule)", 200),
      "properties": ["tags": [isGate ? "gate" : "check"]],
    ])
    return place
  }
}

/// One problem as a result.
struct SARIFResult {
  let problem: Problem
  let rule: Int

  var json: JSONValue {
    var result: JSONObject = [
      "ruleId": .string(problem.rule), "ruleIndex": JSONReporter.int(rule), "level": .string(level),
      "message": Self.message(problem.sentence, 1_000),
      // GitHub tells results apart by `primaryLocationLineHash` alone; other readers take any name.
      "partialFingerprints": [
        "evalgate/v1": .string(problem.fingerprint), "primaryLocationLineHash": .string(problem.fingerprint),
      ],
    ]
    if let place = problem.place { result["locations"] = [Self.location(place)] }
    if !problem.related.isEmpty {
      result["relatedLocations"] = .array(
        problem.related.enumerated().map { index, related in
          Self.location(related.place, id: index + 1, words: related.words)
        })
    }
    if let waived = problem.failure?.waived {
      result["suppressions"] = [
        [
          "kind": "external", "status": "accepted",
          "justification": .string(
            SafeText.shown("waived until \(waived.until) by \(waived.owner)", keepingLines: false)),
        ]
      ]
    }
    return .object(result)
  }

  private var level: String {
    switch problem.weight {
    case .gate, .blocking, .safety, .broke: "error"
    case .failed: "warning"
    case .note, .waived: "note"
    }
  }

  private static func location(_ place: SourceLocation, id: Int? = nil, words: String? = nil) -> JSONValue {
    var location: JSONObject = [:]
    if let id { location["id"] = JSONReporter.int(id) }
    location["physicalLocation"] = [
      "artifactLocation": ["uri": .string(place.path.urlPath), "uriBaseId": "%SRCROOT%"],
      "region": ["startLine": JSONReporter.int(max(1, place.line))],
    ]
    if let words { location["message"] = message(words, 200) }
    return .object(location)
  }

  /// Plain text; `](` would make a link of it (SARIF 2.1.0 section 3.11.6).
  static func message(_ text: String, _ limit: Int) -> JSONValue {
    let shown = SafeText.shown(UntrustedText(text).excerpt(limit).unsafeText, keepingLines: false)
    return ["text": .string(shown.replacing("](", with: "]\u{2060}("))]
  }
}
