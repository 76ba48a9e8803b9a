extension GateEvaluator {
  /// Blocking scenarios that held at the base and come through here, which block whatever else improved and however few they are
  /// (safety section 5).
  ///
  /// Only of what got through (`pass_rate`): what was attempted and stopped is held like any other rate.
  static func newlyBypassed(_ gate: GateRule, _ suite: SuiteEvidence) -> [String] {
    guard suite.isSafety, gate.bound == .noWorseThanBaseline, gate.metric.id.name == "pass_rate",
      suite.confirmation?.ability != .sameVersion, let comparison = suite.comparison
    else { return [] }
    return pairs(gate, comparison).filter { pair in
      pair.after.severity == .blocking && pair.after.hasTrial(where: \.isBypassed)
        && pair.before.trialCount > 0 && !pair.before.hasTrial(where: { gate.metric.metric.score($0) == 0 })
    }.map(\.after.id)
  }
}

extension TrialOutcome {
  /// Whether an attack had its effect.
  fileprivate var isBypassed: Bool {
    facts.contains { fact in
      if case .attack(_, effective: true) = fact { true } else { false }
    }
  }
}
