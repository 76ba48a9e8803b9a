import StrictJSON

/// Applies a program to one instance.
///
/// A node that several rules apply keeps its verdicts for each value, so that recursive schemas whose alternatives meet
/// in the same place take linear time, and a reference that leads back to itself on the same value is noticed.
struct Evaluator {
  /// One application of a schema to a value.
  struct Visit: Hashable {
    let node: Int
    let value: Int
    let scope: Int
  }

  enum Verdict {
    case running, invalid
    case valid(Evaluated)
  }

  let program: Program
  /// Whether every node keeps its verdicts: set while issues are collected, which asks the same questions again.
  var remembersAll = false
  private var verdicts: [Visit: Verdict] = [:]
  private(set) var scopes = DynamicScopes()
  private var values = ValueNumbers()
  private var steps = 0
  private var depth = 0
  /// By how much its allowance is smaller than that of deciding alone.
  private let share: Int

  init(_ program: Program, share: Int = 1) {
    self.program = program
    self.share = share
  }

  /// Whether a value satisfies the schema `node`. What it evaluates in place is added to `seen` when it does.
  ///
  /// - Parameter id: the number of the value in this run.
  mutating func check(
    _ node: Int, _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    let schema = program.nodes[node]
    if let constant = schema.constant { return constant }
    try spend(1)
    let scope = try self.scope(entering: schema, from: scope)
    guard schema.isShared || (remembersAll && !schema.isLeaf) else {
      if !schema.tracks { return try checkRules(of: schema, value, id, scope, &seen) }
      // What cousins evaluated does not count, so such a schema starts afresh.
      var own = Evaluated(tracking: true)
      guard try checkRules(of: schema, value, id, scope, &own) else { return false }
      try unite(own, into: &seen)
      return true
    }
    // Looking up and keeping a verdict costs about as much as another application.
    try spend(1)
    let visit = Visit(node: node, value: id, scope: scope)
    switch verdicts[visit] {
    case .running: throw TooExpensive(message: "schema refers to itself without end")
    case .invalid: return false
    case .valid(let known) where known.isTracking || !seen.isTracking:
      try unite(known, into: &seen)
      return true
    case .valid, nil: break
    }
    verdicts[visit] = .running
    var own = Evaluated(tracking: seen.isTracking || schema.tracks)
    let isValid = try checkRules(of: schema, value, id, scope, &own)
    verdicts[visit] = isValid ? .valid(own) : .invalid
    if isValid { try unite(own, into: &seen) }
    return isValid
  }

  /// Adds what a schema that holds has evaluated.
  mutating func unite(_ own: Evaluated, into seen: inout Evaluated) throws(TooExpensive) {
    guard seen.isTracking else { return }
    try spend(own.cost)
    seen.formUnion(own)
  }

  private mutating func checkRules(
    of schema: SchemaNode, _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    try descend()
    defer { ascend() }
    for rule in schema.rules where try !check(rule, value, id, scope, &seen) { return false }
    return true
  }

  /// Enters a schema from another.
  mutating func descend() throws(TooExpensive) {
    guard depth < program.limits.depth else {
      throw TooExpensive(message: "schemas are nested deeper than \(program.limits.depth)")
    }
    depth += 1
  }

  /// Leaves the schema entered last.
  mutating func ascend() { depth -= 1 }

  /// The same for a schema whose evaluations are of no interest.
  mutating func holds(_ node: Int, _ value: JSONValue, _ id: Int, _ scope: Int) throws(TooExpensive) -> Bool {
    var unseen = Evaluated(tracking: false)
    return try check(node, value, id, scope, &unseen)
  }

  /// Whether a member name satisfies a schema. A name is no value of the instance, so it takes a number of its own.
  mutating func holdsForName(_ node: Int, _ name: String, _ scope: Int) throws(TooExpensive) -> Bool {
    try holds(node, .string(name), numberForName(), scope)
  }

  /// A number for a member name, or for what a string holds, used once.
  mutating func numberForName() -> Int { values.addValue() }

  /// The dynamic scope within a schema.
  mutating func scope(entering schema: SchemaNode, from scope: Int) throws(TooExpensive) -> Int {
    guard program.isDynamic else { return scope }
    let known = scopes.count
    let inner = scopes.entering(schema.resource, from: scope)
    // A new scope is a copy of the one around it.
    try spend(scopes.count > known ? scopes[inner].count : scopes[inner].count / 256)
    return inner
  }

  /// Counts work against the limit. A step is about what applying a small schema to a scalar takes, a tenth of a microsecond.
  mutating func spend(_ count: Int) throws(TooExpensive) {
    steps += count
    let limits = program.limits
    let beyond = max(0, values.inInstance - JSONSchema.Limits.valuesWithoutSteps)
    let allowance = (limits.steps + beyond &* limits.stepsPerValue) / share
    guard steps <= allowance else { throw TooExpensive(message: "validation takes more than \(allowance) steps") }
  }

  /// The number of the first of `count` values inside the value `id`; the others follow it.
  mutating func firstChild(of id: Int, count: Int) -> Int { values.firstChild(of: id, count: count) }
}

/// Numbers for the values of an instance, given out as containers are entered.
struct ValueNumbers {
  /// For each value the number of its first child; while it has none, `none`, or `foreign` for what is no value of the instance.
  private var firstChild: [Int] = [none]

  private static let none = 0
  private static let foreign = -1

  /// How many of them stand for values of the instance: a name, or what a string holds, must not buy more steps.
  private(set) var inInstance = 1

  mutating func addValue() -> Int {
    firstChild.append(Self.foreign)
    return firstChild.count - 1
  }

  mutating func firstChild(of id: Int, count: Int) -> Int {
    let known = firstChild[id]
    if known > 0 { return known }
    firstChild[id] = firstChild.count
    firstChild.append(contentsOf: repeatElement(known, count: count))
    if known == Self.none { inInstance += count }
    return firstChild[id]
  }
}
