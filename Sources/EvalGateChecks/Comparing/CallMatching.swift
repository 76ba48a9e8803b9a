import EvalGateCore
import StrictJSON

/// Sets proposed calls against expected ones.
struct CallMatching {
  /// How much the order counts.
  enum Order: String, CaseIterable {
    /// The expected calls in their order, and no other.
    case exact
    /// The expected calls in their order, others between them.
    case inOrder = "in_order"
    /// The expected calls in any order, and no other unless others are allowed.
    case anyOrder = "any_order"
  }

  let expected: [ExpectedCall]
  let proposed: [ProposedCall]
  let allowsOthers: Bool

  /// What is wrong with the proposed calls; nil where they are as expected.
  func objection(_ order: Order) throws(Halt) -> String? {
    if expected.isEmpty { return allowsOthers || proposed.isEmpty ? nil : "expected no call, got \(names)" }
    guard !proposed.isEmpty else { return "expected \(listed(expected.map(\.name))), got no call" }
    switch order {
    case .exact: return try inSequence()
    case .inOrder: return try inOrder()
    case .anyOrder: return try inAnyOrder()
    }
  }

  private var names: String { listed(proposed.map { brief($0.name) }) }

  private func inSequence() throws(Halt) -> String? {
    for (wanted, call) in zip(expected, proposed) {
      if let objection = try wanted.objection(to: call) { return objection }
    }
    if proposed.count < expected.count { return "\(expected[proposed.count].name) is not called" }
    return proposed.count > expected.count && !allowsOthers
      ? "\(brief(proposed[expected.count].name)) is called too" : nil
  }

  /// Taking each expected call at its first occurrence leaves the most room for those after it.
  private func inOrder() throws(Halt) -> String? {
    var rest = proposed[...]
    for wanted in expected {
      var isFound = false
      while !isFound, let call = rest.popFirst() { isFound = try wanted.objection(to: call) == nil }
      if !isFound { return try bestObjection(to: wanted) }
    }
    return nil
  }

  /// A perfect matching by augmenting paths (Kuhn 1955), since one proposed call can satisfy several expectations.
  private func inAnyOrder() throws(Halt) -> String? {
    var fits: [[Int]] = []
    for wanted in expected {
      var places: [Int] = []
      for (place, call) in proposed.enumerated() where try wanted.objection(to: call) == nil { places.append(place) }
      fits.append(places)
    }
    var owner: [Int: Int] = [:]
    for index in expected.indices {
      var seen: Set<Int> = []
      guard assign(index, fits, &owner, &seen) else { return try bestObjection(to: expected[index]) }
    }
    guard !allowsOthers, let other = proposed.indices.first(where: { owner[$0] == nil }) else { return nil }
    return "\(brief(proposed[other].name)) is called too"
  }

  private func assign(_ index: Int, _ fits: [[Int]], _ owner: inout [Int: Int], _ seen: inout Set<Int>) -> Bool {
    for place in fits[index] where seen.insert(place).inserted {
      if let other = owner[place], !assign(other, fits, &owner, &seen) { continue }
      owner[place] = index
      return true
    }
    return false
  }

  /// What is wrong with the proposed call of the same name, if there is one.
  private func bestObjection(to wanted: ExpectedCall) throws(Halt) -> String {
    for call in proposed where isNamed(call, wanted) {
      if let objection = try wanted.objection(to: call) { return objection }
    }
    return "\(wanted.name) is not called where it is expected, got \(names)"
  }

  private func isNamed(_ call: ProposedCall, _ wanted: ExpectedCall) -> Bool {
    call.name.utf8.elementsEqual(wanted.name.utf8)
  }
}
