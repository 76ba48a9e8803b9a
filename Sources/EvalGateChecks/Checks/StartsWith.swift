import EvalGateCore
import StrictJSON

/// Passes when the output starts with a given text.
struct StartsWith: PlainCheck {
  static let id: CheckID = "starts_with"
  static let summary = "The output, without white space around it, starts with a given text."
  static let options = Expectation.help("text", "what it starts with") + [TextForm.help]
  static let examples = [
    CheckExample(options: ["text": "Dear"], output: "Dear Ines,\nthank you", expect: .passed),
    CheckExample(options: ["text": "Dear"], output: "Hi! Dear Ines", expect: .failed),
    CheckExample(options: ["text": "dear", "ignore_case": true], output: "  DEAR Ines", expect: .passed),
  ]

  private let search: TextSearch

  init(options: inout OptionReader) throws(Diagnostic) { search = try TextSearch("text", options: &options) }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let (needle, text) = try search.one(subject, context, trimming: true)
    return verdict(needle.begins(text), "does not start with \(brief(needle.text))")
  }

  func problem(with expected: Node?) -> Diagnostic? { search.problem(with: expected, in: Self.id) }
}
