import EvalGateCore
import StrictJSON

/// Passes when the output contains at least one of the given texts.
struct ContainsAny: PlainCheck {
  static let id: CheckID = "contains_any"
  static let summary = "The output contains at least one of the given texts."
  static let options = Expectation.help("texts", "a list of texts of which one is enough") + [TextForm.help]
  static let examples = [
    CheckExample(options: ["texts": ["refund", "money back"]], output: "You get your money back.", expect: .passed),
    CheckExample(options: ["texts": ["refund", "money back"]], output: "Please hold.", expect: .failed),
    CheckExample(expected: ["yes", "no"], output: "no", expect: .passed),
  ]

  private let search: TextSearch

  init(options: inout OptionReader) throws(Diagnostic) { search = try TextSearch("texts", options: &options) }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let (needles, text) = try search.all(subject, context)
    return verdict(
      needles.contains { $0.occurs(in: text) }, "contains none of \(listed(needles.map { brief($0.text) }))")
  }

  func problem(with expected: Node?) -> Diagnostic? { search.problem(with: expected, in: Self.id) }
}
