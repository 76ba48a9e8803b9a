import EvalGateCore
import EvalGatePolicy
import StrictJSON

/// Every text of a JSON document, keys included, with its place in the file.
struct DocumentTexts {
  struct Item {
    let value: String
    /// A normalized JSONPath; a key that is itself asked about stands at the path of its object.
    let path: String
    /// Bytes of the text between its quotes.
    let content: Range<Int>
    /// What it is called where it stands: the key of the member whose value it is, or one of whose values.
    let name: String?
    /// Whether it is a list of words as one line.
    var isCommand = false

    /// Where a stretch of the value stands. With escapes in it the value is not what the file holds, so it is all of it.
    func place(of range: Range<Int>, from start: Int) -> Range<Int> {
      let isPlain = value.utf8.count == content.count && !isCommand
      let lower = start + content.lowerBound
      return isPlain ? lower + range.lowerBound..<lower + range.upperBound : lower..<lower + content.count
    }
  }

  private(set) var items: [Item] = []
  private let bytes: [UInt8]

  init(_ document: JSONDocument, _ bytes: [UInt8]) {
    self.bytes = bytes
    var steps: [JSONPathStep] = []
    visit(document.root, &steps, nil)
  }

  /// By recursion: documents are parsed with a limit of depth.
  private mutating func visit(_ node: JSONNode, _ steps: inout [JSONPathStep], _ name: String?) {
    switch node.kind {
    case .null, .bool: break
    case .number:
      let text = node.number?.text ?? ""
      add(text, node.byteOffset..<node.byteOffset + text.utf8.count, steps, name)
    case .string: add(node.string ?? "", content(of: node), steps, name)
    case .array:
      for (index, element) in node.elements.enumerated() {
        steps.append(.index(index))
        visit(element, &steps, name)
        steps.removeLast()
      }
    case .object:
      let commands = Self.commands(in: node)
      for member in node.members {
        add(member.key, content(of: member.keyNode), steps, nil)
        // The name of a member may be what must not be shown, so a long or unusual one is not.
        steps.append(.name(Self.shown(member.key)))
        let given = GivenName.of(member.key) { key in node.members.first { $0.key == key }?.value.string }
        let isOfThoughts = Self.signsThoughts(member.key, beside: node, called: name)
        visit(member.value, &steps, isOfThoughts ? nil : given ?? member.key)
        if let line = commands[member.key] {
          let path = JSONPath.normalized(steps)
          items.append(Item(value: line, path: path, content: member.value.byteRange, name: nil, isCommand: true))
        }
        steps.removeLast()
      }
    }
  }

  /// The lists of words of an object, each as the line of a command, by the names of their members.
  private static func commands(in node: JSONNode) -> [String: String] {
    let members = node.members.filter { $0.value.elements.contains { $0.kind == .string } || $0.value.kind == .string }
    guard members.contains(where: { $0.value.kind == .array }) else { return [:] }
    let lines = JSONValue.object(JSONObject(members.map { ($0.key, $0.value.value) })).commandLines
    return lines.reduce(into: [:]) { commands, command in
      if command.steps.count == 1, case .name(let name) = command.steps[0] { commands[name] = command.line }
    }
  }

  /// Whether a member is what a service signs the thoughts of a model with, which opens nothing: `signature` of Claude's,
  /// `thoughtSignature` of Gemini's.
  private static func signsThoughts(_ key: String, beside node: JSONNode, called name: String?) -> Bool {
    switch key {
    case "thoughtSignature", "thought_signature": return true
    case "signature":
      let type = node.members.first { $0.key == "type" }?.value.string ?? ""
      return ["thinking", "signature_delta", "reasoning.text"].contains(type) || name == "reasoningText"
    default: return false
    }
  }

  private mutating func add(_ text: String, _ content: Range<Int>, _ steps: [JSONPathStep], _ name: String?) {
    guard !text.isEmpty else { return }
    items.append(Item(value: text, path: JSONPath.normalized(steps), content: content, name: name))
  }

  private func content(of node: JSONNode) -> Range<Int> {
    let start = node.byteOffset + 1
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    return start..<min(end, bytes.count)
  }

  private static func shown(_ key: String) -> String {
    let isName =
      key.utf8.count <= 32
      && key.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
      }
    return isName ? key : "…"
  }
}
