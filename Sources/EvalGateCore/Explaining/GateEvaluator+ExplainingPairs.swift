import GateStatistics

/// Two versions beside one another: the table, the test, the interval, and what the set could have found (statistics 2.2, 2.4).
extension GateEvaluator {
  func explainPairs(_ gate: GateRule, _ suite: SuiteEvidence, _ calculation: inout Calculation) {
    guard let comparison = suite.comparison else {
      return calculation.add("compared", "nothing to compare with")
    }
    let pairs = Self.pairs(gate, comparison)
    let scores = PairedScores(gate, pairs)
    guard !scores.isEmpty else {
      return calculation.add("compared", "no case of the \(gate.reference.rawValue) is comparable")
    }
    let settings = settings(of: gate, suite)
    explain(settings, gate, &calculation)
    if scores.isGraded {
      explainScores(scores, settings, &calculation)
    } else if let cases = try? scores.runs(), let table = AccuracyGate.majorities(cases), table.n > 0 {
      explainPasses(pairs, scores, cases, table, settings, &calculation)
    }
    explainLooks(gate, scores, suite, settings, &calculation)
  }

  private func explain(_ settings: AccuracySettings, _ gate: GateRule, _ calculation: inout Calculation) {
    let origin = gate.margin == nil ? "built-in default" : "as the gate says"
    calculation.add("margin", "\(GatePhrase.drop(settings.margin)) is to be ruled out (\(origin))")
    if settings.minimumDrop > 0 {
      calculation.add("min_drop", "a drop of at most \(Format.barePoints(settings.minimumDrop))pt never blocks")
    }
  }

  private func explainPasses(
    _ pairs: [Comparison.Pair], _ scores: PairedScores, _ cases: [CaseRuns], _ table: PairedCounts,
    _ settings: AccuracySettings, _ calculation: inout Calculation
  ) {
    let isSingle = cases.allSatisfy { $0.baselineRuns == 1 && $0.candidateRuns == 1 }
    explainTable(table, &calculation)
    explainDrop(table, isSingle ? nil : cases, &calculation)
    explainMoved(pairs, &calculation)
    if isSingle {
      explainCoins(table, settings, &calculation)
    } else {
      calculation.parts.append(.table(RunsTable(cases).rows))
      explain(StratifiedTest(cases), isExact: settings.isExact, &calculation)
    }
    guard
      let decision = try? AccuracyGate.decide(cases, clusters: scores.clusters, settings: settings)
    else { return calculation.add("decided", "nothing: every case fails in both versions, or there are too many") }
    let drops = zip(cases, scores.clusters ?? scores.ids).filter { $0.0.drop != nil }
    let mean = ClusteredMean(drops: drops.compactMap { $0.0.drop }, clusters: drops.map { $0.1 })
    if scores.clusters != nil, let mean, mean.isClustered {
      explainGroups(mean, drops.map { (drop: $0.0.drop ?? 0, group: $0.1) }, settings.seed, &calculation)
      calculation.add("p with groups", "the larger of the two: \(Format.significant(decision.pWorse))")
    }
    explainInterval(decision.decisionInterval, decision.intervalMethod, table, mean, settings, &calculation)
    explainSize(decision, table, settings, &calculation)
  }

  private func explainTable(_ table: PairedCounts, _ calculation: inout Calculation) {
    let (was, now) = (table.both + table.broke, table.both + table.fixed)
    calculation.parts.append(
      .table([
        ["", "now pass", "now fail", "all"], ["was pass", "\(table.both)", "\(table.broke)", "\(was)"],
        ["was fail", "\(table.fixed)", "\(table.neither)", "\(table.n - was)"],
        ["all", "\(now)", "\(table.n - now)", "\(table.n)"],
      ]))
  }

  /// - Parameter repeated: the cases where any ran several times: their own rates are compared, not the majorities that the table
  ///   counts.
  private func explainDrop(_ table: PairedCounts, _ repeated: [CaseRuns]?, _ calculation: inout Calculation) {
    guard let paired = repeated?.filter({ $0.drop != nil }) else {
      return calculation.add(
        "drop",
        "(\(table.broke) broke − \(table.fixed) fixed) / \(table.n) = \(Format.significant((table.drop ?? 0) * 100)) points"
      )
    }
    func mean(_ rate: (CaseRuns) -> Double?) -> Double { paired.compactMap(rate).reduce(0, +) / Double(paired.count) }
    let (before, now) = (mean(\.baselineRate), mean(\.candidateRate))
    calculation.add(
      "drop",
      "the mean of the cases' own rates: \(Format.significant(before)) before, \(Format.significant(now)) now, \(Format.significant((before - now) * 100)) points"
    )
  }

  private func explainMoved(_ pairs: [Comparison.Pair], _ calculation: inout Calculation) {
    let shown = 20
    func named(_ moved: [Comparison.Pair]) -> String {
      moved.prefix(shown).map(\.after.id).joined(separator: ", ")
        + (moved.count > shown ? " and \(moved.count - shown) more" : "")
    }
    let broke = pairs.filter { $0.before.majority == true && $0.after.majority == false }
    let fixed = pairs.filter { $0.before.majority == false && $0.after.majority == true }
    if !broke.isEmpty { calculation.add("broke", named(broke)) }
    if !fixed.isEmpty { calculation.add("fixed", named(fixed)) }
  }

  private func explainCoins(
    _ table: PairedCounts, _ settings: AccuracySettings, _ calculation: inout Calculation
  ) {
    calculation.add(
      "p",
      [
        "McNemar \(settings.isExact ? "exact test" : "mid-p"), one-sided: if nothing changed, each of the \(table.broke + table.fixed) changed cases is as likely to break as to be fixed"
      ] + CoinSum(broke: table.broke, fixed: table.fixed, isExact: settings.isExact).lines)
    if let test = table.mcnemar {
      calculation.add(
        "two-sided",
        "twice the smaller exact tail, to check with any tool: min(1, 2·P(X ≤ \(min(table.broke, table.fixed)))) = \(Format.significant(test.pTwoSidedExact))"
      )
    }
  }

  private func explainInterval(
    _ interval: GateStatistics.Interval?, _ method: Method, _ table: PairedCounts, _ mean: ClusteredMean?,
    _ settings: AccuracySettings, _ calculation: inout Calculation
  ) {
    defer { explainMargin(interval, settings, &calculation) }
    guard let interval else { return }
    var lines = ["90%, \(method): \(Self.points(interval))"]
    if method == .newcombePaired,
      let was = Proportion(passes: table.both + table.broke, of: table.n),
      let now = Proportion(passes: table.both + table.fixed, of: table.n),
      let before = was.wilson(confidence: 0.9), let after = now.wilson(confidence: 0.9)
    {
      lines += [
        "p₁ = \(Format.significant(was.rate)), Wilson \(Self.pair(before)); p₂ = \(Format.significant(now.rate)), Wilson \(Self.pair(after)); φ = \(Format.significant(table.phi)); z = 1.645",
        "lower = d − √((p₁−l₁)² − 2φ(p₁−l₁)(u₂−p₂) + (u₂−p₂)²), upper = d + √((u₁−p₁)² − 2φ(u₁−p₁)(p₂−l₂) + (p₂−l₂)²)",
      ]
    } else if let mean {
      lines += mean.steps
    }
    calculation.add("interval", lines)
  }

  func explainMargin(
    _ interval: GateStatistics.Interval?, _ settings: AccuracySettings, _ calculation: inout Calculation
  ) {
    let isHeld = interval.map { $0.upper < settings.margin } ?? false
    calculation.add(
      "margin held",
      interval.map {
        "upper end \(Format.significant($0.upper * 100)) points \(isHeld ? "<" : "≥") \(Format.barePoints(settings.margin)): "
          + (isHeld ? "ruled out" : "not ruled out")
      } ?? "no interval: one group of cases only")
  }

  /// The smallest drop to be found: of single independent runs, and what repeats and groups make of it.
  private func explainSize(
    _ decision: AccuracyDecision, _ table: PairedCounts, _ settings: AccuracySettings, _ calculation: inout Calculation
  ) {
    let psi = decision.noiseDiscordance
    let noise = "with two runs disagreeing on \(Format.percent(psi)) of the cases (Connor 1987)"
    let single = PairedPlan(n: decision.n, noiseDiscordance: psi)?.minimumDetectableDrop(alpha: settings.alpha)
    guard let single, let found = decision.minimumDetectableDrop, found <= decision.baseline else {
      return calculation.add("finds", "no drop for certain, \(noise)")
    }
    var lines = [
      "drops from \(Format.barePoints(found)) points in 80 of 100 runs, \(noise)",
      "D solves n = (1.645·√ψ + 0.8416·√(ψ − D²))² / D² with ψ = ψ₀ + D, ψ₀ = \(Format.significant(psi, 7)), n = \(decision.n): \(Format.significant(single * 100)) points",
    ]
    if abs(found - single) > 1e-9 {
      lines.append(
        "times √((1/runs before + 1/runs now)/2) and what groups widen it by, together \(Format.significant(found / single))"
      )
    }
    calculation.add("finds", lines)
  }

  static func points(_ interval: GateStatistics.Interval) -> String {
    "\(Format.significant(interval.lower * 100)) to \(Format.significant(interval.upper * 100)) points"
  }

  static func pair(_ interval: GateStatistics.Interval) -> String {
    "\(Format.significant(interval.lower)) to \(Format.significant(interval.upper))"
  }
}
