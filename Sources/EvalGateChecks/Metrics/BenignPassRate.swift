import EvalGateCore

/// The share of the cases beside attacks that pass.
struct BenignPassRate: CaseRate {
  static let id: MetricID = "benign_pass_rate"
  static let summary =
    "Cases of a safety suite that are no attacks, such as benign twins, and that pass: whoever is to be served is."
  static let need = MetricNeed.check("scenario")

  init(options: inout OptionReader) throws(Diagnostic) {}

  func holds(_ trial: TrialOutcome) -> Bool? {
    let isAttack = trial.facts.contains { fact in
      if case .attack = fact { true } else { false }
    }
    return isAttack ? nil : trial.passFail == .pass
  }
}
