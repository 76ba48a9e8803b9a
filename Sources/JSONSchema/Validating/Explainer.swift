import StrictJSON

/// Says why an instance does not satisfy a schema, once that is known.
///
/// Goes only where something fails and asks a remembering evaluator, so it costs about as much as validating again.
struct Explainer {
  /// A failure being looked into.
  struct Place {
    let value: JSONValue
    let id: Int
    let scope: Int
    let instancePath: JSONPointer
    let keywordPath: JSONPointer

    /// The same value, seen by a schema further along.
    func under(_ keywords: String..., scope: Int) -> Place {
      Place(
        value: value, id: id, scope: scope, instancePath: instancePath,
        keywordPath: JSONPointer(tokens: keywordPath.tokens + keywords))
    }

    /// A value inside, seen by a schema further along.
    func inside(_ token: String, _ value: JSONValue, _ id: Int, under keywords: [String]) -> Place {
      Place(
        value: value, id: id, scope: scope, instancePath: instancePath.appending(token),
        keywordPath: JSONPointer(tokens: keywordPath.tokens + keywords))
    }
  }

  var evaluator: Evaluator
  private(set) var issues: [SchemaIssue] = []

  /// The issues so far, which are then forgotten.
  mutating func takeIssues() -> [SchemaIssue] {
    defer { issues = [] }
    return issues
  }

  var isFull: Bool { issues.count >= min(evaluator.program.limits.issues, room) }

  /// How many issues there may be when what is being explained is done: few of a single alternative.
  private var room = Int.max
  /// Whether an alternative is being explained.
  private(set) var isInChoice = false

  /// Reports an alternative of a choice: what it fails by, at most a few issues.
  mutating func explainAlternative(_ node: Int, _ place: Place) throws(TooExpensive) {
    let (outer, wasInChoice) = (room, isInChoice)
    (room, isInChoice) = (min(room, issues.count + Self.issuesOfAlternative), true)
    defer { (room, isInChoice) = (outer, wasInChoice) }
    try explain(node, place)
  }

  private static let issuesOfAlternative = 3

  /// The issues of an instance that is known to be invalid.
  static func issues(of value: JSONValue, in program: Program) -> [SchemaIssue] {
    // The verdict is known, so what is left out here is only words.
    var explainer = Explainer(evaluator: Evaluator(program, share: 2))
    explainer.evaluator.remembersAll = true
    let root = Place(value: value, id: 0, scope: 0, instancePath: .root, keywordPath: .root)
    do throws(TooExpensive) { try explainer.explain(program.root, root) } catch {
      explainer.add("", root, "does not satisfy the schema; \(error.message) while looking for the reason")
    }
    // Cannot happen as long as both passes agree; an invalid verdict must never look empty.
    if explainer.issues.isEmpty { explainer.add("", root, "does not satisfy the schema") }
    return explainer.issues
  }

  init(evaluator: Evaluator) { self.evaluator = evaluator }

  mutating func add(_ keyword: String, _ place: Place, _ message: String) {
    guard !isFull else { return }
    let location = keyword.isEmpty ? place.keywordPath : place.keywordPath.appending(keyword)
    issues.append(
      SchemaIssue(instancePath: place.instancePath, keywordLocation: location, keyword: keyword, message: message))
  }

  /// Reports what fails in a schema.
  mutating func explain(_ node: Int, _ place: Place) throws(TooExpensive) {
    guard !isFull else { return }
    let schema = evaluator.program.nodes[node]
    if schema.constant == false {
      issues.append(
        SchemaIssue(
          instancePath: place.instancePath, keywordLocation: place.keywordPath, keyword: "false",
          message: "nothing is allowed here, found \(place.value.shortened)"))
      return
    }
    let scope = try evaluator.scope(entering: schema, from: place.scope)
    let place = place.under(scope: scope)
    var seen = Evaluated(tracking: schema.tracks)
    var hasFailed = false
    for rule in schema.rules where !isFull {
      // A rule that failed leaves values unevaluated that would otherwise be reported once more.
      if hasFailed, rule.isUnevaluated { continue }
      let before = seen
      guard try !evaluator.check(rule, place.value, place.id, scope, &seen) else { continue }
      hasFailed = true
      try explain(rule, place, before)
    }
  }

  private mutating func explain(_ rule: Rule, _ place: Place, _ seen: Evaluated) throws(TooExpensive) {
    switch rule {
    case .allOf(let nodes):
      for (index, node) in nodes.enumerated() where !isFull {
        guard try fails(node, place) else { continue }
        try explain(node, place.under("allOf", "\(index)", scope: place.scope))
      }
    case .anyOf(let nodes): try explainChoice("anyOf", nodes, place)
    case .oneOf(let nodes): try explainChoice("oneOf", nodes, place)
    case .conditional(let parts):
      let holds = try evaluator.holds(parts.condition, place.value, place.id, place.scope)
      guard let node = holds ? parts.then : parts.otherwise else { return }
      try explain(node, place.under(holds ? "then" : "else", scope: place.scope))
    case .reference(let node): try explain(node, place.under("$ref", scope: place.scope))
    case .dynamicReference:
      try explain(evaluator.target(of: rule, in: place.scope), place.under("$dynamicRef", scope: place.scope))
    case .recursiveReference:
      try explain(evaluator.target(of: rule, in: place.scope), place.under("$recursiveRef", scope: place.scope))
    case .dependentSchemas(let dependencies, let keyword):
      for dependency in dependencies where !isFull && place.value[dependency.name] != nil {
        guard try fails(dependency.node, place) else { continue }
        try explain(dependency.node, place.under(keyword, dependency.name, scope: place.scope))
      }
    case .content(let rule): try explainContent(rule, place)
    case .members, .propertyNames, .unevaluatedProperties: try explainMembers(rule, place, seen)
    case .elements, .contains, .unevaluatedItems: try explainElements(rule, place, seen)
    default: explainAssertion(rule, place)
    }
  }

  private mutating func explainContent(_ rule: ContentRule, _ place: Place) throws(TooExpensive) {
    guard case .string(let text) = place.value else { return }
    switch rule.reading(of: text) {
    case .bytes: return
    case .failure(let keyword): add(keyword, place, "expected \(rule.words), found \(place.value.shortened)")
    case .value(let content):
      guard let node = rule.schema else { return }
      try explain(
        node,
        Place(
          value: content, id: evaluator.numberForName(), scope: place.scope, instancePath: place.instancePath,
          keywordPath: place.keywordPath.appending("contentSchema")))
    }
  }

  mutating func fails(_ node: Int, _ place: Place) throws(TooExpensive) -> Bool {
    try !evaluator.holds(node, place.value, place.id, place.scope)
  }

  /// Whether a value inside that of a place fails; asked before the place of the value is written down, which costs more.
  mutating func fails(_ node: Int, _ value: JSONValue, _ id: Int, _ place: Place) throws(TooExpensive) -> Bool {
    try !evaluator.holds(node, value, id, place.scope)
  }

  /// Reports what fails in a member or element, in plain words when nothing at all is allowed there.
  mutating func explain(_ node: Int, _ place: Place, orSay message: String) throws(TooExpensive) {
    guard evaluator.program.nodes[node].constant == false, let keyword = place.keywordPath.tokens.last else {
      return try explain(node, place)
    }
    guard !isFull else { return }
    issues.append(
      SchemaIssue(
        instancePath: place.instancePath, keywordLocation: place.keywordPath, keyword: keyword, message: message))
  }
}
