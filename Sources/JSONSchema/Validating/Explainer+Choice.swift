import StrictJSON

/// How far a value is from an alternative: of the wrong type, of another kind by its constants, or flawed.
struct Distance: Comparable {
  var wrongTypes = 0
  var wrongConstants = 0
  var flaws = 0

  static func < (left: Distance, right: Distance) -> Bool {
    (left.wrongTypes, left.wrongConstants, left.flaws) < (right.wrongTypes, right.wrongConstants, right.flaws)
  }
}

extension Explainer {
  /// Reports an `anyOf` or `oneOf`: the alternative that comes closest speaks for all.
  mutating func explainChoice(_ keyword: String, _ nodes: [Int], _ place: Place) throws(TooExpensive) {
    var matching: [Int] = []
    for (index, node) in nodes.enumerated() where try !fails(node, place) { matching.append(index) }
    if !matching.isEmpty {
      let list = matching.prefix(3).map { "\($0 + 1)" }.joined(separator: ", ")
      let more = matching.count > 3 ? " and \(matching.count - 3) more" : ""
      return add(keyword, place, "expected exactly one of \(nodes.count) alternatives, matches \(list)\(more)")
    }
    if let message = plainMessage(nodes, place) { return add(keyword, place, message) }

    var closest = (index: 0, distance: Distance(wrongTypes: .max))
    for (index, node) in nodes.enumerated() {
      let distance = try distance(to: node, place, depth: 0)
      if distance < closest.distance { closest = (index, distance) }
    }
    // A choice within the closest alternative is told by what its own closest fails by: the way there is in its location.
    if !isInChoice {
      add(keyword, place, "matches none of \(nodes.count) alternatives, closest is number \(closest.index + 1)")
    }
    try explainAlternative(nodes[closest.index], place.under(keyword, "\(closest.index)", scope: place.scope))
  }

  /// One sentence for alternatives that differ only in type or only in constants.
  private func plainMessage(_ nodes: [Int], _ place: Place) -> String? {
    let types = nodes.compactMap { rejectingTypes(of: $0, place.value) }
    if types.count == nodes.count {
      return "expected \(types.reduce(TypeSet()) { $0.union($1) }.description), found \(place.value.shortened)"
    }
    let values = nodes.compactMap { constants(of: $0) }
    guard values.count == nodes.count else { return nil }
    return "expected \(Self.list(values.flatMap { $0 })), found \(place.value.shortened)"
  }

  /// The types a schema allows, when it is by them that it refuses a value.
  private func rejectingTypes(of node: Int, _ value: JSONValue) -> TypeSet? {
    for case .type(let types) in evaluator.program.nodes[node].rules where !types.allows(value) { return types }
    return nil
  }

  /// The constants a schema allows, when it has any.
  private func constants(of node: Int) -> [JSONValue]? {
    for rule in evaluator.program.nodes[node].rules {
      switch rule {
      case .constant(let value): return [value]
      case .enumeration(let set): return set.values
      default: continue
      }
    }
    return nil
  }

  /// How far a value is from a schema, looking no deeper than its members.
  private mutating func distance(to node: Int, _ place: Place, depth: Int) throws(TooExpensive) -> Distance {
    var total = Distance()
    let schema = evaluator.program.nodes[node]
    if schema.constant == false { total.wrongTypes = 1 }
    let place = place.under(scope: try evaluator.scope(entering: schema, from: place.scope))
    var seen = Evaluated(tracking: schema.tracks)
    for rule in schema.rules {
      guard try !evaluator.check(rule, place.value, place.id, place.scope, &seen) else { continue }
      switch rule {
      case .type: total.wrongTypes += 1
      case .constant, .enumeration: total.wrongConstants += 1
      case .required(let names): total.flaws += names.count { place.value[$0] == nil }
      case .members(let rules): try add(to: &total, rules, place)
      case .reference, .allOf, .dynamicReference, .recursiveReference:
        guard depth < 8 else { continue }
        let targets = rule.isDynamic ? [evaluator.target(of: rule, in: place.scope)] : rule.targets
        for target in targets where try fails(target, place) {
          let part = try distance(to: target, place, depth: depth + 1)
          total.wrongTypes += part.wrongTypes
          total.wrongConstants += part.wrongConstants
          total.flaws += part.flaws
        }
      default: total.flaws += 1
      }
    }
    return total
  }

  /// Counts the members that fail; a member whose constant differs says that another alternative was meant.
  private mutating func add(to total: inout Distance, _ rules: MemberRules, _ place: Place) throws(TooExpensive) {
    guard case .object(let object) = place.value else { return }
    let first = evaluator.firstChild(of: place.id, count: object.count)
    for (index, member) in object.enumerated() {
      guard let node = rules.named[member.key] ?? rules.additional else { continue }
      guard try fails(node, member.value, first + index, place) else { continue }
      if constants(of: node) != nil { total.wrongConstants += 1 } else { total.flaws += 1 }
    }
  }
}
