import EvalGateCore

/// Of the cases answered with a label, those that expected it; undefined where it was never answered.
struct Precision: Metric {
  static let id: MetricID = "precision"
  static let summary =
    "Of the cases answered with a label, those that expected it; undefined where it was never answered."
  static let need = MetricNeed.check("label")
  static let kind = MetricKind.rate(perCase: false)
  static let options = Averaging.help

  private let averaging: Averaging

  init(options: inout OptionReader) throws(Diagnostic) { averaging = try Averaging(options: &options) }

  var isSelective: Bool { averaging.isOfOneLabel }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let confusion = Confusion(cases)
    return averaging.measure(
      confusion, micro: .counted(confusion.correct, of: confusion.answeredWithLabel), of: confusion.precision)
  }
}
