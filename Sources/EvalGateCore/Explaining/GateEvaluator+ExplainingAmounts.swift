import GateStatistics

extension GateEvaluator {
  /// Amounts beside the baseline's (statistics 2.7).
  func explainAmount(_ gate: GateRule, _ suite: SuiteEvidence, _ calculation: inout Calculation) {
    guard let comparison = suite.comparison, case .atMost(.baseline(let tolerance)) = gate.bound else {
      return explainValue(gate, suite, evaluate(gate, in: suite), &calculation)
    }
    let counted = amounts(gate, comparison)
    guard tolerance >= 0,
      let decision = try? CostGate.decide(
        baseline: counted.map(\.before), candidate: counted.map(\.after), tolerance: tolerance)
    else { return explainValue(gate, suite, evaluate(gate, in: suite), &calculation) }
    let sums = counted.reduce((0.0, 0.0)) { ($0.0 + $1.before, $0.1 + $1.after) }
    calculation.add(
      "ratio",
      "\(Format.significant(sums.1, 7)) now / \(Format.significant(sums.0, 7)) before over \(counted.count) pairs = \(Format.significant(decision.cost.ratio, 5))"
    )
    let rising = CostRatio.largestIncreases(baseline: counted.map(\.before), candidate: counted.map(\.after))
    if !rising.isEmpty {
      calculation.add(
        "adds most",
        rising.map {
          "\(counted[$0].id): \(Format.significant(counted[$0].before)) before, \(Format.significant(counted[$0].after)) now"
        })
    }
    calculation.add("bound", "1 + \(Format.significant(tolerance)) = \(Format.significant(1 + tolerance))")
    calculation.add("interval", fieller(decision))
    if gate.decide == .point { calculation.add("decided by", "the ratio alone") }
    let mean = ClusteredMean(drops: counted.map { $0.after - $0.before })
    calculation.add(
      "p", ["paired t test, one-sided, that it costs more: \(Format.significant(decision.p))"] + difference(mean))
  }

  /// The interval of a ratio of means with everything it is made of.
  private func fieller(_ decision: CostDecision) -> [String] {
    let ends = decision.interval.lower.isFinite ? Self.pair(decision.interval) : "unbounded"
    let rule = "blocks when the ratio is above the bound and the lower end above 1"
    guard let moments = decision.cost.moments,
      let t = StudentT(degreesOfFreedom: Double(decision.cost.n - 1))?.quantile(0.95)
    else { return ["90%, Fieller 1954: \(ends)", rule] }
    func text(_ value: Double) -> String { Format.significant(value, 7) }
    let square = t * t
    let a = moments.before * moments.before - square * moments.varianceBefore
    let b = moments.before * moments.after - square * moments.covariance
    let c = moments.after * moments.after - square * moments.varianceAfter
    return [
      "means: x̄ = \(text(moments.before)) before, ȳ = \(text(moments.after)) now; of these means vx = \(text(moments.varianceBefore)), vy = \(text(moments.varianceAfter)), cxy = \(text(moments.covariance))",
      "(sums of squares and products about the means, over n(n−1)); t = \(text(t)) at 0.95 with \(decision.cost.n - 1) degrees of freedom",
      "A = x̄² − t²·vx = \(text(a)), B = x̄ȳ − t²·cxy = \(text(b)), C = ȳ² − t²·vy = \(text(c))",
      "90%, Fieller 1954, (B ∓ √(B² − AC)) / A: \(ends)", rule,
    ]
  }

  private func difference(_ mean: ClusteredMean?) -> [String] {
    guard let mean, let error = mean.cr1, error > 0 else { return [] }
    return [
      "mean difference \(Format.significant(mean.mean, 7)), SE = \(Format.significant(error, 7)), t = \(Format.significant(mean.mean / error)) with \(mean.degreesOfFreedom) degrees of freedom"
    ]
  }
}
