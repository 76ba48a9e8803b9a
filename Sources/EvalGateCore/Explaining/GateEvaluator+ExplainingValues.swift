import GateStatistics

extension GateEvaluator {
  /// A count of cases against a value (statistics 2.1, 2.5).
  func explainRate(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ calculation: inout Calculation
  ) {
    let mean = RunMean(gate, outcomes, trials: suite.trialsOfOneRun)
    let isCeiling = gate.bound.isCeiling
    guard case .value(let limit)? = gate.bound.limit, let (passed, total) = mean.whole(isBad: isCeiling), total > 0,
      let proportion = Proportion(passes: passed, of: total)
    else { return explainValue(gate, suite, evaluate(gate, in: suite), &calculation) }
    explain(mean, suite, passed, total, &calculation)
    let least = isCeiling ? 1 - limit.value : limit.value
    calculation.add("allowed", allowed(gate, of: total, least, used: isCeiling ? passed : total - passed))
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
    let verdict = evaluate(gate, in: suite)
    if let reason = verdict.reason, case .withoutMore = reason { calculation.add("without more", reason.words) }
    for case .bypassBound(let attacks, let bound) in verdict.evidence {
      calculation.add(
        "bypass",
        "after \(GatePhrase.withstood(attacks)), all of them clean, at most 1 − 0.05^(1/\(attacks.trials)) = \(Format.significant(bound)) (about 3/\(attacks.trials); Hanley & Lippman-Hand 1983)"
      )
    }
  }

  /// The counts; where several runs are judged together, how many each case is worth.
  private func explain(
    _ mean: RunMean, _ suite: SuiteEvidence, _ passed: Int, _ total: Int, _ calculation: inout Calculation
  ) {
    guard case .share(let share, let n) = mean.measure else {
      return calculation.add("value", "\(passed) / \(total) = \(Format.significant(Double(passed) / Double(total)))")
    }
    let sum = mean.counted?.passed ?? share * Double(n)
    calculation.add(
      "value",
      "each case is worth the share of its runs in which it held (\(suite.attempts.count + 1) attempts); \(Format.significant(sum, 7)) / \(n) = \(Format.significant(share))",
      "for the interval in whole cases, rounded against the version: \(passed) / \(total)")
  }

  /// The most failures that the rule of the gate lets pass.
  private func allowed(_ gate: GateRule, of total: Int, _ least: Double, used: Int) -> [String] {
    let rule: RateRule =
      switch gate.decide {
      case .assured: .assured
      case .refuted: .refuted
      case .point, nil: .point
      }
    let most = RateGate.allowedFailures(of: total, threshold: least, rule: rule)
    let text = most.map { "\(Format.count($0, "failure")); \(used) used" } ?? "not even a clean result; \(used) used"
    switch rule {
    case .point: return ["⌊\(total) × (1 − \(Format.significant(least))) + 10⁻⁹⌋ = \(text)"]
    case .assured: return ["the most with a lower bound of \(Format.significant(least)) or more: \(text)"]
    case .refuted: return ["the most with an upper bound of \(Format.significant(least)) or more: \(text)"]
    }
  }

  /// Times against a budget or against the baseline's own (statistics 2.6).
  func explainQuantile(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ quantile: Double,
    _ calculation: inout Calculation
  ) {
    let times = times(gate, outcomes)
    if case .atMost(.baseline(let tolerance)) = gate.bound, tolerance >= 0, gate.decide != .point {
      return explainTimes(gate, suite, quantile, tolerance, &calculation)
    }
    guard case .atMost(.value(let budget)) = gate.bound,
      let decision = try? LatencyGate.decide(times, budget: budget.value, quantile: quantile, alpha: Self.alpha)
    else { return explainValue(gate, suite, evaluate(gate, in: suite), &calculation) }
    let rank = Int((quantile * Double(times.count) - 1e-9).rounded(.up))
    calculation.add(
      "value",
      "number \(rank) of \(times.count) times in order, rank ⌈\(Format.significant(quantile))·\(times.count)⌉: \(Format.milliseconds(decision.p95))"
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

  /// Times over a limit that the baseline's own give.
  private func explainTimes(
    _ gate: GateRule, _ suite: SuiteEvidence, _ quantile: Double, _ tolerance: Double,
    _ calculation: inout Calculation
  ) {
    let pairs = timedPairs(gate, suite)
    guard
      let comparison = try? LatencyGate.compare(
        baseline: pairs.map { times(gate, [$0.before]) }, candidate: pairs.map { times(gate, [$0.after]) },
        quantile: quantile, tolerance: tolerance)
    else { return explainValue(gate, suite, evaluate(gate, in: suite), &calculation) }
    let (before, now) = (comparison.baselineOver, comparison.candidateOver)
    let rank = Int((quantile * Double(before.of) - 1e-9).rounded(.up))
    calculation.add(
      "limit",
      "number \(rank) of \(before.of) times of the baseline in order, rank ⌈\(Format.significant(quantile))·\(before.of)⌉: \(Format.significant(comparison.quantile, 7)) ms",
      "× (1 + \(Format.significant(tolerance))) = \(Format.significant(comparison.limit, 7)) ms")
    calculation.add(
      "over", "before \(before.over) of \(before.of) took longer than that, now \(now.over) of \(now.of)",
      "a case passes where it is within the limit:")
    calculation.parts.append(.table(RunsTable(comparison.cases).rows))
    let isSingle = comparison.cases.allSatisfy { $0.baselineRuns == 1 && $0.candidateRuns == 1 }
    if isSingle, let table = AccuracyGate.majorities(comparison.cases) {
      calculation.add(
        "p",
        [
          "McNemar mid-p, one-sided: \(table.broke) are over it only now and \(table.fixed) were only before; if nothing changed, each is as likely"
        ] + CoinSum(broke: table.broke, fixed: table.fixed).lines)
    } else {
      calculation.add("p", comparison.test.steps())
    }
    explainSlowest(gate, pairs, over: comparison.limit, &calculation)
  }

  /// The quantile itself, without which answers over the limit block nothing, and which cases take it there.
  private func explainSlowest(
    _ gate: GateRule, _ pairs: [Comparison.Pair], over limit: Double, _ calculation: inout Calculation
  ) {
    guard let value = gate.metric.metric.measure(pairs.map(\.after)).value else { return }
    let isOver = value > limit
    calculation.add(
      "now", "\(gate.metric.id) is \(Format.significant(value, 7)) ms, \(isOver ? "over" : "within") the limit",
      isOver ? "where p is small enough that blocks" : "so nothing blocks, however small p is")
    func longest(_ outcome: CaseOutcome) -> Double { times(gate, [outcome]).max() ?? 0 }
    let slower = pairs.filter { longest($0.after) > limit && longest($0.before) <= limit }
      .map { (id: $0.after.id, time: longest($0.after)) }.sorted { $0.time > $1.time }
    guard !slower.isEmpty else { return }
    let shown = slower.prefix(5).map { "\($0.id) (\(Format.milliseconds($0.time)))" }
    let more = slower.count > shown.count ? [" and \(slower.count - shown.count) more"] : []
    calculation.add("slower", "over it only now: " + shown.joined(separator: ", ") + more.joined())
  }

  /// A value held against a bound as it stands.
  func explainValue(
    _ gate: GateRule, _ suite: SuiteEvidence, _ verdict: SuiteVerdict, _ calculation: inout Calculation
  ) {
    calculation.add("value", verdict.measure.value.map { Format.significant($0, 6) } ?? "nothing was measured")
    if let before = verdict.baseline?.value { calculation.add("baseline", Format.significant(before, 6)) }
    explainFalseBlocks(gate, suite, verdict, &calculation)
    calculation.add("decided by", "the value alone")
  }

  private func explainFalseBlocks(
    _ gate: GateRule, _ suite: SuiteEvidence, _ verdict: SuiteVerdict, _ calculation: inout Calculation
  ) {
    for case .literal(let rate, let forbids) in verdict.evidence {
      guard let comparison = suite.comparison,
        let cases = try? PairedScores(gate, Self.pairs(gate, comparison)).runs(),
        let decision = try? AccuracyGate.decide(cases)
      else { continue }
      calculation.parts.append(.table(RunsTable(cases).rows))
      calculation.add(
        "false blocks",
        "two runs of an unchanged version disagree on ψ₀ = \(Format.significant(decision.noiseDiscordance, 7)) of n = \(decision.n) cases",
        "P(broke > fixed) with changed cases ~ Bin(n, ψ₀) and broke ~ Bin(changed, ½)"
          + (forbids == .other ? ", and as much for broke < fixed" : "") + ": \(Format.significant(rate))")
    }
  }
}
