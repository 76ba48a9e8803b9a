import StrictJSON

extension Evaluator {
  /// Whether an array satisfies a rule about arrays.
  mutating func check(
    _ rule: Rule, _ elements: [JSONValue], _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    switch rule {
    case .minItems(let count): return elements.count >= count
    case .maxItems(let count): return elements.count <= count
    case .uniqueItems:
      try spend(elements.reduce(elements.count) { $0 + $1.comparingCost })
      return ValueSet.areUnique(elements)
    case .elements(let rules): return try check(rules, elements, id, scope, &seen)
    case .contains(let rule): return try check(rule, elements, id, scope, &seen)
    case .unevaluatedItems(let node): return try checkRest(node, elements, id, scope, &seen)
    default: return true
    }
  }

  // Each loop that applies schemas is a function of its own that is not inlined: applications nest, and the stack should
  // hold the locals of the loops that are running, not of all there are.

  @inline(never)
  private mutating func checkRest(
    _ node: Int, _ elements: [JSONValue], _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    try spend(elements.count / 4)
    let first = firstChild(of: id, count: elements.count)
    for (index, element) in elements.enumerated() where !seen.contains(index) {
      guard try holds(node, element, first + index, scope) else { return false }
    }
    seen.insertAll()
    return true
  }

  @inline(never)
  private mutating func check(
    _ rules: ElementRules, _ elements: [JSONValue], _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    if rules.prefix.isEmpty, let rest = rules.rest, let all = program.nodes[rest].constant {
      seen.insertAll()
      return all || elements.isEmpty
    }
    try spend((rules.rest == nil ? min(rules.prefix.count, elements.count) : elements.count) / 4)
    let first = firstChild(of: id, count: elements.count)
    for (index, element) in elements.enumerated() {
      guard let node = rules.node(for: index) else { break }
      guard try holds(node, element, first + index, scope) else { return false }
      seen.insert(index)
    }
    if rules.rest != nil { seen.insertAll() }
    return true
  }

  @inline(never)
  private mutating func check(
    _ rule: ContainsRule, _ elements: [JSONValue], _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    try spend(elements.count / 4)
    let marks = rule.marksEvaluated && seen.isTracking
    let first = firstChild(of: id, count: elements.count)
    var count = 0
    for (index, element) in elements.enumerated() {
      // Enough is enough, unless somebody wants to know every match.
      if count > rule.maximum ?? .max { break }
      if !marks, rule.maximum == nil, count >= rule.minimum { break }
      guard try holds(rule.node, element, first + index, scope) else { continue }
      count += 1
      if marks { seen.insert(index) }
    }
    return count >= rule.minimum && count <= rule.maximum ?? .max
  }

  /// Whether an object satisfies a rule about objects.
  mutating func check(
    _ rule: Rule, _ object: JSONObject, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    switch rule {
    case .minProperties(let count): return object.count >= count
    case .maxProperties(let count): return object.count <= count
    case .required(let names):
      try spend(names.count / 2)
      return names.allSatisfy { object.contains(key: $0) }
    case .dependentRequired(let dependencies, _):
      try spend(dependencies.reduce(0) { $0 + 1 + $1.required.count } / 2)
      return dependencies.allSatisfy { dependency in
        !object.contains(key: dependency.name) || dependency.required.allSatisfy { object.contains(key: $0) }
      }
    case .members(let rules): return try check(rules, object, id, scope, &seen)
    case .propertyNames(let node):
      if let all = program.nodes[node].constant { return all || object.isEmpty }
      try spend(object.count)
      for name in object.keys where try !holdsForName(node, name, scope) { return false }
      return true
    case .dependentSchemas(let dependencies, _):
      return try check(dependencies, .object(object), id, scope, &seen)
    case .unevaluatedProperties(let node): return try checkRest(node, object, id, scope, &seen)
    default: return true
    }
  }

  @inline(never)
  private mutating func checkRest(
    _ node: Int, _ object: JSONObject, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    try spend(object.count / 4)
    let first = firstChild(of: id, count: object.count)
    for (index, member) in object.enumerated() where !seen.contains(index) {
      guard try holds(node, member.value, first + index, scope) else { return false }
    }
    seen.insertAll()
    return true
  }

  @inline(never)
  private mutating func check(
    _ dependencies: [SchemaDependency], _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    try spend(dependencies.count / 2)
    for dependency in dependencies where value[dependency.name] != nil {
      guard try check(dependency.node, value, id, scope, &seen) else { return false }
    }
    return true
  }

  @inline(never)
  private mutating func check(
    _ rules: MemberRules, _ object: JSONObject, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    if rules.named.isEmpty, rules.patterns.isEmpty, let rest = rules.additional, let all = program.nodes[rest].constant
    {
      seen.insertAll()
      return all || object.isEmpty
    }
    try spend(object.count)
    let first = firstChild(of: id, count: object.count)
    var index = 0
    for (key, value) in object {
      defer { index += 1 }
      var isMatched = false
      if let node = rules.named[key] {
        isMatched = true
        guard try holds(node, value, first + index, scope) else { return false }
      }
      for pattern in rules.patterns where try matches(pattern.regex, key) {
        isMatched = true
        guard try holds(pattern.node, value, first + index, scope) else { return false }
      }
      if !isMatched, let node = rules.additional {
        isMatched = true
        guard try holds(node, value, first + index, scope) else { return false }
      }
      if isMatched { seen.insert(index) }
    }
    return true
  }
}

extension ElementRules {
  /// The schema of the element at a position.
  func node(for index: Int) -> Int? { index < prefix.count ? prefix[index] : rest }
}
