import EvalGateCore

extension [Message] {
  /// The same conversation in which every call has an id of its own and every result that of its call.
  ///
  /// Some services give calls no ids, or one to several, and others take a conversation only where each call has its own. A call
  /// without one is known by its tool's name, with a number where that is taken.
  ///
  /// - Parameters:
  ///   - form: the one whose answers go back word for word, so that their calls keep the ids that they came with.
  ///   - isPlain: whether an id may only have letters, digits, `_` and `-`.
  func identified(form: String? = nil, isPlain: Bool = false) -> [Message] {
    guard contains(where: { !$0.toolCalls.isEmpty }) else { return self }
    var messages = self
    var taken: Set<String> = []
    /// The calls of the latest answer that have no result yet, by what they came with.
    var open: [ToolCall] = []
    var ids: [String] = []
    for index in messages.indices {
      switch messages[index].role {
      case .assistant:
        let isVerbatim = form != nil && messages[index].continuation?.form == form
        (open, ids) = ([], [])
        for place in messages[index].toolCalls.indices where !messages[index].toolCalls[place].isCarriedOut {
          let call = messages[index].toolCalls[place]
          let id = isVerbatim ? call.id ?? call.name : Self.freeID(for: call, isPlain: isPlain, taken)
          taken.insert(id)
          messages[index].toolCalls[place].id = id
          open.append(call)
          ids.append(id)
        }
      case .tool:
        let result = messages[index]
        let place =
          open.firstIndex { $0.id != nil && $0.id == result.toolCallID }
          ?? open.firstIndex { $0.id == nil && result.toolCallID == nil && $0.name == result.toolName }
        guard let place else { continue }
        messages[index].toolCallID = ids[place]
        open.remove(at: place)
        ids.remove(at: place)
      default: break
      }
    }
    return messages
  }

  private static func freeID(for call: ToolCall, isPlain: Bool, _ taken: Set<String>) -> String {
    var wanted = call.id.flatMap { $0.isEmpty ? nil : $0 } ?? call.name
    if isPlain { wanted = String(decoding: wanted.utf8.map { $0.isPlain ? $0 : UInt8(ascii: "_") }, as: UTF8.self) }
    guard taken.contains(wanted) else { return wanted }
    var number = 2
    while taken.contains("\(wanted)_\(number)") { number += 1 }
    return "\(wanted)_\(number)"
  }
}

extension UInt8 {
  fileprivate var isPlain: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
