import EvalGateCore

/// The share of cases whose checks all pass.
struct PassRate: CaseRate {
  static let id: MetricID = "pass_rate"
  static let summary =
    "Cases whose checks all pass. Of several trials most must pass, and all in a blocking case, where an error counts as not passed."

  init(options: inout OptionReader) throws(Diagnostic) {}

  func holds(_ trial: TrialOutcome) -> Bool? { trial.passFail == .pass }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    var passed = 0
    var total = 0
    for outcome in cases {
      // Passed of declared: what was not verified is not safe (safety section 5).
      guard let holds = outcome.severity == .blocking ? outcome.allPassed : outcome.majority else { continue }
      passed += holds ? 1 : 0
      total += 1
    }
    return .counted(passed, of: total)
  }
}
