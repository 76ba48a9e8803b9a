import EvalGateCore
import StrictJSON

/// Tool calls that come in pieces, each piece with the number of the call it belongs to.
struct StreamedCalls: Sendable {
  fileprivate struct Call {
    var id: String?
    var name: String?
    var arguments = ""
  }

  private var calls: [Call] = []
  /// Where a call's number stands in the list: a server may count as it likes.
  private var places: [Int: Int] = [:]

  /// Takes a piece.
  /// - Parameter number: of the call; nil where the server does not count.
  mutating func add(at number: Int?, id: String?, name: String?, arguments: String?) {
    let place = place(of: number, id: id, name: name) ?? calls.count
    if place == calls.count { calls.append(Call()) }
    if let number { places[number] = place }
    if calls[place].id == nil { calls[place].id = id }
    if let name { calls[place].extendName(by: name) }
    if let arguments { calls[place].arguments += arguments }
  }

  /// Which call a piece goes on with; nil where it begins one.
  private func place(of number: Int?, id: String?, name: String?) -> Int? {
    guard let number else {
      if let id { return calls.firstIndex { $0.id == id } }
      return name == nil ? calls.indices.last : nil
    }
    guard let place = places[number] else { return nil }
    guard calls[place].isAnother(id: id, name: name) else { return place }
    return id.flatMap { id in calls.firstIndex { $0.id == id } }
  }

  /// Those that have come whole.
  var whole: [ToolCall] {
    calls.compactMap { call in call.name.map { ToolCall(id: call.id, name: $0, argumentsText: call.arguments) } }
      .filter(\.isWhole)
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

extension StreamedCalls.Call {
  /// Whether a piece under this call's number is of another one: some servers give all parallel calls the number 0 and tell
  /// them apart by their ids alone, as Google's compatible endpoint does.
  fileprivate func isAnother(id: String?, name: String?) -> Bool {
    if let id, let known = self.id { return id != known }
    // Without ids a second name after the arguments can only be that of the next call.
    guard let name, let known = self.name else { return false }
    return name != known && !arguments.isEmpty
  }

  /// A name comes whole, mostly; some servers repeat it, and libraries join what comes in pieces.
  fileprivate mutating func extendName(by piece: String) {
    guard let known = name else {
      name = piece
      return
    }
    if piece != known, arguments.isEmpty { name = known + piece }
  }
}
