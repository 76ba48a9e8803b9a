import EvalGateCore
import StrictJSON

/// Passes when the answer cost no more than it may.
struct Cost: PlainCheck {
  static let id: CheckID = "cost"
  static let summary = "The answer took at most so many tokens (input and output), or so much money."
  static let defaultSubject = SubjectSelector.candidate
  static let options = [
    OptionHelp("at_most", "the most it may cost"),
    OptionHelp("unit", "`tokens` (the default) or `usd`, which needs prices on the target"),
  ]
  static let examples = [
    CheckExample(options: ["at_most": 500], usage: Usage(input: 300, output: 120), expect: .passed),
    CheckExample(options: ["at_most": 400], usage: Usage(input: 300, output: 120), expect: .failed),
    CheckExample(options: ["at_most": 400], usage: Usage(input: 300), expect: .error),
    CheckExample(options: ["at_most": 0.01, "unit": "usd"], usage: Usage(input: 300, output: 120), expect: .error),
  ]

  /// What is counted.
  enum Unit: String, CaseIterable { case tokens, usd }

  private let unit: Unit
  private let limit: Double

  var judgesAttacks: Bool { false }

  init(options: inout OptionReader) throws(Diagnostic) {
    unit = try options.choice("unit", default: .tokens)
    let node = try options.required("at_most")
    guard let limit = node.json.doubleValue, limit >= 0 else { throw OptionReader.wrong(node, "at_most", "a number") }
    self.limit = limit
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let candidate = context.candidate
    switch unit {
    case .tokens:
      guard let tokens = candidate.answer.usage?.total else { throw .error("the service did not count tokens") }
      return verdict(Double(tokens) <= limit, "\(counted(tokens, "token")), may be at most \(limit)")
    case .usd:
      guard let money = candidate.cost else { throw .error("there is no price, or tokens were not counted") }
      return verdict(money <= limit, "\(money) USD, may be at most \(limit)")
    }
  }
}
