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
      report("fragment of \(text.debugDescription) is not UTF-8", at: pointer, in: document)
      return nil
    }
    if fragment.isEmpty { return Target(site: resources[target].root, anchor: nil) }
    if fragment.utf8.first == UInt8(ascii: "/") {
      if let site = follow(fragment, from: resources[target].root) { return Target(site: site, anchor: nil) }
    } else if let site = resources[target].anchors[UTF8Key(fragment)] {
      return Target(site: site, anchor: fragment)
    }
    report("reference \(text.debugDescription) leads nowhere", at: pointer, in: document)
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
      report("no schema for \(uri.debugDescription); remote schemas are never fetched", at: pointer, in: document)
    } catch {
      report("cannot read schema \(uri.debugDescription): \(error)", at: pointer, in: document)
    }
    return nil
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
