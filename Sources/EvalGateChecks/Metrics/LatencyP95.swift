import EvalGateCore

/// The service time that 95 of 100 answers do not exceed.
struct LatencyP95: TimeQuantile {
  static let id: MetricID = "latency_p95"
  static let summary =
    "The service time that 95 of 100 answers do not exceed, by nearest rank; a timeout is infinitely late."
  static let percent = 95

  init(options: inout OptionReader) throws(Diagnostic) {}

  func time(_ trial: TrialOutcome) -> Double? { trial.latency }
}
