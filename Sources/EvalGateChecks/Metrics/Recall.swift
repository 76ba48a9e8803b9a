import EvalGateCore

/// Of the cases that expected a label, those that got it; undefined where none expected it.
struct Recall: Metric {
  static let id: MetricID = "recall"
  static let summary = "Of the cases that expected a label, those that got it; undefined where none expected it."
  static let need = MetricNeed.check("label")
  static let kind = MetricKind.rate(perCase: false)
  static let options = Averaging.help

  private let averaging: Averaging

  init(options: inout OptionReader) throws(Diagnostic) { averaging = try Averaging(options: &options) }

  var isSelective: Bool { averaging.isOfOneLabel }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let confusion = Confusion(cases)
    return averaging.measure(confusion, micro: .counted(confusion.correct, of: confusion.total), of: confusion.recall)
  }
}
