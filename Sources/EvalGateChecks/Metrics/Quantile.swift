import EvalGateCore

/// A metric of times by nearest rank, x(ceil(q·n)), over all requests (statistics 2.6).
protocol TimeQuantile: Metric {
  /// In per cent, so that a rank is a whole-number sum.
  static var percent: Int { get }
  /// Whether timeouts are a measurement where no time was taken at all.
  static var countsTimeoutsAlone: Bool { get }
  func time(_ trial: TrialOutcome) -> Double?
}

extension TimeQuantile {
  static var kind: MetricKind { .quantile(Double(percent) / 100) }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let times = cases.flatMap { $0.trials.compactMap(quantity) }.sorted()
    // Timeouts alone say nothing of a time that was never taken, such as that to a first token without streaming.
    guard let fastest = times.first, fastest.isFinite || Self.countsTimeoutsAlone else { return .undefined }
    let rank = (times.count * Self.percent + 99) / 100
    return .quantile(times[max(rank, 1) - 1], n: times.count)
  }

  static var countsTimeoutsAlone: Bool { true }

  /// A timeout is infinitely late; another error says nothing of how long an answer takes.
  func quantity(_ trial: TrialOutcome) -> Double? {
    if trial.latency == .infinity { return .infinity }
    return trial.passFail == .error ? nil : time(trial)
  }
}
