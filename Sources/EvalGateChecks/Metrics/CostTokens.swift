import EvalGateCore

/// Tokens per case, input and output together.
struct CostTokens: AmountMetric {
  static let id: MetricID = "cost_tokens"
  static let summary = "Tokens per case, input and output together; of several trials their mean."
  static let amount = MetricKind.Amount.tokens

  init(options: inout OptionReader) throws(Diagnostic) {}

  func amount(_ trial: TrialOutcome) -> Double? { trial.tokens.map(Double.init) }
}

/// A metric of what cases cost. Cases that were not counted take no part; they are never free.
protocol AmountMetric: Metric {
  static var amount: MetricKind.Amount { get }
  func amount(_ trial: TrialOutcome) -> Double?
}

extension AmountMetric {
  static var kind: MetricKind { .amount(amount) }

  func quantity(_ trial: TrialOutcome) -> Double? { trial.passFail == .error ? nil : amount(trial) }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    var sum = 0.0
    var count = 0
    for outcome in cases {
      guard let mean = outcome.judgedTrials.compactMap(amount).mean() else { continue }
      sum += mean
      count += 1
    }
    return count == 0 ? .undefined : .total(sum, n: count)
  }
}
