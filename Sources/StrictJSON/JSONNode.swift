/// One value of a `JSONDocument`.
public struct JSONNode: Sendable {
  /// The document that the value belongs to.
  public let document: JSONDocument
  let index: Int

  private var entry: TapeEntry { document.tape[index] }

  /// The index of the entry after this value.
  var next: Int { Int(entry.next) }

  /// The kind of the value.
  public var kind: JSONKind { entry.kind.kind }

  /// The offset of the value's first byte, for a string that of its quote.
  public var byteOffset: Int { entry.kind == .string ? Int(entry.offset) - 1 : Int(entry.offset) }

  /// The bytes of a string with its quotes, of another scalar, or the first byte of an array or object.
  public var byteRange: Range<Int> {
    switch entry.kind {
    case .string: byteOffset..<Int(entry.offset + entry.count) + 1
    case .number, .bool, .null: byteOffset..<byteOffset + Int(entry.count)
    case .array, .object: byteOffset..<byteOffset + 1
    }
  }

  /// The line and column at which the value begins.
  public var position: TextPosition { document.position(of: byteOffset) }

  /// Whether this is `null`.
  public var isNull: Bool { entry.kind == .null }

  /// The value of `true` or `false`, otherwise nil.
  public var bool: Bool? { entry.kind == .bool ? entry.flag : nil }

  /// The string, made anew at each call; nil for other kinds.
  public var string: String? { entry.kind == .string ? text(of: entry) : nil }

  /// The number with its source text; nil for other kinds.
  public var number: JSONNumber? { entry.kind == .number ? JSONNumber(unchecked: text(of: entry)) : nil }

  /// How many elements or members there are; 0 for scalars.
  public var count: Int { entry.kind == .array || entry.kind == .object ? Int(entry.count) : 0 }

  /// The member of an object with this key, by a walk over its members; nil when there is none or this is no object.
  public subscript(key: String) -> JSONNode? {
    guard entry.kind == .object else { return nil }
    return key.withBytes { document.value(of: $0, in: index) }.map { JSONNode(document: document, index: $0) }
  }

  /// The element of an array, by a walk over those before it; nil when out of range or this is no array.
  public subscript(position: Int) -> JSONNode? {
    position >= 0 && position < count ? elements.dropFirst(position).first { _ in true } : nil
  }

  /// The elements of an array; none for other kinds.
  public var elements: Elements {
    Elements(document: document, index: index + 1, left: entry.kind == .array ? count : 0)
  }

  /// The members of an object; none for other kinds.
  public var members: Members { Members(document: document, index: index + 1, left: entry.kind == .object ? count : 0) }

  /// The value with all that it contains.
  public var value: JSONValue {
    switch entry.kind {
    case .null: .null
    case .bool: .bool(entry.flag)
    case .number: .number(JSONNumber(unchecked: text(of: entry)))
    case .string: .string(text(of: entry))
    case .array: .array(elementValues)
    case .object: .object(JSONObject(distinct: memberValues))
    }
  }

  // Loops rather than `map`: recursion through closures takes several times the stack.
  private var elementValues: [JSONValue] {
    var values: [JSONValue] = []
    values.reserveCapacity(count)
    for element in elements { values.append(element.value) }
    return values
  }

  private var memberValues: [JSONObject.Member] {
    var values: [JSONObject.Member] = []
    values.reserveCapacity(count)
    for member in members { values.append(JSONObject.Member(key: member.key, value: member.value.value)) }
    return values
  }

  /// The numbers in this value that a double cannot carry without loss, in order: accepted, but worth a warning.
  public var numbersBeyondDouble: [JSONNode] {
    (index..<next).lazy
      .filter { document.tape[$0].kind == .number && document.tape[$0].flag }
      .map { JSONNode(document: document, index: $0) }
      .filter { $0.number?.isExactInDouble == false }
  }

  /// The way from this value to one inside it; nil where that is none of it.
  public func pointer(to node: JSONNode) -> JSONPointer? {
    guard node.document === document, node.index >= index, node.index < next else { return nil }
    var (place, tokens) = (self, [String]())
    // The part that holds the node is the last that begins before it or with it.
    while place.index < node.index {
      var inner: JSONNode?
      switch place.kind {
      case .object:
        for member in place.members where member.value.index <= node.index && node.index < member.value.next {
          tokens.append(member.key)
          inner = member.value
        }
      case .array:
        for (position, element) in place.elements.enumerated()
        where element.index <= node.index && node.index < element.next {
          tokens.append(String(position))
          inner = element
        }
      default: return nil
      }
      guard let inner else { return nil }
      place = inner
    }
    return JSONPointer(tokens: tokens)
  }

  func text(of entry: TapeEntry) -> String { document.text(of: entry) }
}

extension JSONNode {
  /// The elements of an array in order.
  public struct Elements: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var index: Int
    var left: Int

    /// How many are left.
    public var underestimatedCount: Int { left }

    /// The next element, nil after the last.
    public mutating func next() -> JSONNode? {
      guard left > 0 else { return nil }
      left -= 1
      let node = JSONNode(document: document, index: index)
      index = node.next
      return node
    }
  }

  /// The members of an object in order.
  public struct Members: Sequence, IteratorProtocol, Sendable {
    let document: JSONDocument
    var index: Int
    var left: Int

    /// How many are left.
    public var underestimatedCount: Int { left }

    /// The next member, nil after the last.
    public mutating func next() -> Member? {
      guard left > 0 else { return nil }
      left -= 1
      let member = Member(keyNode: JSONNode(document: document, index: index))
      index = member.value.next
      return member
    }
  }

  /// One member of an object.
  public struct Member: Sendable {
    /// The key as a node, for its place.
    public let keyNode: JSONNode

    /// The key, made anew at each call.
    public var key: String { keyNode.text(of: keyNode.entry) }

    /// The value.
    public var value: JSONNode { JSONNode(document: keyNode.document, index: keyNode.index + 1) }
  }
}
