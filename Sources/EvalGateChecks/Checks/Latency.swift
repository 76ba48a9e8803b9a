import EvalGateCore
import StrictJSON

/// Passes when the answer came in time.
struct Latency: PlainCheck {
  static let id: CheckID = "latency"
  static let summary = "The answer, or its first token, came within a time. Queueing and earlier tries do not count."
  static let defaultSubject = SubjectSelector.candidate
  static let options = [
    OptionHelp("at_most", "the longest time, such as `2.5s` or `800ms`"),
    OptionHelp("of", "`answer` (the default) or `first_token`"),
  ]
  static let examples = [
    CheckExample(options: ["at_most": "2s"], latency: 1200, expect: .passed),
    CheckExample(options: ["at_most": "2s"], latency: 2000.5, expect: .failed),
    CheckExample(options: ["at_most": "2s"], latency: .infinity, expect: .failed),
    CheckExample(options: ["at_most": "2s"], expect: .error),
  ]

  /// What is timed.
  enum Part: String, CaseIterable {
    case answer
    case firstToken = "first_token"
  }

  private let limit: Double
  private let part: Part

  var judgesAttacks: Bool { false }

  init(options: inout OptionReader) throws(Diagnostic) {
    part = try options.choice("of", default: .answer)
    let node = try options.required("at_most")
    guard let limit = node.quantity, limit.unit == .time else {
      throw OptionReader.wrong(node, "at_most", "a time such as `2.5s`")
    }
    self.limit = limit.value
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let candidate = context.candidate
    guard let time = part == .answer ? candidate.latency : candidate.timeToFirstToken else {
      throw .error("no time was recorded")
    }
    return verdict(
      time <= limit, time.isFinite ? "\(Self.written(time)), may take at most \(Self.written(limit))" : "timed out")
  }

  /// Whole milliseconds, rounded up so that what is over a limit looks over it.
  private static func written(_ time: Double) -> String { "\(Int(exactly: min(time, 1e15).rounded(.up)) ?? .max) ms" }
}
