import EvalGateCore
import StrictJSON

/// Passes when the output ends with a given text.
struct EndsWith: PlainCheck {
  static let id: CheckID = "ends_with"
  static let summary = "The output, without white space around it, ends with a given text."
  static let options = Expectation.help("text", "what it ends with") + [TextForm.help]
  static let examples = [
    CheckExample(options: ["text": "Tindelay"], output: "Yours, Tindelay\n", expect: .passed),
    CheckExample(options: ["text": "Tindelay"], output: "Yours, Tindelay. P.S. hello", expect: .failed),
  ]

  private let search: TextSearch

  init(options: inout OptionReader) throws(Diagnostic) { search = try TextSearch("text", options: &options) }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let (needle, text) = try search.one(subject, context, trimming: true)
    return verdict(needle.ends(text), "does not end with \(brief(needle.text))")
  }

  func problem(with expected: Node?) -> Diagnostic? { search.problem(with: expected, in: Self.id) }
}
