extension Candidate {
  /// What stands of it, however the generation ended: the answers that the conversation went on after, and a last one. A failure is
  /// no answer, but for the calls that were proposed before it. Nil where nothing stands, and for what another model answered.
  public var standing: Candidate? {
    guard let failure else { return self }
    guard failure.reason != .fallback else { return nil }
    var standing = self
    if !endsWithAnswer { standing.answer = Answer() }
    return endsWithAnswer || !earlier.isEmpty ? standing : nil
  }

  /// Whether the last answer is one. What came of a failure is none, unless it proposed a call: whoever carries calls out may have done so.
  var endsWithAnswer: Bool { failure == nil || !answer.toolCalls.isEmpty }

  /// Answers that something came after, if only the end of our patience.
  public var passed: [Answer] { failure == nil || !endsWithAnswer ? earlier : earlier + [answer] }
}
