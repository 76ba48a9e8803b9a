public import StrictJSON

/// Why a value is not a usable schema: one problem or several.
public struct SchemaError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One thing that is wrong with a schema.
  public struct Problem: Hashable, Sendable {
    /// Where in its document.
    public let location: JSONPointer
    /// The document it is in; empty for a schema that was given without a URI.
    public let uri: String
    /// What is wrong, in lower case and without a full stop.
    public let message: String
    /// What to do about it, in lower case and without a full stop.
    public let help: String

    init(location: JSONPointer, uri: String, message: String, help: String? = nil) {
      self.location = location
      self.uri = uri
      self.message = message
      self.help = help ?? "write what the specification asks for: https://json-schema.org/specification"
    }
  }

  /// What is wrong, never empty.
  public let problems: [Problem]

  /// The problems, one a line.
  public var description: String {
    problems.map { "\($0.uri)#\($0.location): \($0.message)" }.joined(separator: "\n")
  }
}
