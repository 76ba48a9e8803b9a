public import StrictJSON

/// Finds the documents that a schema refers to.
///
/// This is the only way in which a schema reaches beyond itself and the built-in meta-schemas: nothing here opens a file
/// or a connection.
public protocol SchemaResolver: Sendable {
  /// The document with this absolute URI, which has no fragment; nil when there is none.
  func schema(for uri: String) throws -> JSONValue?
}

/// Documents held in memory.
public struct StaticSchemaResolver: SchemaResolver {
  private let documents: [UTF8Key: JSONValue]

  /// A resolver that knows these documents by their URIs.
  public init(_ documents: [String: JSONValue]) {
    self.documents = Dictionary(documents.map { (UTF8Key($0.key), $0.value) }) { first, _ in first }
  }

  /// The document that was given for exactly this URI.
  public func schema(for uri: String) -> JSONValue? { documents[UTF8Key(uri)] }
}
