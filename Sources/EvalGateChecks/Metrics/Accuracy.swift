import EvalGateCore

/// The share of cases that got the expected label.
struct Accuracy: CaseRate {
  static let id: MetricID = "accuracy"
  static let summary = "Cases that got the expected label, of those with a `label` check."
  static let need = MetricNeed.check("label")

  init(options: inout OptionReader) throws(Diagnostic) {}

  func holds(_ trial: TrialOutcome) -> Bool? {
    let labels = trial.facts.compactMap { fact -> Bool? in
      guard case .label(let expected, let got) = fact else { return nil }
      return expected == got
    }
    return labels.isEmpty ? nil : labels.allSatisfy { $0 }
  }
}
