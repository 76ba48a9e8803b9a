import GateStatistics

extension GateEvaluator {
  /// The value alone against the baseline's on the same cases, such as `at_least: baseline`: any lower score blocks, and the
  /// row says how often that blocks an unchanged version.
  func weighLiterally(_ gate: GateRule, _ suite: SuiteEvidence, _ measure: Measure, plus: Double) -> SuiteVerdict {
    guard let comparison = suite.comparison else { return suite.withoutBaseline(measure) }
    let pairs = Self.pairs(gate, comparison)
    let after = Self.compared(gate, pairs.map(\.after))
    // What is shown is what decides: the cases that both sides have.
    var verdict = SuiteVerdict(
      suite: suite.name, verdict: .undecided, measure: after.value == nil ? measure : after,
      baseline: Self.compared(gate, pairs.map(\.before)))
    guard let new = after.value, let old = verdict.baseline?.value else {
      verdict.reason = .statistics(.noPairedCases)
      return verdict
    }
    guard case .rate = gate.metric.kind else {
      verdict.verdict = gate.bound.holds(new, against: old * (1 + plus)) ? .pass : .block
      return verdict
    }
    if case .atLeast = gate.bound, old == 0, new == 0 {
      verdict.holdNothing(to: pairs)
      return verdict
    }
    verdict.verdict = gate.bound.holds(new, against: old * (1 + plus)) ? .pass : .block
    // The rate is that of the strict rule, so a tolerance has none.
    if plus == 0, gate.metric.kind == .rate(perCase: true),
      let rate = try? PairedScores(gate, pairs).decide(AccuracySettings()).literalFalseBlockRate
    {
      let forbids = gate.bound.forbids
      // As likely to fall as to rise: a rule against both blocks twice as often.
      verdict.evidence = [.literal(falseBlockRate: forbids == .other ? 2 * rate : rate, forbids: forbids)]
    }
    return verdict
  }
}

extension SuiteEvidence {
  /// The verdict of a comparing gate where there is nothing to compare with.
  func withoutBaseline(_ measure: Measure) -> SuiteVerdict {
    switch base {
    case .new(let why): SuiteVerdict(suite: name, verdict: .new, measure: measure, reason: .given(why))
    case .unavailable(let why):
      SuiteVerdict(suite: name, verdict: .undecided, measure: measure, reason: .given(why))
    case .stored: SuiteVerdict(suite: name, verdict: .undecided, measure: measure, reason: .nothingToCompare)
    }
  }
}

extension Bound {
  /// What the rule takes for a fault when it is held literally against the baseline.
  fileprivate var forbids: Evidence.Forbidden {
    switch self {
    case .atLeast, .noWorseThanBaseline: .lower
    case .atMost: .higher
    case .exactly: .other
    }
  }

  /// The literal rule, with a hair's breadth for the arithmetic of fractions.
  func holds(_ value: Double, against limit: Double) -> Bool {
    let slack = 1e-12 * max(1, abs(limit).isFinite ? abs(limit) : 1)
    return switch self {
    case .atLeast: value >= limit - slack
    case .atMost: value <= limit + slack
    case .exactly: value == limit || abs(value - limit) <= slack
    case .noWorseThanBaseline: false
    }
  }
}
