import EvalGateCore
import StrictJSON

/// Passes when the model stopped for an expected reason.
struct Finish: PlainCheck {
  static let id: CheckID = "finish_reason"
  static let summary =
    "The model stopped for an expected reason: stop, length, tool_calls, content_filter, refusal or other."
  static let defaultSubject = SubjectSelector.candidate
  static let options = Expectation.help("reason", "a reason, or a list of those that are right")
  static let examples = [
    CheckExample(options: ["reason": ["stop", "tool_calls"]], finishReason: .stop, expect: .passed),
    CheckExample(options: ["reason": "stop"], finishReason: .length, expect: .failed),
    CheckExample(options: ["reason": "stop"], expect: .error),
  ]

  private let expectation: Expectation

  var judgesAttacks: Bool { false }

  init(options: inout OptionReader) throws(Diagnostic) {
    expectation = try Expectation("reason", options: &options)
    guard let value = expectation.fixed, Self.reasons(value) == nil, let node = options.node("reason") else { return }
    throw OptionReader.wrong(node, "reason", "one of stop, length, tool_calls, content_filter, refusal and other")
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let value = try expectation.value(in: context)
    guard let wanted = Self.reasons(value) else { throw .error("\(brief(value)) is no finish reason") }
    guard let got = context.candidate.answer.finishReason else { throw .error("the service gave no finish reason") }
    return verdict(wanted.contains(got), difference(listed(wanted.map(\.rawValue)), got.rawValue))
  }

  func problem(with expected: Node?) -> Diagnostic? {
    expectation.problem(with: expected, in: Self.id, wanted: "a finish reason") { Self.reasons($0) != nil }
  }

  private static func reasons(_ value: JSONValue) -> [FinishReason]? {
    guard let words = value.texts, !words.isEmpty else { return nil }
    let reasons = words.compactMap(FinishReason.init)
    return reasons.count == words.count ? reasons : nil
  }
}
