/// Who has carried a call out by the time that anybody decides about it.
public enum CallCarrier: Hashable, Sendable {
  /// A model's service, with a tool of its own or of a server that it was told of.
  case service
  /// A program of the user's, which says with words beside its calls that it is done.
  case program
  /// A service of the user's own, which says so too.
  case ownService
}

extension Candidate {
  /// Whether an application of the user's answered, rather than a model's service.
  public var isOfApplication: Bool { ["exec", "http"].contains { target == $0 || target.hasPrefix($0 + "/") } }

  /// Who carried a call out; nil for one that was only proposed.
  ///
  /// - Parameter index: among all calls of the conversation.
  public func carrier(ofCall index: Int) -> CallCarrier? {
    let place = place(ofCall: index)
    let answer = place.answer < earlier.count ? earlier[place.answer] : answer
    guard answer.toolCalls.indices.contains(place.call) else { return nil }
    if answer.toolCalls[place.call].isCarriedOut { return .service }
    guard isOfApplication, answer.saysDone else { return nil }
    return target == "http" || target.hasPrefix("http/") ? .ownService : .program
  }

  /// Which answer proposed a call, and which of its calls it is, by position.
  ///
  /// - Parameter index: among all calls of the conversation.
  public func place(ofCall index: Int) -> (answer: Int, call: Int) {
    var before = 0
    for (place, answer) in earlier.enumerated() {
      if index < before + answer.toolCalls.count { return (place, index - before) }
      before += answer.toolCalls.count
    }
    return (earlier.count, index - before)
  }
}

extension Answer {
  /// Whether it says, with words beside its calls, that nothing is left to do. Only an application's word for that is to be relied on:
  /// some services say `stop` of every answer.
  public var saysDone: Bool {
    finishReason == .stop && !toolCalls.isEmpty && text?.contains { !$0.isWhitespace } == true
  }
}
