/// The rules that decide about a change: its own where they only tighten, the base's everywhere else.
public struct Bar: Sendable {
  /// The head's project under those rules.
  public var project: Project
  /// Every edit to a rule, gates first.
  public var changes: [RuleChange]
  /// Suites that the change takes away and that something is left to measure of. Nothing is, and their gates say so.
  public var gone: [GoneSuite]
  /// Scenarios that the change takes away from safety suites, by suite. Nothing is measured of them either.
  public var dropped: [String: [CaseHeader]]
  /// By suite, what the change does to which cases there are, what judges them and what is put of them.
  public private(set) var turnovers: [String: Turnover] = [:]
  /// Whether the change edits nothing that answers in a safety suite.
  let isOfRulesAlone: Bool
  /// Names of suites that the change takes away and that are asked once more.
  public private(set) var askedOnceMore: Set<String> = []
  /// Where cases are asked now that were asked elsewhere.
  var moves: Moves

  /// A project that is held to nothing but itself.
  public init(_ project: Project) { self.init(project, isOfRulesAlone: true) }

  private init(_ project: Project, isOfRulesAlone: Bool) {
    self.project = project
    self.isOfRulesAlone = isOfRulesAlone
    changes = []
    gone = []
    dropped = [:]
    moves = Moves(project)
  }

  /// Holds a project to the one it came from.
  ///
  /// - Parameters:
  ///   - base: with its suites under the names that the head gives them (``Renames``).
  ///   - renames: how they were called.
  ///   - remains: what is there of suites that the head does not have.
  ///   - isPipeline: whether answers are asked for where no mode is set, so that a mode which reads them from files of the change
  ///     is the looser one. On a machine of one's own it is what saves money.
  ///   - isOfRulesAlone: whether the change edits nothing that answers in a safety suite. Then it decides which benign cases count,
  ///     for it did nothing to them that this could hide.
  public init(
    _ head: Project, heldTo base: Project, renames: Renames = Renames(), remains: Remains = Remains(),
    isPipeline: Bool = false, isOfRulesAlone: Bool = false
  ) {
    self.init(head, isOfRulesAlone: isOfRulesAlone)
    for (now, before) in renames.formerNames.sorted(by: { $0.key < $1.key }) where head.suite(named: now) != nil {
      changes.append(
        RuleChange(
          .suite, now, .changed, from: before, to: now, decides: .base,
          note: "its gates, its cases and what is stored of it", location: head.suite(named: now)?.location))
    }
    let farewell = Farewell(head, base, remains)
    gone = farewell.gone
    let gates = hold(head.gates, base.gates, farewell.obsolescence)
    let own = head.suites.map { suite in
      guard let before = base.suite(named: suite.name) else {
        if isPipeline { show(modeOf: suite, besides: base.configuration) }
        return held(suite, toEvalsetsOf: base)
      }
      return held(suite, to: before, gates: base.gates, isPipeline: isPipeline)
    }
    askedOnceMore = Set(farewell.asked.map(\.suite.name))
    let suites = held(budgetsOf: held(pricesOf: own + farewell.asked.map(\.suite), to: base), to: base)
    showOutputSchemas(of: head, besides: base)
    for suite in farewell.removed {
      changes.append(
        RuleChange(
          .suite, suite.name, .removed, from: Format.count(suite.evalset.cases.count, "case"),
          decides: farewell.obsolete.contains(suite.name) ? .head : .base,
          note: farewell.why(suite.name)))
    }
    let configuration = held(head.configuration, to: base, suites, isPipeline: isPipeline)
    project = Project(
      configuration: configuration, suites: suites, gates: gates, notes: head.notes, files: head.files)
  }
}

// MARK: Gates

extension Bar {
  /// In the head's order, then those that it takes away.
  ///
  /// - Parameter obsolescence: why a gate of the base is none any more.
  private mutating func hold(
    _ head: [GateRule], _ base: [GateRule], _ obsolescence: (GateRule) -> String?
  ) -> [GateRule] {
    let before = Dictionary(base.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let names = Set(head.map(\.name))
    // A rule under another name is the same rule. One of a suite that is gone for good is no rule any more.
    var left = base.filter { !names.contains($0.name) || obsolescence($0) != nil }
    var gates: [GateRule] = []
    for gate in head {
      if let old = before[gate.name], obsolescence(old) == nil {
        gates += hold(gate, to: old)
      } else if let same = left.firstIndex(where: { gate.shift(from: $0) == .same }) {
        left.remove(at: same)
        gates.append(gate)
      } else {
        changes.append(
          RuleChange(.gate, gate.name, .added, to: gate.text(besides: nil), decides: .head, location: gate.location))
        gates.append(gate.brought)
      }
    }
    for gate in left {
      // What holds for every suite holds for each of them, in the place of what held there.
      if let whole = gates.firstIndex(where: { $0.suite == nil && $0.about(gate.suite).shift(from: gate) == .same }) {
        gates[whole].isBrought = false
        continue
      }
      let note = obsolescence(gate)
      changes.append(
        RuleChange(
          .gate, gate.name, .removed, from: gate.text(besides: nil), decides: note == nil ? .base : .head, note: note))
      if note == nil { gates.append(gate.placed(at: nil)) }
    }
    return gates
  }

  /// - Returns: what decides. Where the head speaks of other cases or of another metric under one name, that is both: the base's
  ///   rule, and the head's own, which nothing else would decide.
  private mutating func hold(_ gate: GateRule, to base: GateRule) -> [GateRule] {
    let shift = gate.shift(from: base)
    guard shift != .same else { return [gate] }
    let isLooser = shift == .looser
    let isOther = isLooser && !gate.speaksOfTheSame(as: base)
    let both = base.nameBesideOther
    changes.append(
      RuleChange(
        .gate, gate.name, isLooser ? .loosened : .tightened, from: base.text(besides: gate),
        to: gate.text(besides: base), decides: isLooser ? .base : .head,
        note: isOther ? "as `\(both)`, beside the change's own" : nil,
        location: gate.location))
    guard isLooser else { return [gate] }
    let kept = base.placed(at: gate.location)
    return isOther ? [kept.named(both), gate.brought] : [kept]
  }
}

extension GateRule {
  /// What a gate of the base is called beside one of its name that speaks of something else.
  fileprivate var nameBesideOther: String { "\(name)@base" }

  /// Whether it is the base's, beside another one of that name.
  func isKept(beside other: GateRule) -> Bool { name == other.nameBesideOther }
}

// MARK: Suites

extension Bar {
  /// - Parameter gates: those of the base.
  private mutating func held(_ suite: Suite, to base: Suite, gates: [GateRule], isPipeline: Bool) -> Suite {
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
    let mode = isPipeline ? held(modeOf: suite, to: base) : suite.mode
    // Where recordings count is looked up at the base, where it is needed.
    _ = note("recordings", base.recordingsAllowed, suite.recordingsAllowed, { $0 ? "allow" : "deny" }) { $0 && !$1 }
    let waivers = held(waiversOf: suite.evalset, to: base.evalset)
    var heirs = Heirs(of: suite.evalset, since: base.evalset)
    var scenarios = held(scenariosOf: suite, to: base, &heirs, trials: trials)
    let tagged = held(tagsOf: suite, &heirs, gates: gates)
    let grouped = held(clustersOf: suite, &heirs)
    let amendments = amendments(of: suite, heldTo: base, &heirs, trials: trials, tagged: tagged, grouped: grouped)
    let weighed = Set(amendments.filter { $0.value.severity != nil || $0.value.trials != nil }.keys)
    scenarios.beside += held(casesOf: suite, to: base.evalset, heirs, weighed: weighed)
    let evalset = suite.evalset.with(kind: kind, waivers, scenarios, amendments)
    var turnover = Turnover(&heirs, in: evalset.headers, isSafety: base.evalset.kind == .safety)
    turnover.isOfSchema = base.prompt.outputSchema != nil || suite.prompt.outputSchema != nil
    turnover.rewritten = Set(scenarios.names.keys)
    if turnover.isAny {
      let about = gates.filter { $0.suite == nil || $0.suite == suite.name }
      turnover.passedOver = heirs.passedOver(by: about.map(\.metric), trials: trials)
    }
    turnover.unread = unread(by: suite.with(evalset: evalset), since: base)
    turnovers[suite.name] = turnover
    return suite.with(
      evalset: evalset,
      critical: isCritical, mode: mode, maxMissing: missing,
      trials: trials == suite.trialsPerCase ? suite.trials : trials, confirm: confirm,
      sentinels: sentinels)
  }

  /// A suite of the change's own: where its cases are not, the waivers over them are not either.
  private mutating func held(_ suite: Suite, toEvalsetsOf base: Project) -> Suite {
    let evalsets = base.suites.map { Place($0.evalset) }
    let own = Place(suite.evalset)
    guard let known = base.suites.first(where: { Place($0.evalset).became(own, among: evalsets) }) else { return suite }
    var heirs = Heirs(of: suite.evalset, since: known.evalset)
    let waivers = held(waiversOf: suite.evalset, to: known.evalset)
    let scenarios = held(scenariosOf: suite, to: known, &heirs, trials: suite.trialsPerCase)
    // How often it asks a case that does not say it is the new suite's own affair.
    let amendments = amendments(
      of: suite, heldTo: known, &heirs, trials: .max, tagged: [:], grouped: held(clustersOf: suite, &heirs))
    return suite.with(evalset: suite.evalset.with(kind: suite.evalset.kind, waivers, scenarios, amendments))
  }

  /// Where answers come from: kept ones are files of the change.
  private mutating func held(modeOf suite: Suite, to base: Suite) -> Mode? {
    let (before, now) = (base.mode ?? .live, suite.mode ?? .live)
    guard before.alwaysAsks, !now.alwaysAsks else { return suite.mode }
    note(
      RuleChange(
        .suite, suite.name, .loosened, from: "mode \(before.rawValue)", to: "mode \(now.rawValue)", decides: .base,
        note: "where the pipeline names no other with `--mode`", location: suite.location))
    return before
  }

  /// Shows that a suite of the change's own reads kept answers where the base would ask for new ones. They decide as far as the base
  /// says that recordings do.
  private mutating func show(modeOf suite: Suite, besides base: Configuration) {
    let (before, now) = (base.part(of: suite.name)?.mode ?? .live, suite.mode ?? .live)
    guard before.alwaysAsks, !now.alwaysAsks else { return }
    note(
      RuleChange(
        .suite, suite.name, .added, to: "mode \(now.rawValue)", decides: .head,
        note: "where \(before.rawValue) is usual; recordings of a new suite count as `defaults` of the base says",
        location: suite.location))
  }

  /// Suites that share an evalset share its waivers and scenarios, which are told once.
  mutating func note(_ change: RuleChange) {
    if !changes.contains(change) { changes.append(change) }
  }
}

extension Suite {
  /// What a case is asked that does not say it itself.
  var trialsPerCase: Int { trials ?? evalset.trials }
}

extension Evalset {
  /// What excuses a scenario excuses it as it was, too.
  fileprivate func with(
    kind: Kind, _ waivers: Bar.HeldWaivers, _ scenarios: Bar.HeldScenarios, _ amendments: [String: CaseAmendment]
  ) -> Evalset {
    var amendments = amendments
    for id in scenarios.blocking { amendments[id, default: CaseAmendment()].severity = .blocking }
    return with(
      kind: kind,
      waivers: waivers.counting + waivers.known.compactMap { waiver in scenarios.names[waiver.caseID].map(waiver.of) },
      reinstated: scenarios.reinstated, amendments: amendments, beside: scenarios.beside)
  }
}
