import EvalGateCore
import StrictJSON

/// The share of fields that were extracted as expected, per case and then over all cases.
struct FieldAccuracy: Metric {
  static let id: MetricID = "field_accuracy"
  static let summary =
    "Fields extracted as expected: the mean of each case's share. Missing and invented fields count as wrong; the field table keeps them apart."
  static let need = MetricNeed.check("fields")
  static let kind = MetricKind.rate(perCase: true)
  static let options = [
    OptionHelp(
      "field",
      "the field as the field table names it, such as `$.total` or `$.lines[*].amount`; all fields when left out")
  ]

  private let field: String?

  init(options: inout OptionReader) throws(Diagnostic) {
    guard let node = options.node("field") else {
      field = nil
      return
    }
    guard case .string(let text) = node.content else {
      throw OptionReader.wrong(node, "field", "a JSONPath such as `$.total`")
    }
    field = try parsePath(text, at: node.location).text
  }

  var isSelective: Bool { field != nil }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let shares = cases.compactMap(share)
    guard let mean = shares.mean() else { return .undefined }
    // Where every case is right or wrong as a whole, the counts say more than their mean.
    guard shares.allSatisfy({ $0 == 0 || $0 == 1 }) else { return .share(mean, n: shares.count) }
    return .counted(shares.count { $0 == 1 }, of: shares.count)
  }

  func score(_ trial: TrialOutcome) -> Double? {
    guard trial.passFail != .error else { return nil }
    var matched = 0
    var total = 0
    for case .field(let path, let outcome) in trial.facts where field == nil || path == field {
      matched += outcome == .match ? 1 : 0
      total += 1
    }
    return total == 0 ? nil : Double(matched) / Double(total)
  }

  /// A case's share: of its majority where trials are right or wrong as a whole, else their mean.
  private func share(_ outcome: CaseOutcome) -> Double? {
    let scores = outcome.trials.compactMap(score)
    guard let mean = scores.mean() else { return nil }
    guard scores.allSatisfy({ $0 == 0 || $0 == 1 }) else { return mean }
    return mean > 0.5 ? 1 : 0
  }
}
