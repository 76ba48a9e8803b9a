/// The members of an object, found by key without a string being made of any key: for lines whose keys are known.
///
/// Looking for keys in the order in which they stand costs one comparison each: a search begins where the last one ended. Values
/// are read where they stand, and none of them holds the document once more.
public struct JSONMembers: Sendable {
  /// Where a value stands among these members, and no others.
  public struct Place: Sendable {
    fileprivate let index: Int
  }

  private let document: JSONDocument
  /// The entry of the first key, and the one after the last value.
  private let first: Int
  private let end: Int
  /// The entry of the key at which the next search begins.
  private var start: Int
  /// Which keys there may be: made when the first one is not where it was looked for. Most keys that are looked for in vain, as all
  /// that are left out where they say nothing, are known by it to be absent without another walk.
  private var marks: UInt64?

  /// Nil for what is no object.
  public init?(of node: JSONNode) {
    guard node.kind == .object else { return nil }
    document = node.document
    first = node.index + 1
    end = node.next
    start = first
  }

  /// The object whose members these are.
  public var object: JSONNode { JSONNode(document: document, index: first - 1) }

  /// Where the value of a key stands; nil where there is none.
  public mutating func find(_ key: StaticString) -> Place? {
    let found = key.withUTF8Buffer { key -> Int? in
      if start < end, document.isKey(start, key) { return start }
      let marks = marks ?? document.keyMarks(from: first, to: end)
      self.marks = marks
      guard marks & JSONDocument.mark(of: key) != 0 else { return nil }
      return document.place(of: key, from: start, to: end) ?? document.place(of: key, from: first, to: start)
    }
    guard let found else { return nil }
    start = Int(document.tape[found + 1].next)
    return Place(index: found + 1)
  }
}

// MARK: Values

extension JSONMembers {
  /// The kind of a value.
  public func kind(at place: Place) -> JSONKind { document.tape[place.index].kind.kind }

  /// A value as a node.
  public func node(at place: Place) -> JSONNode { JSONNode(document: document, index: place.index) }

  /// The value of `true` or `false`, otherwise nil.
  public func bool(at place: Place) -> Bool? {
    let entry = document.tape[place.index]
    return entry.kind == .bool ? entry.flag : nil
  }

  /// A string; nil for other kinds.
  public func string(at place: Place) -> String? {
    let entry = document.tape[place.index]
    return entry.kind == .string ? document.text(of: entry) : nil
  }

  /// What `body` makes of the bytes of a string, of which no text is made where it has no escapes; nil for other kinds.
  public func withText<R>(at place: Place, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R? {
    let entry = document.tape[place.index]
    guard entry.kind == .string else { return nil }
    return entry.flag ? document.text(of: entry).withBytes(body) : document.withBytes(of: entry, body)
  }

  /// A number that is an integer and fits; nil for other values. See `JSONNumber.int`.
  public func int(at place: Place) -> Int? {
    let entry = document.tape[place.index]
    guard entry.kind == .number else { return nil }
    return document.plainInteger(of: entry) ?? JSONNumber(unchecked: document.text(of: entry)).int
  }

  /// The nearest double of a number; nil for other kinds, and where that is not finite.
  public func double(at place: Place) -> Double? {
    let entry = document.tape[place.index]
    guard entry.kind == .number else { return nil }
    // A zero may have a sign, which a double keeps.
    if let integer = document.plainInteger(of: entry), integer != 0 { return Double(integer) }
    return JSONNumber(unchecked: document.text(of: entry)).double
  }
}
