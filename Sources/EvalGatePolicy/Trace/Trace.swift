import EvalGateCore
import StrictJSON

/// A call in the course of a run.
struct TracedCall: Sendable {
  let call: ToolCall
  /// Strictly parsed; nil where the text is not one JSON object.
  let arguments: JSONValue?
  /// Position among the candidate's calls, of one in the arguments of another that one's; nil for one that the case's script made.
  let index: Int?
  /// How many texts had been said before.
  let textsBefore: Int
  /// The user's turn it belongs to, from 1.
  let turn: Int
  /// Where it stands in the arguments of the call before it that has the same position; nil for one that stands by itself.
  private(set) var within: InnerCall?
  /// Whether it is of a tool that calls others, and says something that is not read as a call.
  private(set) var isUnreadable = false

  init(_ call: ToolCall, index: Int?, textsBefore: Int, turn: Int) {
    self.call = call
    self.index = index
    self.textsBefore = textsBefore
    self.turn = turn
    arguments = Self.object(call.argumentsText)
  }

  /// A call with those in its arguments.
  ///
  /// - Parameter tools: what the model was offered, which tell whether one may be without arguments.
  static func all(
    _ call: ToolCall, of tools: [ToolDefinition], index: Int?, textsBefore: Int, turn: Int
  ) -> [TracedCall] {
    var outer = TracedCall(call.completed(by: tools), index: index, textsBefore: textsBefore, turn: turn)
    let inner = InnerCalls(of: CalledTool(call.name), outer.arguments)
    outer.isUnreadable = inner.isUnreadable
    return [outer]
      + inner.all.map { found in
        var call = TracedCall(found.call.completed(by: tools), index: index, textsBefore: textsBefore, turn: turn)
        call.within = found
        return call
      }
  }

  private static func object(_ text: String) -> JSONValue? {
    do throws(JSONError) {
      let value = try JSONValue(parsing: text, limits: ProposedCall.limits)
      // Not `? nil : value`: a JSON value can be written `nil` too, and would be `null`.
      guard case .object = value else { return nil }
      return value
    } catch {
      return nil
    }
  }
}

/// What was said to the model: who said it, and in which of the user's turns.
struct TracedText: Sendable {
  /// `system`, `user`, `tool:read_email`, …
  let source: String
  let text: String
  let turn: Int
  /// Position among the messages of the run, from 1.
  let message: Int
}

/// The run so far, in order: everything a model was told, and every call it or the script made.
struct Trace: Sendable {
  private(set) var texts: [TracedText] = []
  private(set) var calls: [TracedCall] = []
  /// Whether it is known what the model was told. Where it is not, rules about where a value comes from cannot be kept.
  let isKnown: Bool
  private var turn = 0
  private let tools: [ToolDefinition]

  init(_ proposal: Proposal) {
    tools = proposal.tools
    isKnown = !proposal.messages.isEmpty
    var earlier = proposal.candidate.earlier[...]
    var index = 0
    var messages = proposal.messages[...]
    // A conversation that came to its end, as one does with calls that the service carried out, holds its last answer too.
    if let last = messages.last, last.role == .assistant, last.toolCalls.allSatisfy(\.isCarriedOut),
      last.says(proposal.candidate.answer)
    {
      messages.removeLast()
    }
    for (place, message) in messages.enumerated() {
      func say(_ source: String) {
        texts.append(TracedText(source: source, text: message.text, turn: turn, message: place + 1))
      }
      switch message.role {
      case .assistant:
        // Its own answers and scripted ones look alike; those that are its own come in order.
        let isOwn = earlier.first.map(message.says) ?? false
        add(message.toolCalls, from: isOwn ? index : nil)
        if isOwn {
          index += message.toolCalls.count
          earlier.removeFirst()
        }
      case .tool: say(message.toolName.map { "tool:\($0)" } ?? "tool:")
      case .user:
        turn += 1
        say(message.role.rawValue)
      case .system, .developer: say(message.role.rawValue)
      }
    }
    for answer in earlier + [proposal.candidate.answer] {
      add(answer.toolCalls, from: index)
      index += answer.toolCalls.count
    }
  }

  private mutating func add(_ toolCalls: [ToolCall], from index: Int?) {
    for (offset, call) in toolCalls.enumerated() {
      calls += TracedCall.all(
        call, of: tools, index: index.map { $0 + offset }, textsBefore: texts.count, turn: max(1, turn))
    }
  }
}

extension Message {
  /// Whether it is an answer as it is told in the conversation that goes on.
  fileprivate func says(_ answer: Answer) -> Bool { toolCalls == answer.toolCalls && text == answer.text ?? "" }
}
