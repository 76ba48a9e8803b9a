import EvalGateCore

extension CutOffPasses {
  var note: Diagnostic {
    let answers = count == 1 ? "1 answer" : "\(count) answers"
    let pronoun = count == 1 ? "it" : "them"
    return Diagnostic(
      .cutOff, "\(suite): \(answers) passed although \(cause.words(pronoun)), first at \(firstCase)", severity: .note,
      help: cause.help)
  }
}

extension CutOffPasses.Cause {
  fileprivate func words(_ pronoun: String) -> String {
    switch self {
    case .length: "the length limit cut \(pronoun) off"
    case .filter: "a filter of the service cut \(pronoun) off"
    case .other: "the service ended \(pronoun) for another reason than that all was said"
    }
  }

  fileprivate var help: String {
    switch self {
    case .length: "raise `max_tokens` in the prompt, or let the check `finish_reason: stop` fail such answers"
    case .filter: "let the check `finish_reason: stop` fail such answers, or `refusal` say that one is wanted"
    case .other: "let the check `finish_reason: [stop, tool_calls]` fail such answers; a program of yours says `stop`"
    }
  }
}

extension DiagnosticCode {
  static let cutOff = DiagnosticCode(
    "run/cut-off",
    "Answers did not come to their end (at the limit `max_tokens`, by a filter of the service, by a call that could not be read) and passed their checks all the same. What they were about to say is not known; the check `finish_reason` makes a full stop a condition."
  )
}
