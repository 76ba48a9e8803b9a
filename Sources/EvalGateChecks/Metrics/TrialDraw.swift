import EvalGateCore

/// A metric of how many of a case's trials pass, drawn k at a time.
protocol TrialDraw: Metric {
  var k: Int { get }
  /// The chance for one case with `passes` of `trials`, where `k <= trials`.
  static func chance(passes: Int, trials: Int, k: Int) -> Double
}

extension TrialDraw {
  static var kind: MetricKind { .rate(perCase: false) }
  static var options: [OptionHelp] {
    [OptionHelp("k", "how many trials are drawn; cases with fewer judged trials take no part")]
  }

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let chances = cases.compactMap { outcome in
      outcome.judged >= k ? Self.chance(passes: outcome.passes, trials: outcome.judged, k: k) : nil
    }
    return chances.mean().map { .share($0, n: chances.count) } ?? .undefined
  }
}
