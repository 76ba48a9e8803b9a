import EvalGateCore

extension CutOffPasses {
  var note: Diagnostic {
    let answers =
      count == 1
      ? "1 answer passed although the length limit cut it off"
      : "\(count) answers passed although the length limit cut them off"
    return Diagnostic(
      .cutOff, "\(suite): \(answers), first at \(firstCase)", severity: .note,
      help: "raise `max_tokens` in the prompt, or let the check `finish_reason: stop` fail such answers")
  }
}

extension DiagnosticCode {
  static let cutOff = DiagnosticCode(
    "run/cut-off",
    "Answers ended at the length limit (`max_tokens`) and passed their checks all the same. What they were about to say is not known; the check `finish_reason` makes a full stop a condition."
  )
}
