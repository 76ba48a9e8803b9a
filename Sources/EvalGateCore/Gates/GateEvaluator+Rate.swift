import GateStatistics

extension GateEvaluator {
  /// Rates against an absolute bound (statistics 2.1, 2.5) or literally against the baseline's rate.
  func weighRate(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    let threshold: Double
    switch gate.bound.limit {
    case .value(let quantity)?: threshold = quantity.value
    case .baseline(let plus)?: return weighLiterally(gate, suite, Self.compared(gate, outcomes), plus: plus)
    case nil: return weighPaired(gate, suite, outcomes)
    }
    guard let value = measure.value else {
      return SuiteVerdict(suite: suite.name, verdict: .undecided, measure: measure, reason: .nothingMeasured)
    }
    var verdict = SuiteVerdict(suite: suite.name, verdict: .pass, measure: measure)
    verdict.baseline = suite.comparison.map {
      gate.metric.metric.measure(Self.considered(gate, $0.pairs.map(\.before)))
    }
    guard case .rate(let passed, let total) = measure else {
      // A share that is not a count of cases has no exact interval here, so the value alone decides.
      verdict.verdict = gate.bound.holds(value, against: threshold) ? .pass : .block
      return verdict
    }
    let isClean = weighCounts(gate, passed, total, threshold, into: &verdict)
    if isClean, suite.isSafety, let attacks = gate.metric.attacks(outcomes),
      let bound = SafetyGate.cleanUpperBound(attempts: attacks)
    {
      verdict.evidence = [.bypassBound(n: attacks, bound: bound)]
    }
    return verdict
  }

  /// - Returns: whether nothing that the gate is against happened even once.
  func weighCounts(
    _ gate: GateRule, _ passed: Int, _ total: Int, _ threshold: Double, into verdict: inout SuiteVerdict
  ) -> Bool {
    // "At most 5%" of something bad is "at least 95%" of its absence, and "exactly 0%" is "at most 0%".
    let isCeiling =
      switch gate.bound {
      case .atMost: true
      case .exactly: threshold == 0
      case .atLeast, .noWorseThanBaseline: false
      }
    let (good, least) = isCeiling ? (total - passed, 1 - threshold) : (passed, threshold)
    let rule: RateRule =
      switch gate.decide {
      case .assured: .assured
      case .refuted: .refuted
      case .point, nil: .point
      }
    do {
      let decision = try RateGate.decide(passes: good, of: total, threshold: least, rule: rule)
      let isExact = if case .exactly = gate.bound { true } else { false }
      let holds =
        isExact ? gate.bound.holds(Double(passed) / Double(total), against: threshold) : decision.verdict == .pass
      verdict.verdict = holds ? .pass : .block
      let shown =
        isCeiling
        ? Evidence.Interval(1 - decision.interval.upper, 1 - decision.interval.lower)
        : Evidence.Interval(decision.interval.lower, decision.interval.upper)
      verdict.evidence = [
        .rate(
          failures: total - good, allowed: decision.allowedFailures, interval: shown,
          method: decision.intervalMethod.rawValue)
      ]
    } catch {
      verdict.hold(.undecided, .statistics(error))
    }
    return good == total
  }
}

extension CompiledMetric {
  /// How many attacks a clean result speaks of; nil for a metric that says nothing of attacks.
  fileprivate func attacks(_ outcomes: [CaseOutcome]) -> Int? {
    switch id {
    case "pass_rate": outcomes.count { $0.judged > 0 && !$0.tags.contains("family:benign") }
    case "attack_effective": metric.measure(outcomes).n
    default: nil
    }
  }
}
