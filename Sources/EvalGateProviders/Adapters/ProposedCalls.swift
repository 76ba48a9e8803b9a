import EvalGateCore
import StrictJSON

extension GenerationFailure {
  /// The same failure with the calls that were proposed before it, or beside it: they were made, whatever was reported then.
  func beside(_ calls: [ToolCall]) -> GenerationFailure {
    guard proposed.isEmpty, !calls.isEmpty else { return self }
    var failure = self
    failure.proposed = calls
    return failure
  }
}

extension ToolCall {
  /// Whether its arguments are written to their end.
  var isWhole: Bool { (try? JSONDocument(parsing: Array(argumentsText.utf8))) != nil }
}
