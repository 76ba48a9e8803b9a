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
    guard let cause = call.place.rest.flatMap({ cause(rule, $0, call) }) ?? cause(rule, arguments, call) else {
      return nil
    }
    return Objection(
      rule: id, .unconfirmed, path: CallTexts.path(cause.steps, hiding: restricted),
      evidence: call.evidence(of: cause.text), isConfirmable: true)
  }

  /// The value for whose sake a call is to be confirmed; nil where there is none.
  private func cause(_ rule: ConfirmRule, _ arguments: JSONValue, _ call: ProposedCall) -> Leaf? {
    if rule.condition == .externalDomain { return Outbound(trust, bound: rule.addressed).external(in: arguments) }
    return Leaf.all(of: arguments).first { call.place.taint.taints($0, textsBefore: call.place.textsBefore) }
  }
}

extension ToolRule {
  /// The arguments for whose sake a call is to be confirmed, by their names.
  func causes(
    in arguments: JSONValue, _ trust: Trust, isTainted: (Leaf, Set<TaintRule.Exemption>) -> Bool
  ) -> Set<String> {
    var leaves: [Leaf] = []
    switch confirm?.condition {
    case .externalDomain:
      let outbound = Outbound(trust, bound: confirm?.addressed ?? [])
      for (name, value) in arguments.objectValue ?? [:] where outbound.external(in: [name: value]) != nil {
        leaves.append(Leaf(text: name, steps: [.name(name)]))
      }
    case .tainted: leaves += Leaf.all(of: arguments).filter { isTainted($0, Set(TaintRule.Exemption.allCases)) }
    case .always, nil: break
    }
    if let taint {
      leaves += taint.paths.flatMap { Leaf.all(of: arguments, at: $0) }.filter { isTainted($0, taint.unless) }
    }
    return Set(leaves.compactMap { if case .name(let name) = $0.steps.first { name } else { nil } })
  }
}
