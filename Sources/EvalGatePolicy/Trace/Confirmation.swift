import EvalGateCore
import StrictJSON

/// A confirmation by the user, bound to one exact call. A case scripts it under `setup: { confirmations: … }`.
///
/// That some text says the user has confirmed is no confirmation: texts are never looked at for one.
struct Confirmation: Sendable {
  let tool: String
  let arguments: JSONValue
  /// The user's turn in which it was given, from 1.
  let turn: Int

  /// What a case scripts: `{ tool, arguments, turn }`, the turn being the first where it is left out. What is written otherwise
  /// confirms nothing.
  static func all(in setup: JSONObject?) -> [Confirmation] {
    (setup?["confirmations"]?.arrayValue ?? []).compactMap { value in
      guard let tool = value["tool"]?.stringValue, let arguments = value["arguments"], arguments.objectValue != nil,
        let turn = value["turn"].map({ $0.intValue }) ?? 1
      else { return nil }
      return Confirmation(tool: tool, arguments: arguments, turn: turn)
    }
  }

  /// Whether it is one of a call: same tool, and fit for every rule that may ask for one. What a rule for many tools binds says
  /// nothing of what another rule cares about.
  ///
  /// - Parameter causes: the arguments for whose sake it is asked for. They are bound whatever a rule binds: who said yes to a mail to
  ///   one recipient has not seen another one.
  func covers(_ call: TracedCall, _ rules: [ToolRule], causes: (JSONValue) -> Set<String>) -> Bool {
    guard let arguments = call.arguments, tool.utf8.elementsEqual(call.call.name.utf8) else { return false }
    let asking = rules.compactMap(\.asked)
    let isBound = (asking.isEmpty ? [ConfirmRule()] : asking).allSatisfy { rule in
      turn <= call.turn && call.turn - turn < rule.ttl && covers(arguments, rule.bind)
    }
    return isBound && causes(arguments).allSatisfy { isSame($0, in: arguments) }
  }

  private func isSame(_ name: String, in arguments: JSONValue) -> Bool {
    self.arguments[name].map { Digest(of: $0) } == arguments[name].map { Digest(of: $0) }
  }

  /// Whether every part that is bound has the same value.
  private func covers(_ arguments: JSONValue, _ bind: ConfirmRule.Binding) -> Bool {
    switch bind {
    case .everything: return Digest(of: self.arguments) == Digest(of: arguments)
    case .parts(let names):
      // A binding of which nothing is there binds nothing, and would confirm every call.
      return names.contains { self.arguments[$0] != nil }
        && names.allSatisfy { isSame($0, in: arguments) }
    }
  }
}

extension ToolRule {
  /// What a confirmation must be like for this rule; nil where it never asks for one. Taint that does not say asks for the whole
  /// call.
  fileprivate var asked: ConfirmRule? { confirm ?? (taint.map { $0.decision != .deny } ?? false ? ConfirmRule() : nil) }
}

/// `confirm` of a tool rule: when the user must have said yes to this very call.
struct ConfirmRule: Sendable {
  enum Condition: String, CaseIterable, Sendable {
    case always
    /// An address in the arguments belongs to others.
    case externalDomain = "external_domain"
    /// A value in the arguments comes from an untrusted source.
    case tainted
  }

  /// What a confirmation is bound to beside the tool.
  enum Binding: Sendable {
    case everything
    case parts([String])
  }

  var condition = Condition.always
  var bind = Binding.everything
  /// The arguments that are bound as they are, and not by a digest: nobody but the user says who or what they name.
  private(set) var addressed: Set<String> = []
  /// For how many of the user's turns it holds, its own included.
  var ttl = 1

  private enum Giver: String, CaseIterable { case user }

  init() {}

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let rule = reading.section(node, "`confirm`") { reader, reading -> ConfirmRule? in
      var rule = ConfirmRule()
      let isAlways = reading.collect { () throws(Diagnostic) in try reader.bool("always", default: false) } ?? false
      let condition = reading.collect { () throws(Diagnostic) in try reader.choice("when", default: Condition.always) }
      if reader.node("when") == nil, !isAlways {
        reading.add(
          Diagnostic(
            .missingKey, "`confirm` needs `when` or `always: true`", at: node.location,
            help: "write `confirm: { when: external_domain }`, or `confirm: { always: true }`"))
      } else if reader.node("when") != nil, reader.node("always") != nil {
        reading.add(
          Diagnostic(
            .policyContradiction, "`always` and `when` cannot both be meant", at: node.location,
            help: "remove one of them"))
      }
      rule.condition = condition ?? .always
      _ = reading.collect { () throws(Diagnostic) in try reader.choice("by", default: Giver.user) }
      let ttl = reading.collect { () throws(Diagnostic) in try reader.optionalInt("ttl_turns", in: 1...1_000) }
      rule.ttl = (ttl ?? nil) ?? 1
      let bound = reading.collect { () throws(Diagnostic) in try reader.optionalStrings("bind") } ?? nil
      if let bound, let node = reader.node("bind") {
        rule.bind = .parts(bound.compactMap(Self.argument))
        rule.addressed = Set(bound.filter { Self.argument($0) == $0 })
        if case .parts(let names) = rule.bind, names.isEmpty {
          reading.add(
            Diagnostic(
              .policyEmptyKey, "`bind` names no argument, so that nothing would be bound", at: node.location,
              help: "name arguments such as `recipients`, or leave it out: all of them are bound then"))
        }
      }
      return rule
    }
    guard let rule else { return nil }
    self = rule
  }

  /// The tool is always bound; `body_sha256` binds `body` by its digest, which is how everything is bound here.
  static func argument(_ bound: String) -> String? {
    guard bound != "tool" else { return nil }
    return bound.hasSuffix("_sha256") ? String(bound.dropLast(7)) : bound
  }
}
