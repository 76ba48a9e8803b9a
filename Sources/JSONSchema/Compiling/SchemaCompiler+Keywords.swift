import StrictJSON

extension SchemaCompiler {
  /// The rules of a schema object: assertions on the value first, then what applies other schemas, and last what needs
  /// to know what those evaluated.
  mutating func rules(of context: Context) -> [Rule] {
    // In draft 7 a reference hides everything beside it (core, section 8.3).
    if context.dialect.draft == .draft7, let reference = context.object["$ref"] {
      return [referenceRule("$ref", reference, context)].compactMap { $0 }
    }
    var rules: [Rule] = []
    for keyword in Self.order {
      // Few are there, so that is asked first.
      guard let value = context.object[keyword], context.dialect.knows(keyword) else { continue }
      if keyword == "dependencies", let rule = nameDependencyRule(keyword, value, context) { rules.append(rule) }
      if let rule = rule(keyword, value, context) { rules.append(rule) }
    }
    if let rule = contentRule(context) { rules.append(rule) }
    for extra in [memberRules(context), elementRules(context), containsRule(context), conditionalRule(context)] {
      if let extra { rules.append(extra) }
    }
    for keyword in ["unevaluatedItems", "unevaluatedProperties"] where context.object[keyword] != nil {
      guard context.dialect.knows(keyword), let node = node(at: "/" + keyword, in: context) else { continue }
      rules.append(keyword == "unevaluatedItems" ? .unevaluatedItems(node) : .unevaluatedProperties(node))
    }
    return rules
  }

  /// Cheap keywords before dear ones.
  private static let order = [
    "type", "const", "enum", "required", "minProperties", "maxProperties", "minItems", "maxItems", "minLength",
    "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "dependentRequired",
    "pattern", "format", "uniqueItems", "$ref", "$dynamicRef", "$recursiveRef", "propertyNames", "dependencies",
    "dependentSchemas", "allOf", "anyOf", "oneOf", "not",
  ]

  private mutating func rule(_ keyword: String, _ value: JSONValue, _ context: Context) -> Rule? {
    switch keyword {
    case "$ref", "$dynamicRef", "$recursiveRef": referenceRule(keyword, value, context)
    case "allOf", "anyOf", "oneOf": listRule(keyword, value, context)
    case "not": node(at: "/not", in: context).map { .not($0) }
    case "propertyNames": node(at: "/propertyNames", in: context).map { .propertyNames($0) }
    case "dependencies", "dependentSchemas": dependencyRule(keyword, value, context)
    case "dependentRequired": nameDependencyRule(keyword, value, context)
    default: assertion(keyword, value, context)
    }
  }

  private mutating func listRule(_ keyword: String, _ value: JSONValue, _ context: Context) -> Rule? {
    guard let nodes = nodeList(keyword, value, context) else { return nil }
    switch keyword {
    case "allOf": return .allOf(nodes)
    case "anyOf": return .anyOf(nodes)
    default: return .oneOf(nodes)
    }
  }

  /// The nodes of a non-empty list of schemas.
  private mutating func nodeList(_ keyword: String, _ value: JSONValue, _ context: Context) -> [Int]? {
    guard case .array(let elements) = value, !elements.isEmpty else {
      report("expected non-empty array of schemas, found \(value.kindName)", at: "/" + keyword, in: context)
      return nil
    }
    return elements.indices.compactMap { node(at: "/\(keyword)/\($0)", in: context) }
  }

  /// The nodes of an object whose members are schemas.
  private mutating func nodeMap(
    _ keyword: String, _ value: JSONValue, _ context: Context
  ) -> [(name: String, node: Int)] {
    guard case .object(let object) = value else {
      report("expected object of schemas, found \(value.kindName)", at: "/" + keyword, in: context)
      return []
    }
    return object.keys.compactMap { name in
      node(at: "/\(keyword)/\(name.asPointerToken)", in: context).map { (name, $0) }
    }
  }

  // MARK: References

  private mutating func referenceRule(_ keyword: String, _ value: JSONValue, _ context: Context) -> Rule? {
    guard case .string(let text) = value else {
      report("\(keyword) is not a string", at: "/" + keyword, in: context)
      return nil
    }
    if keyword == "$recursiveRef", !text.sameBytes(as: "#") {
      report(
        "$recursiveRef is not \"#\"", at: "/" + keyword, in: context,
        help: "2019-09 allows nothing else; `$ref` leads elsewhere")
      return nil
    }
    let target = index.resolve(
      text, from: context.site.resource, at: context.site.pointer + "/" + keyword, in: context.site.document)
    guard let target else { return nil }
    let fallback = node(for: target.site)
    let resource = index.resources[index.sites[target.site].resource]
    // Both are plain references unless where they lead says otherwise.
    if keyword == "$dynamicRef", let anchor = target.anchor, resource.dynamicAnchors[UTF8Key(anchor)] != nil {
      return .dynamicReference(anchor: anchorNumber(anchor), fallback: fallback)
    }
    if keyword == "$recursiveRef", resource.isRecursiveAnchor {
      noteRecursion()
      return .recursiveReference(fallback)
    }
    return .reference(fallback)
  }

  // MARK: Objects

  private static let memberKeywords = ["properties", "patternProperties", "additionalProperties"]

  private mutating func memberRules(_ context: Context) -> Rule? {
    let object = context.object
    guard Self.memberKeywords.contains(where: { object[$0] != nil }), context.dialect.knows("properties") else {
      return nil
    }
    var rules = MemberRules()
    if let value = object["properties"] { rules.named = NameTable(nodeMap("properties", value, context)) }
    if let value = object["patternProperties"] {
      for (pattern, node) in nodeMap("patternProperties", value, context) {
        let path = "/patternProperties/" + pattern.asPointerToken
        guard let regex = regex(pattern, at: path, in: context) else { continue }
        rules.patterns.append(.init(regex: regex, node: node))
      }
    }
    if object["additionalProperties"] != nil { rules.additional = node(at: "/additionalProperties", in: context) }
    let isEmpty = rules.named.isEmpty && rules.patterns.isEmpty && rules.additional == nil
    return isEmpty ? nil : .members(rules)
  }

  private mutating func dependencyRule(_ keyword: String, _ value: JSONValue, _ context: Context) -> Rule? {
    guard case .object(let object) = value else {
      report("expected object, found \(value.kindName)", at: "/" + keyword, in: context)
      return nil
    }
    // `dependencies` holds lists of names as well, which are a rule of their own.
    var schemas: [SchemaDependency] = []
    for (name, member) in object {
      let path = "/\(keyword)/\(name.asPointerToken)"
      if keyword == "dependencies", case .array = member { continue }
      if let node = node(at: path, in: context) { schemas.append(.init(name: name, node: node)) }
    }
    return schemas.isEmpty ? nil : .dependentSchemas(schemas, keyword: keyword)
  }

  private mutating func nameDependencyRule(_ keyword: String, _ value: JSONValue, _ context: Context) -> Rule? {
    let names = nameDependencies(keyword, value, context)
    return names.isEmpty ? nil : .dependentRequired(names, keyword: keyword)
  }

  // MARK: Arrays

  private mutating func elementRules(_ context: Context) -> Rule? {
    let object = context.object
    guard object["items"] != nil || object["prefixItems"] != nil, context.dialect.knows("items") else { return nil }
    let isModern = context.dialect.draft == .draft202012
    var rules = ElementRules(
      prefixKeyword: isModern ? "prefixItems" : "items", restKeyword: isModern ? "items" : "additionalItems")
    if isModern {
      if let value = object["prefixItems"] { rules.prefix = nodeList("prefixItems", value, context) ?? [] }
      if object["items"] != nil { rules.rest = node(at: "/items", in: context) }
    } else if case .array(let elements)? = object["items"] {
      rules.prefix = elements.indices.compactMap { node(at: "/items/\($0)", in: context) }
      if object["additionalItems"] != nil { rules.rest = node(at: "/additionalItems", in: context) }
    } else if object["items"] != nil {
      // Without a list in `items`, `additionalItems` means nothing.
      rules = ElementRules(prefixKeyword: "items", restKeyword: "items")
      rules.rest = node(at: "/items", in: context)
    }
    return rules.prefix.isEmpty && rules.rest == nil ? nil : .elements(rules)
  }

  private mutating func containsRule(_ context: Context) -> Rule? {
    guard context.object["contains"] != nil, context.dialect.knows("contains"),
      let node = node(at: "/contains", in: context)
    else { return nil }
    let counts = context.dialect.knows("minContains")
    return .contains(
      ContainsRule(
        node: node,
        minimum: counts ? count("minContains", context) ?? 1 : 1,
        maximum: counts ? count("maxContains", context) : nil,
        marksEvaluated: context.dialect.draft == .draft202012))
  }

  private mutating func conditionalRule(_ context: Context) -> Rule? {
    guard context.object["if"] != nil, context.dialect.knows("if"), let condition = node(at: "/if", in: context) else {
      return nil
    }
    let then = context.object["then"] == nil ? nil : node(at: "/then", in: context)
    let otherwise = context.object["else"] == nil ? nil : node(at: "/else", in: context)
    return .conditional(Conditional(condition: condition, then: then, otherwise: otherwise))
  }
}
