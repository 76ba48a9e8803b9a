import GateStatistics

/// What fresh runs of both versions came to, case by case and part by part, and how the parts make the p that the family weighs
/// (statistics 2.3).
extension GateEvaluator {
  /// Cases beyond these are only counted.
  private static let shown = 60

  func explainFresh(
    _ gate: GateRule, _ suite: SuiteEvidence, _ verdict: SuiteVerdict, _ calculation: inout Calculation
  ) {
    for fact in verdict.evidence {
      switch fact {
      case .sentinels(let sentinels): explain(sentinels, gate, suite, &calculation)
      case .confirmation(let confirmation): explain(confirmation, gate, suite, &calculation)
      default: break
      }
    }
  }

  private func explain(
    _ sentinels: Evidence.Sentinels, _ gate: GateRule, _ suite: SuiteEvidence, _ calculation: inout Calculation
  ) {
    calculation.add("sentinels", sentinels.counts)
    var lines = ["\(Format.significant(sentinels.p)); below 0.01 the baseline has moved"]
    if let confirmation = suite.confirmation, let comparison = suite.comparison {
      let stored = Self.pairs(gate, comparison).filter { !$0.isSideBySide }
      let all = PairedScores(gate, stored)
      let scores = sentinels.isAll ? all : all.sentinels(confirmation, gate)
      if !scores.isGraded, let cases = try? scores.runs(), let test = StratifiedTest(cases) {
        calculation.parts.append(.table(RunsTable(cases).rows))
        lines = test.twoSidedSteps + ["below 0.01 the baseline has moved"]
      }
    }
    calculation.add("moved", ["exact stratified test, two-sided"] + lines)
  }

  private func explain(
    _ confirmation: Evidence.Confirmation, _ gate: GateRule, _ suite: SuiteEvidence,
    _ calculation: inout Calculation
  ) {
    let shares = confirmation.shares
    let fresh = suite.confirmation.map {
      FreshEvidence($0, gate, confirmation.cases, rounds: SuiteConfirmation.rounds(of: confirmation.cases.count))
    }
    if let counts = confirmation.counts {
      calculation.add("fresh runs", counts, "asked because of: \(confirmation.trigger.rawValue)")
      if let fresh, !fresh.scores.isEmpty { calculation.parts.append(.table(rows(of: fresh.scores))) }
    }
    if let share = shares.sequence, let p = confirmation.anytimeP, confirmation.rounds > 0 {
      calculation.add("in order", steps(fresh, p, share))
    }
    if let p = confirmation.p {
      calculation.add(
        "together",
        (fresh?.scores.steps(settings(of: gate, suite))
          ?? ["one-sided, of these fresh runs alone: \(Format.significant(p))"])
          + ["of the error's share \(Format.significant(shares.together))"])
    }
    if let full = confirmation.full { explain(full, shares, gate, suite, &calculation) }
    calculation.add(
      "fresh p",
      "the least of each part's p × \(Format.significant(Self.alpha)) / its share, at most 1: \(Format.significant(confirmation.gateP))"
    )
  }

  /// Passes of each case on both sides, in the order they were asked.
  private func rows(of scores: PairedScores) -> [[String]] {
    func text(_ scores: [Double]) -> String {
      let isPlain = scores.allSatisfy { $0 == 0 || $0 == 1 }
      return isPlain
        ? "\(scores.count { $0 == 1 }) of \(scores.count)"
        : scores.map { Format.significant($0) }.joined(separator: ", ")
    }
    let rows = scores.ids.indices.prefix(Self.shown).map {
      [scores.ids[$0], text(scores.before[$0]), text(scores.after[$0])]
    }
    let rest = scores.ids.count - rows.count
    return [["case", "base passes", "this passes"]] + rows + (rest > 0 ? [["\(rest) more", "", ""]] : [])
  }

  /// The sequence of answers that differ, and its evidence where that is greatest.
  private func steps(_ fresh: FreshEvidence?, _ p: Double, _ share: Double) -> [String] {
    var lines = [
      "E = 2^(m+1)·B(b+1, f+1)·I½(f+1, b+1) after b broke and f fixed of m answers that differ, at its greatest"
    ]
    if let outcomes = fresh?.disagreements, !outcomes.isEmpty {
      var runs: [(outcome: FreshOutcome, count: Int)] = []
      for outcome in outcomes {
        if runs.last?.outcome == outcome { runs[runs.count - 1].count += 1 } else { runs.append((outcome, 1)) }
      }
      let shown = runs.prefix(20).map { "\($0.count) \($0.outcome.rawValue)" }.joined(separator: ", ")
      let order = fresh?.isSequential == true ? "counted with what was fixed first" : "in the order they were asked"
      lines.append("\(order): \(shown)" + (runs.count > 20 ? ", …" : ""))
      // Past the threshold nothing more is looked at, so the greatest is found as the sequence itself finds it.
      var (broke, fixed) = (0, 0)
      for outcome in outcomes {
        if outcome == .broke { broke += 1 } else { fixed += 1 }
        guard let evidence = EValue.worse(broke: broke, fixed: fixed), abs(evidence.anytimeP - p) <= 1e-9 * p,
          evidence.logE > 0
        else { continue }
        lines.append("greatest after \(broke) broke and \(fixed) fixed: E = \(Format.significant(evidence.value))")
        break
      }
    }
    return lines + ["1/E = \(Format.significant(p)), of the error's share \(Format.significant(share))"]
  }

  private func explain(
    _ full: Evidence.Confirmation.FullRun, _ shares: Evidence.Confirmation.Shares, _ gate: GateRule,
    _ suite: SuiteEvidence, _ calculation: inout Calculation
  ) {
    calculation.add("all cases", full.sentence)
    var lines: [String] = []
    if let confirmation = suite.confirmation, let comparison = suite.comparison {
      let first = PairedScores(gate, Self.pairs(gate, comparison))
      let clusters = first.clusters.map {
        Dictionary(zip(first.ids, $0), uniquingKeysWith: { first, _ in first })
      }
      let fresh = FreshEvidence(
        confirmation, gate, confirmation.shuffled(first.ids), rounds: full.rounds, clusters: clusters)
      if !fresh.scores.isGraded, let cases = try? fresh.scores.runs() {
        calculation.parts.append(.table(RunsTable(cases).rows))
      }
      lines = fresh.scores.steps(settings(of: gate, suite)) ?? []
    }
    calculation.add(
      "",
      lines + [
        "times the looks, and no more than at an earlier one: \(Format.significant(full.p)), of the error's share \(Format.significant(shares.whole ?? 0))"
      ])
  }
}
