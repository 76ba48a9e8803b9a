import EvalGateCore
import EvalGateStore

/// What gates and reports need of a run, put together from outcomes and from what they are compared with.
struct EvidenceGathering: Sendable {
  let base: Base
  /// With `CI` set, recordings decide only where the base's configuration allows them.
  let isCI: Bool
  /// Where earlier attempts of the version that is judged are found; nil where only this run is meant.
  var attempts: EarlierAttempts?
  /// Policies of the base that the answers are held to.
  var policies: HeldPolicies?
  /// By suite, why nothing may be decided of it whatever it brought.
  var displaced: [String: String] = [:]
  /// What the run was to ask.
  var selection = Selection()

  /// What a run brought of one suite.
  struct Results {
    let outcomes: [CaseOutcome]
    /// Those that the run did not make itself.
    var carried: Carried?
    /// As the change's own policy decides, where another one is stricter; nil where none is.
    var own: [CaseOutcome]?
    /// Of the base arm.
    let sideBySide: [CaseOutcome]
    /// Fresh trials of both arms.
    let fresh: [TrialSummary]
    let planned: [CaseHeader]
    /// Ids that the base arm was to answer.
    let asked: Set<String>
    let tuple: RunTuple
    /// Orders cases at random, the same way each time the run is looked at.
    let seed: UInt64
    var progress: EarlyProgress?

    /// What the run asked itself.
    var made: [CaseOutcome] {
      carried.map { carried in outcomes.filter { !carried.cases.contains($0.id) } } ?? outcomes
    }
  }

  func evidence(
    for suite: Suite, _ results: Results, against opponent: Opponent, _ confirming: ConfirmSettings
  ) -> SuiteEvidence {
    let isSafety = suite.evalset.kind == .safety
    let earlier = earlier(suite, results)
    let comparison = comparedWith(suite, results, opponent, earlier)
    let confirmation = SuiteConfirmation(
      ability: ability(opponent, comparison), form: suite.confirm,
      usesFullRun: suite.critical || confirming.fullFresh,
      stopsEarly: (confirming.stopsEarly || results.progress != nil) && !suite.critical,
      fresh: FreshTrials(results.fresh.lazy.filter { $0.suite == suite.name }, after: results.outcomes),
      seed: results.seed, admitsRecordings: allowsRecordings(suite),
      sentinels: confirming.sentinels ?? suite.sentinels)
    var evidence = SuiteEvidence(
      name: suite.name, isSafety: isSafety, hasSchema: suite.prompt.outputSchema != nil,
      maxMissing: isSafety ? 0 : suite.maxMissing, planned: results.planned, outcomes: results.outcomes,
      base: comparison,
      inadmissible: inadmissible(suite, results.made) ?? earlier.obstacle,
      isCritical: suite.critical, confirmation: confirmation, progress: results.progress)
    evidence.provisional = provisional(suite, results.made)
    evidence.anchor = anchor(suite, results, opponent, earlier)
    evidence.isAcceptedHere = opponent.isAccepted
    evidence.replaced = opponent.replaced.map { before in
      let base = BaseResults(
        tuple: before.tuple, stored: before.cases, sideBySide: results.sideBySide,
        cases: before.cases.map(BaseResults.Case.init))
      return compared(
        suite, results, base, earlier.attempts(besides: before.runs, own: results.own != nil), opponent.editedProgram)
    }
    evidence.targets = suite.route.targets.map(\.name)
    evidence.askedOfBase = results.asked
    evidence.own = results.own
    evidence.carried = results.carried
    // Not for having been accepted is a run no attempt: against a value it counts as every other.
    if let attempts = earlier.attempts() {
      (evidence.attempted, evidence.attempts) = (attempts.pooled(with: results.outcomes), attempts.runs)
    }
    return evidence
  }

  private func comparedWith(
    _ suite: Suite, _ results: Results, _ opponent: Opponent, _ earlier: EarlierAttempts.Found
  ) -> SuiteEvidence.Base {
    if opponent.usable == nil, results.asked.isEmpty {
      switch opponent.stored {
      case .new(let why): return .new(why)
      case .unavailable(let why), .unreadable(let why): return .unavailable(why)
      case .found(let baseline) where opponent.ability == .sameVersion:
        if let doubt = opponent.recordingDoubt { return .unavailable(doubt) }
        return .new(
          "unchanged since \(base.reference?.text ?? "the base"), whose stored baseline is of another version"
            + results.tuple.otherness(than: baseline.tuple))
      case .found(let baseline):
        return .unavailable(
          "the stored baseline is of another version than \(base.reference?.text ?? "the base") has"
            + (opponent.tuple?.otherness(than: baseline.tuple) ?? ""))
      }
    }
    let stored = opponent.usable
    let known =
      opponent.isLeftBehind
      ? opponent.knownCases : stored.map { $0.cases.map(BaseResults.Case.init) } ?? opponent.knownCases
    // What was stored before addresses were written down was reached where the base's configuration says.
    let stands = opponent.tuple.flatMap { base in stored?.tuple.located(by: base) } ?? stored?.tuple
    let tuple = stands ?? opponent.tuple ?? results.tuple
    let base = BaseResults(
      tuple: tuple, stored: stored?.cases ?? [], sideBySide: results.sideBySide,
      cases: withoutRemoved(known, suite), asked: results.asked.union(opponent.heldToBase))
    // What the change accepted is of the program as it edited it.
    return .stored(
      compared(
        suite, results, base, earlier.attempts(besides: stored?.runs ?? [], own: results.own != nil),
        opponent.isAccepted ? nil : opponent.editedProgram))
  }

  /// What can be done about a drop. That one version moved by itself is not said where recordings of the change may have moved it:
  /// where a case that it did not edit is answered otherwise now, and from a recording.
  private func ability(_ opponent: Opponent, _ base: SuiteEvidence.Base) -> SuiteConfirmation.Ability {
    guard let doubt = opponent.recordingDoubt, case .stored(let comparison) = base,
      comparison.pairs.contains(where: \.isRecordedOtherwise)
    else { return opponent.ability }
    return .unclear(doubt)
  }

  /// The run's results, with those of earlier attempts at the same version, beside those of the base.
  ///
  /// - Parameter edit: what the two tuples do not say where a program names no revisions, and never say by file.
  private func compared(
    _ suite: Suite, _ results: Results, _ base: BaseResults, _ earlier: Attempts?, _ edit: EditedProgram? = nil
  ) -> Comparison {
    let outcomes = results.own ?? results.outcomes
    var base = base
    base.cases = restricted(base.cases, to: results.planned, suite)
    var comparison = Comparison(
      suite: suite.name, outcomes: earlier?.pooled(with: outcomes) ?? outcomes,
      planned: results.planned.map(\.id), tuple: results.tuple, base: base, isSafety: suite.evalset.kind == .safety,
      notes: suite.notes(since: base.tuple))
    comparison.attempts = earlier?.runs ?? []
    comparison.changes = self.base.edits(of: suite, among: comparison.changes)
    edit?.join(&comparison.changes)
    return comparison
  }

  private func earlier(_ suite: Suite, _ results: Results) -> EarlierAttempts.Found {
    // A suite that may stop early was not run before.
    guard results.progress == nil else { return .none }
    return attempts?.before(suite.name, results.own ?? results.outcomes) ?? .none
  }

  /// What the suite is pinned to.
  private func anchor(
    _ suite: Suite, _ results: Results, _ opponent: Opponent, _ earlier: EarlierAttempts.Found
  ) -> SuiteEvidence.Base? {
    switch opponent.anchor {
    case nil, .new?: return nil
    case .unavailable(let why)?, .unreadable(let why)?: return .unavailable(why)
    case .found(let pinned)?:
      let base = BaseResults(
        tuple: pinned.tuple, stored: pinned.cases, cases: pinned.cases.map(BaseResults.Case.init))
      return .stored(compared(suite, results, base, earlier.attempts(besides: pinned.runs, own: results.own != nil)))
    }
  }

  /// Cases that either side has. One of which something is stored and that the base itself has no more was removed before, in a
  /// change that was judged for it.
  private func withoutRemoved(_ known: [BaseResults.Case], _ suite: Suite) -> [BaseResults.Case] {
    guard let before = base.project?.suite(named: suite.name) else { return known }
    let here = Set(suite.headers.map(\.id))
    guard known.contains(where: { !here.contains($0.id) }) else { return known }
    let there = Set(before.headers.map(\.id))
    return known.filter { here.contains($0.id) || there.contains($0.id) }
  }

  /// Cases that a selection left out are not missing: they were not asked for. Nor are those that it would have left out, were they
  /// there still.
  private func restricted(
    _ known: [BaseResults.Case], to planned: [CaseHeader], _ suite: Suite
  ) -> [BaseResults.Case] {
    let cases = suite.evalset.cases
    guard planned.count < cases.count else { return known }
    let wanted = Set(planned.map(\.id))
    let existing = Set((0..<cases.count).map { cases.header(at: $0).id })
    let before = base.project?.suite(named: suite.name)?.headers ?? []
    let leftOut = Set(before.filter { !selection.accepts($0) }.map(\.id))
    return known.filter { wanted.contains($0.id) || !existing.contains($0.id) && !leftOut.contains($0.id) }
  }

  /// Recordings are evidence that the change's author controls (design section 5), and so is a policy.
  private func inadmissible(_ suite: Suite, _ outcomes: [CaseOutcome]) -> String? {
    if let why = displaced[suite.name] ?? policies?.obstacle(suite.name) { return why }
    guard isCI, outcomes.contains(where: { $0.hasTrial { $0.source != .live } }), !allowsRecordings(suite) else {
      return nil
    }
    return provisional(suite, outcomes) == nil
      ? "answers are recordings, which count in CI only with `recordings: allow` at the base" : nil
  }

  /// Nobody reviewed yet that recordings count, and nothing is there that they could get past: what they show is new.
  private func provisional(_ suite: Suite, _ outcomes: [CaseOutcome]) -> String? {
    guard isCI, base.holdsNothing, suite.recordingsAllowed,
      outcomes.contains(where: { $0.hasTrial { $0.source != .live } })
    else { return nil }
    return "answers are recordings, which count from when `recordings: allow` is merged"
  }

  /// Whether kept and replayed answers count: with `CI` set the base says so, elsewhere the suite itself.
  private func allowsRecordings(_ suite: Suite) -> Bool {
    isCI ? base.allowsRecordings(suite) : suite.recordingsAllowed
  }
}

extension Comparison.Pair {
  /// Whether the case is answered from recordings, and not by the byte what is stored of it. Of several runs only the first one's
  /// output is known.
  fileprivate var isRecordedOtherwise: Bool {
    after.hasTrial { $0.source != .live }
      && (after.trialCount > 1 || before.trialCount > 1 || before.outputDigest == nil
        || before.outputDigest != after.outputDigest)
  }
}

extension Suite {
  /// The changelog's words for the version that is new since another tuple.
  func notes(since tuple: RunTuple?) -> [TupleChange.Element: String] {
    guard let tuple, tuple.prompt?.version != prompt.version,
      let entry = prompt.changelog.first(where: { $0.version == prompt.version })
    else { return [:] }
    return [.prompt: entry.why]
  }
}

/// How drops are confirmed in a run.
struct ConfirmSettings: Sendable {
  var confirms = true
  var fullFresh = true
  var stopsEarly = false
  /// Where a flag says how many cases watch the baseline.
  var sentinels: Int?
}
