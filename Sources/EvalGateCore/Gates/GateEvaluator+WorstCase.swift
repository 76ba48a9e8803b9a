import GateStatistics

extension GateEvaluator {
  /// The verdict if every case without a result had failed, where that is another one (statistics section 1): what is missing is
  /// never silently left out.
  func worstCase(
    _ gate: GateRule, _ suite: SuiteEvidence, _ counts: (missing: Int, planned: Int), _ verdict: SuiteVerdict
  ) -> Verdict? {
    guard verdict.verdict == .pass || verdict.verdict == .unproven else { return nil }
    let worst: Verdict? =
      switch (gate.bound, gate.metric.kind) {
      case (.noWorseThanBaseline, _): worstPaired(gate, suite)
      case (_, .rate): worstRate(gate, suite, counts, verdict)
      default: nil
      }
    return worst == verdict.verdict ? nil : worst
  }

  private func worstRate(
    _ gate: GateRule, _ suite: SuiteEvidence, _ counts: (missing: Int, planned: Int), _ verdict: SuiteVerdict
  ) -> Verdict? {
    guard case .value(let limit)? = gate.bound.limit, let (passed, total) = verdict.counts else { return nil }
    // Some metrics count a case with an error already.
    let missing = max(0, min(counts.missing, counts.planned - total))
    var worst = SuiteVerdict(suite: suite.name, verdict: .pass, measure: verdict.measure)
    _ = weighCounts(gate, gate.bound.isCeiling ? passed + missing : passed, total + missing, limit.value, into: &worst)
    return worst.verdict
  }

  /// Of the first comparison: whether it would have blocked, were it to decide alone.
  private func worstPaired(_ gate: GateRule, _ suite: SuiteEvidence) -> Verdict? {
    guard let comparison = suite.comparison else { return nil }
    var scores = PairedScores(gate, Self.pairs(gate, comparison))
    for pair in comparison.pairs where gate.misses(pair.after) {
      guard gate.filter.accepts(tags: pair.after.tags, severity: pair.after.severity) else { continue }
      let before = PairedScores.scores(gate, pair.before)
      // A case with an error in one trial of several is there already.
      guard !before.isEmpty, PairedScores.scores(gate, pair.after).isEmpty else { continue }
      scores.add(pair.after.id, before, [0], cluster: pair.after.cluster)
    }
    let settings = settings(of: gate, suite)
    guard let stage = try? scores.decide(settings) else { return nil }
    let drop = scores.drop(of: stage.n, added: Set(comparison.added).intersection(scores.ids))
    return PairedStage.isSignificant(stage.p) && drop > settings.minimumDrop ? .block : nil
  }
}
