import GateStatistics

extension GateEvaluator {
  /// A quantile of latency against a budget or against the baseline's own (statistics 2.6).
  func weighQuantile(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ quantile: Double
  ) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    var verdict = SuiteVerdict(suite: suite.name, verdict: .undecided, measure: measure)
    verdict.baseline = suite.comparison.map { gate.metric.metric.measure($0.pairs.map(\.before)) }
    guard measure.value != nil, let limit = gate.bound.limit else {
      verdict.reason = "nothing was timed"
      return verdict
    }
    do {
      switch limit {
      case .value(let budget): try weigh(gate, times(outcomes), budget.value, quantile, &verdict)
      case .baseline(let plus):
        guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
        try weigh(gate, comparison, tolerance: plus, &verdict)
      }
    } catch let undecided as Undecided {
      verdict.reason = undecided.description
    } catch {
      verdict.reason = "\(error)"
    }
    return verdict
  }

  private func weigh(
    _ gate: GateRule, _ times: [Double], _ budget: Double, _ quantile: Double, _ verdict: inout SuiteVerdict
  ) throws {
    let isPoint = gate.decide == .point
    let decision = try LatencyGate.decide(
      times, budget: budget, quantile: quantile, rule: isPoint ? .point : .refuted, alpha: Self.alpha)
    verdict.evidence = [
      .quantile(
        over: decision.over, n: decision.n, p: decision.pOver,
        interval: decision.isBounded ? Evidence.Interval(decision.interval.lower, decision.interval.upper) : nil,
        tooFew: !decision.isBounded)
    ]
    if gate.decide == .assured {
      // Shown to be within the budget: the upper end of its interval is.
      verdict.verdict = decision.isBounded && decision.interval.upper <= budget ? .pass : .block
    } else {
      verdict.verdict = decision.verdict == .block ? .block : .pass
      if !isPoint { verdict.p = decision.pOver }
    }
  }

  private func weigh(
    _ gate: GateRule, _ comparison: Comparison, tolerance: Double, _ verdict: inout SuiteVerdict
  ) throws {
    let timed = comparison.pairs.compactMap { pair -> (before: Double, after: Double)? in
      guard let before = times([pair.before]).first, let after = times([pair.after]).first else { return nil }
      return (before, after)
    }
    let test = try LatencyGate.compare(
      baseline: timed.map(\.before), candidate: timed.map(\.after), tolerance: tolerance)
    verdict.p = test.pWorseMidP
    verdict.verdict = test.pWorseMidP <= Self.alpha ? .block : .pass
    verdict.evidence = [
      .quantile(over: test.broke, n: timed.count, p: test.pWorseMidP, interval: nil, tooFew: timed.count < 59)
    ]
  }

  private func times(_ outcomes: [CaseOutcome]) -> [Double] {
    outcomes.flatMap { $0.trials.compactMap(\.latency) }
  }
}
