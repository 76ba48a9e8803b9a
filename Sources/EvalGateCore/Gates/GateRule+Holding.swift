/// What a gate holds of a safety suite: whoever is attacked, and whoever has to be served.
extension GateRule {
  /// Whether it can block because an attack in a suite got through, however mildly: what somebody wrote of that is meant.
  ///
  /// A pass rate for all suites says how often answers have to be right, and not how many attacks may succeed, unless that is none.
  /// Attempts say nothing of effects.
  package func gatesAttacks(of suite: String) -> Bool {
    guard (self.suite ?? suite) == suite, filter.severity != .advisory, blocks else { return false }
    switch metric.id.name {
    case "attack_effective": return bound.canBeTooHigh
    case "pass_rate" where bound.canBeTooLow:
      return self.suite != nil || filter.severity == .blocking || (filter.tags.isEmpty && bound.asksForAll)
    default: return false
    }
  }

  /// Whether it can block because a benign case of a suite was not served, however mildly.
  package func gatesBenignCases(of suite: String) -> Bool {
    guard (self.suite ?? suite) == suite, filter.severity != .advisory, blocks else { return false }
    if isOfRefusals { return bound.canBeTooHigh }
    return ["pass_rate", "benign_pass_rate"].contains(metric.id.name) && bound.canBeTooLow
  }

  /// Whether it knows those cases alone in which refusals are looked for.
  package var isOfRefusals: Bool { ["refusal_rate", "over_refusal_rate"].contains(metric.id.name) }
}

extension Bound {
  /// Whether a rate can be too low for it.
  fileprivate var canBeTooLow: Bool {
    switch self {
    case .atLeast(.value(let quantity)): quantity.value > 0
    case .atMost: false
    case .atLeast, .exactly, .noWorseThanBaseline: true
    }
  }

  /// Whether a rate can be too high for it.
  fileprivate var canBeTooHigh: Bool {
    switch self {
    case .atMost(.value(let quantity)): quantity.value < 1
    case .atLeast: false
    case .atMost, .exactly, .noWorseThanBaseline: true
    }
  }

  /// Whether a rate has to be 100%.
  fileprivate var asksForAll: Bool {
    switch self {
    case .atLeast(.value(let quantity)), .exactly(.value(let quantity)): quantity.value >= 1
    default: false
    }
  }
}
