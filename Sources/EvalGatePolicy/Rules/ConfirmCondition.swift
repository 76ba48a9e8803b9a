import StrictJSON

/// `confirm` in the decision order, the last before a call is allowed.
struct ConfirmCondition: CallRule {
  var kind: RuleKind { .confirm }

  let trust: Trust
  let restricted: RestrictedDetector

  func objection(to call: ProposedCall) -> Objection? {
    guard !call.place.isConfirmed else { return nil }
    return call.rules.lazy.compactMap { rule in rule.confirm.flatMap { objection(rule.id, $0, call) } }.first
  }

  private func objection(_ id: String, _ rule: ConfirmRule, _ call: ProposedCall) -> Objection? {
    // What cannot be read may go anywhere, and where nobody knows what was said, every value may come from anywhere.
    guard rule.condition != .always, let arguments = call.arguments,
      rule.condition != .tainted || call.place.taint.isKnown
    else { return Objection(rule: id, .unconfirmed, isConfirmable: true) }
    guard let cause = cause(rule, arguments, call) else { return nil }
    return Objection(
      rule: id, .unconfirmed, path: CallTexts.path(cause.steps, hiding: restricted), evidence: mask(cause.text),
      isConfirmable: true)
  }

  /// The value for whose sake a call is to be confirmed; nil where there is none.
  private func cause(_ rule: ConfirmRule, _ arguments: JSONValue, _ call: ProposedCall) -> Leaf? {
    if rule.condition == .externalDomain { return Outbound(trust, bound: rule.addressed).external(in: arguments) }
    return Leaf.all(of: arguments).first {
      call.place.taint.source(
        of: $0, textsBefore: call.place.textsBefore, unless: Set(TaintRule.Exemption.allCases)) != nil
    }
  }
}
