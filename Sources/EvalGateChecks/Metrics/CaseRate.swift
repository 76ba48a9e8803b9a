import EvalGateCore

/// A metric of cases that hold or do not. Cases with several trials count once.
protocol CaseRate: Metric {
  /// Whether one trial holds; nil where it has no part in this metric.
  func holds(_ trial: TrialOutcome) -> Bool?
}

extension CaseRate {
  static var kind: MetricKind { .rate(perCase: true) }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    var passed = 0
    var total = 0
    for outcome in cases {
      guard let holds = outcome.holds(holds) else { continue }
      passed += holds ? 1 : 0
      total += 1
    }
    return .counted(passed, of: total)
  }

  func score(_ trial: TrialOutcome) -> Double? {
    trial.passFail == .error ? nil : holds(trial).map { $0 ? 1 : 0 }
  }
}

extension CaseOutcome {
  /// Trials that were judged: errors are missing evidence and say nothing of quality.
  var judgedTrials: [TrialOutcome] { trials.filter { $0.passFail != .error } }

  /// Whether the case holds: strictly more than half of the trials that have a part in it, and all of them where the case is
  /// blocking (statistics 2.5); nil where none has.
  func holds(_ holds: (TrialOutcome) -> Bool?) -> Bool? {
    let parts = judgedTrials.compactMap(holds)
    guard !parts.isEmpty else { return nil }
    let good = parts.count { $0 }
    return severity == .blocking ? good == parts.count : 2 * good > parts.count
  }
}

extension Sequence {
  /// The mean, or nil of nothing.
  func mean() -> Double? where Element == Double {
    var sum = 0.0
    var count = 0
    for value in self {
      sum += value
      count += 1
    }
    return count == 0 ? nil : sum / Double(count)
  }
}
