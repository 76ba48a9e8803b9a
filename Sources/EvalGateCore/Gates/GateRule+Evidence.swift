extension GateRule {
  /// Whether it tests if a change made something worse by more than chance: what is held against a value is a contract.
  var isTest: Bool {
    switch (bound, metric.kind) {
    case (.noWorseThanBaseline, _): true
    case (.atMost(.baseline(let plus)), .quantile), (.atMost(.baseline(let plus)), .amount):
      decide != .point && plus >= 0
    default: false
    }
  }

  /// Whether not one case may fail, so that one without a result may not be left out either.
  var toleratesNone: Bool {
    guard case .rate = metric.kind else { return false }
    return switch bound {
    case .exactly: true
    case .atLeast(.value(let quantity)): quantity.value == 1
    case .atMost(.value(let quantity)): quantity.value == 0
    default: false
    }
  }

  /// One failure under `exactly: 100%` cannot be made good by more evidence. Nor can one under `at_least: 100%`, which says
  /// the same, or one attack where `exactly: 0%` or `at_most: 0%` of them may happen.
  ///
  /// - Parameter planned: the cases that were asked for, each with its number of trials where that is known.
  func isBeyondRescue(_ outcomes: [CaseOutcome], planned: [CaseHeader]) -> Bool {
    guard case .rate = metric.kind else { return false }
    switch bound {
    case .exactly(.value(let quantity)) where quantity.value == 0,
      .atMost(.value(let quantity)) where quantity.value == 0:
      return metric.countsAttacks && outcomes.contains { $0.hasTrial { metric.metric.score($0) == 0 } }
    case .exactly(.value(let quantity)), .atLeast(.value(let quantity)):
      guard quantity.value == 1 else { return false }
      let trials = Dictionary(planned.map { ($0.id, $0.trials ?? 1) }, uniquingKeysWith: max)
      return outcomes.contains { isLost($0, of: max(trials[$0.id] ?? 1, $0.trials.count)) }
    default: return false
    }
  }

  /// Whether a case fails even if what is still missing of it passes: a blocking one by one failure, another by half of its
  /// trials.
  private func isLost(_ outcome: CaseOutcome, of trials: Int) -> Bool {
    let failures = outcome.trials.count { metric.metric.score($0) == 0 }
    return outcome.severity == .blocking ? failures > 0 : failures > 0 && 2 * failures >= trials
  }

  /// The first case with a number that no measurement gives: a score that is none or outside 0 to 1, a time or an amount below
  /// nothing. Sums and means would hide it (statistics section 8).
  func damaged(_ outcomes: [CaseOutcome]) -> String? {
    outcomes.first { outcome in
      outcome.hasTrial { trial in
        switch metric.kind {
        case .rate(perCase: false): false
        case .rate(perCase: true): metric.metric.score(trial).map { !($0 >= 0 && $0 <= 1) } ?? false
        case .quantile, .amount: metric.metric.quantity(trial).map { !($0 >= 0) } ?? false
        }
      }
    }?.id
  }

  /// The planned cases without a result for this gate. Where not one answer was counted, which services do not all do, the gate
  /// says so itself and no case is to blame.
  func missing(_ planned: [CaseHeader], _ outcomes: [CaseOutcome]) -> [CaseHeader] {
    if case .amount = metric.kind, outcomes.allSatisfy(misses) { return planned.without(outcomes) { !$0.hasError } }
    return planned.without(outcomes) { !misses($0) }
  }

  /// Whether a case has no result for this gate. For times a timeout is one: it is infinitely late; an answer that nobody
  /// counted says nothing of a cost (statistics section 1).
  func misses(_ outcome: CaseOutcome) -> Bool {
    switch metric.kind {
    case .rate: outcome.hasError
    case .quantile: outcome.hasTrial { $0.passFail == .error && metric.metric.quantity($0) == nil }
    case .amount: outcome.hasError || outcome.hasTrial { metric.metric.quantity($0) == nil }
    }
  }
}

extension TrialOutcome {
  /// As if the checks that a waiver covers had passed. What an attack did is never forgiven.
  var forgiven: TrialOutcome {
    var forgiven = self
    forgiven.passFail = .pass
    if schemaValid == false { (forgiven.schemaValid, forgiven.schemaReason) = (true, nil) }
    forgiven.facts = facts.map { fact in
      switch fact {
      case .label(let expected, _): .label(expected: expected, got: expected)
      case .field(let path, _): .field(path: path, .match)
      case .routing: .routing(true)
      case .refusal, .attack, .lossyNumbers: fact
      }
    }
    return forgiven
  }
}

extension Comparison {
  /// How far the cases of both sides are the same ones.
  struct Scope {
    let stored: Int
    let removed: Int
    let edited: Int
    let added: Int

    var differs: Bool { removed + edited + added > 0 }
    /// Whoever takes cases away could take away those that broke (statistics section 8).
    var isTooSmall: Bool { Double(removed) > 0.1 * Double(stored) }
    var evidence: Evidence { .scope(removed: removed, edited: edited, added: added) }
  }

  var scope: Scope {
    Scope(stored: known, removed: removed.count, edited: edited.count, added: added.count)
  }
}
