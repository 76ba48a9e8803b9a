import EvalGateCore

/// One entry of `sequences`: what may not come after what, over the whole run.
struct SequenceRule: Sendable {
  let id: String
  let after: Kinds
  let deny: Kinds
  let unlessConfirmed: Bool

  /// Tools by name, glob or effect, with `|` between them.
  struct Kinds: Sendable {
    private let tools: [Glob]
    private let effects: Set<ToolRule.Effect>

    init(_ text: String) {
      let words = text.split(separator: "|").map { String($0).trimmingSpaces }
      effects = Set(words.compactMap(ToolRule.Effect.init(rawValue:)))
      tools = words.filter { ToolRule.Effect(rawValue: $0) == nil }.map { Glob($0) }
    }

    var isEmpty: Bool { tools.isEmpty && effects.isEmpty }

    /// - Parameter rules: those that speak of the tool; their effects are its effects.
    func includes(_ name: String, _ rules: [ToolRule]) -> Bool {
      tools.contains { $0.matches(name) } || rules.contains { $0.effect.map(effects.contains) ?? false }
    }
  }

  private enum Exemption: String, CaseIterable { case confirmed }

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let rule = reading.section(node, "a sequence") { reader, reading -> SequenceRule? in
      let id = reading.ruleID(&reader)
      let kinds = ["after", "deny"].map { key -> Kinds? in
        guard let text = reading.collect({ () throws(Diagnostic) in try reader.string(key) }) else { return nil }
        let kinds = Kinds(text)
        if kinds.isEmpty, let node = reader.node(key) {
          reading.add(OptionReader.wrong(node, key, "tools or effects with `|` between them"))
          return nil
        }
        return kinds
      }
      let isExempt = reader.node("unless") != nil
      _ = reading.collect { () throws(Diagnostic) in try reader.choice("unless", default: Exemption.confirmed) }
      guard let id, let after = kinds[0], let deny = kinds[1] else { return nil }
      return SequenceRule(id: id, after: after, deny: deny, unlessConfirmed: isExempt)
    }
    guard let rule else { return nil }
    self = rule
  }

  private init(id: String, after: Kinds, deny: Kinds, unlessConfirmed: Bool) {
    self.id = id
    self.after = after
    self.deny = deny
    self.unlessConfirmed = unlessConfirmed
  }
}

/// `sequences` in the decision order.
struct SequenceCondition: CallRule {
  var kind: RuleKind { .sequences }

  let sequences: [SequenceRule]

  func objection(to call: ProposedCall) -> Objection? {
    for sequence in sequences where sequence.deny.includes(call.name, call.rules) {
      guard call.place.state.begun.contains(sequence.id) else { continue }
      if sequence.unlessConfirmed, call.place.isConfirmed { continue }
      return Objection(rule: sequence.id, .sequence, isConfirmable: sequence.unlessConfirmed)
    }
    return nil
  }
}
