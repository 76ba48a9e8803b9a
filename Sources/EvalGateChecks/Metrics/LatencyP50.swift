import EvalGateCore

/// The service time that 50 of 100 answers do not exceed.
struct LatencyP50: TimeQuantile {
  static let id: MetricID = "latency_p50"
  static let summary =
    "The service time that 50 of 100 answers do not exceed, by nearest rank; a timeout is infinitely late."
  static let percent = 50

  init(options: inout OptionReader) throws(Diagnostic) {}

  func time(_ trial: TrialOutcome) -> Double? { trial.latency }
}
