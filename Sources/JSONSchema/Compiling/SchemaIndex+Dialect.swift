import StrictJSON

extension SchemaIndex {
  /// How a resource is to be read, by its `$schema`; `inherited` when it says nothing.
  mutating func dialect(of value: JSONValue, document: Int, pointer: String, inherited: Dialect) -> Dialect {
    guard let declared = value["$schema"] else { return inherited }
    let place = pointer + "/$schema"
    guard case .string(let text) = declared else {
      report("$schema is not a string", at: place, in: document, help: Self.knownDialects)
      return inherited
    }
    let uri = Self.withoutEmptyFragment(text)
    if let draft = JSONSchema.Draft(rawValue: uri) { return Dialect(draft) }
    return customDialect(uri, at: place, in: document) ?? inherited
  }

  /// Reads `$vocabulary` of a meta-schema that is not built in (2020-12 core, section 8.1.2).
  private mutating func customDialect(_ uri: String, at place: String, in document: Int) -> Dialect? {
    guard MetaSchemas.text(for: uri) == nil, let metaSchema = try? resolver?.schema(for: uri) else {
      let known = JSONSchema.Draft.allCases.map(\.metaSchemaURI).joined(separator: ", ")
      report(
        "unknown $schema \(uri.shortened.debugDescription); known are \(known)", at: place, in: document,
        help: Self.knownDialects)
      return nil
    }
    var draft = options.defaultDraft
    if case .string(let own)? = metaSchema["$schema"],
      let known = JSONSchema.Draft(rawValue: Self.withoutEmptyFragment(own))
    {
      draft = known
    }
    guard case .object(let declared)? = metaSchema["$vocabulary"] else { return Dialect(draft) }
    var vocabularies: Set<Dialect.Vocabulary> = [.core]
    for (name, required) in declared {
      if let (owner, vocabulary) = Dialect.vocabulary(name) {
        draft = owner
        vocabularies.insert(vocabulary)
      } else if required == .bool(true) {
        report(
          "meta-schema \(uri.shortened) requires unknown vocabulary \(name.shortened.debugDescription)", at: place,
          in: document, help: "make the vocabulary optional: `false` in the meta-schema's `$vocabulary`")
      }
    }
    return Dialect(draft, vocabularies: vocabularies)
  }

  /// What can be done about a `$schema` that cannot be used.
  private static let knownDialects = "name one of the three, or none: what says nothing is read as 2020-12"

  static func withoutEmptyFragment(_ uri: String) -> String {
    uri.utf8.last == UInt8(ascii: "#") ? String(uri.dropLast()) : uri
  }
}
