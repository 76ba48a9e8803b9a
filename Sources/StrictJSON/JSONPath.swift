/// A JSONPath query (RFC 9535) without filters: names, indices, wildcards, slices, and descendants of these.
public struct JSONPath: Sendable {
  /// The query as it was written.
  public let text: String
  let segments: [Segment]

  /// One selector (section 2.3).
  enum Selector: Sendable {
    case name(String)
    case index(Int)
    case wildcard
    case slice(start: Int?, end: Int?, step: Int)
  }

  /// One segment (section 2.5): selectors applied to a node, or to it and all its descendants.
  struct Segment: Sendable {
    let isDescendant: Bool
    let selectors: [Selector]
  }

  /// The longest query in bytes. Together with `matches(in:)`, whose work is at most the number of selectors times the
  /// size of the value, it bounds what a query can cost.
  public static let maximumLength = 4096

  /// Reads a query. Filters (`?`) are refused: what they would say is said by checks.
  public init(_ text: String) throws(JSONPathError) {
    var parser = JSONPathParser(text)
    segments = try parser.parse()
    self.text = text
  }

  /// Whether the query can give one value at most: only single names and indices (section 2.3.5.1).
  public var isSingular: Bool {
    segments.allSatisfy { segment in
      guard !segment.isDescendant, segment.selectors.count == 1 else { return false }
      switch segment.selectors[0] {
      case .name, .index: return true
      case .wildcard, .slice: return false
      }
    }
  }

  /// The value that a query which can give one at most selects, without noting the way to it; nil where there is none, and for
  /// every other query.
  public func singleValue(in root: JSONValue) -> JSONValue? {
    guard isSingular else { return nil }
    var value = root
    for segment in segments {
      switch (segment.selectors[0], value) {
      case (.name(let name), .object(let object)):
        guard let member = object[name] else { return nil }
        value = member
      case (.index(let index), .array(let elements)):
        let position = index < 0 ? elements.count + index : index
        guard elements.indices.contains(position) else { return nil }
        value = elements[position]
      default: return nil
      }
    }
    return value
  }

  /// The nodes that the query selects, in order (arrays and members in their order, parents before children).
  ///
  /// As RFC 9535 says, the last segment may list a node once for each of its selectors. Before that, a node that is
  /// reached on several ways is followed once: otherwise a short query such as `$..*..*..*` would give more nodes than
  /// fit in memory.
  public func matches(in value: JSONValue) -> [JSONPathMatch] {
    var evaluation = JSONPathEvaluation(of: self)
    return evaluation.run(on: value)
  }

  /// What the query selects, and the values at which it comes to an end before its own: its first segments select them, and the next
  /// one nothing of them, such as a text where the query goes on into a list. Never the root.
  ///
  /// For whoever forbids what stands at a place, and must not be told that nothing does because it stands there in another shape.
  public func reach(in value: JSONValue) -> (matches: [JSONPathMatch], deadEnds: [JSONPathMatch]) {
    var evaluation = JSONPathEvaluation(of: self)
    let matches = evaluation.run(on: value)
    return (matches, evaluation.deadEnds)
  }
}

extension JSONPath: Hashable, CustomStringConvertible {
  /// Whether both were written the same.
  public static func == (left: JSONPath, right: JSONPath) -> Bool { left.text.sameBytes(as: right.text) }

  /// Feeds the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(UTF8Key(text)) }

  /// The query as it was written.
  public var description: String { text }
}

/// One step down from a value.
public enum JSONPathStep: Hashable, Sendable {
  /// To the member with this key.
  case name(String)
  /// To the element with this index, from 0.
  case index(Int)
}

/// One node that a query has selected.
public struct JSONPathMatch: Sendable {
  /// The value of the node.
  public let value: JSONValue
  let places: JSONPathPlaces
  let place: Int

  /// The steps from the root to the node.
  public var steps: [JSONPathStep] { places.steps(to: place) }

  /// The node's normalized path (section 2.7), for instance `$['items'][0]`.
  public var location: String { JSONPath.normalized(steps) }

  /// The node's place as a JSON Pointer.
  public var pointer: JSONPointer {
    JSONPointer(
      tokens: steps.map {
        switch $0 {
        case .name(let name): name
        case .index(let index): String(index)
        }
      })
  }
}

extension JSONPath {
  /// The normalized path (section 2.7) of the node that these steps lead to.
  public static func normalized(_ steps: [JSONPathStep]) -> String {
    var bytes: [UInt8] = [0x24]
    for step in steps {
      bytes.append(Byte.openBracket)
      switch step {
      case .index(let index): bytes.append(contentsOf: String(index).utf8)
      case .name(let name): appendQuoted(name, to: &bytes)
      }
      bytes.append(Byte.closeBracket)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As a JSON string, but in single quotes.
  private static func appendQuoted(_ name: String, to bytes: inout [UInt8]) {
    bytes.append(Byte.apostrophe)
    for byte in name.utf8 {
      switch byte {
      case Byte.apostrophe: bytes.append(contentsOf: [Byte.backslash, byte])
      case Byte.backslash, ..<Byte.space: JSONEscape.appendEscape(byte, to: &bytes)
      default: bytes.append(byte)
      }
    }
    bytes.append(Byte.apostrophe)
  }
}
