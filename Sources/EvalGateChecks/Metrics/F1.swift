import EvalGateCore

/// The harmonic mean of precision and recall; undefined where a label is neither expected nor answered.
struct F1: Metric {
  static let id: MetricID = "f1"
  static let summary =
    "The harmonic mean of precision and recall; undefined where a label is neither expected nor answered."
  static let need = MetricNeed.check("label")
  static let kind = MetricKind.rate(perCase: false)
  static let options = Averaging.help

  private let averaging: Averaging

  init(options: inout OptionReader) throws(Diagnostic) { averaging = try Averaging(options: &options) }

  var isSelective: Bool { averaging.isOfOneLabel }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let confusion = Confusion(cases)
    return averaging.measure(confusion, micro: confusion.microF1, of: confusion.f1)
  }
}

extension Confusion {
  /// Over all cases at once: an answer that is no label is missing from one label and too many for none.
  fileprivate var microF1: Measure {
    let occurrences = total + answeredWithLabel
    return occurrences > 0 ? .share(2 * Double(correct) / Double(occurrences), n: total) : .undefined
  }
}
