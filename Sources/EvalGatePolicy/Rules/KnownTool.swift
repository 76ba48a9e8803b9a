/// `defaults: { unknown_tool }`: a tool that no rule speaks of.
struct KnownTool: CallRule {
  static let ruleName = "defaults:unknown_tool"

  let otherwise: Defaults.Word

  func denial(of call: ProposedCall) -> Denial? {
    guard call.rules.isEmpty, otherwise == .deny else { return nil }
    return Denial(rule: Self.ruleName, .unknownTool)
  }
}
