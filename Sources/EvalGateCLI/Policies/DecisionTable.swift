import EvalGateCore
import EvalGatePolicy
import EvalGateReporters
import StrictJSON

/// What a policy said about one row of a file of calls.
struct PolicyTrial: Sendable {
  let row: PolicyCall
  /// As the row names itself. Whoever writes it may say what must not be said, and so may the model that names a tool.
  let id: String
  /// The tool that is called; nil for an output.
  let tool: String?
  let decision: String
  let rule: String?
  let reason: String?
  let path: String?
  let evidence: String?
  /// By which equal evidence is joined; nil without a key.
  let evidenceTag: String?
  /// In words.
  private let expected: String?

  init(_ row: PolicyCall, under policy: RulePolicy) {
    self.row = row
    let verdict = policy.decide(row.proposal)
    let call = row.call == nil ? nil : verdict.calls.last
    decision = call?.outcome.rawValue ?? verdict.action.rawValue
    rule = call?.rule ?? verdict.rule
    reason = call?.reason ?? verdict.reason
    let isDecided = call?.outcome != .allow
    id = policy.masked(row.id)
    tool = row.call.map { policy.masked($0.name) }
    expected = row.expected.map { expected in
      let words = [expected.decision, expected.rule.map { "by \($0)" }, expected.reason.map { "(\($0))" }]
      return policy.masked(words.compactMap { $0 }.joined(separator: " "))
    }
    (path, evidence) =
      isDecided ? (verdict.path.map(policy.masked), verdict.evidence.map(policy.masked)) : (nil, nil)
    evidenceTag = isDecided ? verdict.trace?.hmac : nil
  }

  /// What is another than expected; nil where all is as expected, or nothing is.
  var difference: String? {
    guard let expected = row.expected else { return nil }
    let differs =
      (expected.decision.map { $0 != decision } ?? false) || (expected.rule.map { $0 != rule } ?? false)
      || (expected.reason.map { $0 != reason } ?? false)
    guard differs else { return nil }
    return "expected " + (self.expected ?? "")
  }
}

/// The decisions of a policy on a file of calls.
struct DecisionTable: Sendable {
  let trials: [PolicyTrial]

  init(_ trials: [PolicyTrial]) { self.trials = trials }

  private var differing: Int { trials.count { $0.difference != nil } }
  private var expected: Int { trials.count { $0.row.expected != nil } }

  var outcome: RunOutcome {
    if differing > 0 { return .blocked }
    // A test without expectations has tested nothing.
    return expected == 0 ? .empty : .passed
  }

  func render(_ format: TableFormat, _ policy: PolicyFile, unicode: Bool) -> String {
    format == .json ? json(policy).printed(.pretty) + "\n" : text(policy, unicode)
  }

  private func text(_ policy: PolicyFile, _ unicode: Bool) -> String {
    let rows = trials.map { trial -> [String] in
      let mark = trial.row.expected == nil ? "·" : trial.difference == nil ? (unicode ? "✓" : "+") : unicode ? "✗" : "x"
      let why = [trial.reason, trial.path, trial.evidence, trial.difference].compactMap { $0 }.map(Self.safe)
      return [
        mark, Self.safe(trial.id), Self.safe(trial.tool ?? "text"), trial.decision,
        Self.safe(trial.rule ?? ""), why.joined(separator: "  "),
      ]
    }
    return "\(policy.source.id) \(policy.source.version)\n" + Columns.text(rows, indent: " ") + summary + "\n"
  }

  private var summary: String {
    let rest = trials.count - expected
    let unsaid = rest > 0 ? " · \(Format.count(rest)) without `expected`" : ""
    switch outcome {
    case .blocked: return "differs  \(Format.count(differing)) of \(Format.count(expected, "decision"))" + unsaid
    case .empty: return "empty  no line says what is expected" + unsaid
    default: return "as expected  \(Format.count(expected, "decision"))" + unsaid
    }
  }

  private func json(_ policy: PolicyFile) -> JSONValue {
    [
      "schema_version": 1, "passed": .bool(outcome == .passed), "policy_id": .string(policy.source.id),
      "policy_version": .string(policy.source.version), "policy_sha256": .string(policy.source.digest.hex),
      "counts": [
        "decisions": .number(JSONNumber(trials.count)), "expected": .number(JSONNumber(expected)),
        "different": .number(JSONNumber(differing)),
      ],
      "decisions": .array(
        trials.map { trial in
          var object: JSONObject = [
            "id": .string(trial.id), "line": .number(JSONNumber(trial.row.location.line)),
            "decision": .string(trial.decision),
          ]
          for (key, word) in [
            ("tool", trial.tool), ("rule_id", trial.rule), ("reason_code", trial.reason),
            ("path", trial.path), ("evidence", trial.evidence), ("evidence_hmac", trial.evidenceTag),
          ] {
            if let word { object[key] = .string(word) }
          }
          object["as_expected"] = trial.row.expected == nil ? .null : .bool(trial.difference == nil)
          return .object(object)
        }),
    ]
  }

  private static func safe(_ text: String) -> String {
    SafeText.terminal(UntrustedText(text).excerpt(100))
  }
}
