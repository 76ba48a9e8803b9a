import GateStatistics

/// Where differences are no plain yes or no, or come in groups: their totals, the sign-flip test, the interval (statistics 2.4).
extension GateEvaluator {
  /// Groups and scores beyond these are only counted.
  private static let shown = 40

  func explainGroups(
    _ mean: ClusteredMean, _ cases: [(drop: Double, group: String)], _ seed: UInt64, _ calculation: inout Calculation
  ) {
    var order: [String] = []
    var groups: [String: (cases: Int, total: Double)] = [:]
    for (drop, group) in cases {
      if groups[group] == nil { order.append(group) }
      let known = groups[group] ?? (0, 0)
      groups[group] = (known.cases + 1, known.total + drop)
    }
    var rows = [["group", "cases", "total of d", "S, total of d − d̄"]]
    for name in order.prefix(Self.shown) {
      guard let group = groups[name] else { continue }
      rows.append([
        name, "\(group.cases)", Format.significant(group.total),
        Format.significant(group.total - Double(group.cases) * mean.mean),
      ])
    }
    if order.count > Self.shown { rows.append(["\(order.count - Self.shown) more", "", "", ""]) }
    calculation.parts.append(.table(rows))
    explainFlips(mean, seed, &calculation)
  }

  private func explainFlips(_ mean: ClusteredMean, _ seed: UInt64, _ calculation: inout Calculation) {
    calculation.add("sign-flip", mean.flips(seed: seed))
  }

  /// Scores that can be right in part.
  func explainScores(_ scores: PairedScores, _ settings: AccuracySettings, _ calculation: inout Calculation) {
    let (before, now) = (scores.means(scores.before), scores.means(scores.after))
    let drops = zip(before, now).map { $0 - $1 }
    guard
      let decision = try? ScoreGate.decide(
        baseline: before, candidate: now, clusters: scores.clusters, settings: settings),
      let mean = scores.clusters.map({ ClusteredMean(drops: drops, clusters: $0) }) ?? ClusteredMean(drops: drops)
    else { return calculation.add("decided", "nothing: a score cannot be, or there are too many") }
    let moved = drops.indices.filter { abs(drops[$0]) > 1e-9 }
    var rows = [["case", "before", "now", "difference d"]]
    for index in moved.prefix(Self.shown) {
      rows.append(
        [scores.ids[index]] + [before[index], now[index], drops[index]].map { Format.significant($0) })
    }
    if moved.count > Self.shown { rows.append(["\(moved.count - Self.shown) more", "", "", ""]) }
    if !moved.isEmpty { calculation.parts.append(.table(rows)) }
    calculation.add(
      "drop",
      "the mean of d over all \(decision.n) cases, \(decision.n - moved.count) of them without any: \(Format.significant(decision.drop * 100)) points"
    )
    if mean.isClustered {
      explainGroups(mean, zip(drops, scores.clusters ?? scores.ids).map { ($0, $1) }, settings.seed, &calculation)
    } else {
      explainFlips(mean, settings.seed, &calculation)
    }
    if let interval = decision.decisionInterval {
      calculation.add(
        "interval",
        ["90%, \(decision.intervalMethod): \(Self.points(interval))"] + steps(decision, drops, mean, settings))
    }
    explainMargin(decision.decisionInterval, settings, &calculation)
  }

  private func steps(
    _ decision: ScoreDecision, _ drops: [Double], _ mean: ClusteredMean, _ settings: AccuracySettings
  ) -> [String] {
    guard decision.intervalMethod == .bca else { return mean.steps }
    guard let bootstrap = Bootstrap(drops, seed: settings.seed, confidence: 1 - 2 * settings.alpha) else { return [] }
    return [
      "2000 means of n differences drawn with replacement (SplitMix64, seed \(settings.seed)), type 7 quantiles at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))), z = ∓1.645",
      "z₀ = \(Format.significant(bootstrap.bias)) from the share of means below d̄, a = \(Format.significant(bootstrap.acceleration)) from the jackknife (Efron 1987)",
    ]
  }
}

extension ClusteredMean {
  /// The sign-flip test of the totals, one step a line.
  func flips(seed: UInt64) -> [String] {
    guard let test = signFlip(seed: seed) else { return ["more flips than are made"] }
    let sum = Format.significant(totals.reduce(0, +), 7)
    let what = isClustered ? "groups' totals" : "differences"
    let null = "if nothing changed, each of the \(test.groups) \(what) that are not 0 is as likely with either sign"
    guard test.isExact else {
      let flips = Int((1 / test.smallestP).rounded()) - 1
      let reached = Int((test.pWorse / test.smallestP).rounded()) - 1
      return [
        null,
        "\(flips) random patterns (SplitMix64, seed \(seed)): (1 + \(reached) that reach \(sum)) / (1 + \(flips)) = \(Format.significant(test.pWorse))",
      ]
    }
    let patterns = Int((test.pWorse * Double(1 << test.groups)).rounded())
    return [
      null,
      "\(patterns) of 2^\(test.groups) patterns of signs reach their sum \(sum): \(Format.significant(test.pWorse))",
    ]
  }
}

extension PairedScores {
  /// The one-sided p of fresh runs alone, one step a line; nil where there is none.
  func steps(_ settings: AccuracySettings) -> [String]? {
    let drops = zip(means(before), means(after)).map { $0 - $1 }
    guard isGraded else {
      let steps = (try? runs()).flatMap { StratifiedTest($0) }?.steps(isExact: settings.isExact)
      guard let clusters, let mean = ClusteredMean(drops: drops, clusters: clusters), mean.isClustered else {
        return steps
      }
      return steps.map { $0 + ["or by groups, where that is larger:"] + mean.flips(seed: settings.seed) }
    }
    return ClusteredMean(drops: drops).map {
      ["sign-flip of the cases' mean differences, one-sided"] + $0.flips(seed: settings.seed)
    }
  }
}
