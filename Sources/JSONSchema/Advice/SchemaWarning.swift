public import StrictJSON

/// Something about a schema that is allowed and most likely not meant.
public struct SchemaWarning: Hashable, Sendable {
  /// What is the matter with it.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// No instance, or no instance with this part, can satisfy it.
    case neverMatches = "never_matches"
    /// The keyword has no effect here.
    case ignored
    /// A service that is to follow the schema does not take it.
    case unsupported
  }

  /// What is the matter.
  public let kind: Kind
  /// The keyword, or the schema, in its document.
  public let location: JSONPointer
  /// The sentence: lower case, no full stop. May quote the schema, which may be hostile.
  public let message: String

  /// A warning made of its parts.
  public init(_ kind: Kind, at location: JSONPointer, _ message: String) {
    self.kind = kind
    self.location = location
    self.message = message
  }
}

extension JSONSchema {
  /// What in a schema can never match, and which of its keywords do nothing. Other documents that it refers to are not
  /// looked at, and nothing is proved: a schema without warnings may still contradict itself.
  ///
  /// Linear in the size of the schema, but for the values of `enum`, each of which is tried once.
  public static func warnings(about schema: JSONValue, options: Options = .init()) -> [SchemaWarning] {
    var advice = SchemaAdvice(options: options)
    for site in SchemaAdvice.sites(of: schema, options: options) { advice.look(at: site) }
    return advice.warnings
  }
}

/// Collects warnings about the subschemas of a document.
struct SchemaAdvice {
  /// A subschema, how it is read and where it stands.
  struct Site {
    let object: JSONObject
    let value: JSONValue
    let dialect: Dialect
    let pointer: String
    var isRoot: Bool { pointer.isEmpty }
  }

  let options: JSONSchema.Options
  private(set) var warnings: [SchemaWarning] = []

  /// Warnings kept: of a hostile schema nobody reads more.
  static let limit = 100

  init(options: JSONSchema.Options) { self.options = options }

  /// The subschemas of a document, in its order.
  static func sites(of schema: JSONValue, options: JSONSchema.Options) -> [Site] {
    var index = SchemaIndex(options: options, resolver: nil)
    _ = index.add(schema, uri: "", draft: options.defaultDraft)
    return index.sites.map { site in
      Site(
        object: site.value.objectValue ?? [:], value: site.value, dialect: index.resources[site.resource].dialect,
        pointer: site.pointer)
    }
  }

  mutating func add(_ kind: SchemaWarning.Kind, _ keyword: String?, _ site: Site, _ message: String) {
    guard warnings.count < Self.limit else { return }
    let pointer = site.pointer + (keyword.map { "/" + $0.asPointerToken } ?? "")
    warnings.append(SchemaWarning(kind, at: (try? JSONPointer(pointer)) ?? .root, message))
  }

  mutating func look(at site: Site) {
    if site.isRoot, site.value == .bool(false) { add(.neverMatches, nil, site, "nothing satisfies the schema `false`") }
    lookForIgnored(site)
    lookForContradictions(site)
  }
}
