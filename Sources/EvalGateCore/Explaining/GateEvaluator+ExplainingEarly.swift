import GateStatistics

/// What looks on the way came to, with `--stop-early` (statistics section 3).
extension GateEvaluator {
  func explainLooks(
    _ gate: GateRule, _ scores: PairedScores, _ suite: SuiteEvidence, _ settings: AccuracySettings,
    _ calculation: inout Calculation
  ) {
    guard let progress = suite.progress, let confirmation = suite.confirmation, !scores.isGraded else { return }
    let isFresh = suite.comparison?.pairs.allSatisfy(\.isSideBySide) ?? false
    let alpha = alphaOfLooks(gate, isStored: isFresh || confirmation.form == .stored)
    guard let looks = try? EarlyLooks(scores, progress, alpha: alpha, margin: settings.margin) else { return }
    calculation.add(
      "order",
      "cases at random, the same each time: Fisher-Yates with SplitMix64, seed \(confirmation.seed); \(progress.done) of \(progress.order.count) asked"
    )
    var rows = [["cases", "α(t)", "spent", "chances of the new ones", "failures", "boundary", "E"]]
    for step in looks.steps {
      let share = Double(step.done) / Double(max(1, progress.order.count))
      rows.append([
        "\(step.done)", Format.significant(GateStatistics.Spending.pocock.spent(at: share, of: alpha)),
        step.look.map { Format.significant($0.spent) } ?? "–", step.chancesText,
        step.look.map { "\($0.failures)" } ?? "–", step.look?.boundary.map(String.init) ?? "–",
        Format.significant(step.eValue),
      ])
    }
    calculation.parts.append(.table(rows))
    calculation.add(
      "block early",
      "α(t) = α·ln(1 + (e − 1)t), α = \(Format.significant(alpha)), t the share of cases done (Lan & DeMets 1983)",
      "failures of cases that did not always come out the same are a walk of steps with these chances, 1 − s/(runs before + 1);",
      "the boundary is the least count whose chance, without what crossed before, is within α(t) − spent: "
        + (looks.isCrossed ? "crossed" : "not crossed"))
    calculation.add(
      "pass early",
      "E = mean over j = 1…20 of Π(1 + λ(m − d)), λ = (j − ½)/20/(1 − m), m = \(Format.significant(settings.margin)), d a case's drop; enough at 20 (Ville): "
        + (looks.isPassed ? "reached" : "not reached"))
    calculation.parts.append(.table(looks.differences))
  }
}

extension EarlyLooks {
  /// The drops that went into E, with how many cases had each.
  fileprivate var differences: [[String]] {
    let counts = Dictionary(grouping: drops) { Format.significant($0) }
    let sorted = counts.sorted { ($0.value.first ?? 0) > ($1.value.first ?? 0) }
    return [["d", "cases"]] + sorted.map { [$0.key, "\($0.value.count)"] }
  }
}

extension EarlyLooks.Step {
  /// `12 × 0.5, 3 × 0.1667`.
  fileprivate var chancesText: String {
    let counts = Dictionary(grouping: chances) { $0 }
    let sorted = counts.sorted { $0.key > $1.key }
    return sorted.isEmpty
      ? "–" : sorted.map { "\($0.value.count) × \(Format.significant($0.key))" }.joined(separator: ", ")
  }
}
