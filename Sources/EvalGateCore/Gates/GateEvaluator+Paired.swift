import GateStatistics

extension GateEvaluator {
  /// `no_worse_than: baseline` by the exact paired test (statistics 2.2).
  func weighPaired(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
    let pairs = comparison.pairs
    var verdict = SuiteVerdict(
      suite: suite.name, verdict: .undecided, measure: measure,
      baseline: gate.metric.metric.measure(Self.considered(gate, pairs.map(\.before))))
    let gone = comparison.removed.count
    if gone + comparison.edited.count + comparison.added.count > 0 {
      verdict.evidence.append(
        .scope(removed: gone, edited: comparison.edited.count, added: comparison.added.count))
    }
    let total = pairs.count + comparison.edited.count + gone
    if Double(gone) > 0.1 * Double(total) {
      verdict.reason = "\(gone) of \(total) cases of the baseline were removed"
      return verdict
    }
    let settings = AccuracySettings(rule: .noWorseThan, alpha: Self.alpha, margin: gate.margin ?? 0.05)
    do {
      let decision = try AccuracyGate.decide(
        runs(gate, comparison), clusters: clusters(gate, comparison), settings: settings)
      verdict.evidence.insert(.paired(decision, margin: settings.margin), at: 0)
      verdict.p = decision.pWorse
      verdict.mayBlock = decision.drop > settings.minimumDrop
      verdict.verdict =
        switch decision.verdict {
        case .block: .block
        case .pass: .pass
        default: gate.onUnproven == .block ? .block : .unproven
        }
      if decision.tooFewClusters { verdict.reason = "too few groups of cases to tell" }
    } catch {
      verdict.reason = error.description
    }
    return verdict
  }

  /// Passes and runs of both arms, case by case.
  func runs(_ gate: GateRule, _ comparison: Comparison) -> [CaseRuns] {
    considered(gate, comparison).compactMap { pair in
      let before = counts(gate, pair.before)
      let after = counts(gate, pair.after)
      return CaseRuns(
        baselinePasses: before.passes, baselineRuns: before.runs, candidatePasses: after.passes,
        candidateRuns: after.runs)
    }
  }

  private func considered(_ gate: GateRule, _ comparison: Comparison) -> [Comparison.Pair] {
    zip(
      Self.considered(gate, comparison.pairs.map(\.before)), Self.considered(gate, comparison.pairs.map(\.after))
    ).map { Comparison.Pair(before: $0, after: $1) }
  }

  private func counts(_ gate: GateRule, _ outcome: CaseOutcome) -> (passes: Int, runs: Int) {
    let scores = outcome.trials.compactMap { gate.metric.metric.score($0) }
    return (scores.count { $0 >= 1 - 1e-12 }, scores.count)
  }

  private func clusters(_ gate: GateRule, _ comparison: Comparison) -> [String]? {
    let pairs = considered(gate, comparison)
    guard pairs.contains(where: { $0.after.cluster != nil }) else { return nil }
    return pairs.map { $0.after.cluster ?? $0.after.id }
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
