public import StrictJSON

/// What a schema says of an instance.
public enum SchemaVerdict: Hashable, Sendable {
  /// The instance satisfies the schema.
  case valid
  /// It does not; the issues say where and why, in the order of the schema, as many as the options allow.
  case invalid([SchemaIssue])
  /// Validation was given up at a limit, so the answer is not known; the text names the limit.
  case tooExpensive(String)

  /// Whether the instance is known to satisfy the schema.
  public var isValid: Bool { self == .valid }
}

/// One reason why an instance does not satisfy a schema.
public struct SchemaIssue: Hashable, Sendable {
  /// Where in the instance.
  public let instancePath: JSONPointer
  /// The way to the keyword through the schema, references included (2020-12 core, section 12.3.1).
  public let keywordLocation: JSONPointer
  /// The keyword by its name; `false` where a schema is the boolean false.
  public let keyword: String
  /// Expected and found, in lower case and without a full stop, such as `expected integer, found string "abc"`.
  ///
  /// Holds up to about 100 characters of the instance, as JSON: untrusted text.
  public let message: String

  /// An issue made of its parts.
  public init(instancePath: JSONPointer, keywordLocation: JSONPointer, keyword: String, message: String) {
    self.instancePath = instancePath
    self.keywordLocation = keywordLocation
    self.keyword = keyword
    self.message = message
  }
}
