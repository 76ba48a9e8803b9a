import EvalGateCore

/// The time to the first token that 95 of 100 streamed answers do not exceed.
struct TimeToFirstTokenP95: TimeQuantile {
  static let id: MetricID = "ttft_p95"
  static let summary = "The time to the first token that 95 of 100 streamed answers do not exceed, by nearest rank."
  static let percent = 95
  static let countsTimeoutsAlone = false

  init(options: inout OptionReader) throws(Diagnostic) {}

  func time(_ trial: TrialOutcome) -> Double? { trial.timeToFirstToken }
}
