import SafeRegex
import StrictJSON

extension Evaluator {
  /// Whether a value satisfies one rule. A rule about another type of value is satisfied.
  mutating func check(
    _ rule: Rule, _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    switch rule {
    case .type(let types): return types.allows(value)
    case .constant(let expected):
      try spend(expected.comparingCost(with: value))
      return value == expected
    case .enumeration(let values):
      try spend(values.cost(of: value))
      return values.contains(value)
    case .allOf(let nodes):
      try spend(nodes.count / 8)
      for node in nodes where try !check(node, value, id, scope, &seen) { return false }
      return true
    case .anyOf(let nodes): return try checkAny(nodes, value, id, scope, &seen)
    case .oneOf(let nodes): return try countMatches(nodes, value, id, scope, &seen, upTo: 2) == 1
    case .not(let node): return try !holds(node, value, id, scope)
    case .conditional(let parts): return try check(parts, value, id, scope, &seen)
    case .content(let rule): return try check(rule, value, scope)
    case .reference(let node): return try check(node, value, id, scope, &seen)
    case .dynamicReference, .recursiveReference:
      // Every resource around is asked for the anchor.
      try spend(scopes[scope].count / 2)
      return try check(target(of: rule, in: scope), value, id, scope, &seen)
    default: break
    }
    switch value {
    case .number(let number): return try check(rule, number)
    case .string(let text): return try check(rule, text)
    case .array(let elements): return try check(rule, elements, id, scope, &seen)
    case .object(let object): return try check(rule, object, id, scope, &seen)
    case .null, .bool: return true
    }
  }

  private mutating func check(_ rule: Rule, _ number: JSONNumber) throws(TooExpensive) -> Bool {
    switch rule {
    case .bound(let bound):
      try spend(number.text.utf8.count / 16)
      return bound.allows(number)
    case .multipleOf(let divisor):
      try spend(number.text.utf8.count / 8)
      return divisor.divides(number)
    default: return true
    }
  }

  private mutating func check(_ rule: Rule, _ text: String) throws(TooExpensive) -> Bool {
    switch rule {
    case .minLength(let count):
      try spend(text.utf8.count / 128)
      return text.hasLength(atLeast: count)
    case .maxLength(let count):
      try spend(text.utf8.count / 128)
      return !text.hasLength(atLeast: count + 1)
    case .pattern(let regex): return try matches(regex, text)
    case .format(let format):
      try spend(format.cost(of: text))
      return format.matches(text)
    default: return true
    }
  }

  /// Whether a string holds what it is said to hold.
  @inline(never)
  private mutating func check(_ rule: ContentRule, _ value: JSONValue, _ scope: Int) throws(TooExpensive) -> Bool {
    guard case .string(let text) = value else { return true }
    try spend(1 + text.utf8.count / 16)
    switch rule.reading(of: text) {
    case .bytes: return true
    case .failure: return false
    case .value(let content):
      return try rule.schema.map { node throws(TooExpensive) in
        try holds(node, content, numberForName(), scope)
      } ?? true
    }
  }

  /// Whether a pattern occurs in a text.
  mutating func matches(_ regex: SafeRegex, _ text: String) throws(TooExpensive) -> Bool {
    try spend(1 + text.utf8.count / 64)
    var work = 0
    let isMatch: Bool
    do throws(RegexLimit) { isMatch = try regex.isMatch(text, work: &work) } catch {
      throw TooExpensive(message: "pattern \(regex.pattern.debugDescription.shortened): \(error)")
    }
    // What takes the regular expressions a tenth of a second in all is all that one validation may take.
    try spend(work / 64)
    return isMatch
  }

  // MARK: Schemas applied to the value itself

  private mutating func checkAny(
    _ nodes: [Int], _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    try countMatches(nodes, value, id, scope, &seen, upTo: seen.isTracking ? nodes.count : 1) > 0
  }

  /// How many of the schemas hold; counting stops at `most`. What those that hold evaluate is added to `seen`.
  mutating func countMatches(
    _ nodes: [Int], _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated, upTo most: Int
  ) throws(TooExpensive) -> Int {
    try spend(nodes.count / 8)
    var count = 0
    for node in nodes where count < most {
      var own = Evaluated(tracking: seen.isTracking)
      guard try check(node, value, id, scope, &own) else { continue }
      count += 1
      try unite(own, into: &seen)
    }
    return count
  }

  private mutating func check(
    _ parts: Conditional, _ value: JSONValue, _ id: Int, _ scope: Int, _ seen: inout Evaluated
  ) throws(TooExpensive) -> Bool {
    var own = Evaluated(tracking: seen.isTracking)
    let holds = try check(parts.condition, value, id, scope, &own)
    if holds { try unite(own, into: &seen) }
    guard let next = holds ? parts.then : parts.otherwise else { return true }
    return try check(next, value, id, scope, &seen)
  }

  /// Which node a dynamic reference means here: that of the outermost resource with the anchor
  /// (2020-12 core, section 8.2.3.2; 2019-09 core, section 8.2.4.2.2).
  func target(of rule: Rule, in scope: Int) -> Int {
    switch rule {
    case .dynamicReference(let anchor, let fallback):
      let anchors = program.dynamicAnchors[anchor]
      return scopes[scope].lazy.compactMap { anchors[$0] }.first ?? fallback
    case .recursiveReference(let fallback):
      return scopes[scope].lazy.compactMap { program.recursiveAnchors[$0] }.first ?? fallback
    default: return program.root
    }
  }
}

extension String {
  /// Whether it has at least `count` characters, which are code points (RFC 8259, section 8).
  func hasLength(atLeast count: Int) -> Bool {
    if utf8.count < count { return false }
    if utf8.count / 4 >= count { return true }
    return length >= count
  }

  /// The number of code points: of bytes that continue none, eight at a time.
  var length: Int {
    withBytes { bytes in
      let whole = bytes.count & ~7
      var continuing = 0
      for place in stride(from: 0, to: whole, by: 8) {
        let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
        continuing += (word >> 7 & ~word >> 6 & 0x0101_0101_0101_0101).nonzeroBitCount
      }
      for byte in bytes[whole...] where byte & 0xC0 == 0x80 { continuing += 1 }
      return bytes.count - continuing
    }
  }
}
