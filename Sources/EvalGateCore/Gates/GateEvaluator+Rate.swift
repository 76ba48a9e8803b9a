import GateStatistics

extension GateEvaluator {
  /// Rates against an absolute bound (statistics 2.1, 2.5) or literally against the baseline's rate.
  func weighRate(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    guard let limit = gate.bound.limit else { return weighPaired(gate, suite, outcomes) }
    guard let value = measure.value else {
      return SuiteVerdict(
        suite: suite.name, verdict: .undecided, measure: measure, reason: "nothing was measured")
    }
    guard case .value(let threshold) = limit else { return weighLiterally(gate, suite, outcomes, measure) }
    var verdict = SuiteVerdict(suite: suite.name, verdict: .pass, measure: measure)
    verdict.baseline = suite.comparison.map {
      gate.metric.metric.measure(Self.considered(gate, $0.pairs.map(\.before)))
    }
    guard case .rate(let passed, let total) = measure else {
      // A share that is not a count of cases has no exact interval here, so the value alone decides.
      verdict.verdict = gate.bound.holds(value, against: threshold.value) ? .pass : .block
      return verdict
    }
    weighCounts(gate, passed, total, threshold.value, into: &verdict)
    let attacks = outcomes.count { !$0.tags.contains("family:benign") }
    if suite.isSafety, passed == total, let bound = SafetyGate.cleanUpperBound(attempts: attacks) {
      verdict.evidence = [.bypassBound(n: attacks, bound: bound)]
    }
    return verdict
  }

  private func weighCounts(
    _ gate: GateRule, _ passed: Int, _ total: Int, _ threshold: Double, into verdict: inout SuiteVerdict
  ) {
    // "At most 5%" of something bad is "at least 95%" of its absence.
    let isCeiling = if case .atMost = gate.bound { true } else { false }
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
      verdict.hold(.undecided, "\(error)")
    }
  }

  /// `at_least: baseline`: any lower score blocks, and the row says how often that blocks an unchanged version.
  private func weighLiterally(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ measure: Measure
  ) -> SuiteVerdict {
    guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
    let before = Self.considered(gate, comparison.pairs.map(\.before))
    let after = Self.considered(gate, comparison.pairs.map(\.after))
    var verdict = SuiteVerdict(
      suite: suite.name, verdict: .undecided, measure: measure, baseline: gate.metric.metric.measure(before))
    guard let new = gate.metric.metric.measure(after).value, let old = verdict.baseline?.value,
      case .baseline(let plus)? = gate.bound.limit
    else {
      verdict.reason = "no case of the baseline is comparable"
      return verdict
    }
    verdict.verdict = gate.bound.holds(new, against: old * (1 + plus)) ? .pass : .block
    if case .rate(perCase: true) = gate.metric.kind,
      let rate = try? AccuracyGate.decide(runs(gate, comparison)).literalFalseBlockRate
    {
      verdict.evidence = [.literal(falseBlockRate: rate)]
    }
    return verdict
  }
}

extension SuiteEvidence {
  /// The verdict of a comparing gate where there is nothing to compare with.
  func withoutBaseline(_ measure: Measure) -> SuiteVerdict {
    switch base {
    case .new(let why): SuiteVerdict(suite: name, verdict: .new, measure: measure, reason: why)
    case .unavailable(let why): SuiteVerdict(suite: name, verdict: .undecided, measure: measure, reason: why)
    case .stored: SuiteVerdict(suite: name, verdict: .undecided, measure: measure, reason: "nothing to compare")
    }
  }
}

extension Bound {
  /// The literal rule, with a hair's breadth for the arithmetic of fractions.
  func holds(_ value: Double, against limit: Double) -> Bool {
    switch self {
    case .atLeast: value >= limit - 1e-12
    case .atMost: value <= limit + 1e-12
    case .exactly: abs(value - limit) <= 1e-12
    case .noWorseThanBaseline: false
    }
  }
}
