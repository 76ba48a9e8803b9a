import GateStatistics

extension GateEvaluator {
  /// `no_worse_than: baseline` by the exact paired test, and by fresh runs of both arms before anything blocks (statistics 2.2
  /// and 2.3).
  func weighPaired(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = Self.compared(gate, outcomes)
    guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
    let pairs = Self.pairs(gate, comparison)
    // What is shown is what decides: the cases that both sides have.
    var verdict = SuiteVerdict(
      suite: suite.name, verdict: .undecided,
      measure: pairs.isEmpty ? measure : Self.compared(gate, pairs.map(\.after)),
      baseline: Self.compared(gate, pairs.map(\.before)))
    let settings = settings(of: gate, suite)
    do {
      let scores = PairedScores(gate, pairs)
      let first = try scores.decide(settings)
      verdict.evidence = [.paired(first, margin: settings.margin)]
      if suite.confirmation?.ability != .sameVersion { verdict.lostEverything = scores.areAllLost }
      let beside = pairs.count(where: \.isSideBySide)
      let stored = beside == 0 ? scores : PairedScores(gate, pairs.filter { !$0.isSideBySide })
      if beside > 0 { verdict.evidence.append(.sideBySide(beside)) }
      if Self.areIdentical(pairs) { verdict.evidence.append(.identicalOutputs(pairs.count)) }
      if first.tooFewClusters { verdict.reason = .tooFewGroups }
      var stage = PairedStage(
        gate: gate, suite: suite, scores: scores, first: first, settings: settings,
        tests: suite.confirmation.map { $0.stopsEarly || $0.isRecorded } == true
          ? testCount(beside: gate) : 1,
        isAllFresh: beside > 0 && beside == pairs.count, stored: stored,
        added: Set(comparison.added).intersection(scores.ids))
      guard let progress = suite.progress, let confirmation = suite.confirmation, !scores.isGraded else {
        try stage.conclude(&verdict)
        return verdict.explained
      }
      stage.looks = try EarlyLooks(
        scores, progress, alpha: alphaOfLooks(gate, isStored: stage.isAllFresh || confirmation.form == .stored),
        margin: settings.margin)
      if progress.done < progress.order.count || progress.isOver {
        try stage.concludeEarly(progress, &verdict)
        if progress.isOver {
          verdict.evidence.append(
            .stoppedEarly(done: progress.done, of: progress.order.count, saved: suite.saved(by: progress)))
        }
      } else {
        try stage.conclude(&verdict)
      }
    } catch {
      // Whatever was said before something could not be computed is no verdict.
      verdict.hold(.undecided, .statistics(error))
      let isOnTheWay = suite.progress.map { $0.done < $0.order.count } ?? false
      if error == .nothingToLose, !isOnTheWay { verdict.holdNothing(to: pairs) }
    }
    return verdict.explained
  }

  /// What looks on the way may spend: the whole screen's alpha, or where they may block by themselves a part of that share.
  func alphaOfLooks(_ gate: GateRule, isStored: Bool) -> Double {
    isStored ? StoredConfirmation.standard.stageOneAlpha / Double(max(1, testCount(beside: gate))) : Self.alpha
  }

  /// One side of a comparison in the measure that is compared: where cases ran several times the mean of their own rates.
  ///
  /// A majority of five runs is steadier than one run: held against it, a single run of an unchanged version that flakes looks
  /// worse nearly every time.
  static func compared(_ gate: GateRule, _ outcomes: [CaseOutcome]) -> Measure {
    guard gate.metric.kind == .rate(perCase: true) else { return gate.metric.metric.measure(outcomes) }
    let scores = outcomes.map { PairedScores.scores(gate, $0) }.filter { !$0.isEmpty }
    guard scores.contains(where: { $0.count > 1 }) else { return gate.metric.metric.measure(outcomes) }
    // An attack scores where it was withstood, and what is measured of attacks is how many were not.
    let means = scores.map { scores in
      let held = scores.reduce(0, +)
      return (gate.metric.countsAttacks ? Double(scores.count) - held : held) / Double(scores.count)
    }
    return .share(means.reduce(0, +) / Double(means.count), n: means.count)
  }

  /// `min_drop` is nothing on suites marked critical and one point elsewhere (statistics 2.3).
  func settings(of gate: GateRule, _ suite: SuiteEvidence) -> AccuracySettings {
    AccuracySettings(
      rule: .noWorseThan, alpha: Self.alpha, margin: gate.margin ?? GateRule.usualMargin,
      minimumDrop: gate.minDrop ?? (suite.isCritical ? 0 : 0.01), seed: suite.confirmation?.seed ?? 0,
      isExact: gate.isExact)
  }

  /// Whether no output differs from the base's by a byte, as in a run of one version against itself (statistics section 8). Of
  /// several runs of a case only the first one's output is known.
  private static func areIdentical(_ pairs: [Comparison.Pair]) -> Bool {
    !pairs.isEmpty
      && pairs.allSatisfy {
        $0.before.trialCount == 1 && $0.after.trialCount == 1 && $0.before.outputDigest != nil
          && $0.before.outputDigest == $0.after.outputDigest
      }
  }

  /// The cases that a comparing gate looks at: those its filter takes today, with a result on both sides, so that a case
  /// without one counts neither for nor against. A failure that is waived today has no part in the comparison either.
  static func pairs(_ gate: GateRule, _ comparison: Comparison) -> [Comparison.Pair] {
    comparison.pairs.filter { pair in
      gate.filter.accepts(tags: pair.after.tags, severity: pair.after.severity)
        && !(gate.waiversAllowed && pair.after.isWaived)
        && gate.metric.saysSomething(of: pair.before) && gate.metric.saysSomething(of: pair.after)
    }
  }
}

extension SuiteVerdict {
  /// Where every case fails on both sides: what was accepted so cannot get worse. Where nobody accepted it, it may as well be that the
  /// base's version does not run as it is asked here.
  mutating func holdNothing(to pairs: [Comparison.Pair]) {
    let isAccepted = pairs.contains { !$0.isSideBySide }
    hold(isAccepted ? .unproven : .undecided, isAccepted ? .statistics(.nothingToLose) : .allFail)
  }
}

extension CompiledMetric {
  /// Whether one case alone can be measured; metrics over all cases, such as F1, only need it to be judged.
  fileprivate func saysSomething(of outcome: CaseOutcome) -> Bool {
    switch kind {
    case .rate(perCase: true): metric.measure(CollectionOfOne(outcome)).value != nil
    case .rate(perCase: false): outcome.judged > 0
    case .quantile, .amount: outcome.hasTrial { metric.quantity($0) != nil }
    }
  }
}

extension Evidence {
  static func paired(_ stage: StageOne, margin: Double) -> Evidence {
    .paired(
      n: stage.n, broke: stage.broke, fixed: stage.fixed, drop: stage.drop,
      interval: stage.interval.map { Interval($0.lower, $0.upper) }, p: stage.p, pExact: stage.pTwoSided,
      margin: margin, smallestDrop: stage.smallestDrop, method: stage.method)
  }
}

extension SuiteVerdict {
  /// Fresh runs compare each case with itself, for which few groups are enough: they are no reason of a block, nor against a
  /// pass. Without them too few groups rule nothing out, whatever their cases show together (statistics 2.4).
  fileprivate var explained: SuiteVerdict {
    guard reason == .tooFewGroups, verdict == .block || verdict == .pass else { return self }
    var explained = self
    if verdict == .block || isConfirmed { explained.reason = nil } else { explained.verdict = .unproven }
    return explained
  }

  private var isConfirmed: Bool { evidence.contains { if case .confirmation = $0 { true } else { false } } }
}
