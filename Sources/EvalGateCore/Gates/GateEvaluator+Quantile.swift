import GateStatistics

extension GateEvaluator {
  /// A quantile of times against a budget or against the baseline's own (statistics 2.6).
  func weighQuantile(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ quantile: Double
  ) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    var verdict = SuiteVerdict(suite: suite.name, verdict: .undecided, measure: measure)
    do {
      switch gate.bound.limit {
      case .baseline(let plus)?:
        // Only "at most" is a test of chance; the other bounds, and a baseline that is to be undercut, are taken literally.
        guard case .atMost = gate.bound, gate.decide != .point, plus >= 0, suite.comparison != nil else {
          return weighLiterally(gate, suite, measure, plus: plus)
        }
        try weigh(gate, suite, tolerance: plus, quantile, &verdict)
      case .value(let budget)?:
        verdict.baseline = suite.comparison.map {
          gate.metric.metric.measure(Self.considered(gate, $0.pairs.map(\.before)))
        }
        guard let value = measure.value else {
          verdict.reason = .nothingTimed
          return verdict
        }
        guard case .atMost = gate.bound else {
          verdict.verdict = gate.bound.holds(value, against: budget.value) ? .pass : .block
          return verdict
        }
        try weigh(gate, times(gate, outcomes), budget.value, quantile, &verdict)
      case nil: return weighPaired(gate, suite, outcomes)
      }
    } catch {
      verdict.reason = .statistics(error)
    }
    return verdict
  }

  private func weigh(
    _ gate: GateRule, _ times: [Double], _ budget: Double, _ quantile: Double, _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let isPoint = gate.decide == .point
    let decision = try LatencyGate.decide(
      times, budget: budget, quantile: quantile, rule: isPoint ? .point : .refuted, alpha: Self.alpha)
    verdict.evidence = [
      .quantile(
        over: decision.over, n: decision.n, p: decision.pOver,
        interval: decision.isBounded ? Evidence.Interval(decision.interval.lower, decision.interval.upper) : nil,
        tooFew: !isEnough(decision.n, quantile))
    ]
    if gate.decide == .assured {
      // Shown to be within the budget: the upper end of its interval is.
      verdict.verdict = decision.isBounded && decision.interval.upper <= budget ? .pass : .block
    } else {
      // At its own 5%: a budget is a contract and no test of a change, so that it takes no part in the family.
      verdict.verdict = decision.verdict == .block ? .block : .pass
    }
  }

  private func weigh(
    _ gate: GateRule, _ suite: SuiteEvidence, tolerance: Double, _ quantile: Double, _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let timed = timedPairs(gate, suite)
    guard !timed.isEmpty else { throw Undecided.noPairedCases }
    verdict.baseline = gate.metric.metric.measure(timed.map(\.before))
    verdict.measure = gate.metric.metric.measure(timed.map(\.after))
    let comparison = try LatencyGate.compare(
      baseline: timed.map { times(gate, [$0.before]) }, candidate: timed.map { times(gate, [$0.after]) },
      quantile: quantile, tolerance: tolerance)
    let (p, after) = (comparison.test.pWorseMidP, comparison.candidateOver)
    // Answers over the limit that there were fewer of are no quantile over it yet.
    let isOver = verdict.measure.value.map { $0 > comparison.limit } ?? false
    verdict.p = p
    verdict.mayBlock = isOver
    verdict.verdict = isOver && p + 1e-12 <= Self.alpha ? .block : .pass
    verdict.evidence = [
      .quantile(over: after.over, n: after.of, p: p, interval: nil, tooFew: !isEnough(after.of, quantile))
    ]
    if suite.isConductedAlike { blameNobody(suite, &verdict) }
  }

  /// The compared cases with a time on both sides.
  func timedPairs(_ gate: GateRule, _ suite: SuiteEvidence) -> [Comparison.Pair] {
    (suite.comparison.map { Self.pairs(gate, $0) } ?? []).filter {
      !times(gate, [$0.before]).isEmpty && !times(gate, [$0.after]).isEmpty
    }
  }

  /// Whether a 90% interval of the quantile has an upper end: 59 times for a p95 (statistics 2.6).
  private func isEnough(_ n: Int, _ quantile: Double) -> Bool {
    QuantileRanks(n: n, quantile: quantile, confidence: 0.9)?.isBoundedAbove ?? false
  }

  func times(_ gate: GateRule, _ outcomes: [CaseOutcome]) -> [Double] {
    outcomes.flatMap { $0.trials.compactMap { gate.metric.metric.quantity($0) } }
  }
}
