import EvalGateCore

/// One entry of `sequences`: what may not come after what, over the whole run.
struct SequenceRule: Sendable {
  let id: String
  let after: Kinds
  let deny: Kinds
  let unlessConfirmed: Bool

  /// Tools by name, glob or effect, with `|` between them.
  struct Kinds: Sendable {
    private let tools: [MeantTool]
    /// The words that are not effects, as they were written.
    let toolWords: [String]
    private let effects: Set<ToolRule.Effect>

    init(_ text: String) {
      let words = text.split(separator: "|").map { String($0).trimmingSpaces }
      effects = Set(words.compactMap(ToolRule.Effect.init(rawValue:)))
      toolWords = words.filter { ToolRule.Effect(rawValue: $0) == nil }
      tools = toolWords.map { MeantTool($0) }
    }

    var isEmpty: Bool { tools.isEmpty && effects.isEmpty }

    /// - Parameter rules: those that hold for the tool; their effects are its effects.
    func includes(_ tool: CalledTool, _ rules: [ToolRule]) -> Bool {
      tools.contains { $0.covers(tool) } || rules.contains { $0.effect.map(effects.contains) ?? false }
    }
  }

  /// Where it is written, for what is only known when all rules are read.
  private(set) var place = SourceLocation(path: "")

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
    place = node.location
  }

  private init(id: String, after: Kinds, deny: Kinds, unlessConfirmed: Bool) {
    self.id = id
    self.after = after
    self.deny = deny
    self.unlessConfirmed = unlessConfirmed
  }
}

extension PolicyReading {
  /// A word that is nearly an effect or nearly one of the policy's tools, and is neither: a sequence that never begins. And a denial
  /// of a tool that is denied anyway, because no rule speaks of it. What begins a sequence may be known to the conversation alone.
  mutating func checkSequences(_ sequences: [SequenceRule], among tools: [ToolRule], _ defaults: Defaults) {
    let known = ToolRule.Effect.allCases.map(\.rawValue) + tools.map(\.tool.text)
    for sequence in sequences {
      let words = sequence.after.toolWords.map { ($0, false) } + sequence.deny.toolWords.map { ($0, true) }
      for (word, isDenied) in words where !tools.contains(where: { $0.tool.mayMean(word) }) {
        let meant = suggestion(for: word, among: known)
        guard meant != nil || isDenied && defaults.unknownTool == .deny else { continue }
        add(
          Diagnostic(
            .policyBadName,
            "`\(word)` is neither an effect nor a tool of this policy"
              + (meant == nil ? ", so it is denied whatever came before" : ""), at: sequence.place,
            label: meant.map { "did you mean `\($0)`?" },
            help: "name an effect or a tool as the rules under `tools` do, or add a rule for the tool"))
      }
    }
  }
}

extension ToolPattern {
  /// Whether a rule for it may speak of a tool that a name or a pattern means.
  fileprivate func mayMean(_ word: String) -> Bool {
    guard text != word, !matches(word) else { return true }
    guard word.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) else { return false }
    return exactName.map(Glob(word).matches) ?? true
  }
}

/// `sequences` in the decision order.
struct SequenceCondition: CallRule {
  var kind: RuleKind { .sequences }

  let sequences: [SequenceRule]

  func objection(to call: ProposedCall) -> Objection? {
    for sequence in sequences where sequence.deny.includes(call.tool, call.rules) {
      guard call.place.state.begun.contains(sequence.id) else { continue }
      if sequence.unlessConfirmed, call.place.isConfirmed { continue }
      return Objection(rule: sequence.id, .sequence, isConfirmable: sequence.unlessConfirmed)
    }
    return nil
  }
}
