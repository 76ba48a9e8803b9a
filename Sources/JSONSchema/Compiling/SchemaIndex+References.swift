import StrictJSON

extension SchemaIndex {
  /// What a reference leads to.
  struct Target {
    let site: Int
    /// The plain-name fragment of the reference, if it has one.
    let anchor: String?
  }

  /// Follows a reference from within `resource`, taking in a further document where it must.
  ///
  /// A problem is reported at `pointer` and nil returned when the reference leads nowhere.
  mutating func resolve(_ text: String, from resource: Int, at pointer: String, in document: Int) -> Target? {
    let reference = URIReference(text).resolved(against: resources[resource].base)
    let uri = reference.withoutFragment
    guard let target = self.resource(for: uri, draft: resources[resource].dialect.draft, at: pointer, in: document)
    else {
      return nil
    }
    guard let fragment = URIReference.decodingPercent(reference.fragment ?? "") else {
      report(
        "fragment of \(text.shortened.debugDescription) is not UTF-8", at: pointer, in: document,
        help: "write percent escapes of UTF-8 bytes, or none")
      return nil
    }
    if fragment.isEmpty { return Target(site: resources[target].root, anchor: nil) }
    if fragment.utf8.first == UInt8(ascii: "/") {
      if let site = follow(fragment, from: resources[target].root) { return Target(site: site, anchor: nil) }
    } else if let site = resources[target].anchors[UTF8Key(fragment)] {
      return Target(site: site, anchor: fragment)
    }
    report(
      "reference \(text.shortened.debugDescription) leads nowhere", at: pointer, in: document,
      help: fragment.utf8.first == UInt8(ascii: "/")
        ? "write what it names, usually under `$defs`, or mend the way to it"
        : "give what it names an `$anchor`, or write the way to it: `#/$defs/…`")
    return nil
  }

  /// The resource with a URI: one already known, a built-in meta-schema, or what the resolver has.
  private mutating func resource(
    for uri: String, draft: JSONSchema.Draft, at pointer: String, in document: Int
  ) -> Int? {
    if let known = resourceOfURI[UTF8Key(uri)] { return known }
    guard let value = retrieve(uri, at: pointer, in: document) else { return nil }
    return add(value, uri: uri, draft: draft).map { sites[$0].resource }
  }

  /// The document with a URI; reports a problem and returns nil when there is none.
  mutating func retrieve(_ uri: String, at pointer: String, in document: Int) -> JSONValue? {
    if let text = MetaSchemas.text(for: uri) {
      do { return try JSONValue(parsing: text) } catch {
        report("built-in meta-schema \(uri) is damaged: \(error.message)", at: pointer, in: document)
        return nil
      }
    }
    do {
      if let value = try resolver?.schema(for: uri) { return value }
      let (message, help) = Self.missing(uri)
      report(message, at: pointer, in: document, help: help)
    } catch {
      report(
        "cannot read schema \(uri.shortened.debugDescription): \(error)", at: pointer, in: document,
        help: "make it a readable file of strict JSON")
    }
    return nil
  }

  /// What to say of a document that nobody has: a remote one is never fetched, a file may be missing or out of bounds.
  private static func missing(_ uri: String) -> (message: String, help: String) {
    let reference = URIReference(uri)
    let name = uri.shortened.debugDescription
    switch reference.scheme {
    case "http", "https", "urn":
      return (
        "no schema for \(name); remote schemas are never fetched",
        "put a copy into the repository and refer to that, or map the URI to a folder"
      )
    case nil:
      return (
        "no schema for \(name): a schema that stands inside another file has no files beside it",
        "put the schema into a file of its own, or what it refers to under its `$defs`"
      )
    default:
      return (
        "no schema file \((URIReference.decodingPercent(reference.path) ?? uri).shortened.debugDescription)",
        "paths are relative to the file they stand in; a reference may not leave the repository"
      )
    }
  }

  /// Goes down a JSON Pointer from a site (RFC 6901, section 4).
  private mutating func follow(_ fragment: String, from root: Int) -> Int? {
    let document = sites[root].document
    let pointer = sites[root].pointer + fragment
    if let known = site(at: pointer, in: document) { return known }
    guard let way = try? JSONPointer(fragment), let value = way.resolve(in: sites[root].value) else { return nil }
    return addSite(value, at: pointer, in: document)
  }
}
