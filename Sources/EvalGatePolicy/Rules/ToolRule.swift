import EvalGateCore

/// One entry of `tools`.
struct ToolRule: Sendable {
  /// What carrying a call out does to the world.
  enum Effect: String, Sendable, CaseIterable {
    case read, write, destructive, money
    case externalWrite = "external_write"
  }

  enum Decision: String, Sendable, CaseIterable { case allow, deny }

  let id: String
  let tool: ToolPattern
  let effect: Effect?
  let decision: Decision
  /// The policy's own word for why it denies.
  let reason: String?
  /// The schema under `allow_when: { arguments }`.
  let arguments: ArgumentSchema?

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let named = node["id"]?.source.map { "tool rule `\($0)`" } ?? "a tool rule"
    let rule = reading.section(node, named, notYet: ["taint", "confirm", "limits", "audience"]) {
      reader, reading -> ToolRule? in
      let id = reading.ruleID(&reader)
      let tool = reading.collect { () throws(Diagnostic) in try ToolPattern(reader.required("tool")) }
      let effect =
        reader.node("effect") == nil
        ? nil : reading.collect { () throws(Diagnostic) in try reader.choice("effect", default: Effect.read) }
      let decision = Self.decision(&reader, &reading)
      let reason = reader.node("reason").flatMap { node in
        reading.collect { () throws(Diagnostic) in try PolicyReading.word(node, "reason") }
      }
      let arguments = reader.node("allow_when").flatMap { Self.condition($0, &reading) }
      Self.contradictions(decision, &reader, &reading)
      guard let id, let tool, let decision else { return nil }
      return ToolRule(id: id, tool: tool, effect: effect, decision: decision, reason: reason, arguments: arguments)
    }
    guard let rule else { return nil }
    self = rule
  }

  private init(
    id: String, tool: ToolPattern, effect: Effect?, decision: Decision, reason: String?, arguments: ArgumentSchema?
  ) {
    self.id = id
    self.tool = tool
    self.effect = effect
    self.decision = decision
    self.reason = reason
    self.arguments = arguments
  }

  private static func decision(_ reader: inout OptionReader, _ reading: inout PolicyReading) -> Decision? {
    if let node = reader.node("decision"), node.content == .string("confirm") {
      reading.add(PolicyReading.unsupported("`decision: confirm`", at: node.location))
      return nil
    }
    return reading.collect { () throws(Diagnostic) in try reader.choice("decision", default: Decision.allow) }
  }

  private static func condition(_ node: Node, _ reading: inout PolicyReading) -> ArgumentSchema? {
    reading.section(node, "`allow_when`", notYet: ["each", "audience"]) { reader, reading in
      guard let schema = reading.collect({ () throws(Diagnostic) in try reader.required("arguments") }) else {
        return nil
      }
      return ArgumentSchema(reading: schema, &reading)
    }
  }

  private static func contradictions(
    _ decision: Decision?, _ reader: inout OptionReader, _ reading: inout PolicyReading
  ) {
    if decision == .deny, let node = reader.node("allow_when") {
      reading.add(
        Diagnostic(
          .policyContradiction, "`allow_when` has no effect beside `decision: deny`", at: node.location,
          help: "remove one of them: a rule with `allow_when` denies whatever does not fulfil it"))
    }
    if decision == .allow, let node = reader.node("reason") {
      reading.add(
        Diagnostic(
          .policyContradiction, "`reason` is never said by a rule that allows", at: node.location,
          help: "remove it, or write `decision: deny`"))
    }
  }
}

/// `tool:` of a rule: one name, or a glob with `*` and `?`.
struct ToolPattern: Sendable {
  private let text: String
  private let glob: Glob?

  init(_ node: Node) throws(Diagnostic) {
    guard case .string(let text) = node.content else {
      throw OptionReader.wrong(node, "tool", "a name, in quotes if need be")
    }
    // No tool is called so, and a denial that never fits would be off without a word.
    guard !text.isEmpty, !text.utf8.contains(where: { $0 <= 0x20 || "|,;[]{}()\"'\\".utf8.contains($0) }) else {
      throw Diagnostic(
        .policyBadName, "`\(text)` is not the name of one tool", at: node.location,
        help: "write one name or a glob with `*` and `?`, and a rule for each tool")
    }
    self.text = text
    glob = text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } ? Glob(text) : nil
  }

  /// By bytes: names that only look alike are other names.
  func matches(_ name: String) -> Bool { glob?.matches(name) ?? text.utf8.elementsEqual(name.utf8) }
}
