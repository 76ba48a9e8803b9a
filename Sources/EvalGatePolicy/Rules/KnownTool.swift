import EvalGateCore

/// `defaults: { unknown_tool }`: a tool that no rule speaks of by the name as it is written.
struct KnownTool: CallRule {
  var kind: RuleKind { .unknownTool }

  static let ruleName = "defaults:unknown_tool"

  let otherwise: Defaults.Word

  func objection(to call: ProposedCall) -> Objection? {
    guard otherwise == .deny, !call.rules.contains(where: { $0.tool.matches(call.tool.name) }) else { return nil }
    return Objection(rule: Self.ruleName, .unknownTool)
  }
}
