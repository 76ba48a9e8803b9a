import SafeRegex
import StrictJSON

extension SchemaAdvice {
  /// Keywords that exclude one another.
  mutating func lookForContradictions(_ site: Site) {
    if site.dialect.draft == .draft7, site.object.contains(key: "$ref") { return }
    lookAtBounds(site)
    lookAtListedValues(site)
    lookAtRequired(site)
    lookAtLists(site)
    lookAtCombinations(site)
  }

  private mutating func lookAtBounds(_ site: Site) {
    let object = site.object
    for (low, high) in [
      ("minLength", "maxLength"), ("minItems", "maxItems"), ("minProperties", "maxProperties"),
      ("minContains", "maxContains"),
    ] where site.dialect.knows(low) {
      guard let least = object[low]?.intValue, let most = object[high]?.intValue, least > most else { continue }
      add(.neverMatches, low, site, "`\(low)` \(least) is more than `\(high)` \(most)")
    }
    for low in ["minimum", "exclusiveMinimum"] {
      for high in ["maximum", "exclusiveMaximum"] {
        guard case .number(let least)? = object[low], case .number(let most)? = object[high] else { continue }
        let excludes = low == "exclusiveMinimum" || high == "exclusiveMaximum"
        guard excludes ? !(least < most) : most < least else { continue }
        add(
          .neverMatches, low, site,
          "no number satisfies `\(low)` \(least.text.shortened) and `\(high)` \(most.text.shortened)")
      }
    }
  }

  /// Tries each value of `enum` and `const` against what the same schema says of a value alone.
  private mutating func lookAtListedValues(_ site: Site) {
    let object = site.object
    var rest = JSONObject(object.filter { Self.valueKeywords.contains($0.key) }.map { ($0.key, $0.value) })
    rest["$schema"] = .string(site.dialect.draft.metaSchemaURI)
    var options = self.options
    options.format = .assertion
    if case .array(let values)? = object["enum"], values.count <= 1_000 {
      var others = rest
      _ = others.removeValue(forKey: "enum")
      guard let schema = try? JSONSchema(.object(others), options: options) else { return }
      let excluded = values.filter { schema.accepts($0) == false }
      if excluded.count == values.count {
        add(.neverMatches, "enum", site, "no value of `enum` satisfies what stands beside it")
      } else {
        for value in excluded.prefix(3) {
          add(.neverMatches, "enum", site, "\(value.shortenedJSON) in `enum` never satisfies what stands beside it")
        }
      }
    }
    if let value = object["const"], !object.contains(key: "enum") {
      _ = rest.removeValue(forKey: "const")
      guard let schema = try? JSONSchema(.object(rest), options: options), schema.accepts(value) == false else {
        return
      }
      add(.neverMatches, "const", site, "`const` does not satisfy what stands beside it")
    }
  }

  private static let valueKeywords: Set<String> = [
    "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
    "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
    "required",
  ]

  /// Names that are asked for and forbidden.
  private mutating func lookAtRequired(_ site: Site) {
    let object = site.object
    guard let required = object["required"]?.arrayValue?.compactMap(\.stringValue) else { return }
    let properties = object["properties"]?.objectValue ?? [:]
    let isClosed = object["additionalProperties"] == .bool(false)
    let patterns = (object["patternProperties"]?.objectValue?.keys ?? []).map { try? SafeRegex($0, dialect: .ecma262) }
    for name in required {
      if properties[name] == .bool(false) {
        add(.neverMatches, "required", site, "\(name.quotedShort) is required, and `properties` forbids it")
      } else if isClosed, properties[name] == nil, !patterns.contains(where: { Self.mayMatch($0, name) }) {
        add(
          .neverMatches, "required", site,
          "\(name.quotedShort) is required, and `additionalProperties: false` forbids it")
      }
    }
    if let most = object["maxProperties"]?.intValue, Set(required.map(UTF8Key.init)).count > most {
      add(.neverMatches, "required", site, "\(required.count) names are required, and `maxProperties` is \(most)")
    }
  }

  private static func mayMatch(_ regex: SafeRegex?, _ name: String) -> Bool {
    guard let regex else { return true }
    return (try? regex.isMatch(name)) ?? true
  }

  /// More elements asked for than may be there.
  private mutating func lookAtLists(_ site: Site) {
    let object = site.object
    let isModern = site.dialect.draft == .draft202012
    let prefix = (isModern ? object["prefixItems"] : object["items"])?.arrayValue?.count
    let rest = isModern ? object["items"] : (prefix == nil ? object["items"] : object["additionalItems"])
    guard rest == .bool(false), let least = object["minItems"]?.intValue, least > prefix ?? 0 else { return }
    add(.neverMatches, "minItems", site, "`minItems` is \(least), and at most \(prefix ?? 0) items are allowed")
  }

  private mutating func lookAtCombinations(_ site: Site) {
    let object = site.object
    if object["not"] == .bool(true) || object["not"] == .object([:]) {
      add(.neverMatches, "not", site, "`not` excludes every value")
    }
    let own = allowedTypes(object)
    for keyword in ["allOf", "anyOf", "oneOf"] {
      let parts = object[keyword]?.arrayValue ?? []
      var met = own
      for part in parts {
        let types = part == .bool(false) ? [] : part.objectValue.flatMap(allowedTypes)
        guard let types else { continue }
        // The whole of `allOf` has to share a type; of the others each for itself with what stands beside it.
        let shared = met?.intersection(types) ?? types
        if keyword == "allOf" { met = shared }
        guard shared.isEmpty, keyword == "allOf" || part != .bool(false) else { continue }
        add(
          .neverMatches, keyword, site, "a schema in `\(keyword)` allows none of the types that are allowed beside it")
        break
      }
    }
  }
}
