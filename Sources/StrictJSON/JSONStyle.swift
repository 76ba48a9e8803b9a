/// How JSON is laid out in bytes.
public enum JSONStyle: Hashable, Sendable {
  /// No white space; members in their order and numbers in their own text.
  case compact
  /// Two spaces for each level, one element or member a line, otherwise as `compact`.
  case pretty
  /// The JSON Canonicalization Scheme (RFC 8785): no white space, members sorted by UTF-16 code units, numbers as
  /// `JSONNumber.canonicalText` says.
  case canonical
}

extension JSONValue {
  /// The value as JSON text.
  public func serialized(_ style: JSONStyle = .compact) -> String {
    var bytes: [UInt8] = []
    write(into: &bytes, style: style)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the value as JSON text.
  public func write(into bytes: inout [UInt8], style: JSONStyle = .compact) {
    var writer = JSONWriter(appendingTo: bytes, style: style)
    bytes = []  // leaves the writer as the only owner, so that nothing is copied
    writer.value(self)
    bytes = writer.bytes
  }

  /// The canonical form (RFC 8785), which is what digests are taken over.
  public var canonicalBytes: [UInt8] {
    var writer = JSONWriter(style: .canonical)
    writer.value(self)
    return writer.bytes
  }
}
