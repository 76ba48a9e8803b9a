import EvalGateCore
import StrictJSON

/// A call whose arguments come one by one, the texts among them in pieces, where Vertex AI is asked for that
/// (`toolConfig: { functionCallingConfig: { streamFunctionCallArguments: true } }`).
///
/// The first piece has the name, each but the last says `willContinue`, and an empty one may be the last. What is said of an argument
/// has its path.
///
/// https://docs.cloud.google.com/vertex-ai/generative-ai/docs/reference/rpc/google.cloud.aiplatform.v1#functioncall
struct GeminiStreamedCall: Sendable {
  private let id: String?
  private let name: String
  /// What stands beside the call in its part, such as a signature.
  private var part: JSONObject
  private var arguments: [Argument] = []
  private var places: [String: Int] = [:]

  private struct Argument {
    let steps: [Step]
    /// Nil for a value of another kind, which comes whole.
    var text: String?
    var other = JSONValue.null

    var value: JSONValue { text.map { .string($0) } ?? other }
  }

  /// More than any tool has.
  private static let mostArguments = 4096

  fileprivate enum Step: Equatable {
    case member(String)
    case item(Int)
  }

  /// Whether a call comes in pieces, of which this one is the first.
  static func begins(with call: JSONNode) -> Bool {
    call["willContinue"]?.bool == true || call["partialArgs"]?.isNull == false
  }

  /// - Throws: `unreadable` for a first piece without a name.
  init(_ part: JSONNode, _ call: JSONNode, _ chunk: BodyReader) throws(GenerationFailure) {
    id = call.text("id")
    name = try chunk.requiredString("name", of: call, as: "functionCall.name")
    self.part = part.value.objectValue ?? [:]
  }

  /// Takes what a piece says of the arguments.
  /// - Returns: whether there is no more.
  /// - Throws: `unreadable` for what has no path, or another value than one of the known kinds.
  mutating func take(_ call: JSONNode, _ chunk: BodyReader) throws(GenerationFailure) -> Bool {
    guard call["args"]?.isNull ?? true else { throw chunk.unreadable("`args` amid a call that comes in pieces") }
    for piece in call["partialArgs"].map(\.elements).map(Array.init) ?? [] {
      let path = try chunk.requiredString("jsonPath", of: piece, as: "partialArgs[].jsonPath")
      if let place = places[path] {
        guard arguments[place].text != nil, let more = piece["stringValue"]?.string else {
          throw chunk.unreadable("an argument that is said twice")
        }
        arguments[place].text? += more
        continue
      }
      guard arguments.count < Self.mostArguments, let steps = Self.steps(of: path) else {
        throw chunk.unreadable("no path in `partialArgs[].jsonPath`")
      }
      places[path] = arguments.count
      arguments.append(try Self.argument(at: steps, piece, chunk))
    }
    return call["willContinue"]?.bool != true
  }

  private static func argument(
    at steps: [Step], _ piece: JSONNode, _ chunk: BodyReader
  ) throws(GenerationFailure) -> Argument {
    if let text = piece["stringValue"]?.string { return Argument(steps: steps, text: text) }
    for key in ["numberValue", "boolValue"] {
      if let value = piece[key], !value.isNull { return Argument(steps: steps, other: value.value) }
    }
    guard piece["nullValue"] != nil else { throw chunk.unreadable("an argument without a value in `partialArgs`") }
    return Argument(steps: steps)
  }

  /// The call and the part that it would have been in one piece.
  /// - Throws: `unreadable` where the paths contradict one another.
  func whole(_ chunk: BodyReader) throws(GenerationFailure) -> (call: ToolCall, part: JSONValue) {
    var tree = ArgumentTree.members([])
    for argument in arguments {
      guard tree.put(argument.value, at: argument.steps[...]) else {
        throw chunk.unreadable("`partialArgs` that contradict one another")
      }
    }
    var (call, part): (JSONObject, JSONObject) = (["name": .string(name), "args": tree.json], part)
    if let id { call["id"] = .string(id) }
    part["functionCall"] = .object(call)
    return (ToolCall(id: id, name: name, argumentsText: tree.json.serialized()), .object(part))
  }

  /// A path to one place (RFC 9535): `$.a.b[0]['c d']`. Nil for anything else, and for one that nobody nests so deep.
  private static func steps(of path: String) -> [Step]? {
    var rest = path.utf8[...]
    guard rest.popFirst() == UInt8(ascii: "$") else { return nil }
    var steps: [Step] = []
    while let first = rest.popFirst() {
      guard steps.count < 100 else { return nil }
      if first == UInt8(ascii: ".") {
        let name = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
        guard !name.isEmpty, !name.contains(UInt8(ascii: "*")) else { return nil }
        steps.append(.member(String(decoding: name, as: UTF8.self)))
        rest = rest[name.endIndex...]
        continue
      }
      guard first == UInt8(ascii: "["), let begin = rest.first else { return nil }
      if begin == UInt8(ascii: "'") || begin == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
        let name = rest.prefix { $0 != begin }
        // An escaped quote would stand in the name; no parameter is called so.
        guard !name.contains(UInt8(ascii: "\\")) else { return nil }
        steps.append(.member(String(decoding: name, as: UTF8.self)))
        rest = rest[name.endIndex...].dropFirst()
      } else {
        let digits = rest.prefix { $0 != UInt8(ascii: "]") }
        guard let index = Int(String(decoding: digits, as: UTF8.self)), index >= 0 else { return nil }
        steps.append(.item(index))
        rest = rest[digits.endIndex...]
      }
      guard rest.popFirst() == UInt8(ascii: "]") else { return nil }
    }
    return steps.isEmpty ? nil : steps
  }
}

/// Arguments that are put together from what stands at their paths.
private indirect enum ArgumentTree {
  case members([(name: String, value: ArgumentTree)])
  case items([ArgumentTree])
  case leaf(JSONValue)

  /// - Returns: false where something else is there already, or an item has no neighbour.
  mutating func put(_ leaf: JSONValue, at steps: ArraySlice<GeminiStreamedCall.Step>) -> Bool {
    guard let step = steps.first else { return false }
    let rest = steps.dropFirst()
    switch (self, step) {
    case (.members(var members), .member(let name)):
      let place = members.firstIndex { $0.name == name }
      guard let place else {
        guard let child = Self.making(leaf, at: rest) else { return false }
        self = .members(members + [(name, child)])
        return true
      }
      guard members[place].value.put(leaf, at: rest) else { return false }
      self = .members(members)
      return true
    case (.items(var items), .item(let index)):
      guard index < items.count else {
        guard index == items.count, let child = Self.making(leaf, at: rest) else { return false }
        self = .items(items + [child])
        return true
      }
      guard items[index].put(leaf, at: rest) else { return false }
      self = .items(items)
      return true
    default: return false
    }
  }

  private static func making(_ leaf: JSONValue, at steps: ArraySlice<GeminiStreamedCall.Step>) -> ArgumentTree? {
    guard let step = steps.first else { return .leaf(leaf) }
    var tree: ArgumentTree = if case .member = step { .members([]) } else { .items([]) }
    return tree.put(leaf, at: steps) ? tree : nil
  }

  var json: JSONValue {
    switch self {
    case .members(let members): .object(JSONObject(members.map { ($0.name, $0.value.json) }))
    case .items(let items): .array(items.map(\.json))
    case .leaf(let value): value
    }
  }
}
