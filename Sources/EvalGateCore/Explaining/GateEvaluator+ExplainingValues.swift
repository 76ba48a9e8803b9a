import GateStatistics

extension GateEvaluator {
  /// A count of cases against a value (statistics 2.1, 2.5).
  func explainRate(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ calculation: inout Calculation
  ) {
    let measure = gate.metric.metric.measure(outcomes)
    guard case .value(let limit)? = gate.bound.limit, case .rate(let passed, let total) = measure, total > 0,
      let proportion = Proportion(passes: passed, of: total)
    else { return explainValue(gate, evaluate(gate, in: suite), &calculation) }
    calculation.add("value", "\(passed) / \(total) = \(Format.significant(proportion.rate))")
    let isCeiling = if case .atMost = gate.bound { true } else { false }
    let least = isCeiling ? 1 - limit.value : limit.value
    calculation.add(
      "allowed",
      "⌊\(total) × (1 − \(Format.significant(least))) + 10⁻⁹⌋ = \(RateGate.allowedFailures(of: total, threshold: least)) failures; \(isCeiling ? passed : total - passed) used"
    )
    if gate.decide == .assured, let exact = proportion.clopperPearson() {
      calculation.add(
        "interval", "95%, \(Method.clopperPearson): \(Self.pair(exact))",
        "BetaInv(0.025; k, n−k+1) to BetaInv(0.975; k+1, n−k)")
    } else if let wilson = proportion.wilson() {
      calculation.add(
        "interval", "95%, \(Method.wilson): \(Self.pair(wilson))",
        "(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1.960")
    }
    switch gate.decide {
    case .assured?:
      calculation.add(
        "assured",
        "the lower Clopper-Pearson bound BetaInv(0.05; k, n−k+1) = \(Format.significant(proportion.lowerBound() ?? 0)) has to reach it"
      )
    case .refuted?:
      calculation.add(
        "refuted",
        "the upper Clopper-Pearson bound BetaInv(0.95; k+1, n−k) = \(Format.significant(proportion.upperBound() ?? 1)) has to fall short of it"
      )
    case .point?, nil: calculation.add("decided by", "the observed value alone")
    }
    for case .bypassBound(let n, let bound) in evaluate(gate, in: suite).evidence {
      calculation.add(
        "bypass",
        "after \(n) clean attacks at most 1 − 0.05^(1/\(n)) = \(Format.significant(bound)) (about 3/\(n); Hanley & Lippman-Hand 1983)"
      )
    }
  }

  /// Times against a budget or against the baseline's own (statistics 2.6).
  func explainQuantile(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ quantile: Double,
    _ calculation: inout Calculation
  ) {
    let times = times(gate, outcomes)
    guard case .atMost(.value(let budget)) = gate.bound,
      let decision = try? LatencyGate.decide(times, budget: budget.value, quantile: quantile, alpha: Self.alpha)
    else { return explainValue(gate, evaluate(gate, in: suite), &calculation) }
    let rank = Int((quantile * Double(times.count) - 1e-9).rounded(.up))
    calculation.add(
      "value",
      "the \(rank)th of \(times.count) times in order, rank ⌈\(Format.significant(quantile))·\(times.count)⌉: \(Format.milliseconds(decision.p95))"
    )
    calculation.add("over", "\(decision.over) of \(decision.n) took longer than \(Format.milliseconds(budget.value))")
    let share = Format.significant(1 - quantile)
    calculation.add(
      "p", "exact binomial mid-p, one-sided: if at most \(share) of all requests are over it",
      "P(X ≥ \(decision.over)) − ½·P(X = \(decision.over)), X ~ Bin(\(decision.n), \(share)) = \(Format.significant(decision.pOver))"
    )
    if let ranks = QuantileRanks(n: times.count, quantile: quantile) {
      let upper = ranks.isBoundedAbove ? "\(ranks.upper)" : "none: too few to bound it"
      calculation.add(
        "interval",
        "95% by order statistics: ranks \(ranks.lower) to \(upper), \(Format.milliseconds(max(0, decision.interval.lower))) to \(decision.isBounded ? Format.milliseconds(decision.interval.upper) : "unbounded")"
      )
    }
    if gate.decide == .point { calculation.add("decided by", "the observed value alone") }
  }

  /// Amounts beside the baseline's (statistics 2.7).
  func explainAmount(_ gate: GateRule, _ suite: SuiteEvidence, _ calculation: inout Calculation) {
    guard let comparison = suite.comparison, case .atMost(.baseline(let tolerance)) = gate.bound else {
      return explainValue(gate, evaluate(gate, in: suite), &calculation)
    }
    let counted = Self.pairs(gate, comparison).compactMap { pair -> (Double, Double)? in
      guard let before = amount(pair.before, gate), let after = amount(pair.after, gate) else { return nil }
      return (before, after)
    }
    guard
      let decision = try? CostGate.decide(
        baseline: counted.map(\.0), candidate: counted.map(\.1), tolerance: max(0, tolerance))
    else { return explainValue(gate, evaluate(gate, in: suite), &calculation) }
    let sums = (counted.reduce(0) { $0 + $1.0 }, counted.reduce(0) { $0 + $1.1 })
    calculation.add(
      "ratio",
      "\(Format.significant(sums.1, 7)) now / \(Format.significant(sums.0, 7)) before over \(counted.count) pairs = \(Format.significant(decision.cost.ratio, 5))"
    )
    calculation.add("bound", "1 + \(Format.significant(tolerance)) = \(Format.significant(1 + tolerance))")
    calculation.add(
      "interval",
      "90%, Fieller 1954: "
        + (decision.interval.lower.isFinite ? Self.pair(decision.interval) : "unbounded"),
      "blocks when the ratio is above the bound and the lower end above 1")
    calculation.add("p", "paired t test, one-sided, that it costs more: \(Format.significant(decision.p))")
  }

  /// A value held against a bound as it stands.
  func explainValue(_ gate: GateRule, _ verdict: SuiteVerdict, _ calculation: inout Calculation) {
    calculation.add("value", verdict.measure.value.map { Format.significant($0, 6) } ?? "nothing was measured")
    if let before = verdict.baseline?.value { calculation.add("baseline", Format.significant(before, 6)) }
    for case .literal(let rate) in verdict.evidence {
      calculation.add(
        "false blocks",
        "P(broke > fixed) with changed cases ~ Bin(n, ψ₀) and broke ~ Bin(changed, ½): \(Format.significant(rate))")
    }
    calculation.add("decided by", "the value alone")
  }

  /// Holm's correction over every test of the run, and the verdict after it.
  func explainFamily(
    _ gate: GateRule, _ suite: SuiteEvidence, _ verdict: SuiteVerdict, _ calculation: inout Calculation
  ) {
    let tests = gates.flatMap { gate in
      scope(of: gate).compactMap { $0.seen(by: gate) }.compactMap { suite in
        evaluate(gate, in: suite).p.map { (gate: gate.name, suite: suite.name, p: $0) }
      }
    }
    if verdict.p != nil, let adjusted = Multiplicity.holm(tests.map(\.p)),
      let own = tests.firstIndex(where: { $0.gate == gate.name && $0.suite == suite.name })
    {
      let order = tests.indices.sorted { (tests[$0].p, $0) < (tests[$1].p, $1) }
      let rank = (order.firstIndex(of: own) ?? 0) + 1
      calculation.add(
        "family",
        "Holm 1979 over the run's \(Format.count(tests.count, "test")): this is number \(rank) from the smallest,",
        "so p × \(tests.count - rank + 1), and no less than the ones before it: \(Format.significant(adjusted[own])) against \(Format.significant(Self.alpha)) (built in)"
      )
    }
    let outcome = outcomes().first { $0.name == gate.name }
    let whole = outcome.map(\.verdict.rawValue) ?? verdict.verdict.rawValue
    calculation.add("verdict", ["\(verdict.suite): \(whole)"] + (outcome?.reason.map { [$0] } ?? []))
    if let outcome { calculation.add("in words", outcome.sentence.text) }
  }
}
