import GateStatistics

extension GateForecast {
  /// The error rate that every rule here is planned at.
  private static let alpha = 0.05

  /// What a gate can see in a suite; nil where the suite has not the metric.
  init?(
    _ gate: GateRule, _ suite: Suite, _ planned: [CaseHeader], _ stored: StoredResults?, margin: Double?, power: Double
  ) {
    let counting = planned.filter { gate.filter.accepts(tags: $0.tags, severity: $0.severity) }
    let known = Set(counting.map(\.id))
    let results = (stored?.cases ?? []).filter { known.contains($0.id) }
    // A case that the metric says nothing of does not count; one that is not stored yet may.
    let silent = results.count { gate.metric.metric.measure(CollectionOfOne($0)) == .undefined }
    let n = counting.count - silent
    guard n > 0 || gate.suite != nil else { return nil }
    self.init(gate: gate.name, suite: suite.name, rule: gate.ruleText, n: n)
    guard n > 0 else {
      remark = "no case counts for it"
      return
    }
    switch (gate.bound, gate.metric.kind) {
    case (.noWorseThanBaseline, _): compare(gate, results, margin: margin, power: power)
    case (_, .rate(let perCase)):
      if gate.bound.comparesWithBaseline {
        takeLiterally(gate, results, perCase: perCase)
      } else {
        count(gate, suite, planned: counting, perCase: perCase, power: power)
      }
    case (_, .quantile(let quantile)): time(gate, quantile, power: power)
    case (_, .amount): weigh(gate, results, power: power)
    }
  }

  // MARK: Against the baseline

  private static let nothingToLose = "no stored case passes, so nothing can be lost"

  private mutating func compare(_ gate: GateRule, _ results: [CaseOutcome], margin: Double?, power: Double) {
    let basis = NoiseBasis(results, n: n) { gate.metric.metric.score($0) }
    noise = basis
    let known = GateEvaluator.compared(gate, results).value
    guard known != 0 else {
      remark = Self.nothingToLose
      return
    }
    let rate = known ?? 0.9
    guard let plan = PairedPlan(n: n, noiseDiscordance: basis.discordance) else { return }
    // More than passes cannot be lost.
    func drop(_ share: Double) -> Harm? { share * basis.factor <= known ?? 1 ? .drop(share * basis.factor) : nil }
    found = plan.minimumDetectableDrop(alpha: Self.alpha, power: power).flatMap(drop)
    ruledOut = plan.smallestRuledOut(baseline: rate, alpha: Self.alpha, power: power).flatMap(drop)
    if !basis.isMeasured {
      remark = "noise assumed: nothing ran twice yet"
    } else if found == nil, let known {
      remark = "\(Format.percent(known)) pass, too few to find a loss among"
    }
    if gate.onUnproven == .moreRuns { moreCalls = 2 * SuiteConfirmation.mostRounds * n }
    let wanted = margin ?? gate.margin ?? GateRule.usualMargin
    guard wanted <= known ?? 1 else { return }
    if margin == nil, case .drop(let drop)? = ruledOut, drop <= wanted { return }
    // What the repeats and clusters of the baseline do is the same at every size.
    let single = wanted / basis.factor
    advice = SizeAdvice(
      margin: wanted,
      toFind: PairedPlan.sizeToFind(drop: single, noiseDiscordance: basis.discordance, alpha: Self.alpha, power: power),
      toRuleOut: PairedPlan.size(
        rulingOut: single, noiseDiscordance: basis.discordance, baseline: rate, alpha: Self.alpha, power: power))
  }

  private mutating func takeLiterally(_ gate: GateRule, _ results: [CaseOutcome], perCase: Bool) {
    guard perCase, case .baseline(let plus)? = gate.bound.limit, plus == 0 else {
      remark = "decided by the value alone"
      return
    }
    let basis = NoiseBasis(results, n: n) { gate.metric.metric.score($0) }
    noise = basis
    guard GateEvaluator.compared(gate, results).value != 0 else {
      remark = Self.nothingToLose
      return
    }
    let strict = PairedPlan(n: n, noiseDiscordance: basis.discordance)?.literalFalseBlockRate()
    // A rule against both a lower and a higher score blocks twice as often.
    let sides: Double = if case .exactly = gate.bound { 2 } else { 1 }
    falseBlockRate = strict.map { $0 * sides }
    if !basis.isMeasured { remark = "noise assumed: nothing ran twice yet" }
  }

  private mutating func weigh(_ gate: GateRule, _ results: [CaseOutcome], power: Double) {
    guard case .atMost(.baseline(let tolerance)) = gate.bound, tolerance >= 0 else {
      remark = "decided by the value alone"
      return
    }
    // Two runs of one unchanged case, as far as there are two.
    let pairs = results.compactMap { outcome -> (Double, Double)? in
      let amounts = outcome.trials.compactMap { gate.metric.metric.quantity($0) }.filter(\.isFinite)
      return amounts.count >= 2 ? (amounts[0], amounts[1]) : nil
    }
    let mean = pairs.reduce(0) { $0 + $1.0 } / Double(max(1, pairs.count))
    guard mean > 0, let spread = ClusteredMean(drops: pairs.map { $0.1 - $0.0 })?.naiveError else {
      remark = "how amounts vary is not known: nothing ran twice yet"
      return
    }
    // From as many cases as have two runs to as many as are planned.
    let error = spread * (Double(pairs.count) / Double(n)).squareRoot() / mean
    let bar = max(tolerance, Normal.quantile(1 - Self.alpha) * error)
    found = .rise(bar + Normal.quantile(power) * error)
    ruledOut = .rise(bar + Normal.quantile(1 - Self.alpha) * error)
  }

  // MARK: Against a value

  private mutating func count(
    _ gate: GateRule, _ suite: Suite, planned: [CaseHeader], perCase: Bool, power: Double
  ) {
    guard perCase, case .value(let quantity)? = gate.bound.limit else {
      remark = "decided by the value alone"
      return
    }
    let isCeiling = if case .atMost = gate.bound { true } else { false }
    let threshold = isCeiling ? 1 - quantity.value : quantity.value
    let isSafety = suite.evalset.kind == .safety && threshold == 1
    if isSafety {
      // Benign twins attempt nothing, so they say nothing of bypasses.
      n = planned.count { !$0.tags.contains("family:benign") && !$0.tags.contains("benign") }
    }
    guard gate.decide != .assured else {
      let needed = RateGate.sizeToAssure(threshold: threshold)
      remark = needed.map { "assured from \(Format.count($0)) cases without a failure" }
      return
    }
    guard let plan = CountPlan(n: n, threshold: threshold) else { return }
    allowed = plan.allowed
    let asHarm = { (bad: Double) -> Harm in isSafety || isCeiling ? .badRate(bad) : .rate(1 - bad) }
    found = plan.found(power: power).map(asHarm)
    ruledOut = plan.ruledOut(alpha: Self.alpha).map(asHarm)
  }

  private mutating func time(_ gate: GateRule, _ quantile: Double, power: Double) {
    guard case .atMost(.value) = gate.bound, gate.decide != .assured else {
      remark = "decided beside the baseline's own times, or by the value alone"
      return
    }
    let literal = Int(((1 - quantile) * Double(n) + 1e-9).rounded(.down))
    let plan =
      gate.decide == .point ? CountPlan(n: n, allowed: literal) : CountPlan(n: n, quantile: quantile, alpha: Self.alpha)
    allowed = plan?.allowed
    found = plan?.found(power: power).map { .overBudget($0) }
    ruledOut = plan?.ruledOut(alpha: Self.alpha).map { .overBudget($0) }
    let least = QuantileRanks.sizeToBound(quantile: quantile)
    if let least, n < least { remark = "too few to bound it: \(least) are needed" }
  }
}
