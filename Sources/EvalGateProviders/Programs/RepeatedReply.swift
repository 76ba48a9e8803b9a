public import EvalGateCore

/// A question that a program answered more than once. Which answer was meant nobody knows, and only a program that has ended can
/// say nothing more.
public struct RepeatedReply: Sendable {
  /// Which program that judges; nil for one that stands for a model.
  public let program: JudgeProgram?
  /// The id of the question: case, trial, and answer where there are several.
  public let question: String
  /// The beginning of the later answer.
  public let line: UntrustedText

  init(_ reply: (id: String, line: String), of program: JudgeProgram? = nil) {
    self.program = program
    question = reply.id
    line = UntrustedText(reply.line)
  }

  /// What is wrong, as a failure says it.
  public var message: String { "it answered `\(question)` more than once: \(line.unsafeText)" }

  /// Whether the question was about a trial of a case.
  public func isAbout(_ caseID: String, trial: Int) -> Bool {
    guard let mark = question.lastIndex(of: "#") else { return false }
    return question[..<mark].utf8.elementsEqual(caseID.utf8) && numbers.first == trial
  }

  /// The case and the trial that the question was about.
  var subject: (caseID: String, trial: Int)? {
    guard let mark = question.lastIndex(of: "#"), let trial = numbers.first else { return nil }
    return (String(question[..<mark]), trial)
  }

  /// Which answer of a conversation it was about, counted from 1.
  public var answer: Int { numbers.count == 2 ? numbers[1] : 1 }

  /// The trial, and the answer where there are several. What stands after `~` counts tries.
  private var numbers: [Int] {
    let end = question.split(separator: "#").last ?? ""
    return end.prefix { $0 != "~" }.split(separator: ".").compactMap { Int($0) }
  }
}
