/// `decision: deny`: no argument makes such a call right.
struct ExplicitDenial: CallRule {
  var kind: RuleKind { .denial }

  func objection(to call: ProposedCall) -> Objection? {
    guard let rule = call.rules.first(where: { $0.decision == .deny }) else { return nil }
    return Objection(rule: rule.id, word: rule.reason ?? PolicyReason.denied.rawValue)
  }
}
