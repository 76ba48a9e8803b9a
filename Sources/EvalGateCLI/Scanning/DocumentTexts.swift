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

    /// Where a stretch of the value stands. With escapes in it the value is not what the file holds, so it is all of it.
    func place(of range: Range<Int>, from start: Int) -> Range<Int> {
      let isPlain = value.utf8.count == content.count
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
      for member in node.members {
        add(member.key, content(of: member.keyNode), steps, nil)
        // The name of a member may be what must not be shown, so a long or unusual one is not.
        steps.append(.name(Self.shown(member.key)))
        let given = GivenName.of(member.key) { key in node.members.first { $0.key == key }?.value.string }
        visit(member.value, &steps, given ?? member.key)
        steps.removeLast()
      }
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
