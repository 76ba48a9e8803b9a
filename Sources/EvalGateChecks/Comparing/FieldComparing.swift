import EvalGateCore
import StrictJSON

/// Walks an expected value and an output together and notes what became of every field.
struct FieldComparing {
  /// Which fields count beside those with a rule.
  struct Scope: Hashable, Sendable {
    /// Whether fields of the expected value without a rule are compared exactly.
    var comparesOthers = true
    /// Whether members of the output that nothing expects are noted.
    var notesInvented = true
  }

  /// Invented fields noted for one output; a hostile one could have millions.
  static let maximumInvented = 50

  let scope: Scope
  private(set) var facts: [Fact] = []
  /// What differs, for people.
  private(set) var differences: [String] = []
  private var invented = 0

  init(_ scope: Scope) { self.scope = scope }

  /// How many fields matched, of all that were noted.
  var matched: Int {
    facts.count { if case .field(_, .match) = $0 { true } else { false } }
  }

  /// Compares two values by the rules, whose paths begin at these values.
  mutating func compare(
    _ expected: JSONValue, _ got: JSONValue?, _ rules: [FieldRule], at place: FieldPlace = FieldPlace()
  ) throws(Halt) {
    var known: [[JSONPathStep]: FieldComparison] = [:]
    for rule in rules {
      for match in rule.path.matches(in: expected) { known[match.steps] = rule.comparison }
      if let got { for match in rule.path.matches(in: got) { known[match.steps] = rule.comparison } }
    }
    try walk(expected, got, place.asRoot, known, isLost: got == nil)
  }

  /// - Parameter isLost: whether something around this field is missing, so that it is missing even where `null` is expected.
  private mutating func walk(
    _ expected: JSONValue, _ got: JSONValue?, _ place: FieldPlace, _ rules: [[JSONPathStep]: FieldComparison],
    isLost: Bool
  ) throws(Halt) {
    switch (rules[place.steps], expected) {
    case (.ignore?, _): return
    case (.list(let keys, let itemRules)?, .array(let items)):
      try matchItems(items, got, place, keys, itemRules, isLost: isLost)
    case (let rule?, _): try note(rule, expected, got, place, isLost: isLost)
    case (nil, .object(let members)) where !members.isEmpty:
      try walkMembers(members, got, place, rules, isLost: isLost)
    case (nil, .array(let items)) where !items.isEmpty:
      for (index, item) in items.enumerated() {
        try walk(item, got?[index], place.item(index), rules, isLost: isLost || got?[index] == nil)
      }
      noteInventedItems(got?.arrayValue?.dropFirst(items.count).map { $0 } ?? [], place)
    case (nil, _):
      if scope.comparesOthers { try note(.exact, expected, got, place, isLost: isLost) }
    }
  }

  private mutating func walkMembers(
    _ members: JSONObject, _ got: JSONValue?, _ place: FieldPlace, _ rules: [[JSONPathStep]: FieldComparison],
    isLost: Bool
  ) throws(Halt) {
    let found = got?.objectValue
    for (name, value) in members {
      try walk(value, found?[name], place.member(name), rules, isLost: isLost || found == nil)
    }
    guard let found else { return }
    for (name, value) in found where !members.contains(key: name) {
      let member = place.member(name)
      switch rules[member.steps] {
      case .ignore?: continue
      case let rule?: try note(rule, .null, value, member, isLost: false)
      case nil: noteInvented(value, member)
      }
    }
  }

  /// Items with equal keys belong together, the first with the first; an order does not count.
  private mutating func matchItems(
    _ expected: [JSONValue], _ got: JSONValue?, _ place: FieldPlace, _ keys: [String], _ rules: [FieldRule],
    isLost: Bool
  ) throws(Halt) {
    let found = got?.arrayValue ?? []
    let key = { (item: JSONValue) in keys.map { item[$0] ?? .null } }
    var waiting: [[JSONValue]: ArraySlice<Int>] = [:]
    for (index, item) in found.enumerated() { waiting[key(item), default: []].append(index) }
    var taken: Set<Int> = []
    for (index, item) in expected.enumerated() {
      let match = waiting[key(item)]?.popFirst()
      if let match { taken.insert(match) }
      try compare(item, match.map { found[$0] }, rules, at: place.item(index))
    }
    noteInventedItems(found.indices.filter { !taken.contains($0) }.map { found[$0] }, place)
    if expected.isEmpty, found.isEmpty { try note(.exact, .array([]), got, place, isLost: isLost) }
  }

  private mutating func note(
    _ comparison: FieldComparison, _ expected: JSONValue, _ got: JSONValue?, _ place: FieldPlace, isLost: Bool
  ) throws(Halt) {
    let outcome = isLost ? .missing : try comparison.outcome(expected, got)
    facts.append(.field(path: place.field, outcome))
    switch outcome {
    case .match: break
    case .mismatch: differences.append("\(place.shown) " + difference(expected.asText, got?.asText ?? ""))
    case .missing: differences.append("\(place.shown) is missing")
    case .invented: differences.append("\(place.shown) is invented: \(brief(got?.asText ?? ""))")
    }
  }

  private mutating func noteInventedItems(_ items: [JSONValue], _ place: FieldPlace) {
    for item in items where invented <= Self.maximumInvented {
      noteInvented(item, place.item(0), shown: "an item of \(place.shown)")
    }
  }

  private mutating func noteInvented(_ value: JSONValue, _ place: FieldPlace, shown: String? = nil) {
    guard scope.notesInvented, !value.isNull else { return }
    invented += 1
    guard invented <= Self.maximumInvented else { return }
    facts.append(.field(path: place.field, .invented))
    differences.append("\(shown ?? place.shown) is invented: \(brief(value))")
  }
}
