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

/// C(some, k) / C(all, k): the chance that k drawn of `all` are all among `some`. A product, so that no factorial overflows.
func chanceOfAll(_ some: Int, of all: Int, drawing k: Int) -> Double {
  guard some >= k else { return 0 }
  return (0..<k).reduce(1.0) { $0 * Double(some - $1) / Double(all - $1) }
}
