import EvalGateCore
import StrictJSON

/// `taint` of a tool rule: values that come from an untrusted source and from no trusted one.
struct TaintRule: Sendable {
  enum Exemption: String, CaseIterable, Sendable {
    case inTrustedText = "in_trusted_text"
    case promoted
  }

  enum Decision: String, CaseIterable, Sendable {
    case deny, confirm
    /// Deny addresses of others that nobody promoted, of mail, of the web and of machines, and have everything else confirmed: a bill
    /// that is to be paid holds the account to pay to.
    case denyExternal = "deny_external"
  }

  let paths: [ArgumentPath]
  var unless: Set<Exemption> = Set(Exemption.allCases)
  var decision = Decision.denyExternal

  private enum Source: String, CaseIterable { case untrusted }

  init?(reading node: Node, _ reading: inout PolicyReading) {
    let rule = reading.section(node, "`taint`") { reader, reading -> TaintRule? in
      // Whatever the paths are, so that no key after them is left unread and called unknown.
      let paths = reading.paths(&reader, "paths")
      var rule = TaintRule(paths: (paths ?? []).map(ArgumentPath.init))
      _ = reading.collect { () throws(Diagnostic) in try reader.choice("from", default: Source.untrusted) }
      if let words = reader.node("unless") == nil ? nil : reading.texts(&reader, "unless") {
        rule.unless = Set(words.compactMap { reading.word($0, of: "unless", at: reader.node.location) })
      }
      rule.decision =
        reading.collect { () throws(Diagnostic) in try reader.choice("decision", default: Decision.denyExternal) }
        ?? .deny
      return paths == nil ? nil : rule
    }
    guard let rule else { return nil }
    self = rule
  }

  private init(paths: [ArgumentPath]) { self.paths = paths }
}

/// `taint` in the decision order, after what the arguments themselves say.
struct TaintCondition: CallRule {
  var kind: RuleKind { .taint }

  let trust: Trust
  let restricted: RestrictedDetector

  func objection(to call: ProposedCall) -> Objection? {
    let objection = objection(to: call, call.arguments)
    guard objection?.isConfirmable == true, let rest = call.place.rest else { return objection }
    return self.objection(to: call, rest) ?? objection
  }

  private func objection(to call: ProposedCall, _ arguments: JSONValue?) -> Objection? {
    var confirmable: Objection?
    for rule in call.rules {
      guard let taint = rule.taint else { continue }
      guard let arguments else { return Objection(rule: rule.id, .unreadable) }
      for path in taint.paths {
        for leaf in Leaf.all(of: arguments, at: path) {
          guard let objection = objection(rule, taint, leaf, call) else { continue }
          if !objection.isConfirmable { return objection }
          confirmable = confirmable ?? objection
        }
      }
    }
    return confirmable
  }

  private func objection(_ rule: ToolRule, _ taint: TaintRule, _ leaf: Leaf, _ call: ProposedCall) -> Objection? {
    let place = CallTexts.path(leaf.steps, hiding: restricted)
    // Where a value came from cannot be known without what was said.
    guard call.place.taint.isKnown else { return Objection(rule: rule.id, .noContext, path: place) }
    guard !call.place.taint.isExceeded else { return Objection(rule: rule.id, .tooExpensive, path: place) }
    guard
      let source = call.place.taint.source(of: leaf, textsBefore: call.place.textsBefore, unless: taint.unless)
    else { return nil }
    let isConfirmable =
      switch taint.decision {
      case .deny: false
      case .confirm: true
      case .denyExternal: !isExternalRecipient(leaf, rule, saidBy: source)
      }
    if isConfirmable, call.place.isConfirmed { return nil }
    let evidence = call.evidence(of: leaf.text)
    var objection = Objection(rule: rule.id, .tainted, path: place, isConfirmable: isConfirmable)
    objection.evidence = "\(evidence.masked) from \(Self.shown(source))"
    objection.trace = VerdictTrace(
      hmac: evidence.hmac,
      source: VerdictTrace.Source(message: source.message, tool: Self.name(source), offset: source.offset))
    return objection
  }

  /// Whether a value is by itself an address of others, of mail, of the web or of a machine, that something goes to. Addresses within
  /// texts are looked at by themselves, and what may as well be the name of another thing is none.
  private func isExternalRecipient(_ leaf: Leaf, _ rule: ToolRule, saidBy source: TaintedValues.Source) -> Bool {
    guard rule.effect == .externalWrite || rule.effect == .money else { return false }
    if leaf.repository != nil { return true }
    if let machine = leaf.machine {
      return trust.isExternal(machine.host) && (!machine.isDoubtful || source.isAddressed)
    }
    if let mail = MailAddress(leaf.text) { return trust.isExternal(mail.domain) }
    let text = leaf.text.trimmingSpaces
    guard !text.unicodeScalars.contains(where: { $0.properties.isWhitespace }) else { return false }
    let name = leaf.steps.lazy.compactMap { if case .name(let name) = $0 { name } else { nil } }.last ?? ""
    let bound = rule.confirm?.addressed ?? []
    let machines = HostMention.all(in: text)
    if machines.count == 1, machines[0].text == text, !bound.contains(name),
      machines[0].read(as: ArgumentUse(at: leaf.steps), in: text).isDoubtful
    {
      return false
    }
    return Outbound(trust, bound: bound).external(in: [name: .string(text)]) != nil
  }

  private static func name(_ source: TaintedValues.Source) -> String {
    UntrustedText(source.name).excerpt(64).unsafeText
  }

  private static func shown(_ source: TaintedValues.Source) -> String {
    "\(name(source)), message \(source.message), byte \(source.offset)"
  }
}
