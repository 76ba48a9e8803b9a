import GateStatistics

extension GateEvaluator {
  /// Tokens or money per case against a budget or, paired, against the baseline (statistics 2.7).
  func weighAmount(_ gate: GateRule, _ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> SuiteVerdict {
    let measure = gate.metric.metric.measure(outcomes)
    var verdict = SuiteVerdict(suite: suite.name, verdict: .undecided, measure: measure)
    if isUncounted(gate, suite) {
      verdict.reason = uncounted(suite, outcomes)
      return verdict
    }
    switch gate.bound.limit {
    case .baseline(let plus)?:
      // Only "at most" is a test of chance; the other bounds, and a baseline that is to be undercut, are taken literally.
      guard case .atMost = gate.bound, plus >= 0, let comparison = suite.comparison else {
        return weighLiterally(gate, suite, measure, plus: plus)
      }
      do {
        try weigh(gate, amounts(gate, comparison), tolerance: plus, &verdict)
        blameNobody(suite, &verdict)
      } catch {
        verdict.reason = measure.value == nil ? uncounted(suite, outcomes) : .statistics(error)
      }
    case .value(let budget)?:
      verdict.baseline = suite.comparison.map {
        gate.metric.metric.measure(Self.considered(gate, $0.pairs.map(\.before)))
      }
      guard let value = measure.value else {
        verdict.reason = uncounted(suite, outcomes)
        return verdict
      }
      verdict.verdict = gate.bound.holds(value, against: budget.value) ? .pass : .block
    case nil: return weighPaired(gate, suite, outcomes)
    }
    return verdict
  }

  /// Why there is no amount at all: what was used was never said, or has no price.
  private func uncounted(_ suite: SuiteEvidence, _ outcomes: [CaseOutcome]) -> GateReason {
    .uncounted(lack(outcomes), of: suite.targets)
  }

  private func lack(_ outcomes: [CaseOutcome]) -> GateReason.Lack {
    outcomes.contains { $0.trials.contains { $0.tokens != nil } } ? .price : .usage
  }

  /// Whether calls were made in a suite, and nobody said what they took: that is not nothing. Kept answers took nothing now.
  func isUncounted(_ gate: GateRule, _ suite: SuiteEvidence) -> Bool {
    guard case .amount = gate.metric.kind, !hasMetric(gate, suite) else { return false }
    return Self.considered(gate, suite.outcomes).contains { outcome in
      outcome.trials.contains { $0.passFail != .error && $0.source == .live }
    }
  }

  /// Suites of which a gate over all of them says nothing, with why, where it says something of others.
  func leftOut(of gate: GateRule) -> [Evidence] {
    guard gate.suite == nil, case .amount = gate.metric.kind else { return [] }
    let spoken = Set(scope(of: gate).map(\.name))
    var left: [(why: GateReason.Lack, suites: [String], targets: [String])] = []
    for suite in suites(meantBy: gate) where !spoken.contains(suite.name) && isUncounted(gate, suite) {
      let why = lack(Self.considered(gate, suite.outcomes))
      if let known = left.firstIndex(where: { $0.why == why }) {
        left[known].suites.append(suite.name)
        left[known].targets += suite.targets.filter { !left[known].targets.contains($0) }
      } else {
        left.append((why, [suite.name], suite.targets))
      }
    }
    return left.map { .leftOut($0.suites, because: $0.why.words(of: $0.targets)) }
  }

  private func weigh(
    _ gate: GateRule, _ counted: [(id: String, before: Double, after: Double)], tolerance: Double,
    _ verdict: inout SuiteVerdict
  ) throws(Undecided) {
    let sum = counted.reduce((before: 0.0, after: 0.0)) { ($0.before + $1.before, $0.after + $1.after) }
    if !counted.isEmpty {
      // What is shown is what decides: the cases that were counted on both sides.
      verdict.baseline = .total(sum.before, n: counted.count)
      verdict.measure = .total(sum.after, n: counted.count)
    }
    let (before, after) = (counted.map(\.before), counted.map(\.after))
    let isPoint = gate.decide == .point
    let decision = try CostGate.decide(
      baseline: before, candidate: after, tolerance: tolerance, rule: isPoint ? .point : .refuted)
    let largest = CostRatio.largestIncreases(baseline: before, candidate: after).map { counted[$0].id }
    let interval =
      decision.interval.lower.isFinite && decision.interval.upper.isFinite
      ? Evidence.Interval(decision.interval.lower, decision.interval.upper) : nil
    verdict.evidence = [.ratio(decision.cost.ratio, interval: interval, n: decision.cost.n, largest: largest)]
    verdict.verdict = decision.verdict == .block ? .block : .pass
    guard !isPoint else { return }
    verdict.p = decision.p
    verdict.mayBlock = decision.verdict == .block
  }

  /// One version beside itself is no slower and no dearer by any change: the service is, or whoever counts.
  func blameNobody(_ suite: SuiteEvidence, _ verdict: inout SuiteVerdict) {
    guard verdict.verdict == .block, suite.confirmation?.ability == .sameVersion, !suite.isAcceptedHere else { return }
    verdict.hold(.unproven, .drift())
  }

  /// The compared cases that were counted on both sides.
  func amounts(_ gate: GateRule, _ comparison: Comparison) -> [(id: String, before: Double, after: Double)] {
    Self.pairs(gate, comparison).compactMap { pair in
      guard let before = amount(pair.before, gate), let after = amount(pair.after, gate) else { return nil }
      return (pair.after.id, before, after)
    }
  }

  /// The mean over a case's trials; nil when one of them was not counted.
  func amount(_ outcome: CaseOutcome, _ gate: GateRule) -> Double? {
    let judged = outcome.trials.filter { $0.passFail != .error }
    let known = judged.compactMap { gate.metric.metric.quantity($0) }
    return known.isEmpty || known.count < judged.count ? nil : known.reduce(0, +) / Double(known.count)
  }
}
