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
    visit(document.root, &steps)
  }

  /// By recursion: documents are parsed with a limit of depth.
  private mutating func visit(_ node: JSONNode, _ steps: inout [JSONPathStep]) {
    switch node.kind {
    case .null, .bool: break
    case .number:
      let text = node.number?.text ?? ""
      add(text, node.byteOffset..<node.byteOffset + text.utf8.count, steps)
    case .string: add(node.string ?? "", content(of: node), steps)
    case .array:
      for (index, element) in node.elements.enumerated() {
        steps.append(.index(index))
        visit(element, &steps)
        steps.removeLast()
      }
    case .object:
      for member in node.members {
        add(member.key, content(of: member.keyNode), steps)
        // The name of a member may be what must not be shown, so a long or unusual one is not.
        steps.append(.name(Self.shown(member.key)))
        visit(member.value, &steps)
        steps.removeLast()
      }
    }
  }

  private mutating func add(_ text: String, _ content: Range<Int>, _ steps: [JSONPathStep]) {
    guard !text.isEmpty else { return }
    items.append(Item(value: text, path: JSONPath.normalized(steps), content: content))
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
