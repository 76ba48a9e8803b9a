import StrictJSON

extension SchemaAdvice {
  /// Keywords that do nothing where they stand.
  mutating func lookForIgnored(_ site: Site) {
    let object = site.object
    if site.dialect.draft == .draft7, object.contains(key: "$ref") { return lookBesideReference(site) }
    for (keyword, value) in object {
      if let reason = replaced(keyword, site) {
        add(.ignored, keyword, site, reason)
      } else if let partner = missingPartner(keyword, object, site.dialect) {
        add(.ignored, keyword, site, "`\(keyword)` does nothing without \(partner)")
      } else if let type = Self.typeOfKeyword[keyword], let allowed = allowedTypes(object),
        allowed.isDisjoint(with: type)
      {
        add(
          .ignored, keyword, site,
          "`\(keyword)` looks at \(type.description) only, and the type allows \(allowed.description)")
      } else if keyword == "format", case .string(let name) = value, Format(named: name) == nil {
        add(.ignored, keyword, site, "unknown format \(name.quotedShort), which allows everything")
      } else if let meant = Self.likelyMeant(keyword, site.dialect) {
        add(.ignored, keyword, site, "unknown keyword \(keyword.quotedShort) does nothing; did you mean `\(meant)`?")
      }
    }
    if object.contains(key: "if"), !object.contains(key: "then"), !object.contains(key: "else") {
      add(.ignored, "if", site, "`if` does nothing without `then` or `else`")
    }
  }

  /// In draft 7 a reference hides everything beside it (core, section 8.3) but what only identifies or documents.
  private mutating func lookBesideReference(_ site: Site) {
    for keyword in site.object.keys where !Self.documenting.contains(keyword) && keyword != "$ref" {
      add(.ignored, keyword, site, "draft 7 ignores `\(keyword.shortened)` beside `$ref`; put both into `allOf`")
    }
  }

  private static let documenting: Set<String> = [
    "$schema", "$comment", "title", "description", "default", "examples", "definitions", "$defs", "readOnly",
    "writeOnly", "$id",
  ]

  /// Why a keyword of another version means nothing in this one.
  private func replaced(_ keyword: String, _ site: Site) -> String? {
    let name = site.dialect.draft.name
    switch (keyword, site.dialect.draft) {
    case ("id", _) where site.object["id"]?.stringValue != nil: return "\(name) ignores `id`; it is called `$id`"
    case ("definitions", .draft202012), ("definitions", .draft201909):
      return site.object.contains(key: "$defs")
        ? nil : "\(name) calls `definitions` `$defs`; only references find what stands in it"
    case ("dependencies", .draft202012), ("dependencies", .draft201909):
      return "`dependencies` is no keyword of \(name); write `dependentRequired` or `dependentSchemas`"
    case ("additionalItems", .draft202012):
      return "\(name) ignores `additionalItems`; write `prefixItems` for the list and `items` for the rest"
    case ("$recursiveRef", .draft202012), ("$recursiveAnchor", .draft202012):
      return "\(name) ignores `\(keyword)`; write `$dynamicRef` and `$dynamicAnchor`"
    case ("prefixItems", .draft201909), ("prefixItems", .draft7):
      return "\(name) ignores `prefixItems`; write the list as `items`"
    case ("$dynamicRef", .draft201909), ("$dynamicAnchor", .draft201909):
      return "\(name) ignores `\(keyword)`; write `$recursiveRef` and `$recursiveAnchor`"
    case ("$defs", .draft7): return nil
    case (_, .draft7) where Dialect.isNewerThanDraft7(keyword): return "draft 7 ignores `\(keyword)`"
    default: return nil
    }
  }

  private func missingPartner(_ keyword: String, _ object: JSONObject, _ dialect: Dialect) -> String? {
    switch keyword {
    case "then", "else": object.contains(key: "if") ? nil : "`if`"
    case "minContains", "maxContains": object.contains(key: "contains") ? nil : "`contains`"
    case "contentSchema": object.contains(key: "contentMediaType") ? nil : "`contentMediaType`"
    case "additionalItems": object["items"]?.arrayValue == nil ? "a list in `items`" : nil
    default: nil
    }
  }

  /// What `type`, `const` and `enum` leave; nil when they say nothing.
  func allowedTypes(_ object: JSONObject) -> TypeSet? {
    guard let value = object["type"] else { return nil }
    let names = value.arrayValue?.compactMap(\.stringValue) ?? [value.stringValue].compactMap { $0 }
    let types = names.compactMap(TypeSet.init(name:))
    guard !types.isEmpty, types.count == names.count else { return nil }
    return types.reduce(into: TypeSet()) { $0.formUnion($1) }
  }

  static let typeOfKeyword: [String: TypeSet] = {
    let groups: [(TypeSet, [String])] = [
      (.number, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
      (
        .string,
        ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType", "contentSchema"]
      ),
      (
        .array,
        [
          "items", "prefixItems", "additionalItems", "contains", "minContains", "maxContains", "minItems", "maxItems",
          "uniqueItems", "unevaluatedItems",
        ]
      ),
      (
        .object,
        [
          "properties", "patternProperties", "additionalProperties", "propertyNames", "minProperties", "maxProperties",
          "required", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties",
        ]
      ),
    ]
    var result: [String: TypeSet] = [:]
    for (type, names) in groups { for name in names { result[name] = type } }
    return result
  }()

  /// The known keyword one slip of the keys away from an unknown one.
  private static func likelyMeant(_ keyword: String, _ dialect: Dialect) -> String? {
    let count = keyword.utf8.count
    guard (4...24).contains(count), !Dialect.names.contains(keyword), !keyword.utf8.starts(with: "x-".utf8) else {
      return nil
    }
    return Dialect.names.filter {
      (dialect.knows($0) || Dialect.documenting.contains($0)) && abs($0.utf8.count - count) <= 2
    }
    .map { (name: $0, slips: slips(Array(keyword.utf8), Array($0.utf8))) }
    .filter { $0.slips <= (count < 6 ? 1 : 2) }
    .min { ($0.slips, $0.name) < ($1.slips, $1.name) }?.name
  }

  /// Letters to insert, delete or replace (Levenshtein 1966).
  private static func slips(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var last = Array(0...b.count)
    for (i, byte) in a.enumerated() {
      var row = [i + 1]
      for (j, other) in b.enumerated() {
        row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (byte == other ? 0 : 1)))
      }
      last = row
    }
    return last[b.count]
  }
}

extension JSONSchema.Draft {
  /// What people call it.
  var name: String {
    switch self {
    case .draft7: "draft 7"
    case .draft201909: "2019-09"
    case .draft202012: "2020-12"
    }
  }
}
