import EvalGateCore
import StrictJSON

/// Passes unless the policy rejected the output.
struct PolicyCheck: PlainCheck {
  static let id: CheckID = "policy"
  static let summary = "The policy did not reject the output or a call in it."
  static let defaultSubject = SubjectSelector.candidate
  static let examples = [
    CheckExample(
      output: "Your order ships today.", decision: Decision(policy: PolicyVerdict(action: .accept)), expect: .passed),
    CheckExample(
      output: "The code is …",
      decision: Decision(policy: PolicyVerdict(action: .reject, rule: "restricted:goodwill"), action: .reject),
      expect: .failed),
    CheckExample(output: "without a policy nothing was looked at", expect: .error),
  ]

  init(options: inout OptionReader) throws(Diagnostic) {}

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    guard let verdict = context.decision.policy else { throw .error("the suite has no policy") }
    let rule = verdict.rule.map { " by \(brief($0))" } ?? ""
    let reason = (verdict.reason ?? verdict.message?.unsafeText).map { ": \(brief($0))" } ?? ""
    return self.verdict(verdict.action != .reject, "rejected\(rule)\(reason)\(context.decision.evidenceInWords)")
  }
}
