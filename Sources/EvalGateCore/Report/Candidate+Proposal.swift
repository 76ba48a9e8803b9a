import StrictJSON

extension Candidate {
  /// The text and the calls as one would write them: `refund(order: 7731, amount: 180.00)`.
  public var proposalText: String {
    let calls = answer.toolCalls.map { call -> String in
      let mark = call.isCarriedOut ? ToolCall.carriedOutMark : ""
      guard let object = (try? call.arguments())?.objectValue else {
        return "\(call.name)(\(call.argumentsText))" + mark
      }
      return call.name + "(" + object.map { "\($0.key): \($0.value.serialized())" }.joined(separator: ", ") + ")" + mark
    }
    return ([text] + calls).filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
