extension Candidate {
  /// What stands of it, however the generation ended: the answers that the conversation went on after, and a last one. A failure is
  /// no answer, but for a model that only went on calling. Nil where nothing stands, and for what another model answered.
  public var standing: Candidate? {
    guard let failure else { return self }
    guard failure.reason != .fallback else { return nil }
    var standing = self
    if !endsWithAnswer { standing.answer = Answer() }
    return endsWithAnswer || !earlier.isEmpty ? standing : nil
  }

  /// Whether the last answer is one. What an infrastructure brought that failed is not.
  var endsWithAnswer: Bool { failure.map { $0.kind == .model && !answer.toolCalls.isEmpty } ?? true }

  /// Answers that something came after, if only the end of our patience.
  public var passed: [Answer] { failure == nil || !endsWithAnswer ? earlier : earlier + [answer] }
}
