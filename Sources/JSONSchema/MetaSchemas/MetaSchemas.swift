/// The meta-schemas of the supported versions and their vocabularies, as json-schema.org publishes them.
enum MetaSchemas {
  /// The document with a URI that has no fragment; nil when it is not one of them.
  static func text(for uri: String) -> String? {
    if uri == JSONSchema.Draft.draft7.rawValue { return draft7 }
    for (prefix, documents) in [
      ("https://json-schema.org/draft/2020-12/", draft2020), ("https://json-schema.org/draft/2019-09/", draft2019),
    ] where uri.hasPrefix(prefix) {
      return documents[String(uri.dropFirst(prefix.count))]
    }
    return nil
  }
}
