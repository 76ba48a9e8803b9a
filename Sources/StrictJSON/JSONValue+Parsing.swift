extension JSONValue {
  /// Reads a text strictly by RFC 8259: UTF-8 without byte order mark, each key once, nothing repaired.
  ///
  /// Numbers of any size and precision are accepted and keep their text, see `JSONNumber.isExactInDouble`.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
    self = try JSONDocument(parsing: bytes, limits: limits).root.value
  }

  /// Reads a text strictly, see `init(parsing:limits:)` for bytes.
  public init(parsing text: String, limits: JSONLimits = .default) throws(JSONError) {
    self = try JSONDocument(parsing: text, limits: limits).root.value
  }
}
