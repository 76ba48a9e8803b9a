import GateStatistics

/// Weighs all gates over all suites. Pure: the same evidence always gives the same verdicts.
public struct GateEvaluator: Sendable {
  public let gates: [GateRule]
  public let suites: [SuiteEvidence]
  /// Whether every planned case came to an end. On a partial run only what more evidence cannot rescue may block.
  public let isComplete: Bool

  /// The family-wise chance of blocking an unchanged version by tests.
  public static let alpha = 0.05

  public init(gates: [GateRule], suites: [SuiteEvidence], isComplete: Bool) {
    self.gates = gates
    self.suites = suites
    self.isComplete = isComplete
  }

  public func outcomes() -> [GateOutcome] { decide().outcomes }

  /// All gates, with the fresh generations that they need before they can say more, joined by suite.
  public func decide() -> (outcomes: [GateOutcome], demands: [FreshDemand]) {
    var rows = rows
    let demands = FreshDemand.joined(rows.flatMap(\.verdicts).compactMap(\.demand))
    weighTogether(&rows)
    let outcomes = rows.map { row in
      var outcome = Self.combine(row.gate, row.verdicts)
      if row.verdicts.isEmpty, gates.contains(where: { $0.isBrought && row.gate.isKept(beside: $0) }) {
        outcome.reason = GateReason.noSuiteAnyMore.words
      }
      outcome.evidence += leftOut(of: row.gate)
      return outcome
    }
    return (outcomes, demands)
  }

  /// Every gate with its verdict in each suite, before they are weighed together.
  var rows: [TestFamily.Row] {
    gates.map { gate in
      (gate: gate, verdicts: scope(of: gate).compactMap { $0.seen(by: gate) }.map { evaluate(gate, in: $0) })
    }
  }

  /// The tests of chance among all gates of one family and suites, which share its alpha (statistics 2.8). One version beside itself
  /// can blame nobody, nor can what may be one, so it takes no share.
  func testCount(beside gate: GateRule) -> Int {
    gates.filter { $0.isTest && $0.isBrought == gate.isBrought }
      .reduce(0) { $0 + scope(of: $1).count { $0.confirmation?.ability.blames ?? true } }
  }

  /// The suites a gate speaks of: the one it names, or all that have the metric. Where none has, it is undecided in those that were
  /// asked for an amount all the same, and in those that the change takes its cases from.
  func scope(of gate: GateRule) -> [SuiteEvidence] {
    if let name = gate.suite { return suites.filter { $0.name == name } }
    let able = suites(meantBy: gate).filter { hasMetric(gate, $0) }
    return able.isEmpty ? suites.filter { isUncounted(gate, $0) || $0.isLeft(by: gate) } : able
  }

  /// Of a gate that names none, those with a case that it takes.
  func suites(meantBy gate: GateRule) -> [SuiteEvidence] {
    suites.filter { suite in
      suite.planned.contains(where: gate.filter.accepts) || suite.dropped.contains(where: gate.filter.accepts)
        || suite.isLetOut(of: gate)
    }
  }

  /// A suite without the thing that is measured has no row; one that has it and brought no result does, and so does one of
  /// which nobody can tell, because nothing of it was judged.
  func hasMetric(_ gate: GateRule, _ suite: SuiteEvidence) -> Bool {
    if gate.metric.appliesWithoutResults(to: suite) || Self.measure(gate, suite.outcomes) != .undefined { return true }
    if suite.isLetOut(of: gate) { return true }
    if let before = suite.comparison?.pairs.map(\.before), !before.isEmpty {
      return Self.measure(gate, before) != .undefined
    }
    return suite.outcomes.allSatisfy { $0.judged == 0 }
  }

  static func measure(_ gate: GateRule, _ outcomes: [CaseOutcome]) -> Measure {
    gate.metric.metric.measure(considered(gate, outcomes))
  }

  /// The cases that count for a gate, with waived failures turned into passes where the gate allows waivers.
  static func considered(_ gate: GateRule, _ outcomes: [CaseOutcome]) -> [CaseOutcome] {
    let counted =
      gate.filter.isOpen
      ? outcomes : outcomes.filter { gate.filter.accepts(tags: $0.tags, severity: $0.severity) }
    guard gate.waiversAllowed, counted.contains(where: \.isWaived) else { return counted }
    return counted.map { outcome in
      guard outcome.isWaived else { return outcome }
      var forgiven = outcome
      forgiven.trials = outcome.trials.map { $0.waived ? $0.forgiven : $0 }
      return forgiven
    }
  }

  func evaluate(_ gate: GateRule, in suite: SuiteEvidence) -> SuiteVerdict {
    let outcomes = Self.considered(gate, suite.outcomes)
    let asked = suite.progress.flatMap { $0.isOver ? Set($0.asked) : nil }
    let planned = suite.planned.filter { header in
      gate.filter.accepts(tags: header.tags, severity: header.severity) && asked?.contains(header.id) != false
    }
    var verdict = weigh(gate, suite, outcomes)
    if verdict.reason == .statistics(.noPairedCases), suite.comparison?.isAllEdited == true {
      verdict.reason = .allEdited
      if suite.isSafety, suite.turnover.isOfCasesAlone { verdict.hold(.new, .allEditedAlone) }
    }
    let missing = gate.missing(planned, outcomes).count
    let scope = gate.bound.comparesWithBaseline ? suite.comparison?.scope : nil
    if let scope, scope.differs { verdict.evidence.append(scope.evidence) }
    if !suite.leftOut.isEmpty { verdict.evidence.append(.withoutAdded(suite.leftOut.count)) }
    if let tally = Self.attackTally(gate, suite) { verdict.evidence.insert(.attacks(tally), at: 0) }
    if missing > 0 { verdict.evidence.append(.missing(missing, of: planned.count)) }
    let waived = outcomes.count(where: \.isWaived)
    if gate.waiversAllowed, waived > 0 { verdict.evidence.append(.waived(waived)) }
    if let carried = suite.carried {
      let count = outcomes.count { carried.cases.contains($0.id) }
      if count > 0 { verdict.evidence.append(.carried(count, from: carried.from)) }
    }

    let bypassed = newlyBypassed(gate, suite)
    if !bypassed.isEmpty {
      verdict.hold(.block, suite.comparison == nil ? .firstBypass(bypassed) : .newBypass(bypassed))
      verdict.demand = nil
    } else if verdict.verdict == .block, gate.isBeyondRescue(outcomes, planned: planned), !planned.isEmpty,
      planned.count >= gate.minCases ?? 0
    {
      verdict.p = nil
    } else if let why = obstacle(gate, suite, outcomes, planned: planned.count, missing: missing) {
      verdict.hold(.undecided, why)
      verdict.demand = nil
    } else if missing > 0, gate.toleratesNone, verdict.verdict == .pass {
      verdict.hold(.undecided, .withoutResult(missing, of: planned.count))
    } else if missing > 0, let worst = worstCase(gate, suite, (missing, planned.count), verdict) {
      verdict.evidence.append(.worstCase(worst))
    }
    if let why = suite.provisional, verdict.verdict == .pass || verdict.verdict == .unproven {
      verdict.hold(.new, .given(why))
    }
    return verdict
  }

  /// Why nothing can be said, whatever the numbers are.
  private func obstacle(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], planned: Int, missing: Int
  ) -> GateReason? {
    let dropped = suite.dropped.count { gate.filter.accepts(tags: $0.tags, severity: $0.severity) }
    if dropped > 0 { return .scenariosDropped(dropped) }
    if planned == 0 { return suite.isLeft(by: gate) ? .lastCaseGone : suite.escape(from: gate) ?? .noCaseMatches }
    if let reason = suite.escape(from: gate) { return reason }
    if let least = gate.minCases, planned < least { return .needsCases(least, has: planned) }
    if let id = outcomes.firstRepeated { return .repeatedResult(id: id) }
    if let id = gate.damaged(outcomes) { return .impossibleNumber(id: id) }
    if let why = suite.inadmissible { return .given(why) }
    let allowed = suite.maxMissing * Double(planned) + 1e-9
    if Double(missing) > allowed { return .withoutResult(missing, of: planned) }
    if !isComplete { return .incomplete }
    if suite.progress?.isOver == true, gate.bound != .noWorseThanBaseline { return .stoppedEarly }
    guard gate.bound.comparesWithBaseline, let comparison = suite.comparison else { return nil }
    // No acceptance counts for a safety suite in the change that makes it, so a change of cases alone decides.
    let isItsOwn = suite.isSafety && suite.turnover.isOfCasesAlone
    if comparison.scope.isTooSmall, !isItsOwn { return .removed(comparison.scope.removed, of: comparison.scope.stored) }
    guard !comparison.pairs.isEmpty else { return nil }
    // A case that was edited and that the base was not asked about is compared with nothing, however it comes out. But one version
    // has one answer: what was edited cannot have become worse by it.
    let edited = suite.confirmation?.ability == .sameVersion ? [] : comparison.edited
    guard !comparison.unpaired.isEmpty || !edited.isEmpty else { return nil }
    let paired = Set((comparison.pairs + suite.leftOut).map(\.after.id))
    let seen = Set(outcomes.map(\.id))
    // A new case has no result of the base that could be lost.
    let unpaired = Set(comparison.unpaired + edited).subtracting(paired).subtracting(comparison.added).intersection(
      seen
    )
    .count
    guard Double(unpaired) > allowed else { return nil }
    let reason = GateReason.withoutBaseResult(unpaired, of: planned)
    if case .unclear(let why)? = suite.confirmation?.ability { return .given("\(reason.words), and \(why)") }
    return reason
  }

  private func weigh(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    switch (gate.bound, gate.metric.kind) {
    case (.noWorseThanBaseline, _): weighPaired(gate, suite, outcomes)
    case (_, .rate): weighWithMore(gate, suite, outcomes) { weighRate(gate, suite, $0) }
    case (_, .quantile(let quantile)):
      weighWithMore(gate, suite, outcomes) { weighQuantile(gate, suite, $0, quantile) }
    case (_, .amount): weighWithMore(gate, suite, outcomes) { weighAmount(gate, suite, $0) }
    }
  }

  /// The correction over every test of the run, then what several suites show together that none of them shows alone.
  private func weighTogether(_ rows: inout [TestFamily.Row]) {
    let families = TestFamily.all(rows)
    for test in families.flatMap(\.single) {
      guard let place = test.place else { continue }
      var verdict = rows[place.row].verdicts[place.suite]
      if test.rejects, verdict.mayBlock {
        verdict.verdict = .block
      } else if verdict.verdict == .block {
        verdict.verdict = .unproven
        verdict.reason = .takenBack
      }
      rows[place.row].verdicts[place.suite] = verdict
    }
    for test in families.flatMap(\.blockingTogether) {
      for place in test.places { rows[place.row].verdicts[place.suite].block(with: test.summary) }
    }
    for place in SuiteVerdict.unconfirmedBlocks(rows) { rows[place.row].verdicts[place.suite].holdUnconfirmed() }
    for place in families.flatMap(\.single).compactMap(\.place) where rows[place.row].gate.onUnproven == .block {
      rows[place.row].verdicts[place.suite].blockUnproven()
    }
    for place in families.flatMap(\.wholeLosses) { rows[place.row].verdicts[place.suite].holdLost() }
  }

  private static func combine(_ gate: GateRule, _ verdicts: [SuiteVerdict]) -> GateOutcome {
    let worst = verdicts.map(\.verdict).max { $0.weight < $1.weight }
    // Of several that prove nothing the one that moved by itself has something to say.
    let worstOnes = verdicts.filter { $0.verdict == worst }
    let deciding = worstOnes.first { $0.reason?.isDrift == true } ?? worstOnes.first
    let sides = sides(gate, verdicts)
    var outcome = GateOutcome(
      name: gate.name, metric: gate.metric.id.name, suites: verdicts.map(\.suite),
      failing: verdicts.filter { $0.verdict == .block || $0.verdict == .undecided }.map(\.suite),
      verdict: worst ?? .undecided, blocks: gate.blocks, rule: gate.ruleText,
      measure: sides.measure, unit: gate.metric.unit, baseline: sides.baseline,
      evidence: verdicts.count == 1
        ? verdicts[0].evidence : Evidence.joined(verdicts.map(\.evidence), deciding?.evidence),
      reason: worst == nil ? GateReason.noSuite.words : deciding?.reason(besides: verdicts.count - 1)?.words,
      location: gate.location)
    if verdicts.count > 1 { outcome.parts = verdicts.map(\.part) }
    return outcome
  }

  /// What a row shows of head and base, over the same suites: one that has nothing to compare with would move one side alone,
  /// and hide a fall of the others. A gate that compares shows what it compared; another one shows all that it judged, and no
  /// baseline then.
  private static func sides(
    _ gate: GateRule, _ verdicts: [SuiteVerdict]
  ) -> (measure: Measure, baseline: Measure?) {
    let compared = verdicts.filter { $0.measure.value != nil && $0.baseline?.value != nil }
    let isUneven =
      verdicts.count > 1 && verdicts.contains { ($0.measure.value == nil) != ($0.baseline?.value == nil) }
    let shown = isUneven && gate.bound.comparesWithBaseline && !compared.isEmpty ? compared : verdicts
    let baselines = shown.compactMap(\.baseline)
    let isWhole = !isUneven || shown.count < verdicts.count
    return (
      Measure.joined(shown.map(\.measure)), isWhole && !baselines.isEmpty ? Measure.joined(baselines) : nil
    )
  }
}

extension SuiteVerdict {
  fileprivate var part: GateOutcome.Part {
    GateOutcome.Part(suite: suite, verdict: verdict, measure: measure, baseline: baseline)
  }

  /// The reason for a gate over several suites, which names the one that moved by itself.
  fileprivate func reason(besides others: Int) -> GateReason? {
    reason?.isDrift == true && others > 0 ? .drift(in: suite) : reason
  }

  mutating func hold(_ verdict: Verdict, _ reason: GateReason) {
    self.verdict = verdict
    self.reason = reason
    p = nil
    pool = nil
  }

  /// Takes part in a block of several suites, where this one is worse too.
  fileprivate mutating func block(with others: Evidence.Together) {
    guard verdict == .unproven || verdict == .pass, pool?.isWorse == true else { return }
    verdict = .block
    reason = .together(others)
    evidence.append(.together(others))
  }

  /// Nothing passes any more, and that no test can carry it is no reason to pass it.
  fileprivate mutating func holdLost() {
    guard verdict == .unproven else { return }
    hold(.undecided, .lostEverything(cases: measure.n, reason?.words))
  }

  /// `on_unproven: block`. A drop that is known and may be is not what it is for, nor is one that cannot be.
  fileprivate mutating func blockUnproven() {
    guard verdict == .unproven, reason != .dropTooSmall, reason != .statistics(.nothingToLose) else { return }
    verdict = .block
    // What more groups would settle, more cases do not.
    if reason != .tooFewGroups { reason = .unprovenBlocks }
  }
}

extension Verdict {
  /// For a gate over several suites: the worst of them speaks.
  fileprivate var weight: Int {
    switch self {
    case .pass: 0
    case .new: 1
    case .unproven: 2
    case .undecided: 3
    case .block: 4
    }
  }
}

extension CompiledMetric {
  var unit: GateOutcome.ValueUnit {
    switch kind {
    case .rate: .share
    case .quantile: .milliseconds
    case .amount(.tokens): .tokens
    case .amount(.usd): .usd
    }
  }

  /// Whether a suite has the metric even where nothing came back, so that a provider that is down does not empty a gate.
  func appliesWithoutResults(to suite: SuiteEvidence) -> Bool {
    switch id {
    case "schema_pass_rate": suite.hasSchema
    case "pass_rate": true
    default: false
    }
  }
}
