import EvalGateCore
import StrictJSON

/// Passes when the output is the expected number.
struct Numeric: PlainCheck {
  static let id: CheckID = "numeric"
  static let summary = "The output is the expected number, as people write numbers, within a tolerance."
  static let options =
    Expectation.help("value", "the number expected") + [
      Tolerance.help,
      OptionHelp("decimal", "`point` (1,234.5; the default) or `comma` (1.234,5)"),
      OptionHelp("currency", "a currency sign or code may stand beside it; false when left out"),
      OptionHelp("percent", "`%` may follow and divides by 100; false when left out"),
    ]
  static let examples = [
    CheckExample(expected: 1234.5, output: "1,234.50", expect: .passed),
    CheckExample(
      options: ["from": ["regex": #"A:\s*(.+)$"#, "pick": "last"]], expected: "18", output: "3 - 1\nA: 18",
      expect: .passed),
    CheckExample(options: ["value": 100, "tolerance": 0.5], output: "100.6", expect: .failed),
    CheckExample(options: ["value": 0.12, "percent": true], output: "12 %", expect: .passed),
    CheckExample(
      options: ["value": 1234.5, "currency": true, "decimal": "comma"], output: "1.234,50 €", expect: .passed),
    CheckExample(expected: 18, output: "eighteen", expect: .failed),
    CheckExample(options: ["value": 9007199254740993], output: "9007199254740992", expect: .failed),
    CheckExample(expected: "eighteen", output: "18", expect: .error),
  ]

  private let expectation: Expectation
  private let tolerance: Tolerance
  private let reading: WrittenNumber

  init(options: inout OptionReader) throws(Diagnostic) {
    expectation = try Expectation("value", options: &options)
    tolerance = try Tolerance(options: &options)
    reading = WrittenNumber(
      decimal: try options.choice("decimal", default: .point),
      allowsCurrency: try options.bool("currency", default: false),
      allowsPercent: try options.bool("percent", default: false))
    if let value = expectation.fixed, number(value) == nil, let node = options.node("value") {
      throw OptionReader.wrong(node, "value", "a number")
    }
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let wanted = try expectation.value(in: context)
    guard let expected = number(wanted) else { throw .error("what is expected must be a number, not \(brief(wanted))") }
    let text = try subject.requireText()
    // A JSON number is one whatever the options say of written ones.
    guard let got = number(subject) else {
      throw .failed("expected \(expected.text), got \(brief(text)), which is no number")
    }
    return verdict(tolerance.accepts(got, for: expected), difference(expected.text, text))
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "a number") { number($0) != nil }
  }

  private func number(_ subject: Subject) -> JSONNumber? {
    switch subject {
    case .json(let value): number(value)
    case .text(let text): reading.read(text)
    case .absent, .unknown: nil
    }
  }

  private func number(_ value: JSONValue) -> JSONNumber? {
    value.numberValue ?? value.stringValue.flatMap { reading.read($0) }
  }
}
