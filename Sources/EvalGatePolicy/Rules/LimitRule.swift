import EvalGateCore

/// `limits` of a tool rule: how often its tools may be called. What was denied counts too: it is the model that is limited.
struct LimitRule: Sendable {
  var perRun: Int?
  var perTurn: Int?

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let rule = reading.section(node, "`limits`") { reader, reading -> LimitRule? in
      var rule = LimitRule()
      rule.perRun = reading.collect { () throws(Diagnostic) in try reader.optionalInt("per_run") } ?? nil
      rule.perTurn = reading.collect { () throws(Diagnostic) in try reader.optionalInt("per_turn") } ?? nil
      if reader.node("per_run") == nil, reader.node("per_turn") == nil {
        reading.add(
          Diagnostic(.missingKey, "`limits` limits nothing", at: node.location, help: "add `per_run:` or `per_turn:`"))
      }
      return rule
    }
    guard let rule else { return nil }
    self = rule
  }

  private init() {}
}

/// `limits` in the decision order.
struct LimitCondition: CallRule {
  var kind: RuleKind { .limits }

  func objection(to call: ProposedCall) -> Objection? {
    for rule in call.rules {
      guard let limits = rule.limits else { continue }
      if let most = limits.perRun, call.place.state.count(rule) >= most { return Objection(rule: rule.id, .limit) }
      if let most = limits.perTurn, call.place.state.count(rule, in: call.place.turn) >= most {
        return Objection(rule: rule.id, .limit)
      }
    }
    return nil
  }
}
