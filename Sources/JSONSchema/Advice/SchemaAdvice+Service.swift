public import StrictJSON

extension JSONSchema {
  /// What of a schema a service that is to follow it does not take, each kind of thing once, at its first place.
  public static func warnings(
    about schema: JSONValue, sentTo service: StructuredOutputService, options: Options = .init()
  ) -> [SchemaWarning] {
    var advice = ServiceAdvice(service: service, advice: SchemaAdvice(options: options))
    let sites = SchemaAdvice.sites(of: schema, options: options)
    for site in sites { advice.look(at: site) }
    advice.lookAtWhole(schema, sites)
    return advice.advice.warnings
  }
}

/// Collects what a service does not take.
struct ServiceAdvice {
  let service: StructuredOutputService
  var advice: SchemaAdvice
  private var said: Set<String> = []

  init(service: StructuredOutputService, advice: SchemaAdvice) {
    (self.service, self.advice) = (service, advice)
  }

  /// Says a thing once: the same complaint at forty properties helps nobody.
  private mutating func add(_ keyword: String?, _ site: SchemaAdvice.Site, _ message: String, once key: String) {
    guard said.insert(key).inserted else { return }
    advice.add(.unsupported, keyword, site, "\(service.name) \(message)")
  }

  mutating func look(at site: SchemaAdvice.Site) {
    let object = site.object
    for keyword in object.keys where service.refused.contains(keyword) {
      add(keyword, site, "does not take `\(keyword)`", once: keyword)
    }
    if let format = object["format"]?.stringValue, let known = service.formats, !known.contains(format) {
      add("format", site, "does not know the format \(format.quotedShort)", once: "format")
    }
    lookAtObject(site)
    lookAtValues(site)
    if let reference = object["$ref"]?.stringValue, reference.utf8.first != UInt8(ascii: "#"), service != .gemini {
      add("$ref", site, "follows references within the schema only", once: "$ref")
    }
    if service == .gemini, object.contains(key: "$ref"), object.keys.contains(where: { $0.utf8.first != 0x24 }) {
      add("$ref", site, "allows nothing beside `$ref`", once: "$ref")
    }
    if service == .anthropic, let least = object["minItems"]?.intValue, least > 1 {
      add("minItems", site, "takes 0 and 1 for `minItems`, nothing else", once: "minItems")
    }
    if service == .anthropic, let parts = object["allOf"]?.arrayValue, parts.contains(where: { $0["$ref"] != nil }) {
      add("allOf", site, "does not take `$ref` in `allOf`", once: "allOf")
    }
  }

  private mutating func lookAtObject(_ site: SchemaAdvice.Site) {
    let object = site.object
    let isObject =
      object.contains(key: "properties") || advice.allowedTypes(object).map { $0.contains(.object) } == true
    guard isObject else { return }
    if service.wantsClosedObjects, object["additionalProperties"] != .bool(false) {
      let keyword = object.contains(key: "additionalProperties") ? "additionalProperties" : nil
      add(keyword, site, "wants `additionalProperties: false` in every object", once: "closed")
    }
    guard service.wantsAllRequired, let properties = object["properties"]?.objectValue else { return }
    let required = Set((object["required"]?.arrayValue ?? []).compactMap(\.stringValue).map(UTF8Key.init))
    guard let optional = properties.keys.first(where: { !required.contains(UTF8Key($0)) }) else { return }
    add(
      "properties", site,
      "wants every property required: \(optional.quotedShort) is not; let it be null instead of absent",
      once: "required")
  }

  private mutating func lookAtValues(_ site: SchemaAdvice.Site) {
    guard let values = site.object["enum"]?.arrayValue else { return }
    let isComplex = values.contains { $0.arrayValue != nil || $0.objectValue != nil }
    if service == .anthropic, isComplex {
      add("enum", site, "takes text, numbers, true, false and null in `enum`", once: "enum")
    }
    if service == .gemini, values.contains(where: { $0.stringValue == nil && $0.numberValue == nil }) {
      add("enum", site, "takes text and numbers in `enum`", once: "enum")
    }
    if service == .openAI, values.count > 1_000 {
      add("enum", site, "takes at most 1,000 values of `enum`", once: "enum")
    }
  }

  /// What counts for the schema as a whole: its root, its depth, its size and whether it refers to itself.
  mutating func lookAtWhole(_ schema: JSONValue, _ sites: [SchemaAdvice.Site]) {
    guard let root = sites.first(where: \.isRoot) else { return }
    if service == .openAI {
      if root.object["type"] != "object" { add(nil, root, "wants `type: object` at the root", once: "root") }
      if root.object.contains(key: "anyOf") { add("anyOf", root, "takes no `anyOf` at the root", once: "root-anyOf") }
      let properties = sites.reduce(0) { $0 + ($1.object["properties"]?.objectValue?.count ?? 0) }
      if properties > 5_000 { add(nil, root, "takes at most 5,000 properties, not \(properties)", once: "size") }
      let deepest = sites.map { Self.depth($0.pointer) }.max() ?? 0
      if deepest > 10 { add(nil, root, "takes at most 10 levels of nesting, not \(deepest)", once: "depth") }
    }
    guard !service.takesRecursion else { return }
    for site in sites {
      // Recursion by the usual ways to write it: a reference to a schema that stands around it.
      guard let reference = site.object["$ref"]?.stringValue, reference.utf8.first == UInt8(ascii: "#"),
        let target = try? JSONPointer(fragment: reference).description,
        target.isEmpty || (site.pointer + "/").utf8.starts(with: (target + "/").utf8)
      else { continue }
      add("$ref", site, "takes no schema that refers to itself", once: "recursion")
    }
  }

  /// Objects and arrays around a place.
  private static func depth(_ pointer: String) -> Int {
    guard let tokens = try? JSONPointer(pointer).tokens else { return 0 }
    return tokens.count { $0 == "properties" || $0 == "items" }
  }
}
