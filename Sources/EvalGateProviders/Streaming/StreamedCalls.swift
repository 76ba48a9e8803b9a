import EvalGateCore
import StrictJSON

/// Tool calls that come in pieces, each piece with the number of the call it belongs to.
struct StreamedCalls: Sendable {
  /// What a piece says of its call.
  struct Piece {
    /// The call's number; nil where the server does not count.
    var number: Int?
    var id: String?
    var name: String?
    var arguments: String?
    /// What its service wants back beside the id, the name and the arguments.
    var extras: JSONObject = [:]
  }

  fileprivate struct Call {
    var id: String?
    var name: String?
    var arguments = ""
    var end = ArgumentsEnd()
    var extras: JSONObject = [:]
  }

  private var calls: [Call] = []
  /// Where a call's number stands in the list: a server may count as it likes.
  private var places: [Int: Int] = [:]

  /// Takes a piece.
  mutating func add(_ piece: Piece) {
    let place = place(of: piece) ?? calls.count
    if place == calls.count { calls.append(Call()) }
    if let number = piece.number { places[number] = place }
    if calls[place].id == nil { calls[place].id = piece.id }
    if let name = piece.name { calls[place].extendName(by: name) }
    if let arguments = piece.arguments {
      calls[place].arguments += arguments
      calls[place].end.take(arguments)
    }
    for (key, value) in piece.extras { calls[place].extras[key] = value }
  }

  /// Which call a piece goes on with; nil where it begins one.
  private func place(of piece: Piece) -> Int? {
    guard let number = piece.number else {
      if let id = piece.id { return calls.firstIndex { $0.id == id } }
      return piece.name == nil ? calls.indices.last : nil
    }
    guard let place = places[number] else { return nil }
    guard calls[place].isOver(before: piece) else { return place }
    return piece.id.flatMap { id in calls.firstIndex { $0.id == id } }
  }

  /// Those that have come whole, where more may have been to come: with arguments that are written to their end, or with none and
  /// another call after them.
  var whole: [ToolCall] {
    calls.enumerated().compactMap { place, call in
      guard let made = call.made else { return nil }
      return made.isWhole || place + 1 < calls.count && (call.arguments.isEmpty || call.isCustom) ? made : nil
    }
  }

  /// Those with a name, whatever their arguments are: all that came, once no more is to come.
  var named: [ToolCall] { calls.compactMap(\.made) }

  /// What is to go back with each call, in the order of the calls.
  var extras: [JSONObject] { calls.map(\.extras) }

  /// The calls in the order in which they began.
  /// - Throws: `unreadable` where one never got a name.
  func all() throws(GenerationFailure) -> [ToolCall] {
    guard calls.allSatisfy({ $0.name != nil }) else {
      throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream that calls a tool without a name")
    }
    return named
  }
}

extension StreamedCalls.Call {
  /// Nil as long as it has no name.
  fileprivate var made: ToolCall? { name.map { ToolCall(id: id, name: $0, argumentsText: arguments) } }

  /// Whether its arguments are a text in a form of the tool's own.
  fileprivate var isCustom: Bool { extras["type"] == ChatExtras.customType }

  /// Whether a piece under this call's number is of another one: some servers give all parallel calls the number 0 and tell
  /// them apart by their ids alone, or by nothing, as Google's compatible endpoint does.
  fileprivate func isOver(before piece: StreamedCalls.Piece) -> Bool {
    if let id = piece.id, let known = self.id { return id != known }
    // Without ids a name after the arguments can only be that of the next call: another name, or the same one again with
    // arguments of its own after others that are written to their end.
    guard let name = piece.name, let known = self.name, !arguments.isEmpty else { return false }
    return name != known || piece.arguments?.isEmpty == false && end.hasCome
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

/// Whether arguments that come in pieces are written to their end: the object is closed that they are. Cheaper than reading them anew
/// with every piece.
private struct ArgumentsEnd: Sendable {
  private var depth = 0
  private var isInText = false
  private var isEscaped = false
  private(set) var hasCome = false

  mutating func take(_ piece: String) {
    for byte in piece.utf8 {
      if isInText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInText = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { hasCome = true }
      default: break
      }
    }
  }
}
