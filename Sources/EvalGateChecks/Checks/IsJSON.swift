import EvalGateCore
import StrictJSON

/// Passes when the output is one JSON value and nothing else.
struct IsJSON: PlainCheck {
  static let id: CheckID = "json"
  static let summary =
    "The output is strict JSON (RFC 8259): one value, nothing before or after it, each key once, no repair."
  static let examples = [
    CheckExample(output: #" {"label": "billing"} "#, expect: .passed),
    CheckExample(output: "```json\n{}\n```", expect: .failed),
    CheckExample(output: #"{"a": 1, "a": 2}"#, expect: .failed),
    CheckExample(output: #"{"a": 1} I hope this helps"#, expect: .failed),
    CheckExample(output: "", expect: .failed),
  ]

  var judgesAttacks: Bool { false }

  init(options: inout OptionReader) throws(Diagnostic) {}

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    _ = try subject.requireJSON()
    return Finding(Self.id, .passed)
  }
}
