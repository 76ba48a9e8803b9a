/// The header fields of a message, in order, repeated names kept.
///
/// Names are compared as RFC 9110 section 5.1 asks: ASCII letters without regard to case, everything else byte for byte.
/// Values are often credentials, so a description shows the names alone.
public struct HTTPHeaders: Sendable, Hashable {
  /// One field as it was sent.
  public struct Field: Sendable, Hashable {
    /// The name, in the sender's spelling.
    public let name: String
    /// The value without the white space around it.
    public let value: String

    /// Pairs a name with a value; nothing is checked until the request is sent.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// All fields in the order they were sent.
  public private(set) var fields: [Field]

  /// Makes a list of the given fields.
  public init(_ fields: [Field] = []) {
    self.fields = fields
  }

  /// The value of the first field of this name.
  public subscript(name: String) -> String? {
    fields.first { isSameName($0.name, name) }?.value
  }

  /// The values of every field of this name, in order.
  public func values(of name: String) -> [String] {
    fields.compactMap { isSameName($0.name, name) ? $0.value : nil }
  }

  /// Adds a field after the others, whether or not its name is there already.
  public mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Puts one field in the place of all of this name.
  public mutating func set(_ name: String, _ value: String) {
    fields.removeAll { isSameName($0.name, name) }
    add(name, value)
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  /// Makes a list from a literal; a repeated name stays repeated.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { Field(name: $0.0, value: $0.1) })
  }
}

extension HTTPHeaders: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The names only: a value may be a credential.
  public var description: String {
    "[" + fields.map { "\($0.name): …" }.joined(separator: ", ") + "]"
  }

  /// The names only, as in ``description``.
  public var debugDescription: String { description }

  /// Nothing to look into, so that `dump` cannot print a credential either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The name only.
  public var description: String { "\(name): …" }

  /// The name only, as in ``description``.
  public var debugDescription: String { description }

  /// Nothing to look into, so that `dump` cannot print a credential either.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

private func isSameName(_ left: String, _ right: String) -> Bool {
  left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
}

private func lowercased(_ byte: UInt8) -> UInt8 {
  byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}
