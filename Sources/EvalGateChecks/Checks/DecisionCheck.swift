import EvalGateCore
import StrictJSON

/// Passes when the decision layer came to the expected action.
struct DecisionCheck: PlainCheck {
  static let id: CheckID = "decision"
  static let summary =
    "The decision layer came to the expected action (accept, reject or escalate), by the expected rule."
  static let defaultSubject = SubjectSelector.candidate
  static let options = [
    OptionHelp("action", "`accept`, `reject` or `escalate`; the case's `expected.decision` when both are left out"),
    OptionHelp("rule", "the id of the rule that decides"),
  ]
  static let examples = [
    CheckExample(options: ["action": "reject"], decision: Decision(action: .reject, rule: "T-DEL"), expect: .passed),
    CheckExample(expected: ["decision": "accept"], decision: Decision(action: .reject, rule: "T-DEL"), expect: .failed),
    CheckExample(
      expected: ["decision": ["action": "reject", "rule": "T-PAY"]], decision: Decision(action: .reject, rule: "T-DEL"),
      expect: .failed),
    CheckExample(expect: .error),
  ]

  /// An action, a rule, or both.
  struct Wanted: Sendable {
    var action: Action?
    var rule: String?
  }

  private let fixed: Wanted?

  init(options: inout OptionReader) throws(Diagnostic) {
    let action = options.node("action")
    let rule = try options.optionalString("rule")
    guard action != nil || rule != nil else {
      fixed = nil
      return
    }
    fixed = Wanted(action: action == nil ? nil : try options.choice("action", default: .accept), rule: rule)
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    if context.candidate.isError { throw .error("no answer, so nothing was decided") }
    let expected = try Self.wanted(context.evalCase.expected)
    guard let wanted = fixed ?? expected else {
      throw .error("nothing to compare with: neither the check nor the case names a decision")
    }
    return Self.finding(Self.id, wanted, context.decision)
  }

  func problem(with expected: Node?) -> Diagnostic? {
    guard fixed == nil else { return nil }
    let wanted = try? Self.wanted(expected)
    guard wanted == nil else { return nil }
    return Diagnostic(
      .nothingToCompare, "check `decision` has nothing to compare with",
      at: expected?["decision"]?.location ?? expected?.location,
      help: "give the case `expected: { decision: reject }`, or `{ action: reject, rule: … }`")
  }

  /// What a decision is to the expected one.
  static func finding(_ id: CheckID, _ wanted: Wanted, _ decision: Decision) -> Finding {
    let got = decision.action.rawValue + (decision.rule.map { " by \(brief($0))" } ?? "") + decision.evidenceInWords
    if let action = wanted.action, action != decision.action {
      let hint = action == .accept ? PolicyWayOut.hint(for: decision.rule) : ""
      return Finding(id, .failed, "expected \(action.rawValue), got \(got)\(hint)")
    }
    if let rule = wanted.rule, rule != decision.rule {
      return Finding(id, .failed, "expected rule \(brief(rule)), got \(got)")
    }
    return Finding(id, .passed)
  }

  /// Reads `decision: reject` or `decision: { action: …, rule: … }`; nil where a case names none.
  static func wanted(_ expected: Node?) throws(Halt) -> Wanted? {
    guard let value = expected?["decision"]?.json else { return nil }
    let words = value.stringValue.map { ["action": .string($0)] } ?? value.objectValue ?? [:]
    let action = words["action"]?.stringValue.flatMap(Action.init)
    let rule = words["rule"]?.stringValue
    guard action != nil || words["action"] == nil, action != nil || rule != nil else {
      throw .error("`decision` must name an action (accept, reject or escalate) or a rule, not \(brief(value))")
    }
    return Wanted(action: action, rule: rule)
  }
}
