import EvalGateCore

/// The share of repeated cases that pass sometimes.
struct FlakeRate: Metric {
  static let id: MetricID = "flake_rate"
  static let summary =
    "Cases that pass some of their trials and fail others, of those with at least two judged trials; lower is better."
  static let kind = MetricKind.rate(perCase: false)

  init(options: inout OptionReader) throws(Diagnostic) {}

  var isSelective: Bool { true }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let repeated = cases.filter { $0.judged >= 2 }
    return .counted(repeated.count { $0.passes > 0 && $0.passes < $0.judged }, of: repeated.count)
  }
}
