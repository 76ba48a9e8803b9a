import EvalGateCore
import StrictJSON

/// Passes when the output contains every one of the given texts.
struct ContainsAll: PlainCheck {
  static let id: CheckID = "contains_all"
  static let summary = "The output contains every one of the given texts."
  static let options =
    Expectation.help("texts", "a list of texts that must all be there, in any order") + [TextForm.help]
  static let examples = [
    CheckExample(options: ["texts": ["Monday", "9:00"]], output: "Come at 9:00 on Monday.", expect: .passed),
    CheckExample(options: ["texts": ["Monday", "9:00"]], output: "Come on Monday.", expect: .failed),
  ]

  private let search: TextSearch

  init(options: inout OptionReader) throws(Diagnostic) { search = try TextSearch("texts", options: &options) }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let (needles, text) = try search.all(subject, context)
    let absent = needles.filter { !$0.occurs(in: text) }.map { brief($0.text) }
    return verdict(
      absent.isEmpty, "does not contain \(listed(absent))",
      score: Double(needles.count - absent.count) / Double(needles.count))
  }

  func problem(with expected: Node?) -> Diagnostic? { search.problem(with: expected, in: Self.id) }
}
