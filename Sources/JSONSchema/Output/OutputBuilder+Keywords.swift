import StrictJSON

extension OutputBuilder {
  /// The units of the keywords that a rule was made of.
  mutating func keywords(
    of rule: Rule, _ holds: Bool, _ source: NodeSource, _ place: Place, _ seen: Evaluated
  ) throws(TooExpensive) -> [OutputUnit] {
    switch rule {
    case .reference(let node): return [try reference("$ref", node, place)]
    case .dynamicReference, .recursiveReference:
      let name = if case .dynamicReference = rule { "$dynamicRef" } else { "$recursiveRef" }
      return [try reference(name, explainer.evaluator.target(of: rule, in: place.scope), place)]
    case .allOf(let nodes): return [try list("allOf", nodes, holds, source, place)]
    case .anyOf(let nodes): return [try list("anyOf", nodes, holds, source, place)]
    case .oneOf(let nodes): return [try list("oneOf", nodes, holds, source, place)]
    case .not(let node):
      let inner = try schema(node, place.under("not", scope: place.scope))
      return [try keyword("not", holds, source, place, error: sentence(of: rule, place), children: [inner])]
    case .conditional(let parts): return try conditional(parts, holds, source, place)
    case .dependentSchemas(let dependencies, let name):
      var children: [OutputUnit] = []
      for dependency in dependencies where !isCut && place.value[dependency.name] != nil {
        children.append(try schema(dependency.node, place.under(name, dependency.name, scope: place.scope)))
      }
      return [try keyword(name, holds, source, place, children: children)]
    case .members, .propertyNames, .unevaluatedProperties:
      guard case .object(let object) = place.value else { return [] }
      return try members(of: object, rule, holds, source, place, seen)
    case .elements, .contains, .unevaluatedItems:
      guard case .array(let elements) = place.value else { return [] }
      return try self.elements(elements, rule, holds, source, place, seen)
    case .content(let rule): return try content(rule, holds, source, place)
    // An annotation too, which is read from the schema itself.
    case .format where holds: return []
    default:
      return [try keyword(rule.keyword, holds, source, place, error: holds ? nil : sentence(of: rule, place))]
    }
  }

  /// What the explainer says of a keyword that fails by itself.
  mutating func sentence(of rule: Rule, _ place: Place) -> String? {
    explainer.explainAssertion(rule, place)
    let sentences = explainer.takeIssues().map(\.message)
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
  }

  private mutating func list(
    _ name: String, _ nodes: [Int], _ holds: Bool, _ source: NodeSource, _ place: Place
  ) throws(TooExpensive) -> OutputUnit {
    var children: [OutputUnit] = []
    for (index, node) in nodes.enumerated() where !isCut {
      children.append(try schema(node, place.under(name, "\(index)", scope: place.scope)))
    }
    let matches = children.count { $0.isValid }
    let error = matches > 1 ? "matches \(matches) of the schemas, expected exactly one" : nil
    var unit = try keyword(name, holds, source, place, error: error, children: children)
    // With one failing schema beside two that match, the reason is still that two match.
    if !holds, matches > 1, name == "oneOf" { unit.error = error }
    return unit
  }

  private mutating func conditional(
    _ parts: Conditional, _ holds: Bool, _ source: NodeSource, _ place: Place
  ) throws(TooExpensive) -> [OutputUnit] {
    let condition = try schema(parts.condition, place.under("if", scope: place.scope))
    var units = [try keyword("if", true, source, place, children: [condition])]
    let name = condition.isValid ? "then" : "else"
    if isCut { return holds ? units : units + [try keyword(name, false, source, place)] }
    if let node = condition.isValid ? parts.then : parts.otherwise {
      let inner = try schema(node, place.under(name, scope: place.scope))
      units.append(try keyword(name, inner.isValid, source, place, children: [inner]))
    }
    return units
  }

  private mutating func content(
    _ rule: ContentRule, _ holds: Bool, _ source: NodeSource, _ place: Place
  ) throws(TooExpensive) -> [OutputUnit] {
    guard !holds, case .string(let text) = place.value else { return [] }
    switch rule.reading(of: text) {
    case .value(let value):
      guard let node = rule.schema else { return [] }
      let inner = Place(
        value: value, id: explainer.evaluator.numberForName(), scope: place.scope, instancePath: place.instancePath,
        keywordPath: place.keywordPath.appending("contentSchema"))
      return [try keyword("contentSchema", false, source, place, children: [try schema(node, inner)])]
    case .bytes: return []
    case .failure(let name):
      return [try keyword(name, false, source, place, error: "expected \(rule.words), found \(place.value.shortened)")]
    }
  }
}

extension Rule {
  /// The keyword that a rule about the value alone stands for.
  var keyword: String {
    switch self {
    case .type: "type"
    case .constant: "const"
    case .enumeration: "enum"
    case .bound(let bound): bound.kind.rawValue
    case .multipleOf: "multipleOf"
    case .minLength: "minLength"
    case .maxLength: "maxLength"
    case .pattern: "pattern"
    case .format: "format"
    case .minItems: "minItems"
    case .maxItems: "maxItems"
    case .uniqueItems: "uniqueItems"
    case .minProperties: "minProperties"
    case .maxProperties: "maxProperties"
    case .required: "required"
    case .dependentRequired(_, let keyword), .dependentSchemas(_, let keyword): keyword
    case .unevaluatedItems: "unevaluatedItems"
    case .unevaluatedProperties: "unevaluatedProperties"
    case .propertyNames: "propertyNames"
    case .allOf: "allOf"
    case .anyOf: "anyOf"
    case .oneOf: "oneOf"
    case .not: "not"
    case .conditional: "if"
    case .reference: "$ref"
    case .dynamicReference: "$dynamicRef"
    case .recursiveReference: "$recursiveRef"
    case .contains: "contains"
    case .members: "properties"
    case .elements(let rules): rules.restKeyword
    case .content: "contentMediaType"
    }
  }
}
