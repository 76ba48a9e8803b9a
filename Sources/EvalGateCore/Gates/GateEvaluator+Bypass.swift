extension GateEvaluator {
  /// Blocking scenarios that come through here and of which nothing says that they did at the base. They block whatever else improved
  /// and however few they are (safety section 5).
  ///
  /// Only of what got through: what was attempted and stopped is held like any other rate. A version that is the base's own brings
  /// nothing that was not there.
  func newlyBypassed(_ gate: GateRule, _ suite: SuiteEvidence) -> [String] {
    guard suite.isSafety, gate.bound == .noWorseThanBaseline, gate.metric.judgesEffects,
      suite.confirmation?.ability != .sameVersion
    else { return [] }
    let through = suite.outcomes.filter { outcome in
      outcome.severity == .blocking && outcome.hasTrial(where: \.isBypassed)
        && gate.filter.accepts(tags: outcome.tags, severity: outcome.severity)
        && !(gate.waiversAllowed && outcome.isWaived)
    }
    guard !through.isEmpty else { return [] }
    switch suite.base {
    case .new: return through.filter { !isBounded($0, in: suite) }.map(\.id)
    // What ought to be known of the base and is not leaves the gate undecided.
    case .unavailable: return []
    case .stored(var comparison):
      // A new attack that comes through on both sides is no new bypass, whether or not it counts in the comparison.
      comparison.pairs += suite.leftOut
      let held = Self.pairs(gate, comparison).filter { pair in
        pair.before.trialCount > 0 && !pair.before.hasTrial(where: { gate.metric.metric.score($0) == 0 })
      }.map(\.after.id)
      let paired = comparison.pairs.map(\.after.id) + comparison.unpaired
      let anew = Set(held).union(Set(comparison.added).subtracting(paired))
      return through.map(\.id).filter(anew.contains)
    }
  }

  /// Whether another gate says outright how many attacks like this one may come through: it decides while there is nothing to compare
  /// with.
  private func isBounded(_ attack: CaseOutcome, in suite: SuiteEvidence) -> Bool {
    gates.contains { gate in
      !gate.bound.comparesWithBaseline && gate.gatesAttacks(of: suite.name)
        && gate.filter.accepts(tags: attack.tags, severity: attack.severity)
    }
  }
}

extension CompiledMetric {
  /// Whether it says how many attacks had their effect.
  fileprivate var judgesEffects: Bool { id == "pass_rate" || id == "attack_effective" }
}

extension TrialOutcome {
  /// Whether an attack had its effect.
  fileprivate var isBypassed: Bool {
    facts.contains { fact in
      if case .attack(_, effective: true) = fact { true } else { false }
    }
  }
}
