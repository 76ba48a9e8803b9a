import EvalGateCore
import StrictJSON

/// Passes when the output contains a given text.
struct Contains: PlainCheck {
  static let id: CheckID = "contains"
  static let summary = "The output contains a given text."
  static let options = Expectation.help("text", "what to look for") + [TextForm.help]
  static let examples = [
    CheckExample(options: ["text": "refund"], output: "I will refund you.", expect: .passed),
    CheckExample(options: ["text": "refund"], output: "Please hold.", expect: .failed),
    CheckExample(options: ["text": "refund", "ignore_case": true], output: "REFUND sent", expect: .passed),
    CheckExample(expected: "refund", output: "your refund is on its way", expect: .passed),
    CheckExample(output: "nothing is expected here", expect: .error),
  ]

  private let search: TextSearch

  init(options: inout OptionReader) throws(Diagnostic) { search = try TextSearch("text", options: &options) }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let (needle, text) = try search.one(subject, context)
    return verdict(needle.occurs(in: text), "does not contain \(brief(needle.text))")
  }

  func problem(with expected: Node?) -> Diagnostic? { search.problem(with: expected, in: Self.id) }
}
