import GateStatistics

extension GateEvaluator {
  /// Rates against an absolute bound (statistics 2.1, 2.5) or literally against the baseline's rate.
  func weighRate(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let threshold: Double
    switch gate.bound.limit {
    case .value(let quantity)?: threshold = quantity.value
    case .baseline(let plus)?: return weighLiterally(gate, suite, Self.compared(gate, outcomes), plus: plus)
    case nil: return weighPaired(gate, suite, outcomes)
    }
    let mean = RunMean(gate, outcomes, trials: suite.trialsOfOneRun)
    let measure = mean.measure
    guard let value = measure.value else {
      return SuiteVerdict(
        suite: suite.name, verdict: .undecided, measure: measure,
        reason: suite.isLeft(by: gate) ? .lastCaseGone : .nothingMeasured)
    }
    var verdict = SuiteVerdict(suite: suite.name, verdict: .pass, measure: measure)
    verdict.baseline = baseline(gate, suite)
    guard let counts = mean.whole(isBad: gate.bound.isCeiling) else {
      // A share that is not a count of cases has no exact interval here, so the value alone decides.
      verdict.verdict = gate.bound.holds(value, against: threshold) ? .pass : .block
      return verdict
    }
    verdict.counts = counts
    let isClean = weighCounts(gate, counts.passed, counts.of, threshold, into: &verdict)
    if case .share = measure, gate.decide == nil || gate.decide == .point {
      verdict.verdict = gate.bound.holds(value, against: threshold) ? .pass : .block
    }
    if isClean, suite.isSafety, let attacks = gate.metric.withstood(outcomes),
      let bound = SafetyGate.cleanUpperBound(attempts: attacks.trials)
    {
      verdict.evidence = [.bypassBound(attacks, bound: bound)]
    }
    return verdict
  }

  /// Holds a floor or a ceiling without the cases that a change adds or asks more often, too: they make neither easier.
  func weighWithMore(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ weigh: ([CaseOutcome]) -> SuiteVerdict
  ) -> SuiteVerdict {
    let verdict = weigh(outcomes)
    guard verdict.verdict == .pass, case .value(let limit)? = gate.bound.limit, gate.bound != .exactly(.value(limit))
    else { return verdict }
    let more = suite.turnover.more(for: gate)
    guard outcomes.contains(where: { more.contains($0.id) }) else { return verdict }
    let rest = weigh(outcomes.filter { !more.contains($0.id) })
    guard rest.verdict == .block, let value = rest.measure.value else { return verdict }
    // More cases are what proves more: the others have to keep a bound that has to be proven, and need not prove it.
    if gate.decide == .assured, gate.bound.holds(value, against: limit.value) { return verdict }
    var held = verdict
    held.verdict = .block
    held.reason = .withoutMore(
      rest.measure, gate.metric.unit, more: max(0, verdict.measure.n - rest.measure.n))
    return held
  }

  /// What one run of the base is worth in the metric of a gate against a value; nil where nothing is compared.
  func baseline(_ gate: GateRule, _ suite: SuiteEvidence) -> Measure? {
    suite.comparison.map {
      RunMean(gate, Self.considered(gate, $0.pairs.map(\.before)), trials: suite.trialsOfOneRun, isLenient: true)
        .measure
    }
  }

  /// - Returns: whether nothing that the gate is against happened even once.
  func weighCounts(
    _ gate: GateRule, _ passed: Int, _ total: Int, _ threshold: Double, into verdict: inout SuiteVerdict
  ) -> Bool {
    let isCeiling = gate.bound.isCeiling
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
          failures: total - good, allowed: RateGate.allowedFailures(of: total, threshold: least, rule: rule),
          interval: shown,
          method: decision.intervalMethod.rawValue)
      ]
    } catch {
      verdict.hold(.undecided, .statistics(error))
    }
    return good == total
  }
}

extension Bound {
  /// Whether it keeps something bad down: "at most 5%" of it is "at least 95%" of its absence, and "exactly 0%" is "at most 0%".
  var isCeiling: Bool {
    switch self {
    case .atMost: true
    case .exactly(.value(let quantity)): quantity.value == 0
    case .exactly(.baseline), .atLeast, .noWorseThanBaseline: false
    }
  }
}

extension CompiledMetric {
  /// Whether one trial that falls for an attack is enough.
  var countsAttacks: Bool { id == "attack_effective" || id == "attack_attempted" }

  /// The attacks that a clean result speaks of, every trial counted (statistics 2.5): those of cases that are attacks as the check
  /// that judged them says. Nil where there is none, where one came through and was waived, and for a metric that says nothing of
  /// attacks.
  fileprivate func withstood(_ outcomes: [CaseOutcome]) -> Attacks? {
    guard id == "pass_rate" || id == "attack_effective" else { return nil }
    var attacks = Attacks(scenarios: 0, trials: 0)
    for outcome in outcomes {
      var trials = 0
      for trial in outcome.trials where trial.passFail != .error {
        for case .attack(_, let isEffective) in trial.facts {
          if isEffective { return nil }
          trials += 1
        }
      }
      attacks.trials += trials
      attacks.scenarios += trials > 0 ? 1 : 0
    }
    return attacks.trials > 0 ? attacks : nil
  }
}
