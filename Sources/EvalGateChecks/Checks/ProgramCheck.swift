import EvalGateCore
import StrictJSON

/// Passes when a program of the user's says so. The program was asked while generating; this only reads what it said.
struct ProgramCheck: PlainCheck {
  static let id: CheckID = "exec"
  static let summary = "A program of yours says so: it is sent each candidate as a JSON line and answers with one."
  static let defaultSubject = SubjectSelector.candidate
  static let options = [
    OptionHelp("command", "the program and its arguments, as a list; no shell is involved"),
    OptionHelp("env", "the environment variables it is given beside `PATH`, `EVALGATE_RUN` and `EVALGATE_ARM`"),
    OptionHelp("inputs", "patterns of the files it is made of beside those that `command` names"),
    OptionHelp("timeout", "how long it may say nothing, such as `10s`; the route's timeout when left out"),
  ]
  static let examples = [
    CheckExample(
      options: ["command": ["./polite.py"]], output: "Gladly!", opinion: ["pass": true, "score": 0.9], expect: .passed),
    CheckExample(
      options: ["command": ["./polite.py"]], output: "No.",
      opinion: ["pass": false, "message": "no greeting"], expect: .failed),
    CheckExample(
      options: ["command": ["./polite.py"]], output: "Hm.",
      opinion: ["error": ["message": "the word list is missing"]], expect: .error),
    CheckExample(options: ["command": ["./polite.py"]], output: "Nobody was asked about this.", expect: .error),
  ]

  private let judge: JudgeProgram

  init(options: inout OptionReader) throws(Diagnostic) {
    judge = try JudgeProgram(.check, command: "command", options: &options)
  }

  var program: JudgeProgram? { judge }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    if let failure = context.candidate.failure {
      let reason = "no answer: \(failure.reason.rawValue)"
      throw context.candidate.isError ? .error(reason) : .failed(reason)
    }
    do throws(NoOpinion) {
      return try finding(from: judge.reply(in: context.opinions.outcome(of: judge)))
    } catch {
      throw .error(error.reason.unsafeText)
    }
  }

  private func finding(from reply: JSONValue) throws(NoOpinion) -> Finding {
    guard let passed = reply["pass"]?.boolValue else {
      throw NoOpinion("the reply of `\(judge.name)` has no `pass` that is true or false")
    }
    let message = try judge.text("message", of: reply) ?? ""
    return verdict(passed, message.isEmpty ? "`\(judge.name)` says no" : message, score: try score(of: reply))
  }

  private func score(of reply: JSONValue) throws(NoOpinion) -> Double? {
    guard let value = reply["score"], !value.isNull else { return nil }
    guard let score = value.doubleValue, (0...1).contains(score) else {
      throw NoOpinion("the `score` of `\(judge.name)` is not a number from 0 to 1")
    }
    return score
  }
}
