import EvalGateCore
import StrictJSON

/// Passes when the output contains none of the given texts.
struct NotContains: PlainCheck {
  static let id: CheckID = "not_contains"
  static let summary = "The output contains none of the given texts."
  static let options =
    Expectation.help("text", "the text, or a list of texts, that must not be there") + [TextForm.help]
  static let examples = [
    CheckExample(options: ["text": "as an AI"], output: "Your order ships today.", expect: .passed),
    CheckExample(options: ["text": "as an AI"], output: "I am sorry, as an AI I cannot.", expect: .failed),
    CheckExample(options: ["text": ["TODO", "lorem"]], output: "lorem ipsum", expect: .failed),
    CheckExample(options: ["text": "x", "from": "$.note"], output: "not even JSON", expect: .failed),
  ]

  private let search: TextSearch

  init(options: inout OptionReader) throws(Diagnostic) { search = try TextSearch("text", options: &options) }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let (needles, text) = try search.all(subject, context)
    let found = needles.filter { $0.occurs(in: text) }.map { brief($0.text) }
    return verdict(found.isEmpty, "contains \(listed(found))")
  }

  func problem(with expected: Node?) -> Diagnostic? { search.problem(with: expected, in: Self.id) }
}
