/// What a program is asked about.
public struct JudgedAnswer: Sendable {
  /// A check is given the whole conversation, a policy one answer of it.
  public let candidate: Candidate
  /// What was said before: messages, earlier answers, and the results of tools.
  public let messages: [Message]
  /// Which answer of the conversation it is, counted from 1; nil for the only one, and for a conversation as a whole.
  public let number: Int?

  public init(_ candidate: Candidate, after messages: [Message] = [], number: Int? = nil) {
    self.candidate = candidate
    self.messages = messages
    self.number = number
  }
}

extension Candidate {
  /// Its answers one by one, each with what was said before it: a policy decides on every answer before the conversation goes on.
  /// A failure is none of them.
  ///
  /// - Parameter messages: what was sent before the last answer.
  func answers(after messages: [Message]) -> [JudgedAnswer] {
    guard !earlier.isEmpty else { return endsWithAnswer ? [JudgedAnswer(self, after: messages)] : [] }
    var answers: [JudgedAnswer] = []
    var rest = messages.indices[...]
    for answer in earlier {
      var candidate = Candidate(answer: answer)
      candidate.target = target
      // Its own answers and scripted ones look alike; those that are its own come in order.
      let place = rest.first { index in
        messages[index].role == .assistant && messages[index].toolCalls == answer.toolCalls
          && messages[index].text == answer.text ?? ""
      }
      answers.append(
        JudgedAnswer(candidate, after: Array(messages[..<(place ?? rest.startIndex)]), number: answers.count + 1))
      if let place { rest = rest[(place + 1)...] }
    }
    guard endsWithAnswer else { return answers }
    var last = self
    last.earlier = []
    return answers + [JudgedAnswer(last, after: messages, number: answers.count + 1)]
  }
}
