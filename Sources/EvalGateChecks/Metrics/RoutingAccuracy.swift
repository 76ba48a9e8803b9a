import EvalGateCore

/// The share of cases in which the expected tool calls were proposed.
struct RoutingAccuracy: CaseRate {
  static let id: MetricID = "routing_accuracy"
  static let summary = "Cases in which the model proposed the expected tool calls, of those with a `tool_calls` check."
  static let need = MetricNeed.check("tool_calls")

  init(options: inout OptionReader) throws(Diagnostic) {}

  func holds(_ trial: TrialOutcome) -> Bool? {
    let calls = trial.facts.compactMap { fact -> Bool? in
      guard case .routing(let holds) = fact else { return nil }
      return holds
    }
    return calls.isEmpty ? nil : calls.allSatisfy { $0 }
  }
}
