import SafeRegex
import StrictJSON

extension Explainer {
  /// Reports the members of an object that fail a rule.
  mutating func explainMembers(_ rule: Rule, _ place: Place, _ seen: Evaluated) throws(TooExpensive) {
    guard case .object(let object) = place.value else { return }
    let first = evaluator.firstChild(of: place.id, count: object.count)
    for (index, member) in object.enumerated() where !isFull {
      switch rule {
      case .members(let rules):
        for (node, keywords) in try schemas(of: member.key, in: rules) {
          guard try fails(node, member.value, first + index, place) else { continue }
          let inner = place.inside(member.key, member.value, first + index, under: keywords)
          try explain(node, inner, orSay: "unexpected property \(member.key.quotedShort)")
        }
      case .unevaluatedProperties(let node) where !seen.contains(index):
        guard try fails(node, member.value, first + index, place) else { continue }
        let inner = place.inside(member.key, member.value, first + index, under: ["unevaluatedProperties"])
        try explain(node, inner, orSay: "unexpected property \(member.key.quotedShort)")
      case .propertyNames(let node):
        guard try !evaluator.holdsForName(node, member.key, place.scope) else { continue }
        // The name stands for itself and is no place of the instance, so the object is named.
        let number = evaluator.numberForName()
        let name = Place(
          value: .string(member.key), id: number, scope: place.scope, instancePath: place.instancePath,
          keywordPath: place.keywordPath.appending("propertyNames"))
        try explain(node, name, orSay: "no property is allowed, found \(member.key.quotedShort)")
      default: break
      }
    }
  }

  /// The schemas that a member must satisfy, with the keywords that lead to them.
  private mutating func schemas(
    of key: String, in rules: MemberRules
  ) throws(TooExpensive) -> [(node: Int, keywords: [String])] {
    var found: [(node: Int, keywords: [String])] = []
    if let node = rules.named[key] { found.append((node, ["properties", key])) }
    for pattern in rules.patterns where try evaluator.matches(pattern.regex, key) {
      found.append((pattern.node, ["patternProperties", pattern.regex.pattern]))
    }
    if found.isEmpty, let node = rules.additional { found.append((node, ["additionalProperties"])) }
    return found
  }

  /// Reports the elements of an array that fail a rule.
  mutating func explainElements(_ rule: Rule, _ place: Place, _ seen: Evaluated) throws(TooExpensive) {
    guard case .array(let elements) = place.value else { return }
    if case .contains(let rule) = rule { return try explainContains(rule, elements, place) }
    let first = evaluator.firstChild(of: place.id, count: elements.count)
    for (index, element) in elements.enumerated() where !isFull {
      switch rule {
      case .elements(let rules):
        guard let node = rules.node(for: index) else { return }
        guard try fails(node, element, first + index, place) else { continue }
        let keywords = index < rules.prefix.count ? [rules.prefixKeyword, "\(index)"] : [rules.restKeyword]
        let inner = place.inside("\(index)", element, first + index, under: keywords)
        try explain(node, inner, orSay: "unexpected item, expected at most \(rules.prefix.count)")
      case .unevaluatedItems(let node) where !seen.contains(index):
        guard try fails(node, element, first + index, place) else { continue }
        let inner = place.inside("\(index)", element, first + index, under: ["unevaluatedItems"])
        try explain(node, inner, orSay: "unexpected item \(index)")
      default: break
      }
    }
  }

  private mutating func explainContains(
    _ rule: ContainsRule, _ elements: [JSONValue], _ place: Place
  ) throws(TooExpensive) {
    let first = evaluator.firstChild(of: place.id, count: elements.count)
    var count = 0
    for (index, element) in elements.enumerated()
    where try evaluator.holds(rule.node, element, first + index, place.scope) { count += 1 }
    let tooFew = count < rule.minimum
    let keyword = tooFew ? (rule.minimum == 1 ? "contains" : "minContains") : "maxContains"
    let wanted = tooFew ? "at least \(rule.minimum)" : "at most \(rule.maximum ?? 0)"
    add(keyword, place, "expected \(wanted) matching items, found \(count) among \(elements.count)")
  }
}
