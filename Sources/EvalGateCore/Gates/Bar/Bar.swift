/// The rules that decide about a change: its own where they only tighten, the base's everywhere else.
public struct Bar: Sendable {
  /// The head's project under those rules.
  public var project: Project
  /// Every edit to a rule, gates first.
  public var changes: [RuleChange]
  /// Suites that the change takes away although their prompt stays. Nothing is measured of them, and their gates say so.
  public var gone: [Suite]
  /// Scenarios that the change takes away from safety suites, by suite. Nothing is measured of them either.
  public var dropped: [String: [CaseHeader]]

  /// A project that is held to nothing but itself.
  public init(_ project: Project) {
    self.project = project
    changes = []
    gone = []
    dropped = [:]
  }

  /// Holds a project to the one it came from.
  public init(_ head: Project, heldTo base: Project) {
    self.init(head)
    let removed = base.suites.filter { head.suite(named: $0.name) == nil }
    let prompts = base.suites.map { Place($0.prompt) }
    gone = removed.filter { suite in
      head.suites.contains { Place(suite.prompt).became(Place($0.prompt), among: prompts) }
    }
    let obsolete = Set(removed.map(\.name)).subtracting(gone.map(\.name))
    let gates = hold(head.gates, base.gates) { gate in gate.suite.map(obsolete.contains) ?? false }
    let suites = head.suites.map { suite in
      guard let before = base.suite(named: suite.name) else { return held(suite, toEvalsetsOf: base, head.suites) }
      return held(suite, to: before, head.suites)
    }
    for suite in removed {
      let isGone = obsolete.contains(suite.name)
      changes.append(
        RuleChange(
          .suite, suite.name, .removed, from: Format.count(suite.evalset.cases.count, "case"),
          decides: isGone ? .head : .base, note: isGone ? "its prompt is gone too" : nil))
    }
    let profiles = held(head.configuration.profiles, to: base, suites)
    if head.configuration.acceptance != base.configuration.acceptance {
      let isTighter = head.configuration.acceptance == .merged
      changes.append(
        RuleChange(
          .configuration, "acceptance", isTighter ? .tightened : .loosened,
          from: base.configuration.acceptance.rawValue, to: head.configuration.acceptance.rawValue,
          decides: isTighter ? .head : .base))
    }
    project = Project(
      configuration: head.configuration.with(profiles: profiles), suites: suites, gates: gates, notes: head.notes,
      files: head.files)
  }
}

// MARK: Gates

extension Bar {
  /// In the head's order, then those that it takes away.
  private mutating func hold(
    _ head: [GateRule], _ base: [GateRule], _ isObsolete: (GateRule) -> Bool
  ) -> [GateRule] {
    let before = Dictionary(base.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(head.map(\.name))
    // A rule under another name is the same rule.
    var renamed = base.filter { !names.contains($0.name) }
    var gates: [GateRule] = []
    for gate in head {
      if let old = before[gate.name] {
        gates.append(hold(gate, to: old))
      } else if let same = renamed.firstIndex(where: { gate.shift(from: $0) == .same }) {
        renamed.remove(at: same)
        gates.append(gate)
      } else {
        changes.append(
          RuleChange(.gate, gate.name, .added, to: gate.text(besides: nil), decides: .head, location: gate.location))
        gates.append(gate)
      }
    }
    for gate in renamed {
      let isObsolete = isObsolete(gate)
      changes.append(
        RuleChange(
          .gate, gate.name, .removed, from: gate.text(besides: nil), decides: isObsolete ? .head : .base,
          note: isObsolete ? "its suite is gone with the prompt" : nil))
      if !isObsolete { gates.append(gate.placed(at: nil)) }
    }
    return gates
  }

  private mutating func hold(_ gate: GateRule, to base: GateRule) -> GateRule {
    let shift = gate.shift(from: base)
    guard shift != .same else { return gate }
    let isLooser = shift == .looser
    changes.append(
      RuleChange(
        .gate, gate.name, isLooser ? .loosened : .tightened, from: base.text(besides: gate),
        to: gate.text(besides: base), decides: isLooser ? .base : .head, location: gate.location))
    return isLooser ? base.placed(at: gate.location) : gate
  }
}

// MARK: Suites

extension Bar {
  private mutating func held(_ suite: Suite, to base: Suite, _ head: [Suite]) -> Suite {
    func note<Value: Equatable>(
      _ key: String, _ old: Value, _ new: Value, _ words: (Value) -> String, _ isTighter: (Value, Value) -> Bool
    ) -> Value {
      let shift = RuleShift.between(old, new, isTighter)
      guard shift != .same else { return new }
      changes.append(
        RuleChange(
          .suite, suite.name, shift == .looser ? .loosened : .tightened, from: "\(key) \(words(old))",
          to: "\(key) \(words(new))", decides: shift == .looser ? .base : .head, location: suite.location))
      return shift == .looser ? old : new
    }
    let isCritical = note("critical", base.critical, suite.critical, { "\($0)" }) { !$0 && $1 }
    let missing = note("max_missing", base.maxMissing, suite.maxMissing, { Format.percent($0) }) { $1 < $0 }
    let confirm = note("confirm", base.confirm, suite.confirm, \.rawValue) { _, _ in false }
    let kind = note("kind", base.evalset.kind, suite.evalset.kind, \.rawValue) { $1 == .safety }
    let trials = note("trials", base.trialsPerCase, suite.trialsPerCase, { "\($0)" }) { $1 > $0 }
    let sentinels = note("sentinels", base.sentinels, suite.sentinels, { "\($0)" }) { $1 > $0 }
    // Where recordings count is looked up at the base, where it is needed.
    _ = note("recordings", base.recordingsAllowed, suite.recordingsAllowed, { $0 ? "allow" : "deny" }) { $0 && !$1 }
    let waivers = hold(suite.evalset.waivers, base.evalset.waivers)
    let scenarios = held(scenariosOf: suite, to: base, trials: trials, head)
    return suite.with(
      evalset: suite.evalset.with(kind: kind, waivers: waivers, scenarios),
      critical: isCritical, maxMissing: missing,
      trials: trials == suite.trialsPerCase ? suite.trials : trials, confirm: confirm,
      sentinels: sentinels)
  }

  /// A suite of the change's own: where its cases are not, the waivers over them are not either.
  private mutating func held(_ suite: Suite, toEvalsetsOf base: Project, _ head: [Suite]) -> Suite {
    let evalsets = base.suites.map { Place($0.evalset) }
    let own = Place(suite.evalset)
    guard let known = base.suites.first(where: { Place($0.evalset).became(own, among: evalsets) }) else { return suite }
    let waivers = hold(suite.evalset.waivers, known.evalset.waivers)
    let scenarios = held(scenariosOf: suite, to: known, trials: suite.trialsPerCase, head)
    return suite.with(evalset: suite.evalset.with(kind: suite.evalset.kind, waivers: waivers, scenarios))
  }

  /// What both sides excuse, no longer than either does.
  private mutating func hold(_ head: [Waiver], _ base: [Waiver]) -> [Waiver] {
    var kept: [Waiver] = []
    for waiver in head {
      let before = base.filter { $0.caseID == waiver.caseID && ($0.check == nil || $0.check == waiver.check) }
        .max { $0.expires < $1.expires }
      guard let before else {
        note(RuleChange(.waiver, waiver.name, .added, to: waiver.until, decides: .base, location: waiver.location))
        continue
      }
      if waiver.expires > before.expires {
        note(
          RuleChange(
            .waiver, waiver.name, .loosened, from: before.until, to: waiver.until, decides: .base,
            location: waiver.location))
      }
      kept.append(waiver.until(min(waiver.expires, before.expires)))
    }
    for waiver in base where !head.contains(where: { $0.caseID == waiver.caseID && $0.check == waiver.check }) {
      note(RuleChange(.waiver, waiver.name, .removed, from: waiver.until, decides: .head))
    }
    return kept
  }

  /// Suites that share an evalset share its waivers and scenarios, which are told once.
  mutating func note(_ change: RuleChange) {
    if !changes.contains(change) { changes.append(change) }
  }
}

/// A file of a project, as what is looked up: by its id and by where it stands.
private struct Place {
  let id: String
  let path: String

  init(_ prompt: Prompt) { (id, path) = (prompt.id, prompt.location.path) }
  init(_ evalset: Evalset) { (id, path) = (evalset.id, evalset.location.path) }

  /// Whether it became the other: of one id, in one place or moved to one where nothing stood. Where several folders have a file
  /// of one id, each is its own.
  func became(_ other: Place, among known: [Place]) -> Bool {
    id == other.id && (path == other.path || !known.contains { $0.path == other.path })
  }
}

extension Waiver {
  fileprivate var name: String { check.map { "\(caseID) (\($0))" } ?? caseID }
  fileprivate var until: String { "until \(expires), \(owner)" }

  fileprivate func until(_ day: CalendarDate) -> Waiver {
    Waiver(caseID: caseID, check: check, reason: reason, owner: owner, expires: day, location: location)
  }

  fileprivate func of(_ caseID: String) -> Waiver {
    Waiver(caseID: caseID, check: check, reason: reason, owner: owner, expires: expires, location: location)
  }
}

extension Suite {
  /// What a case is asked that does not say it itself.
  var trialsPerCase: Int { trials ?? evalset.trials }
}

extension Evalset {
  /// What excuses a scenario excuses it as it was, too.
  fileprivate func with(kind: Kind, waivers: [Waiver], _ scenarios: Bar.HeldScenarios) -> Evalset {
    with(
      kind: kind, waivers: waivers + waivers.compactMap { waiver in scenarios.names[waiver.caseID].map(waiver.of) },
      reinstated: scenarios.reinstated, blocking: scenarios.blocking, beside: scenarios.beside)
  }
}
