import EvalGateCore

/// One entry of `tools`.
struct ToolRule: Sendable {
  /// What carrying a call out does to the world.
  enum Effect: String, Sendable, CaseIterable {
    case read, write, destructive, money
    case externalWrite = "external_write"
  }

  enum Decision: String, Sendable, CaseIterable { case allow, confirm, deny }

  let id: String
  let tool: ToolPattern
  let effect: Effect?
  let decision: Decision
  /// The policy's own word for why it denies.
  let reason: String?
  /// The schema under `allow_when: { arguments }`.
  private(set) var arguments: ArgumentSchema?
  /// The rules under `allow_when: { each }`.
  var each: [EachRule] = []
  private(set) var taint: TaintRule?
  private(set) var confirm: ConfirmRule?
  private(set) var limits: LimitRule?

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let named = node["id"]?.source.map { "tool rule `\($0)`" } ?? "a tool rule"
    let rule = reading.section(node, named) { reader, reading -> ToolRule? in
      let id = reading.ruleID(&reader)
      let tool = reading.collect { () throws(Diagnostic) in try ToolPattern(reader.required("tool")) }
      let effect =
        reader.node("effect") == nil
        ? nil : reading.collect { () throws(Diagnostic) in try reader.choice("effect", default: Effect.read) }
      let decision = reading.collect { () throws(Diagnostic) in try reader.choice("decision", default: Decision.allow) }
      let reason = reader.node("reason").flatMap { node in
        reading.collect { () throws(Diagnostic) in try PolicyReading.word(node, "reason") }
      }
      var conditions = ToolRule(
        id: id ?? "", tool: tool, effect: effect, decision: decision ?? .deny, reason: reason)
      conditions.readConditions(&reader, &reading)
      Self.contradictions(decision, &reader, &reading)
      reading.checkPaths(of: node)
      return id == nil || tool == nil || decision == nil ? nil : conditions
    }
    guard let rule else { return nil }
    self = rule
  }

  private init(id: String, tool: ToolPattern?, effect: Effect?, decision: Decision, reason: String?) {
    self.id = id
    self.tool = tool ?? .none
    self.effect = effect
    self.decision = decision
    self.reason = reason
  }

  private mutating func readConditions(_ reader: inout OptionReader, _ reading: inout PolicyReading) {
    if let node = reader.node("allow_when") {
      let condition = Self.condition(node, &reading)
      (arguments, each) = (condition?.0, condition?.1 ?? [])
    }
    taint = reader.node("taint").flatMap { TaintRule(reading: $0, &reading) }
    limits = reader.node("limits").flatMap { LimitRule(reading: $0, &reading) }
    confirm = reader.node("confirm").flatMap { ConfirmRule(reading: $0, &reading) }
    if decision == .confirm {
      if let node = reader.node("confirm") {
        reading.add(
          Diagnostic(
            .policyContradiction, "`confirm` beside `decision: confirm` says it twice", at: node.location,
            help: "remove `decision`, and let `confirm` say when"))
      }
      confirm = ConfirmRule()
    }
  }

  private static func condition(_ node: Node, _ reading: inout PolicyReading) -> (ArgumentSchema?, [EachRule])? {
    reading.section(node, "`allow_when`") { reader, reading in
      let each = reading.list(reader.node("each"), "each") { EachRule(reading: $0, &$1) }
      if let node = reader.node("each"), case .sequence(let rules) = node.content, rules.isEmpty {
        reading.add(OptionReader.wrong(node, "each", "a list with at least one rule"))
      }
      guard let schema = reader.node("arguments") else {
        if reader.node("each") == nil {
          reading.add(
            Diagnostic(
              .missingKey, "`allow_when` needs `arguments` or `each`", at: node.location,
              help: "add `arguments:` with a JSON Schema, or `each:` with rules"))
        }
        return (nil, each)
      }
      return (ArgumentSchema(reading: schema, &reading), each)
    }
  }

  private static func contradictions(
    _ decision: Decision?, _ reader: inout OptionReader, _ reading: inout PolicyReading
  ) {
    for key in ["allow_when", "taint", "confirm", "limits"] where decision == .deny {
      guard let node = reader.node(key) else { continue }
      reading.add(
        Diagnostic(
          .policyContradiction, "`\(key)` has no effect beside `decision: deny`", at: node.location,
          help: "remove one of them: a rule with `\(key)` denies what does not fulfil it"))
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
  /// As the policy writes it.
  let text: String
  private let glob: Glob?
  private let meant: MeantTool

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
    meant = MeantTool(text)
  }

  private init() {
    text = ""
    glob = nil
    meant = MeantTool("")
  }

  /// The one name it fits; nil for a pattern.
  var exactName: String? { glob == nil && !text.isEmpty ? text : nil }

  /// Fits no tool; stands in where a name could not be read.
  static let none = ToolPattern()

  /// By bytes: names that only look alike are other names.
  func matches(_ name: String) -> Bool { glob?.matches(name) ?? text.utf8.elementsEqual(name.utf8) }

  /// Whether it may be meant by how a tool is called.
  func covers(_ tool: CalledTool) -> Bool { matches(tool.name) || meant.covers(tool) }
}

extension [ToolRule] {
  /// The rules that hold for a call, in their order: those for the tool in whatever spelling it is called, since a program may find it
  /// behind that. A tool that a rule names just so is that one, and no other that looks like it.
  func holding(for tool: CalledTool) -> [ToolRule] {
    let isNamed = contains { $0.tool.exactName.map { $0.utf8.elementsEqual(tool.name.utf8) } ?? false }
    return filter { isNamed ? $0.tool.matches(tool.name) : $0.tool.covers(tool) }
  }
}
