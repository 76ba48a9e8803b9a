/// `defaults: { on_parse_error }`: arguments that are not one JSON object, and those of a tool that calls others in which no call is read,
/// cannot be judged by what comes after.
struct ReadableArguments: CallRule {
  var kind: RuleKind { .parse }

  static let ruleName = "defaults:on_parse_error"

  let otherwise: Defaults.Word

  func objection(to call: ProposedCall) -> Objection? {
    guard call.arguments == nil || call.isUnreadable, otherwise == .deny else { return nil }
    return Objection(rule: Self.ruleName, .unreadable)
  }
}
