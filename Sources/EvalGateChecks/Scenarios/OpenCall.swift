import EvalGateCore

/// A call that was let through, that the case has no result for, and that the conversation therefore ended at: what the model
/// would have done with a result nobody knows.
struct OpenCall {
  let tool: String

  /// Nil where the conversation came to its end, where the policy stopped a call of its last answer, which is where it ends in
  /// earnest, and where an application has carried its calls out.
  ///
  /// - Parameter reach: how far the conversation came.
  init?(_ reach: ConversationReach, in context: CheckContext) {
    let candidate = context.candidate
    let calls = candidate.answer.toolCalls
    let before = candidate.allToolCalls.count - calls.count
    guard let first = reach.open.first, candidate.carrier(ofCall: before + first) == nil,
      calls.indices.allSatisfy({ context.decision.lets(call: before + $0, of: candidate) })
    else { return nil }
    tool = calls[first].name
  }

  var gap: String {
    "\(brief(tool)) was called and let through, and the case has no result for it, so nobody knows what comes next; "
      + "write one under `tool_results` of the turn, of `setup`, or of the set's `defaults`"
  }
}
