/// `decision: deny`: no argument makes such a call right.
struct ExplicitDenial: CallRule {
  func denial(of call: ProposedCall) -> Denial? {
    guard let rule = call.rules.first(where: { $0.decision == .deny }) else { return nil }
    return Denial(rule: rule.id, word: rule.reason ?? PolicyReason.denied.rawValue)
  }
}
