import GateStatistics

extension GateEvaluator {
  /// `no_worse_than: baseline` by the exact paired test (statistics 2.2).
  func weighPaired(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
    let pairs = Self.pairs(gate, comparison)
    var verdict = SuiteVerdict(
      suite: suite.name, verdict: .undecided, measure: measure,
      baseline: gate.metric.metric.measure(pairs.map(\.before)))
    let settings = AccuracySettings(rule: .noWorseThan, alpha: Self.alpha, margin: gate.margin ?? 0.05)
    do {
      let decision = try AccuracyGate.decide(runs(gate, pairs), clusters: clusters(pairs), settings: settings)
      verdict.evidence = [.paired(decision, margin: settings.margin)]
      verdict.p = decision.pWorse
      verdict.mayBlock = decision.drop > settings.minimumDrop
      verdict.verdict =
        switch decision.verdict {
        case .block: .block
        case .pass: .pass
        case .unproven: .unproven
        }
      if decision.tooFewClusters { verdict.reason = "too few groups of cases to tell" }
    } catch {
      verdict.reason = error.words
    }
    return verdict
  }

  /// The cases that a comparing gate looks at: those its filter takes today, with a result on both sides, so that a case
  /// without one counts neither for nor against. A failure that is waived today has no part in the comparison either.
  static func pairs(_ gate: GateRule, _ comparison: Comparison) -> [Comparison.Pair] {
    comparison.pairs.filter { pair in
      gate.filter.accepts(tags: pair.after.tags, severity: pair.after.severity)
        && !(gate.waiversAllowed && pair.after.trials.contains(where: \.waived))
        && gate.metric.saysSomething(of: pair.before) && gate.metric.saysSomething(of: pair.after)
    }
  }

  /// Passes and runs of both arms, case by case.
  func runs(_ gate: GateRule, _ pairs: [Comparison.Pair]) -> [CaseRuns] {
    pairs.compactMap { pair in
      let before = counts(gate, pair.before)
      let after = counts(gate, pair.after)
      return CaseRuns(
        baselinePasses: before.passes, baselineRuns: before.runs, candidatePasses: after.passes,
        candidateRuns: after.runs)
    }
  }

  private func counts(_ gate: GateRule, _ outcome: CaseOutcome) -> (passes: Int, runs: Int) {
    let scores = outcome.trials.compactMap { gate.metric.metric.score($0) }
    return (scores.count { $0 >= 1 - 1e-12 }, scores.count)
  }

  private func clusters(_ pairs: [Comparison.Pair]) -> [String]? {
    guard pairs.contains(where: { $0.after.cluster != nil }) else { return nil }
    return pairs.map { $0.after.cluster ?? $0.after.id }
  }
}

extension CompiledMetric {
  /// Whether one case alone can be measured; metrics over all cases, such as F1, only need it to be judged.
  fileprivate func saysSomething(of outcome: CaseOutcome) -> Bool {
    switch kind {
    case .rate(perCase: true): metric.measure(CollectionOfOne(outcome)).value != nil
    case .rate(perCase: false): outcome.judged > 0
    case .quantile, .amount: outcome.trials.contains { metric.quantity($0) != nil }
    }
  }
}

extension Undecided {
  /// The code as a row of a report says it.
  var words: String {
    switch self {
    case .noPairedCases: "no case of the baseline is comparable"
    case .nothingToLose: "every case fails in both versions, so there is nothing to lose"
    case .zeroBaselineCost: "the baseline cost nothing"
    case .noCases, .noAttempts, .noTimings: "nothing was measured"
    case .invalidInput: "a count, time or amount is negative or not a number"
    case .tooLarge: "more cases than the exact test takes"
    default: reason
    }
  }
}

extension Evidence {
  static func paired(_ decision: AccuracyDecision, margin: Double) -> Evidence {
    .paired(
      n: decision.n, broke: decision.broke, fixed: decision.fixed, drop: decision.drop,
      interval: decision.decisionInterval.map { Interval($0.lower, $0.upper) }, p: decision.pWorse,
      pExact: decision.pTwoSided, margin: margin, smallestDrop: decision.minimumDetectableDrop,
      method: decision.testMethod.rawValue)
  }
}
