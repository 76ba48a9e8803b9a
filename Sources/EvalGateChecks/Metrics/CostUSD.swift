import EvalGateCore

/// Money per case.
struct CostUSD: AmountMetric {
  static let id: MetricID = "cost_usd"
  static let summary = "Money per case in USD by the target's prices; of several trials their mean."
  static let amount = MetricKind.Amount.usd

  init(options: inout OptionReader) throws(Diagnostic) {}

  func amount(_ trial: TrialOutcome) -> Double? { trial.usd }
}
