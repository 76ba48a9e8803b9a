public import StrictJSON

/// A value as a user wrote it in YAML, JSON, JSONL or CSV, with the place of every part.
public struct Node: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case sequence([Node])
    case mapping([Entry])
  }

  /// A key with its value. Duplicate keys were refused when the file was read.
  public struct Entry: Hashable, Sendable {
    public let key: String
    public let keyLocation: SourceLocation
    public let value: Node

    public init(key: String, keyLocation: SourceLocation, value: Node) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  public let content: Content
  public let location: SourceLocation
  /// The plain text of a scalar as written (`90%`, `1.0`, `yes`), for messages and for units.
  public let source: String?

  public init(_ content: Content, at location: SourceLocation, source: String? = nil) {
    self.content = content
    self.location = location
    self.source = source
  }

  /// The value without its places.
  public var json: JSONValue {
    switch content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .sequence(let nodes): .array(nodes.map(\.json))
    case .mapping(let entries): .object(JSONObject(entries.map { ($0.key, $0.value.json) }))
    }
  }

  public subscript(key: String) -> Node? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// What to call it in a message: "text", "a number", "a list", …
  public var kindName: String {
    switch content {
    case .null: "nothing"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// A value made by the program rather than read from a file.
  public init(_ value: JSONValue, at location: SourceLocation) {
    self.location = location
    self.source = nil
    content =
      switch value {
      case .null: .null
      case .bool(let value): .bool(value)
      case .number(let value): .number(value)
      case .string(let value): .string(value)
      case .array(let values): .sequence(values.map { Node($0, at: location) })
      case .object(let object):
        .mapping(object.map { Entry(key: $0.key, keyLocation: location, value: Node($0.value, at: location)) })
      }
  }
}
