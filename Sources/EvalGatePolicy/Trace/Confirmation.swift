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
    guard let arguments = call.arguments, isGiven(for: call, rules) else { return false }
    return Self.asking(rules).allSatisfy { covers(arguments, $0.bind) }
      && causes(arguments).allSatisfy { isSame($0, in: arguments) }
  }

  /// How many arguments of a call it has as they are; nil where it is of another tool, or does not hold any more.
  func likeness(to call: TracedCall, _ rules: [ToolRule]) -> Int? {
    guard let arguments = call.arguments, isGiven(for: call, rules) else { return nil }
    return self.arguments.objectValue?.keys.count { isSame($0, in: arguments) }
  }

  /// Arguments with nothing in the place of each value that it has in the same one: nobody has to be asked again for the sake of these.
  func rest(of arguments: JSONValue) -> JSONValue {
    var rest = arguments.objectValue ?? [:]
    for (name, value) in rest {
      guard let agreed = self.arguments[name] else { continue }
      rest[name] = value.emptied(of: agreed.scalars)
    }
    return .object(rest)
  }

  private func isGiven(for call: TracedCall, _ rules: [ToolRule]) -> Bool {
    tool.utf8.elementsEqual(call.call.name.utf8)
      && Self.asking(rules).allSatisfy { turn <= call.turn && call.turn - turn < $0.ttl }
  }

  private static func asking(_ rules: [ToolRule]) -> [ConfirmRule] {
    let asking = rules.compactMap(\.asked)
    return asking.isEmpty ? [ConfirmRule()] : asking
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

extension JSONValue {
  /// The texts and numbers in it.
  fileprivate var scalars: Set<JSONValue> {
    switch self {
    case .null, .bool: []
    case .string, .number: [self]
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.scalars) }
    case .object(let object): object.reduce(into: []) { $0.formUnion($1.value.scalars) }
    }
  }

  /// The same with `null` for some of these, so that all else keeps its place.
  fileprivate func emptied(of known: Set<JSONValue>) -> JSONValue {
    switch self {
    case .null, .bool: return self
    case .string, .number: return known.contains(self) ? .null : self
    case .array(let elements): return .array(elements.map { $0.emptied(of: known) })
    case .object(var object):
      for (key, member) in object { object[key] = member.emptied(of: known) }
      return .object(object)
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
