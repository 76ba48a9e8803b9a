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
    let texts = call.arguments.map(strings(in:)) ?? []
    switch rule.condition {
    case .always: return true
    case .externalDomain: return texts.contains(where: isExternal)
    case .tainted:
      // Only what a rule of taint names was looked for; where nothing is known, everything may be.
      guard call.place.taint.isKnown else { return true }
      return texts.contains {
        call.place.taint.source(of: $0, textsBefore: call.place.textsBefore, unless: Set(TaintRule.Exemption.allCases))
          != nil
      }
    }
  }

  private func isExternal(_ text: String) -> Bool {
    if text.utf8.contains(0x40), text.utf8.count <= 320 {
      // What looks like an address and cannot be read as one belongs to nobody known.
      return MailAddress(text).map { trust.isExternal($0.domain) } ?? true
    }
    let address = WebAddress(text)
    return address.hasBadHost && address.scheme != nil || address.host.map(trust.isExternal) ?? false
  }

  private func strings(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(strings(in:))
    case .object(let object): object.flatMap { strings(in: $0.value) }
    default: []
    }
  }
}
