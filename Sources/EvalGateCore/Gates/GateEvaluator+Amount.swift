import GateStatistics

extension GateEvaluator {
  /// Tokens or money per case against a budget or, paired, against the baseline (statistics 2.7).
  func weighAmount(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    var verdict = SuiteVerdict(suite: suite.name, verdict: .undecided, measure: measure)
    verdict.baseline = suite.comparison.map { gate.metric.metric.measure($0.pairs.map(\.before)) }
    guard let value = measure.value, let limit = gate.bound.limit else {
      verdict.reason = "nothing was counted: the answers carry no usage"
      return verdict
    }
    guard case .baseline(let plus) = limit else {
      if case .value(let budget) = limit {
        verdict.verdict = gate.bound.holds(value, against: budget.value) ? .pass : .block
      }
      return verdict
    }
    guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
    let paired = comparison.pairs.compactMap { pair -> (id: String, before: Double, after: Double)? in
      guard let before = amount(pair.before, gate), let after = amount(pair.after, gate) else { return nil }
      return (pair.after.id, before, after)
    }
    do {
      try weigh(gate, paired, tolerance: plus, &verdict)
    } catch {
      verdict.reason = "\(error)"
    }
    return verdict
  }

  private func weigh(
    _ gate: GateRule, _ paired: [(id: String, before: Double, after: Double)], tolerance: Double,
    _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let (before, after) = (paired.map(\.before), paired.map(\.after))
    let isPoint = gate.decide == .point
    let decision = try CostGate.decide(
      baseline: before, candidate: after, tolerance: tolerance, rule: isPoint ? .point : .refuted)
    let largest = CostRatio.largestIncreases(baseline: before, candidate: after).map { paired[$0].id }
    let interval =
      decision.interval.lower.isFinite && decision.interval.upper.isFinite
      ? Evidence.Interval(decision.interval.lower, decision.interval.upper) : nil
    verdict.evidence = [.ratio(decision.cost.ratio, interval: interval, n: decision.cost.n, largest: largest)]
    verdict.verdict = decision.verdict == .block ? .block : .pass
    guard !isPoint else { return }
    verdict.p = decision.p
    verdict.mayBlock = decision.verdict == .block
  }

  /// The mean over a case's trials; nil when one of them was not counted.
  private func amount(_ outcome: CaseOutcome, _ gate: GateRule) -> Double? {
    let counted = outcome.trials.filter { $0.passFail != .error }.map { trial -> Double? in
      gate.metric.kind == .amount(.usd) ? trial.usd : trial.tokens.map(Double.init)
    }
    let known = counted.compactMap { $0 }
    return known.isEmpty || known.count < counted.count ? nil : known.reduce(0, +) / Double(known.count)
  }
}
