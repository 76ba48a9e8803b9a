import EvalGateCore
import StrictJSON

/// Passes when the output is the expected label. What it was is a fact for accuracy, F1 and the confusion matrix.
struct Label: PlainCheck {
  static let id: CheckID = "label"
  static let summary = "The output is the expected label; whatever is none of the labels counts as `(other)`."
  static let options =
    Expectation.help("value", "the label expected") + [
      OptionHelp("labels", "all labels there are; when left out, any short answer counts as a label of its own"),
      TextForm.help,
    ]
  static let examples = [
    CheckExample(
      options: ["labels": ["billing", "technical"]], expected: "billing", output: "billing\n", expect: .passed),
    CheckExample(
      options: ["labels": ["billing", "technical"]], expected: "billing", output: "technical", expect: .failed),
    CheckExample(
      options: ["labels": ["billing", "technical"]], expected: "billing", output: "Billing!", expect: .failed),
    CheckExample(
      options: ["labels": ["billing", "technical"], "ignore_case": true], expected: "billing", output: "Billing",
      expect: .passed),
    CheckExample(
      options: ["labels": ["billing", "technical"], "from": "$.label"], expected: "technical",
      output: #"{"label":"technical"}"#,
      expect: .passed),
    CheckExample(options: ["labels": ["billing", "technical"]], expected: "refund", output: "billing", expect: .error),
  ]

  private let expectation: Expectation
  private let form: TextForm
  /// As written, by the form in which they are compared; nil where any answer may be a label.
  private let labels: [[UInt8]: String]?

  /// The longest answer that can be a label where no labels are listed, in UTF-8 bytes.
  private static let longest = 64

  init(options: inout OptionReader) throws(Diagnostic) {
    let form = try TextForm(options: &options)
    self.form = form
    expectation = try Expectation("value", options: &options)
    guard let node = options.node("labels") else {
      labels = nil
      return
    }
    let names = try options.strings("labels").map { String($0.trimmingSpaces) }
    labels = Dictionary(names.map { (form.bytes($0), $0) }, uniquingKeysWith: { first, _ in first })
    guard labels?.count == names.count, !names.isEmpty, !names.contains(""), !names.contains(Confusion.other) else {
      throw Diagnostic(
        .badOption, "`labels` must be different words, none of them empty or `\(Confusion.other)`", at: node.location,
        help: "with `ignore_case`, labels must differ in more than case")
    }
    if let value = expectation.fixed, value.stringValue.flatMap({ label($0) }) == nil {
      throw Diagnostic(
        .badOption, "`value` is none of the labels", at: options.node("value")?.location,
        help: "the labels are " + listed(names.map { "`\($0)`" }, limit: 20))
    }
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let wanted = try expectation.text(in: context)
    guard let expected = label(wanted) else { throw .error("\(brief(wanted)) is none of the labels") }
    if case .unknown(let reason) = subject { throw .error(reason) }
    let text = subject.text
    let got = text.flatMap(label) ?? Confusion.other
    let fact = Fact.label(expected: expected, got: got)
    guard case .absent(let reason) = subject else {
      return verdict(expected == got, difference(expected, got == Confusion.other ? text ?? "" : got), facts: [fact])
    }
    return Finding(Self.id, .failed, "expected \(expected): \(reason)", facts: [fact])
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: wanted) { value in
      value.stringValue.flatMap { label($0) } != nil
    }
  }

  func facts(ofRightAnswerTo evalCase: EvalCase) -> [Fact] {
    guard let expected = expectation.value(of: evalCase)?.stringValue.flatMap(label) else { return [] }
    return [.label(expected: expected, got: expected)]
  }

  private var wanted: String {
    labels.map { "one of " + listed($0.values.sorted().map { "`\($0)`" }, limit: 8) } ?? "a label"
  }

  /// The label that a text is, white space around it aside.
  private func label(_ text: String) -> String? {
    let text = text.trimmingSpaces
    guard text.utf8.count <= 1024 else { return nil }
    if let labels { return labels[form.bytes(text)] }
    let isWord = !text.isEmpty && text.utf8.count <= Self.longest && !text.utf8.contains { $0 < 0x20 }
    return isWord ? form.text(String(text)) : nil
  }
}
