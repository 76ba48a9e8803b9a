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
    default: explainValue(gate, suite, verdict, &calculation)
    }
    explainFresh(gate, suite, verdict, &calculation)
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
    // A suite that stopped early is what was asked of it.
    let asked = suite.progress.flatMap { $0.isOver ? Set($0.asked) : nil }
    let missing =
      planned.count { asked?.contains($0.id) != false } - Set(outcomes.lazy.filter { !gate.misses($0) }.map(\.id)).count
    var lines = [
      "\(planned.count) planned" + (asked.map { ", \($0.count) asked" } ?? "")
        + ", \(missing) without a result; at most \(Format.percent(suite.maxMissing)) may be"
    ]
    guard gate.bound.comparesWithBaseline, let comparison = suite.comparison else { return lines }
    let (scope, stored) = (comparison.scope, comparison.storedPairs)
    lines.append(
      "\(stored) of \(scope.stored) stored ones are the same case under the same checks; "
        + "\(scope.removed) removed, \(scope.edited) edited, \(scope.added) new")
    let beside = comparison.pairs.count - stored
    if beside > 0 { lines.append("\(Format.count(beside)) more run on both versions") }
    return lines
  }
}
