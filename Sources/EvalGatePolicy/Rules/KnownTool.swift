/// `defaults: { unknown_tool }`: a tool that no rule speaks of.
struct KnownTool: CallRule {
  var kind: RuleKind { .unknownTool }

  static let ruleName = "defaults:unknown_tool"

  let otherwise: Defaults.Word

  func objection(to call: ProposedCall) -> Objection? {
    guard call.rules.isEmpty, otherwise == .deny else { return nil }
    return Objection(rule: Self.ruleName, .unknownTool)
  }
}
