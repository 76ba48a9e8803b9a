import GateStatistics

/// The fresh form: the first comparison is a screen, and only fresh side-by-side runs can block (statistics 2.3).
extension PairedStage {
  func confirmFresh(
    _ confirmation: SuiteConfirmation, _ changed: ChangedCases, _ isWanted: Bool, _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    verdict.verdict = byInterval
    verdict.p = 1
    guard isWanted else { return }
    let parts = FreshParts(self, confirmation, changed)
    let hasStopped = parts.sequence.hasStopped
    if !parts.order.isEmpty, !hasStopped, ask(for: parts.fresh, of: parts.order, .changed, confirmation, &verdict) {
      return
    }
    guard !isOnTheWay else {
      let isEnough = hasStopped && parts.fresh.drop(of: first.n) > settings.minimumDrop
      return verdict.hold(isEnough ? .block : .undecided, "still to be confirmed side by side")
    }
    let decision = try parts.decide(isCrossed: isCrossed)
    guard confirmation.usesFullRun, isCrossed, decision.verdict == .unresolved, !parts.isIncomplete else {
      return conclude(parts, decision, nil, &verdict)
    }
    try confirmWhole(parts, decision, confirmation, &verdict)
  }

  /// Both arms on all cases: what settles a crossed screen that the changed cases did not confirm.
  private func confirmWhole(
    _ parts: FreshParts, _ decision: FreshConfirmation.Decision, _ confirmation: SuiteConfirmation,
    _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let order = confirmation.shuffled(scores.ids)
    let all = FreshEvidence(confirmation, gate, order, rounds: 1)
    if ask(for: all, of: order, .full, confirmation, &verdict) {
      verdict.evidence.append(parts.evidence(self, decision, nil))
    } else if all.isIncomplete(suite.maxMissing) {
      verdict.evidence.append(parts.evidence(self, decision, nil))
      leaveOpen(all.firstGap ?? "fresh answers are missing", &verdict)
    } else {
      let whole = try all.scores.decide(settings)
      conclude(parts, try parts.decide(isCrossed: true, fullP: whole.p), whole, &verdict)
    }
  }

  private func conclude(
    _ parts: FreshParts, _ decision: FreshConfirmation.Decision, _ whole: StageOne?, _ verdict: inout SuiteVerdict
  ) {
    verdict.evidence.append(parts.evidence(self, decision, whole))
    verdict.p = decision.gateP
    verdict.mayBlock = max(parts.fresh.drop(of: first.n), whole?.drop ?? 0) > settings.minimumDrop
    switch decision.verdict {
    case .block where verdict.mayBlock: verdict.verdict = .block
    case .block: verdict.reason = "confirmed, but a drop this small does not block (`min_drop`)"
    case _ where whole == nil && parts.isIncomplete:
      leaveOpen(parts.fresh.firstGap ?? "fresh answers are missing", &verdict)
    case .unresolved: (verdict.verdict, verdict.reason) = (.unproven, Self.unresolved)
    case .passOrUnproven:
      // Where everything was run again, that is what the interval speaks of.
      if let whole { verdict.verdict = whole.isNonInferior ? .pass : .unproven }
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
  private let seed: UInt64

  init(_ stage: PairedStage, _ confirmation: SuiteConfirmation, _ changed: ChangedCases) {
    rule = confirmation.usesFullRun ? .critical : .standard
    self.changed = changed
    order = confirmation.shuffled(changed.ids)
    fresh = FreshEvidence(confirmation, stage.gate, order, rounds: SuiteConfirmation.rounds)
    gates = fresh.isSequential ? stage.tests : .max
    sequence = FreshConfirmation.Sequence(alpha: rule.sequentialAlpha, gates: gates)
    isIncomplete = !order.isEmpty && fresh.isIncomplete(stage.suite.maxMissing)
    seed = stage.settings.seed
    for outcome in fresh.disagreements { sequence.record(outcome) }
  }

  func decide(isCrossed: Bool, fullP: Double? = nil) throws(Undecided) -> FreshConfirmation.Decision {
    try rule.decide(
      fresh.disagreements, finalP: fresh.untried.isEmpty ? try fresh.scores.freshP(seed: seed) : nil, fullP: fullP,
      screenCrossed: isCrossed, gates: gates)
  }

  func evidence(_ stage: PairedStage, _ decision: FreshConfirmation.Decision, _ whole: StageOne?) -> Evidence {
    .confirmation(
      Evidence.Confirmation(
        suite: stage.suite.name, form: .fresh, trigger: stage.isCrossed ? .screen : .changed, cases: order,
        worse: changed.worse, better: changed.better, rounds: fresh.roundsTried, base: fresh.measure(.base),
        head: fresh.measure(.head), anytimeP: decision.anytimeP, p: decision.finalP,
        full: whole.map {
          Evidence.Confirmation.FullRun(n: $0.n, broke: $0.broke, fixed: $0.fixed, p: $0.p)
        }, gateP: decision.gateP))
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
    let mayStandAlone = first.drop > settings.minimumDrop
    verdict.verdict = byInterval
    verdict.p = min(1, first.p * alpha / rule.stageOneAlpha)
    verdict.mayBlock = mayStandAlone
    // With looks on the way, a crossed boundary is what the first part's share was spent on.
    let isDecided = looks.map(\.isCrossed) ?? (first.p + 1e-12 <= rule.stageOneAlpha)
    if looks != nil { verdict.p = isDecided ? alpha / Double(tests) : 1 }
    guard !isDecided, changed.triggers, !isOnTheWay else {
      if isDecided, mayStandAlone { verdict.verdict = .block }
      return
    }
    let order = confirmation.shuffled(changed.ids)
    let fresh = FreshEvidence(confirmation, gate, order, rounds: SuiteConfirmation.rounds)
    if !fresh.untried.isEmpty || confirmation.isRecorded {
      if ask(for: fresh, of: order, .changed, confirmation, &verdict) { return }
    }
    guard !fresh.isIncomplete(suite.maxMissing), let p2 = try fresh.scores.freshP(seed: settings.seed) else {
      return leaveOpen(fresh.firstGap ?? "fresh answers are missing", &verdict)
    }
    let gateP = min(1, looks == nil ? first.p * alpha / rule.stageOneAlpha : 1, p2 * alpha / rule.confirmAlpha)
    verdict.evidence.append(
      .confirmation(
        Evidence.Confirmation(
          suite: suite.name, form: .stored, trigger: isCrossed ? .screen : .changed, cases: order, worse: changed.worse,
          better: changed.better, rounds: SuiteConfirmation.rounds, base: fresh.measure(.base),
          head: fresh.measure(.head), p: p2, gateP: gateP)))
    verdict.p = gateP
    verdict.mayBlock = fresh.drop(of: first.n) > settings.minimumDrop || mayStandAlone
    if Self.isSignificant(gateP), verdict.mayBlock { verdict.verdict = .block }
  }
}

extension SuiteConfirmation {
  /// Whether nothing more can be asked.
  var isRecorded: Bool {
    if case .recorded = ability { true } else { false }
  }
}
