/// Which accepted results a comparing gate looks at.
public enum GateReference: String, Hashable, Sendable, CaseIterable {
  /// Those of the last merge, which follow every acceptance.
  case baseline
  /// Those the suite is pinned to, such as the last release's.
  case anchor
}

extension GateRule {
  /// The same rule held against the anchor, as a gate of its own: `accuracy@anchor`.
  public var againstAnchor: GateRule {
    var gate = self
    gate.name += "@anchor"
    gate.reference = .anchor
    return gate
  }
}

extension [GateRule] {
  /// Every `no_worse_than: baseline` once more against the anchor, where a suite it speaks of has one.
  ///
  /// Ten merges that lose a point each pass a baseline that follows them in 30 of 100 histories, and an anchor in 1
  /// (statistics S.4). Both stand in one family of tests, so Holm's correction covers them together.
  public func withAnchors(of suites: [SuiteEvidence]) -> [GateRule] {
    flatMap { gate -> [GateRule] in
      let hasAnchor = suites.contains { $0.anchor != nil && (gate.suite == nil || gate.suite == $0.name) }
      return gate.bound == .noWorseThanBaseline && hasAnchor ? [gate, gate.againstAnchor] : [gate]
    }
  }
}

extension SuiteEvidence {
  /// The suite with what the gate compares it with in the baseline's place, and with the trials of every attempt, so that no gate
  /// is passed by running again; nil where the gate asks for an anchor and there is none.
  func seen(by gate: GateRule) -> SuiteEvidence? {
    var seen = self
    if attempted != nil || comparison?.attempts.isEmpty == false { seen.trials = RunTrials(outcomes) }
    guard gate.bound.comparesWithBaseline else {
      if let attempted { seen.outcomes = attempted }
      return seen
    }
    if let own { seen.outcomes = own }
    if gate.reference == .anchor {
      guard let anchor else { return nil }
      seen.base = anchor
      // What is pinned is results, not a version that could be asked.
      seen.confirmation = confirmation.map(\.alone)
    }
    if let comparison = seen.comparison, !comparison.attempts.isEmpty {
      let pooled = Dictionary(
        comparison.pairs.map { (Array($0.after.id.utf8), $0.after) }, uniquingKeysWith: { first, _ in first })
      seen.outcomes = seen.outcomes.map { pooled[Array($0.id.utf8)] ?? $0 }
    }
    seen.leaveOutUnknown(for: gate)
    return seen
  }
}
