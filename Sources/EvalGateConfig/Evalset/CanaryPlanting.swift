import EvalGateCore
import StrictJSON

/// Plants the canaries of a scenario: `setup: { canaries: { balance: derived } }` makes two tokens, a word and an id, which stand
/// wherever a text of the case says `{{canary:balance}}` and `{{canary_id:balance}}`.
///
/// They belong to this scenario and to this version of its set alone: a token that is the same everywhere and forever ends up in
/// training data and caches, and does not say whose it is.
struct CanaryPlanting {
  private var slots: [String: String] = [:]
  private var tokens: JSONObject = [:]
  /// Where each was declared that is derived.
  private var declared: [(field: String, place: SourceLocation)] = []

  private static let derived = "derived"
  private static let prefix = "{{canary"

  /// Nil for a case that derives none.
  init?(_ evalCase: Node, seed: [UInt8]) throws(Diagnostic) {
    guard let canaries = evalCase["setup"]?["canaries"], case .mapping(let entries) = canaries.content,
      entries.contains(where: { $0.value.source == Self.derived })
    else { return nil }
    guard let id = evalCase["id"]?.source, !id.isEmpty else {
      throw Diagnostic(
        .badCase, "a case that derives canaries needs an `id`: they are derived from it", at: canaries.location,
        help: "name the case")
    }
    for entry in entries {
      guard entry.value.source == Self.derived else {
        tokens[entry.key] = entry.value.json
        continue
      }
      declared.append((entry.key, entry.keyLocation))
      let derived = Canary.derive(seed: seed, scenario: id, field: entry.key).map(\.token)
      tokens[entry.key] = .array(derived.map { .string($0) })
      slots["{{canary:\(entry.key)}}"] = derived.first
      slots["{{canary_id:\(entry.key)}}"] = derived.last
    }
  }

  /// The case with its tokens in their places.
  /// - Throws: when a text asks for a canary that is not derived, and when none asks for one that is: nobody could say it.
  func planted(in entries: [Node.Entry]) throws(Diagnostic) -> [Node.Entry] {
    var planted: [Node.Entry] = []
    let texts = entries.flatMap(\.value.texts)
    for (field, place) in declared {
      let spellings = ["{{canary:\(field)}}", "{{canary_id:\(field)}}"]
      guard !texts.contains(where: { text in spellings.contains(where: text.contains) }) else { continue }
      throw Diagnostic(
        .badCase, "the canary `\(field)` is planted nowhere", at: place,
        help: "write `\(spellings[0])` where it stands, in a turn, a tool's result, `setup.system` or a variable")
    }
    for entry in entries {
      var value = try self.planted(in: entry.value)
      if entry.key == "setup", case .mapping(let setup) = value.content {
        value = Node(.mapping(setup.map(told)), at: value.location)
      }
      planted.append(Node.Entry(key: entry.key, keyLocation: entry.keyLocation, value: value))
    }
    return planted
  }

  /// The policy looks for the tokens themselves.
  private func told(_ entry: Node.Entry) -> Node.Entry {
    guard entry.key == "canaries" else { return entry }
    return Node.Entry(
      key: entry.key, keyLocation: entry.keyLocation, value: Node(.object(tokens), at: entry.value.location))
  }

  private func planted(in node: Node) throws(Diagnostic) -> Node {
    switch node.content {
    case .null, .bool, .number: return node
    case .sequence(let nodes):
      var planted: [Node] = []
      for node in nodes { planted.append(try self.planted(in: node)) }
      return Node(.sequence(planted), at: node.location)
    case .mapping(let entries):
      var planted: [Node.Entry] = []
      for entry in entries {
        planted.append(
          Node.Entry(key: entry.key, keyLocation: entry.keyLocation, value: try self.planted(in: entry.value)))
      }
      return Node(.mapping(planted), at: node.location)
    case .string(let text):
      guard text.contains(Self.prefix) else { return node }
      var filled = text
      for (slot, token) in slots { filled = filled.replacing(slot, with: token) }
      if let open = filled.firstRange(of: Self.prefix) {
        let slot = filled[open.lowerBound...].prefix(40)
        throw Diagnostic(
          .badCase, "no canary is derived for `\(slot.prefix { $0 != "}" })}}`", at: node.location,
          help: "name it under `setup: { canaries: { FIELD: derived } }`")
      }
      return Node(.string(filled), at: node.location, source: filled)
    }
  }
}

extension Node {
  /// Every text in it that may hold a canary.
  fileprivate var texts: [String] {
    switch content {
    case .null, .bool, .number: []
    case .string(let text): [text]
    case .sequence(let nodes): nodes.flatMap(\.texts)
    case .mapping(let entries): entries.flatMap(\.value.texts)
    }
  }
}
