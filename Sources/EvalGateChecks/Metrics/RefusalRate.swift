import EvalGateCore

/// The share of cases that the model refused.
struct RefusalRate: CaseRate {
  static let id: MetricID = "refusal_rate"
  static let summary = "Cases that the model refused (wholly, not in part), of those with a `refusal` check."
  static let need = MetricNeed.check("refusal")
  static let kind = MetricKind.rate(perCase: false)

  init(options: inout OptionReader) throws(Diagnostic) {}

  func holds(_ trial: TrialOutcome) -> Bool? { trial.isRefusal }
}

extension TrialOutcome {
  /// Whether it was a refusal; nil where nothing looked.
  var isRefusal: Bool? {
    for case .refusal(let kind) in facts { return kind == "refusal" }
    return nil
  }
}
