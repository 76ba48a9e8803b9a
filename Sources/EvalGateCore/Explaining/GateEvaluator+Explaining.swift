import GateStatistics

extension GateEvaluator {
  /// How a gate comes to its verdict, for every suite it speaks of; empty where no gate has this name.
  public func calculations(of name: String) -> [Calculation] {
    guard let gate = gates.first(where: { $0.name == name }) else { return [] }
    return scope(of: gate).compactMap { $0.seen(by: gate) }.map { calculation(gate, $0) }
  }

  private func calculation(_ gate: GateRule, _ suite: SuiteEvidence) -> Calculation {
    var calculation = Calculation(gate: gate.name, suite: suite.name, location: gate.location)
    calculation.add("rule", "\(gate.metric.id) \(gate.ruleText)" + settings(of: gate))
    let outcomes = Self.considered(gate, suite.outcomes)
    let planned = suite.planned.filter { gate.filter.accepts(tags: $0.tags, severity: $0.severity) }
    calculation.add("cases", cases(gate, suite, outcomes, planned))
    let verdict = evaluate(gate, in: suite)
    switch (gate.bound, gate.metric.kind) {
    case (.noWorseThanBaseline, _): explainPairs(gate, suite, &calculation)
    case (_, .rate) where !gate.bound.comparesWithBaseline: explainRate(gate, suite, outcomes, &calculation)
    case (_, .quantile(let quantile)): explainQuantile(gate, suite, outcomes, quantile, &calculation)
    case (_, .amount) where gate.bound.comparesWithBaseline: explainAmount(gate, suite, &calculation)
    default: explainValue(gate, verdict, &calculation)
    }
    explainFresh(verdict, &calculation)
    explainFamily(gate, suite, verdict, &calculation)
    return calculation
  }

  private func settings(of gate: GateRule) -> String {
    var settings: [String] = []
    if let least = gate.minCases { settings.append("min_cases: \(least)") }
    if !gate.waiversAllowed { settings.append("waivers: never") }
    if !gate.blocks { settings.append("block: false") }
    if gate.onUnproven != .show { settings.append("on_unproven: \(gate.onUnproven.rawValue)") }
    return settings.isEmpty ? "" : " (" + settings.joined(separator: ", ") + ")"
  }

  private func cases(
    _ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome], _ planned: [CaseHeader]
  ) -> [String] {
    let missing = planned.count - Set(outcomes.lazy.filter { !gate.misses($0) }.map(\.id)).count
    var lines = [
      "\(planned.count) planned, \(missing) without a result; at most \(Format.percent(suite.maxMissing)) may be"
    ]
    guard gate.bound.comparesWithBaseline, let comparison = suite.comparison else { return lines }
    let scope = comparison.scope
    lines.append(
      "\(comparison.pairs.count) of \(scope.stored) stored ones are the same case under the same checks; "
        + "\(scope.removed) removed, \(scope.edited) edited, \(scope.added) new")
    return lines
  }

  // MARK: A pair of versions

  private func explainPairs(_ gate: GateRule, _ suite: SuiteEvidence, _ calculation: inout Calculation) {
    guard let comparison = suite.comparison else {
      return calculation.add("compared", "nothing to compare with")
    }
    let pairs = Self.pairs(gate, comparison)
    let scores = PairedScores(gate, pairs)
    guard let cases = try? scores.runs(), let table = AccuracyGate.majorities(cases), table.n > 0 else {
      return calculation.add("compared", "no case of the \(gate.reference.rawValue) is comparable")
    }
    let margin = gate.margin ?? 0.05
    calculation.add(
      "margin",
      "\(GatePhrase.drop(margin)) is to be ruled out (\(gate.margin == nil ? "built-in default" : "as the gate says"))")
    let isSingle = cases.allSatisfy { $0.baselineRuns == 1 && $0.candidateRuns == 1 }
    explainTable(table, &calculation)
    explainDrop(table, isSingle ? nil : cases, &calculation)
    explainMoved(pairs, &calculation)
    let clusters = pairs.contains { $0.after.cluster != nil }
    if isSingle {
      calculation.add(
        "p",
        [
          "McNemar mid-p, one-sided: if nothing changed, each of the \(table.broke + table.fixed) changed cases is as likely to break as to be fixed"
        ] + CoinSum(broke: table.broke, fixed: table.fixed).lines)
      if let test = table.mcnemar {
        calculation.add(
          "two-sided",
          "exact, to check with any tool: min(1, 2·P(X ≤ \(min(table.broke, table.fixed)))) = \(Format.significant(test.pTwoSidedExact))"
        )
      }
    } else {
      explainStrata(cases, &calculation)
    }
    guard
      let decision = try? AccuracyGate.decide(
        cases, clusters: clusters ? pairs.map { $0.after.cluster ?? $0.after.id } : nil,
        settings: AccuracySettings(rule: .noWorseThan, alpha: Self.alpha, margin: margin))
    else { return }
    if clusters {
      let groups = Set(pairs.map { $0.after.cluster ?? $0.after.id }).count
      calculation.add(
        "clusters",
        "\(groups) groups: the larger of p and the sign-flip p of the groups' totals, \(Format.significant(decision.pWorse))"
      )
    }
    explainInterval(decision, table, &calculation)
    calculation.add(
      "margin held",
      decision.decisionInterval.map {
        "upper end \(Format.significant($0.upper * 100)) points \($0.upper < margin ? "<" : "≥") \(Format.barePoints(margin)): "
          + (decision.nonInferior ? "ruled out" : "not ruled out")
      } ?? "no interval: one group of cases only")
    calculation.add(
      "finds",
      decision.minimumDetectableDrop.map {
        "drops from \(Format.barePoints($0)) points in 80 of 100 runs, with two runs disagreeing on \(Format.percent(decision.noiseDiscordance)) of the cases (Connor 1987)"
      } ?? "no drop for certain")
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

  /// With repeats the table is not enough: cases are told by how often each side ran and how many of all runs passed.
  private func explainStrata(_ cases: [CaseRuns], _ calculation: inout Calculation) {
    guard let test = StratifiedTest(cases) else { return calculation.add("p", "more cases than the exact test takes") }
    let strata = Dictionary(grouping: cases.filter(\.isInformative)) {
      [$0.baselineRuns, $0.candidateRuns, $0.totalPasses]
    }
    var rows = [["runs before", "runs now", "passes of both", "cases", "passes now", "expected now"]]
    for (key, group) in strata.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let expected = Double(group.count * key[1] * key[2]) / Double(key[0] + key[1])
      rows.append(
        key.map(String.init) + [
          "\(group.count)", "\(group.reduce(0) { $0 + $1.candidatePasses })", Format.significant(expected),
        ])
    }
    calculation.parts.append(.table(rows))
    calculation.add(
      "p", "exact stratified mid-p, one-sided: given the passes of both sides, a case's passes now are hypergeometric",
      "if nothing changed; T is their sum over the \(test.informative) cases that did not always come out the same",
      "P(T < \(test.passes)) + ½·P(T = \(test.passes)), expected \(Format.significant(test.expected)): \(Format.significant(test.pWorseMidP))"
    )
    calculation.add("two-sided", "exact: \(Format.significant(test.pTwoSidedExact))")
  }

  private func explainInterval(
    _ decision: AccuracyDecision, _ table: PairedCounts, _ calculation: inout Calculation
  ) {
    guard let interval = decision.decisionInterval else { return }
    var lines = ["90%, \(decision.intervalMethod): \(Self.points(interval))"]
    if decision.intervalMethod == .newcombePaired,
      let was = Proportion(passes: table.both + table.broke, of: table.n),
      let now = Proportion(passes: table.both + table.fixed, of: table.n),
      let before = was.wilson(confidence: 0.9), let after = now.wilson(confidence: 0.9)
    {
      lines += [
        "p₁ = \(Format.significant(was.rate)), Wilson \(Self.pair(before)); p₂ = \(Format.significant(now.rate)), Wilson \(Self.pair(after)); φ = \(Format.significant(table.phi)); z = 1.645",
        "lower = d − √((p₁−l₁)² − 2φ(p₁−l₁)(u₂−p₂) + (u₂−p₂)²), upper = d + √((u₁−p₁)² − 2φ(u₁−p₁)(p₂−l₂) + (p₂−l₂)²)",
      ]
    }
    calculation.add("interval", lines)
  }

  static func points(_ interval: GateStatistics.Interval) -> String {
    "\(Format.significant(interval.lower * 100)) to \(Format.significant(interval.upper * 100)) points"
  }

  static func pair(_ interval: GateStatistics.Interval) -> String {
    "\(Format.significant(interval.lower)) to \(Format.significant(interval.upper))"
  }
}
