/// `defaults: { on_parse_error }`: arguments that are not one JSON object cannot be judged by what comes after.
struct ReadableArguments: CallRule {
  static let ruleName = "defaults:on_parse_error"

  let otherwise: Defaults.Word

  func denial(of call: ProposedCall) -> Denial? {
    guard call.arguments == nil, otherwise == .deny else { return nil }
    return Denial(rule: Self.ruleName, .unreadable)
  }
}
