import EvalGateCore
import StrictJSON

/// Tool calls that come in pieces, each piece with the number of the call it belongs to.
struct StreamedCalls: Sendable {
  private struct Call {
    var id: String?
    var name: String?
    var arguments = ""
  }

  private var calls: [Call] = []
  /// Where a call's number stands in the list: a server may count as it likes.
  private var places: [Int: Int] = [:]

  var count: Int { calls.count }

  mutating func add(at number: Int, id: String?, name: String?, arguments: String?) {
    let place = places[number] ?? calls.count
    if place == calls.count {
      places[number] = place
      calls.append(Call())
    }
    if calls[place].id == nil { calls[place].id = id }
    if calls[place].name == nil { calls[place].name = name }
    if let arguments { calls[place].arguments += arguments }
  }

  /// The calls in the order in which they began.
  /// - Throws: `unreadable` where one never got a name.
  func all() throws(GenerationFailure) -> [ToolCall] {
    var all: [ToolCall] = []
    for call in calls {
      guard let name = call.name else {
        throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream that calls a tool without a name")
      }
      all.append(ToolCall(id: call.id, name: name, argumentsText: call.arguments))
    }
    return all
  }
}
