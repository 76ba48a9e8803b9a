import GateStatistics

/// The fresh form: the first comparison is a screen, and only fresh side-by-side runs can block (statistics 2.3).
extension PairedStage {
  func confirmFresh(
    _ confirmation: SuiteConfirmation, _ changed: ChangedCases, _ isWanted: Bool, _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    verdict.verdict = byInterval
    verdict.p = 1
    guard isWanted || asksMore && byInterval == .unproven else {
      // Stored results only say where to look, and they said nowhere: no fresh test was made that could be small.
      verdict.leastP = 1
      return
    }
    let parts = FreshParts(self, confirmation, isWanted ? changed : .none)
    // Where no answer came there was no test either.
    if !parts.order.isEmpty, parts.fresh.answered == 0 { verdict.leastP = 1 }
    let hasStopped = parts.sequence.hasStopped
    if !parts.order.isEmpty, !hasStopped, ask(for: parts.fresh, of: parts.order, confirmation, &verdict) {
      return
    }
    guard !isOnTheWay else {
      return verdict.hold(hasStopped && isEnough(parts.fresh.scores) ? .block : .undecided, .toBeConfirmed)
    }
    let decision = try parts.decide(isCrossed: isCrossed)
    let isOpen =
      switch decision.verdict {
      case .block: false
      case .unresolved: confirmation.usesFullRun && suite.progress?.isOver != true || asksMore
      case .passOrUnproven: asksMore && byInterval == .unproven
      }
    guard isOpen, !parts.isIncomplete else { return conclude(parts, decision, nil, &verdict) }
    try confirmWhole(parts, decision, confirmation, &verdict)
  }

  /// Both arms on all cases: what settles a crossed screen that the changed cases did not confirm, and what may prove a gate
  /// that the first comparison left unproven.
  private func confirmWhole(
    _ parts: FreshParts, _ decision: FreshConfirmation.Decision, _ confirmation: SuiteConfirmation,
    _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let running = try runWhole(confirmation, &verdict) { whole throws(Undecided) in
      let isBlock = try parts.decide(isCrossed: isCrossed, fullP: whole.p).verdict == .block
      return isBlock || whole.stage.isNonInferior
    }
    switch running {
    case .asked: keep(parts, decision, &verdict)
    case .unavailable(let gap):
      keep(parts, decision, &verdict)
      verdict.p = decision.gateP
      if isCrossed { leaveOpen(gap, &verdict) } else { verdict.reason = reason(nil, gap) }
    case .looked(let whole):
      conclude(parts, try parts.decide(isCrossed: isCrossed, fullP: whole.p), whole, &verdict)
    }
  }

  /// What the changed cases came to, where there were any.
  private func keep(_ parts: FreshParts, _ decision: FreshConfirmation.Decision, _ verdict: inout SuiteVerdict) {
    if !parts.order.isEmpty { verdict.evidence.append(parts.evidence(self, decision, nil)) }
  }

  private func conclude(
    _ parts: FreshParts, _ decision: FreshConfirmation.Decision, _ whole: WholeRun?, _ verdict: inout SuiteVerdict
  ) {
    verdict.evidence.append(parts.evidence(self, decision, whole))
    verdict.p = decision.gateP
    verdict.mayBlock = isEnough(parts.fresh.scores) || whole.map { isEnough($0.scores) } ?? false
    if !parts.fresh.isSequential, !parts.isIncomplete { verdict.pool = pool(parts.fresh.scores) }
    // What was asked anew knows better than what was stored where something is left; of the cases that did not change it says
    // nothing.
    if !parts.fresh.scores.isEmpty, !parts.fresh.scores.areAllLost { verdict.lostEverything = false }
    switch decision.verdict {
    case .block where verdict.mayBlock: verdict.verdict = .block
    case .block: leaveSmall(&verdict)
    case _ where whole == nil && parts.isIncomplete: leaveOpen(parts.fresh.firstGap ?? .missing, &verdict)
    case .unresolved: (verdict.verdict, verdict.reason) = (.unproven, .unresolved(nil))
    case .passOrUnproven:
      // Where everything was run again, that is what the interval speaks of.
      guard let whole else { return }
      verdict.verdict = whole.stage.isNonInferior ? .pass : .unproven
      if verdict.verdict == .unproven { verdict.reason = reason(whole, whole.gap) }
    }
  }
}

/// The fresh runs of a gate's changed cases with what they come to.
private struct FreshParts {
  let rule: FreshConfirmation
  let changed: ChangedCases
  let order: [String]
  let fresh: FreshEvidence
  /// Where evidence is looked at on the way it has to carry the whole family; else it is looked at once, at the end.
  let gates: Int
  private(set) var sequence: FreshConfirmation.Sequence
  /// Whether so many fresh answers are missing that the rest says nothing.
  let isIncomplete: Bool
  private let settings: AccuracySettings

  init(_ stage: PairedStage, _ confirmation: SuiteConfirmation, _ changed: ChangedCases) {
    rule = .rule(stage.gate, confirmation)
    self.changed = changed
    order = confirmation.shuffled(changed.ids)
    fresh = FreshEvidence(confirmation, stage.gate, order, rounds: SuiteConfirmation.rounds(of: order.count))
    gates = fresh.isSequential ? stage.tests : .max
    sequence = FreshConfirmation.Sequence(alpha: rule.sequentialAlpha, gates: gates)
    isIncomplete = !order.isEmpty && fresh.isIncomplete(stage.suite.maxMissing)
    settings = stage.settings
    for outcome in fresh.disagreements { sequence.record(outcome) }
  }

  func decide(isCrossed: Bool, fullP: Double? = nil) throws(Undecided) -> FreshConfirmation.Decision {
    try rule.decide(
      fresh.disagreements, finalP: fresh.untried.isEmpty ? try fresh.scores.freshP(settings) : nil, fullP: fullP,
      screenCrossed: isCrossed, gates: gates)
  }

  func evidence(_ stage: PairedStage, _ decision: FreshConfirmation.Decision, _ whole: WholeRun?) -> Evidence {
    .confirmation(
      Evidence.Confirmation(
        suite: stage.suite.name, form: .fresh, shares: rule.shares, trigger: stage.trigger(changed), cases: order,
        worse: changed.worse, better: changed.better, rounds: fresh.roundsTried, pairs: fresh.tried,
        base: fresh.measure(.base), head: fresh.measure(.head),
        anytimeP: decision.anytimeP, p: decision.finalP, full: whole?.evidence, gateP: decision.gateP))
  }
}

extension PairedStage {
  /// The stored form: the first comparison may block at its share of alpha, fresh runs of the changed cases at theirs. Also
  /// where both arms were just run side by side on all cases (statistics 2.8).
  func confirmStored(
    _ confirmation: SuiteConfirmation, _ changed: ChangedCases, _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let rule = StoredConfirmation.standard
    let alpha = rule.stageOneAlpha + rule.confirmAlpha
    let mayStandAlone = isEnough(scores)
    verdict.verdict = byInterval
    // With looks on the way, a crossed boundary is what the first part's share was spent on.
    let isDecided = looks.map(\.isCrossed) ?? (first.p + 1e-12 <= rule.stageOneAlpha)
    verdict.p =
      looks == nil ? min(1, first.p * alpha / rule.stageOneAlpha) : isDecided ? alpha / Double(tests) : 1
    verdict.mayBlock = mayStandAlone
    if looks == nil { verdict.pool = pool(scores) }
    if isDecided {
      if mayStandAlone { verdict.verdict = .block }
      return
    }
    guard !isOnTheWay else { return }
    if changed.triggers {
      guard try confirmChanged(confirmation, changed, &verdict) else { return }
    }
    guard asksMore, verdict.verdict == .unproven else { return }
    try proveStored(confirmation, changed, &verdict)
  }

  /// What is left of the second share of alpha, and what runs on every case take of it where they may be made.
  private var laterShares: Evidence.Confirmation.Shares {
    let confirm = StoredConfirmation.standard.confirmAlpha
    guard gate.onUnproven == .moreRuns else { return Evidence.Confirmation.Shares(sequence: nil, together: confirm) }
    let whole = StoredConfirmation.standard.stageOneAlpha
    return Evidence.Confirmation.Shares(sequence: nil, together: confirm - whole, whole: whole)
  }

  /// - Returns: whether fresh answers of the changed cases were there to be looked at.
  private func confirmChanged(
    _ confirmation: SuiteConfirmation, _ changed: ChangedCases, _ verdict: inout SuiteVerdict
  ) throws(Undecided) -> Bool {
    let order = confirmation.shuffled(changed.ids)
    let rounds = SuiteConfirmation.rounds(of: order.count)
    let fresh = FreshEvidence(confirmation, gate, order, rounds: rounds)
    if !fresh.untried.isEmpty || confirmation.isRecorded {
      if ask(for: fresh, of: order, confirmation, &verdict) { return false }
    }
    guard !fresh.isIncomplete(suite.maxMissing), let p2 = try fresh.scores.freshP(settings) else {
      leaveOpen(fresh.firstGap ?? .missing, &verdict)
      return false
    }
    let gateP = min(verdict.p ?? 1, p2 * GateEvaluator.alpha / laterShares.together)
    verdict.evidence.append(
      .confirmation(
        Evidence.Confirmation(
          suite: suite.name, form: .stored, shares: laterShares, trigger: trigger(changed), cases: order,
          worse: changed.worse, better: changed.better, rounds: rounds, pairs: fresh.tried,
          base: fresh.measure(.base), head: fresh.measure(.head), p: p2, gateP: gateP)))
    verdict.p = gateP
    verdict.mayBlock = isEnough(fresh.scores) || verdict.mayBlock
    if Self.isSignificant(gateP) {
      if verdict.mayBlock { verdict.verdict = .block } else { leaveSmall(&verdict) }
    }
    return true
  }

  /// `on_unproven: more_runs` in this form.
  private func proveStored(
    _ confirmation: SuiteConfirmation, _ changed: ChangedCases, _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    guard let share = laterShares.whole else { return }
    let before = verdict.p ?? 1
    let running = try runWhole(confirmation, &verdict) { whole in
      Self.isSignificant(whole.p * GateEvaluator.alpha / share) || whole.stage.isNonInferior
    }
    switch running {
    case .asked: break
    case .unavailable(let gap): verdict.reason = reason(nil, gap)
    case .looked(let whole):
      let gateP = min(before, whole.p * GateEvaluator.alpha / share)
      verdict.add(whole, gateP: gateP) {
        Evidence.Confirmation(
          suite: suite.name, form: .stored, shares: laterShares, trigger: trigger(.none), cases: [], worse: 0,
          better: 0, rounds: 0, pairs: 0,
          base: .undefined, head: .undefined, gateP: gateP)
      }
      verdict.p = gateP
      verdict.mayBlock = verdict.mayBlock || isEnough(whole.scores)
      if Self.isSignificant(gateP), verdict.mayBlock {
        verdict.verdict = .block
      } else if whole.stage.isNonInferior {
        verdict.verdict = .pass
      } else {
        verdict.reason = reason(whole, whole.gap)
      }
    }
  }

  /// Why fresh runs were made.
  func trigger(_ changed: ChangedCases) -> Evidence.Confirmation.Trigger {
    isCrossed ? .screen : changed.ids.isEmpty ? .unproven : .changed
  }
}

extension SuiteVerdict {
  /// Puts runs on every case into the confirmation there is, or into one of their own.
  fileprivate mutating func add(_ whole: WholeRun, gateP: Double, otherwise: () -> Evidence.Confirmation) {
    var confirmation = otherwise()
    if let index = evidence.firstIndex(where: { if case .confirmation = $0 { true } else { false } }),
      case .confirmation(let known) = evidence.remove(at: index)
    {
      confirmation = known
    }
    confirmation.full = whole.evidence
    confirmation.gateP = gateP
    evidence.append(.confirmation(confirmation))
  }
}

extension FreshConfirmation {
  var shares: Evidence.Confirmation.Shares {
    Evidence.Confirmation.Shares(sequence: sequentialAlpha, together: finalAlpha, whole: fullAlpha)
  }

  /// Runs on every case have a share of the error of their own wherever they may come to be made.
  static func rule(_ gate: GateRule, _ confirmation: SuiteConfirmation) -> FreshConfirmation {
    confirmation.usesFullRun || gate.onUnproven == .moreRuns ? .critical : .standard
  }
}

extension SuiteConfirmation {
  /// Whether nothing more can be asked.
  var isRecorded: Bool {
    if case .recorded = ability { true } else { false }
  }
}
