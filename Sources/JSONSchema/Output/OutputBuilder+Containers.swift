import SafeRegex
import StrictJSON

extension OutputBuilder {
  /// The units of the keywords about members, each with the names it applied to as its annotation
  /// (2020-12 core, sections 10.3.2 and 11.3).
  mutating func members(
    of object: JSONObject, _ rule: Rule, _ holds: Bool, _ source: NodeSource, _ place: Place, _ seen: Evaluated
  ) throws(TooExpensive) -> [OutputUnit] {
    let first = explainer.evaluator.firstChild(of: place.id, count: object.count)
    switch rule {
    case .members(let rules): return try memberKeywords(rules, object, first, holds, source, place)
    case .unevaluatedProperties(let node):
      var applied = Applied()
      for (index, member) in object.enumerated() where !isCut && !seen.contains(index) {
        let inner = place.inside(member.key, member.value, first + index, under: ["unevaluatedProperties"])
        applied.add(member.key, try schema(node, inner))
      }
      return [try keyword("unevaluatedProperties", applied, holds, source, place)]
    case .propertyNames(let node):
      var units: [OutputUnit] = []
      for name in object.keys where !isCut {
        // The name stands for itself and is no place of the instance, so the object is named.
        let inner = Place(
          value: .string(name), id: explainer.evaluator.numberForName(), scope: place.scope,
          instancePath: place.instancePath, keywordPath: place.keywordPath.appending("propertyNames"))
        units.append(try schema(node, inner))
      }
      return [try keyword("propertyNames", holds, source, place, children: units)]
    default: return []
    }
  }

  /// The members or elements a keyword applied to, and what came of it.
  private struct Applied {
    var names: [JSONValue] = []
    var units: [OutputUnit] = []

    mutating func add(_ name: String, _ unit: OutputUnit) {
      names.append(.string(name))
      units.append(unit)
    }
  }

  private mutating func memberKeywords(
    _ rules: MemberRules, _ object: JSONObject, _ first: Int, _ holds: Bool, _ source: NodeSource, _ place: Place
  ) throws(TooExpensive) -> [OutputUnit] {
    var (named, patterned, additional) = (Applied(), Applied(), Applied())
    for (index, member) in object.enumerated() where !isCut {
      var isMatched = false
      if let node = rules.named[member.key] {
        isMatched = true
        let inner = place.inside(member.key, member.value, first + index, under: ["properties", member.key])
        named.add(member.key, try schema(node, inner))
      }
      for pattern in rules.patterns where try explainer.evaluator.matches(pattern.regex, member.key) {
        isMatched = true
        let inner = place.inside(
          member.key, member.value, first + index, under: ["patternProperties", pattern.regex.pattern])
        patterned.add(member.key, try schema(pattern.node, inner))
      }
      if !isMatched, let node = rules.additional {
        let inner = place.inside(member.key, member.value, first + index, under: ["additionalProperties"])
        additional.add(member.key, try schema(node, inner))
      }
    }
    var units: [OutputUnit] = []
    if !rules.named.isEmpty { units.append(try keyword("properties", named, holds, source, place)) }
    if !rules.patterns.isEmpty { units.append(try keyword("patternProperties", patterned, holds, source, place)) }
    if rules.additional != nil { units.append(try keyword("additionalProperties", additional, holds, source, place)) }
    return units
  }

  private mutating func keyword(
    _ name: String, _ applied: Applied, _ holds: Bool, _ source: NodeSource, _ place: Place
  ) throws(TooExpensive) -> OutputUnit {
    try keyword(
      name, verdict(applied.units, holds), source, place, annotation: .array(applied.names), children: applied.units)
  }

  /// The verdict of a keyword by the units of what it applied; where these are not all, that of its rule.
  private func verdict(_ units: [OutputUnit], _ holds: Bool) -> Bool {
    isCut ? holds : units.allSatisfy(\.isValid)
  }

  /// The units of the keywords about elements, annotated as sections 10.3.1 and 11.2 ask.
  mutating func elements(
    _ elements: [JSONValue], _ rule: Rule, _ holds: Bool, _ source: NodeSource, _ place: Place, _ seen: Evaluated
  ) throws(TooExpensive) -> [OutputUnit] {
    let first = explainer.evaluator.firstChild(of: place.id, count: elements.count)
    switch rule {
    case .contains(let rule): return try contains(rule, elements, first, holds, source, place)
    case .unevaluatedItems(let node):
      var units: [OutputUnit] = []
      for (index, element) in elements.enumerated() where !isCut && !seen.contains(index) {
        let inner = place.inside("\(index)", element, first + index, under: ["unevaluatedItems"])
        units.append(try schema(node, inner))
      }
      return [
        try keyword(
          "unevaluatedItems", holds, source, place, annotation: units.isEmpty ? nil : true, children: units)
      ]
    case .elements(let rules):
      var (prefix, rest): ([OutputUnit], [OutputUnit]) = ([], [])
      for (index, element) in elements.enumerated() {
        guard !isCut, let node = rules.node(for: index) else { break }
        let isPrefix = index < rules.prefix.count
        let keywords = isPrefix ? [rules.prefixKeyword, "\(index)"] : [rules.restKeyword]
        let unit = try schema(node, place.inside("\(index)", element, first + index, under: keywords))
        if isPrefix { prefix.append(unit) } else { rest.append(unit) }
      }
      var units: [OutputUnit] = []
      if !rules.prefix.isEmpty {
        let last: JSONValue? =
          prefix.isEmpty ? nil : prefix.count == elements.count ? true : .number(JSONNumber(prefix.count - 1))
        units.append(
          try keyword(
            rules.prefixKeyword, verdict(prefix, holds), source, place, annotation: last, children: prefix))
      }
      if rules.rest != nil {
        units.append(
          try keyword(
            rules.restKeyword, verdict(rest, holds), source, place, annotation: rest.isEmpty ? nil : true,
            children: rest))
      }
      return units
    default: return []
    }
  }

  private mutating func contains(
    _ rule: ContainsRule, _ elements: [JSONValue], _ first: Int, _ holds: Bool, _ source: NodeSource, _ place: Place
  ) throws(TooExpensive) -> [OutputUnit] {
    var units: [OutputUnit] = []
    for (index, element) in elements.enumerated() where !isCut {
      units.append(try schema(rule.node, place.inside("\(index)", element, first + index, under: ["contains"])))
    }
    if isCut { return [try keyword("contains", holds, source, place, children: units)] }
    let matches = units.indices.filter { units[$0].isValid }
    let names: JSONValue =
      matches.count == elements.count ? true : .array(matches.map { .number(JSONNumber($0)) })
    let bounds: [(String, Bool)] = [
      ("minContains", matches.count >= rule.minimum), ("maxContains", matches.count <= rule.maximum ?? .max),
    ].filter { source.schema[$0.0] != nil && source.dialect.knows($0.0) }
    // With `minContains: 0` it holds without a match; a bound of its own speaks for itself.
    let found = bounds.contains { $0.0 == "minContains" } ? matches.count >= min(rule.minimum, 1) : !matches.isEmpty
    var result = [
      try keyword("contains", found, source, place, annotation: names, children: units)
    ]
    for (name, isMet) in bounds {
      let error = "found \(matches.count) matching items among \(elements.count)"
      result.append(try keyword(name, isMet, source, place, error: error))
    }
    return result
  }
}
