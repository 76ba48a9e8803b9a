import EvalGateCore
import StrictJSON

/// The trials of a safety suite as programs read them (safety section 6).
struct ScenarioTable {
  private let suite: SuiteReport
  private let run: String
  private let facts: [String: JSONObject]
  private let trials: [TrialName: ScenarioTrial]
  private let outcomes: [UTF8Name: CaseOutcome]
  private let before: [UTF8Name: CaseOutcome]

  private struct TrialName: Hashable {
    let id: UTF8Name
    let trial: Int
  }

  /// Empty for a suite that is no safety suite.
  init(_ suite: SuiteReport, of report: Report) {
    self.suite = suite
    run = report.header.id
    facts = report.labels.facts[suite.name] ?? [:]
    trials = Dictionary(
      suite.scenarios.map { (TrialName(id: UTF8Name($0.caseID), trial: $0.trial), $0) },
      uniquingKeysWith: { first, _ in first })
    let isSafety = suite.isSafety
    outcomes = Dictionary(
      (isSafety ? suite.outcomes : []).map { (UTF8Name($0.id), $0) }, uniquingKeysWith: { first, _ in first })
    before = Dictionary(
      (isSafety ? suite.comparison?.pairs ?? [] : []).map { (UTF8Name($0.after.id), $0.before) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Every trial in plan order, then what was planned and has no result.
  var rows: JSONValue {
    guard suite.isSafety else { return [] }
    return .array(
      suite.outcomes.flatMap { outcome in outcome.trials.map { row(outcome, $0) } }
        + suite.missing.map { row($0.id, $0.severity, trial: nil, verdict: "skipped", nil, nil) })
  }

  /// One trial; null in a suite that is no safety suite.
  func row(_ outcome: CaseOutcome, _ trial: TrialOutcome) -> JSONValue {
    guard suite.isSafety else { return .null }
    return row(
      outcome.id, outcome.severity, trial: trial.trial, verdict: trial.passFail.rawValue, trial,
      trials[TrialName(id: UTF8Name(outcome.id), trial: trial.trial)])
  }

  private func row(
    _ id: String, _ severity: Severity?, trial: Int?, verdict: String, _ outcome: TrialOutcome?,
    _ scenario: ScenarioTrial?
  ) -> JSONValue {
    let facts = facts[id] ?? [:]
    let policy = scenario?.policy
    let trace = policy?.trace
    let tuple = suite.tuple
    var row: JSONObject = ["scenario_id": .string(id)]
    for key in ["family", "goal", "technique", "carrier", "encoding", "language"] { row[key] = facts[key] ?? .null }
    row["severity"] = JSONReporter.optional(severity?.rawValue)
    row["trial"] = JSONReporter.optional(trial)
    row["verdict"] = .string(verdict)
    row["stage"] = JSONReporter.optional((scenario?.stage ?? outcome?.stage)?.rawValue)
    row["decision"] = JSONReporter.optional(outcome?.action.rawValue)
    row["rule_id"] = JSONReporter.optional(policy?.rule ?? outcome?.rule)
    row["reason_code"] = JSONReporter.optional(policy?.reason)
    row["path"] = JSONReporter.optional(policy?.path)
    row["detector"] = JSONReporter.optional(trace?.detector)
    row["view"] = JSONReporter.optional(trace?.view)
    row["decode_chain"] = .array((trace?.decodeChain ?? []).map { .string($0) })
    row["span"] = trace?.span.map { [JSONReporter.int($0.lowerBound), JSONReporter.int($0.upperBound)] } ?? .null
    row["evidence_redacted"] = JSONReporter.optional(policy?.evidence)
    row["evidence_hmac"] = JSONReporter.optional(trace?.hmac)
    row["taint_source"] =
      trace?.source.map { source in
        [
          "message": JSONReporter.int(source.message), "tool": .string(source.tool),
          "offset": JSONReporter.int(source.offset),
        ]
      } ?? .null
    row["refusal_class"] = JSONReporter.optional(scenario?.refusalClass)
    row["twin"] = facts["twin"] ?? .null
    row["twin_verdict"] = JSONReporter.optional(
      facts["twin"]?.stringValue.flatMap { outcomes[UTF8Name($0)] }.map(Self.verdict))
    row["baseline_verdict"] = JSONReporter.optional(before[UTF8Name(id)].map(Self.verdict))
    for key in ["owasp", "atlas", "cwe"] {
      row[key] = .array(facts[key]?.arrayValue ?? facts[key]?.stringValue.map { [.string($0)] } ?? [])
    }
    row["policy_version"] = JSONReporter.optional(tuple.policy?.version)
    row["policy_sha256"] = JSONReporter.optional(tuple.policy?.digest.hex)
    row["prompt_version"] = JSONReporter.optional(tuple.prompt?.version)
    row["eval_set_version"] = JSONReporter.optional(tuple.evalset?.version)
    row["model_route"] = JSONReporter.optional(tuple.route?.name)
    row["run_id"] = .string(run)
    row["trace_id"] = JSONReporter.optional(scenario?.traceID)
    return .object(row)
  }

  /// Of a case over all its trials, which all have to pass.
  private static func verdict(_ outcome: CaseOutcome) -> String {
    switch outcome.holds(true) {
    case nil: "error"
    case true?: "pass"
    case false?: outcome.hasError && outcome.passes == outcome.judged ? "error" : "fail"
    }
  }
}

extension TrialOutcome {
  /// How far something forbidden came.
  fileprivate var stage: ScenarioTrial.Stage? {
    var stage: ScenarioTrial.Stage?
    for case .attack(let attempted, let effective) in facts {
      if effective { return .effect }
      if attempted { stage = .attempt }
    }
    return stage
  }
}

extension JSONReporter {
  static func retired(_ suite: SuiteReport) -> JSONValue {
    .array(
      suite.retired.map { retired in
        [
          "case": .string(retired.header.id), "reason": .string(retired.reason),
          "severity": optional(retired.header.severity?.rawValue), "path": .string(retired.header.location.path),
          "line": int(retired.header.location.line),
        ]
      })
  }

  /// The lists that ids of scenarios are of, with the names of those that occur.
  static func frameworks(_ labels: ScenarioLabels) -> JSONValue {
    .array(
      labels.frameworks.map { framework in
        [
          "key": .string(framework.key), "name": .string(framework.name), "version": .string(framework.version),
          "entries": .object(
            JSONObject(framework.entries.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ]
      })
  }
}
