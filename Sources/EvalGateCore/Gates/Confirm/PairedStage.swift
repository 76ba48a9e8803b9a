import GateStatistics

/// From the first comparison of a gate to its verdict: what fresh runs have to say, which are still to be asked, and what
/// stands where there can be none (statistics 2.3).
struct PairedStage {
  let gate: GateRule
  let suite: SuiteEvidence
  let scores: PairedScores
  let first: StageOne
  let settings: AccuracySettings
  /// Tests that share the family's alpha.
  let tests: Int
  /// Whether no stored result was used: the first comparison is then fresh evidence itself.
  let isAllFresh: Bool
  /// The part of the scores whose base side is stored, which sentinel cases are picked from.
  let stored: PairedScores
  /// Those of the cases that the base does not have.
  let added: Set<String>

  /// What looks on the way came to; nil for a suite that is asked whole.
  var looks: EarlyLooks?

  /// Whether more cases of the suite are to come, so that nothing final is looked at.
  var isOnTheWay: Bool {
    guard looks != nil, let progress = suite.progress else { return false }
    return !progress.isOver && progress.done < progress.order.count
  }

  /// The comparison alone would block, at the whole alpha: it says where to look.
  var isCrossed: Bool { looks?.isCrossed ?? Self.isSignificant(first.p) }

  /// At alpha, with a hair's breadth towards not blocking (statistics section 11).
  static func isSignificant(_ p: Double) -> Bool { p + 1e-12 <= GateEvaluator.alpha }

  /// Whether so much was lost that it may block: more than `min_drop`.
  func isEnough(_ scores: PairedScores) -> Bool {
    scores.drop(of: first.n, added: added) > settings.minimumDrop
  }

  /// A drop that fresh runs show and that blocks nothing is no pass either.
  func leaveSmall(_ verdict: inout SuiteVerdict) { (verdict.verdict, verdict.reason) = (.unproven, .dropTooSmall) }

  /// On the way, and where a suite stopped early, only what fresh runs or an e-value say can be taken for a verdict.
  func concludeEarly(_ progress: EarlyProgress, _ verdict: inout SuiteVerdict) throws(Undecided) {
    verdict.isEarlyPass = looks?.isPassed ?? false
    if isCrossed { try conclude(&verdict) }
    if verdict.verdict == .block || verdict.demand != nil { return }
    guard verdict.isEarlyPass else { return verdict.hold(.undecided, .stoppedEarly) }
    (verdict.verdict, verdict.p, verdict.reason) = (.pass, 1, nil)
  }

  func conclude(_ verdict: inout SuiteVerdict) throws(Undecided) {
    let changed = try scores.changed()
    let isWanted = changed.triggers || isCrossed
    switch suite.confirmation?.ability {
    case nil: standAlone(&verdict)
    case .impossible(let why)?: standAlone(isWanted, .given(why), &verdict)
    case .off?:
      guard !isWanted || !suite.isCritical else { return verdict.hold(.undecided, .confirmationIsOff) }
      standAlone(isWanted, .off, &verdict)
    case .sameVersion?:
      if let confirmation = suite.confirmation, try watchAll(confirmation, &verdict) { return }
      verdict.verdict = first.isNonInferior ? .pass : .unproven
      if isCrossed { return holdSameVersion(&verdict) }
      (verdict.p, verdict.leastP) = (1, 1)
      if verdict.verdict == .unproven {
        verdict.reason = reason(nil, .given("both sides are one version")) ?? verdict.reason
      }
    case .unclear(let why)?:
      verdict.verdict = byInterval
      if isCrossed { return verdict.hold(.undecided, .given(why)) }
      (verdict.p, verdict.leastP) = (1, 1)
      if verdict.verdict == .unproven { verdict.reason = reason(nil, .given(why)) ?? verdict.reason }
    case .possible?, .recorded?:
      guard let confirmation = suite.confirmation else { return }
      if try watchBase(confirmation, &verdict) { return }
      if isAllFresh || confirmation.form == .stored {
        try confirmStored(confirmation, changed, &verdict)
      } else {
        try confirmFresh(confirmation, changed, isWanted, &verdict)
      }
    }
  }

  /// One version beside itself is no worse by any change. Where the change says itself what its version does, that is not what it
  /// does.
  private func holdSameVersion(_ verdict: inout SuiteVerdict) {
    guard suite.isAcceptedHere, isEnough(scores) else { return verdict.hold(.unproven, .drift()) }
    verdict.hold(.undecided, .belowAccepted(besides: scores.ids.count - stored.ids.count))
  }

  /// One comparison at the full alpha, where fresh runs were wanted and cannot be had.
  private func standAlone(_ isWanted: Bool, _ gap: GateReason.Gap, _ verdict: inout SuiteVerdict) {
    standAlone(&verdict)
    if isWanted { verdict.evidence.append(.unconfirmed(gap.words)) }
    if !isWanted, verdict.verdict == .unproven { verdict.reason = reason(nil, gap) ?? verdict.reason }
  }

  /// One comparison at the full alpha.
  func standAlone(_ verdict: inout SuiteVerdict) {
    (verdict.p, verdict.leastP) = (first.p, scores.leastP)
    verdict.pool = pool(scores)
    verdict.mayBlock = isEnough(scores)
    verdict.verdict = isCrossed && verdict.mayBlock ? .block : byInterval
  }

  /// Scores of both arms that were not chosen by how the tested answers came out.
  func pool(_ scores: PairedScores) -> PooledPart {
    PooledPart(scores: scores, cases: first.n, added: added, settings: settings)
  }

  /// No harm is shown: the interval tells whether a drop of the margin is ruled out.
  var byInterval: Verdict { first.isNonInferior ? .pass : .unproven }
}

// MARK: What is still to be asked

extension PairedStage {
  /// How many cases are asked before evidence is looked at again, with `--stop-early`: eight straight breaks are enough.
  private static let wave = 8

  /// Asks for what is untried of the changed cases, or says why it cannot be had.
  ///
  /// - Returns: whether the verdict is settled by that.
  func ask(
    for fresh: FreshEvidence, of cases: [String], _ confirmation: SuiteConfirmation, _ verdict: inout SuiteVerdict
  ) -> Bool {
    if case .recorded(let sets) = confirmation.ability, !sets.contains(Set(cases)) {
      leaveOpen(.otherCases, &verdict)
      return true
    }
    guard !fresh.untried.isEmpty else { return false }
    guard confirmation.ability == .possible else {
      leaveOpen(.incomplete, &verdict)
      return true
    }
    verdict.demand = FreshDemand(
      suite: suite.name,
      trials: confirmation.stopsEarly ? Array(fresh.untried.prefix(Self.wave)) : fresh.untried, reason: .changed)
    verdict.hold(.undecided, .toBeConfirmed)
    return true
  }

  /// There is no confirmation to be had: a suite marked critical does not stand on that (statistics 2.3), another one does
  /// without being proven, unless the first comparison alone would have blocked it beside the run's other tests.
  func leaveOpen(_ gap: GateReason.Gap, _ verdict: inout SuiteVerdict) {
    guard !suite.isCritical else { return verdict.hold(.undecided, .unconfirmed(gap)) }
    verdict.p = 1
    verdict.verdict = isCrossed || byInterval == .unproven ? .unproven : byInterval
    verdict.reason = isCrossed ? .unresolved(gap) : .unconfirmed(gap)
    verdict.unconfirmed = UnconfirmedComparison(
      p: first.p, leastP: scores.leastP, pool: pool(scores), mayBlock: isEnough(scores), gap: gap)
  }
}
