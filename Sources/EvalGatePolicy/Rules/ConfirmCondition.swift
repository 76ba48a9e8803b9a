import StrictJSON

/// `confirm` in the decision order, the last before a call is allowed.
struct ConfirmCondition: CallRule {
  var kind: RuleKind { .confirm }

  let trust: Trust

  func objection(to call: ProposedCall) -> Objection? {
    guard !call.place.isConfirmed else { return nil }
    for rule in call.rules {
      if let confirm = rule.confirm, applies(confirm, call) {
        return Objection(rule: rule.id, .unconfirmed, isConfirmable: true)
      }
    }
    return nil
  }

  private func applies(_ rule: ConfirmRule, _ call: ProposedCall) -> Bool {
    // What cannot be read may go anywhere.
    guard call.arguments != nil else { return true }
    switch rule.condition {
    case .always: return true
    case .externalDomain: return call.arguments.map { Outbound(trust, bound: rule.addressed).leads($0) } ?? true
    case .tainted:
      // Only what a rule of taint names was looked for; where nothing is known, everything may be.
      guard call.place.taint.isKnown else { return true }
      return (call.arguments.map { Leaf.all(of: $0) } ?? []).contains {
        call.place.taint.source(
          of: $0.text, textsBefore: call.place.textsBefore, unless: Set(TaintRule.Exemption.allCases))
          != nil
      }
    }
  }
}
