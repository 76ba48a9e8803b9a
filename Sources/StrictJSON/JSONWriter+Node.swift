extension JSONWriter {
  /// Writes a value of a parsed text with all that it contains: the same bytes as for its `JSONValue`, without making one.
  public mutating func value(_ node: JSONNode) {
    switch node.kind {
    case .null: null()
    case .bool: bool(node.bool == true)
    case .number: if let number = node.number { self.number(number) }
    case .string: string(of: node)
    case .array:
      beginArray()
      for element in node.elements { value(element) }
      endArray()
    case .object:
      beginObject()
      for member in ordered(node) {
        key(of: member.keyNode)
        value(member.value)
      }
      endObject()
    }
  }

  private mutating func string(of node: JSONNode) {
    guard let raw = node.unescapedContent else { return string(node.text) }
    quoted(raw)
  }

  private mutating func key(of node: JSONNode) {
    guard let raw = node.unescapedContent else { return key(node.text) }
    quotedKey(raw)
  }

  private func ordered(_ node: JSONNode) -> [JSONNode.Member] {
    let members = Array(node.members)
    guard style == .canonical, members.count > 1 else { return members }
    return members.map { ($0.key, $0) }.sorted { $0.0.precedesInUTF16($1.0) }.map(\.1)
  }
}

extension JSONNode {
  /// The bytes between a string's quotes where they stand for themselves, which in JSON is also how they are written.
  fileprivate var unescapedContent: ArraySlice<UInt8>? {
    let entry = document.tape[index]
    guard !entry.flag else { return nil }
    return document.bytes[Int(entry.offset)..<Int(entry.offset + entry.count)]
  }

  fileprivate var text: String { string ?? "" }
}
