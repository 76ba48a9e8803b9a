import EvalGateCore

/// The service time that 99 of 100 answers do not exceed.
struct LatencyP99: TimeQuantile {
  static let id: MetricID = "latency_p99"
  static let summary =
    "The service time that 99 of 100 answers do not exceed, by nearest rank; a timeout is infinitely late."
  static let percent = 99

  init(options: inout OptionReader) throws(Diagnostic) {}

  func time(_ trial: TrialOutcome) -> Double? { trial.latency }
}
