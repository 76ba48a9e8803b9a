import EvalGateCore

/// A call that was let through, that the case has no result for, and that the conversation therefore ended at: what the model
/// would have done with a result nobody knows.
struct OpenCall {
  let tool: String

  /// Nil where the conversation came to its end, or the policy stopped a call of it: that is where it ends in earnest.
  ///
  /// - Parameter reach: how far the conversation came.
  init?(_ reach: ConversationReach, in context: CheckContext) {
    let calls = context.candidate.answer.toolCalls
    guard let first = reach.open.first, !context.candidate.isDone,
      context.candidate.allToolCalls.enumerated().allSatisfy({ context.decision.lets($1, at: $0) })
    else { return nil }
    tool = calls[first].name
  }

  var gap: String {
    "\(brief(tool)) was called and let through, and the case has no result for it, so nobody knows what comes next; "
      + "write one under `tool_results` of the turn, of `setup`, or of the set's `defaults`"
  }
}

extension Candidate {
  /// Whether an application of the user's answered, rather than a model's service.
  var isOfApplication: Bool { ["exec", "http"].contains { target == $0 || target.hasPrefix($0 + "/") } }

  /// Whether an application says, with words beside its calls, that it has carried them out itself and is done. A service's word
  /// for that is not to be relied on: some say `stop` of every answer.
  fileprivate var isDone: Bool {
    isOfApplication && answer.finishReason == .stop && answer.text?.contains { !$0.isWhitespace } == true
  }
}
