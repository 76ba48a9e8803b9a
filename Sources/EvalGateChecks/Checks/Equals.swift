import EvalGateCore
import StrictJSON

/// Passes when the output is what is expected and nothing else.
struct Equals: PlainCheck {
  static let id: CheckID = "equals"
  static let summary =
    "The output equals the expected text (without white space around it), or the expected JSON value."
  static let options = Expectation.help("value", "the text or value it equals") + [TextForm.help]
  static let examples = [
    CheckExample(expected: "billing", output: " billing\n", expect: .passed),
    CheckExample(expected: "billing", output: "Billing", expect: .failed),
    CheckExample(options: ["ignore_case": true], expected: "billing", output: "Billing", expect: .passed),
    CheckExample(options: ["value": ["a": 1, "b": [2]]], output: #"{"b": [2.0], "a": 1}"#, expect: .passed),
    CheckExample(options: ["value": 3], output: "three", expect: .failed),
    CheckExample(options: ["from": "$.label"], expected: "billing", output: #"{"label":"billing"}"#, expect: .passed),
    CheckExample(output: "billing", expect: .error),
  ]

  private let expectation: Expectation
  private let form: TextForm

  init(options: inout OptionReader) throws(Diagnostic) {
    form = try TextForm(options: &options)
    expectation = try Expectation("value", options: &options)
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let expected = try expectation.value(in: context)
    if let text = expected.stringValue {
      let got = try subject.requireText()
      return verdict(form.areEqual(text.trimmingSpaces, got.trimmingSpaces), difference(text, got))
    }
    let got = try subject.requireJSON()
    return verdict(expected == got, "expected \(brief(expected)), got \(brief(got))")
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "a value")
  }
}
