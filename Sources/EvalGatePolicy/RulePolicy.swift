public import EvalGateCore

/// A policy file, compiled: which calls are allowed, and what may not be said.
///
/// Pure and total: it ends with a verdict on any output, and the same output always gets the same one.
public struct RulePolicy: DecisionPolicy {
  /// What it is, for `evalgate explain`.
  public static let summary = "Allows or denies proposed tool calls and rejects outputs that hold restricted values."

  let tools: [ToolRule]
  let restricted: RestrictedValues
  /// The order of decisions: the first that denies a call is named. Rules of one kind are asked in the order of the file.
  let order: [any CallRule]

  init(defaults: Defaults, tools: [ToolRule], restricted: RestrictedValues) {
    self.tools = tools
    self.restricted = restricted
    order = [
      ReadableArguments(otherwise: defaults.onParseError),
      ExplicitDenial(),
      KnownTool(otherwise: defaults.unknownTool),
      ArgumentCondition(hiding: restricted),
      RestrictedArguments(),
    ]
  }

  /// Decides about every call of the conversation and about every text of the model.
  ///
  /// A restricted value is named before a denied call: the calls carry rules of their own, a leak has no other place. Of several
  /// leaks the first value in the file is named, of several denied calls the first one proposed.
  public func decide(_ proposal: Proposal) -> PolicyVerdict {
    let candidate = proposal.candidate
    var verdicts: [CallVerdict] = []
    var denial: Denial?
    var leak: Leak?
    for (turn, answer) in (candidate.earlier + [candidate.answer]).enumerated() {
      let place = turn == candidate.earlier.count ? "" : "earlier[\(turn)]."
      leak = Leak.first(leak, restricted.leak(in: answer.text, at: "\(place)text"))
      leak = Leak.first(leak, restricted.leak(in: answer.refusal, at: "\(place)refusal"))
      for call in answer.toolCalls {
        let proposed = ProposedCall(call, rules: tools, restricted: restricted)
        let objection = self.denial(of: proposed)
        verdicts.append(verdict(on: proposed, index: verdicts.count, objection))
        denial = denial ?? objection
        leak = Leak.first(leak, proposed.leak)
      }
    }
    guard let decisive = leak.map(Denial.init) ?? denial else { return PolicyVerdict(action: .accept, calls: verdicts) }
    return PolicyVerdict(
      action: .reject, rule: decisive.rule, reason: decisive.reason, path: decisive.path, evidence: decisive.evidence,
      calls: verdicts)
  }

  private func denial(of call: ProposedCall) -> Denial? {
    for rule in order {
      if let denial = rule.denial(of: call) { return denial }
    }
    return nil
  }

  private func verdict(on call: ProposedCall, index: Int, _ denial: Denial?) -> CallVerdict {
    if let denial {
      return CallVerdict(index: index, tool: call.name, outcome: .deny, rule: denial.rule, reason: denial.reason)
    }
    let rule = call.rules.first?.id ?? KnownTool.ruleName
    return CallVerdict(index: index, tool: call.name, outcome: .allow, rule: rule)
  }
}
