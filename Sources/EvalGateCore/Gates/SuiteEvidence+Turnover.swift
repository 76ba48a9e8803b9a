/// What a change does to the cases that a gate of the base counts, so that it is not got rid of by the cases (safety of the bar:
/// comparing.md).
extension SuiteEvidence {
  /// Whether cases of the base are gone that a gate of the base may have counted.
  func isLeft(by gate: GateRule) -> Bool {
    !gate.isBrought && turnover.gone.contains(where: gate.filter.accepts)
  }

  /// Cases that a gate of the base counted and counts no more, because nothing judges them any more by which it goes.
  func unjudged(by gate: GateRule) -> [CaseHeader] {
    guard !gate.isBrought, !turnover.isOfCasesAlone, case .check(let check) = gate.metric.need else { return [] }
    return (turnover.unjudged[check.name] ?? []).filter(gate.filter.accepts)
  }

  /// Why a gate of the base may not say anything, because more than a tenth of what it counted it counts no more. In a change of
  /// cases alone they are its own.
  func escape(from gate: GateRule) -> GateReason? {
    guard !gate.isBrought, !turnover.isOfCasesAlone else { return nil }
    if let unread = turnover.unread {
      let count = unread.cases.count(where: gate.filter.accepts)
      if count > 0 { return .unread(count, variable: unread.variable) }
    }
    let counted = planned.filter(gate.filter.accepts)
    let unjudged = unjudged(by: gate).count
    if isMoreThanATenth(unjudged, of: counted.count), case .check(let check) = gate.metric.need {
      return .unjudged(unjudged, of: counted.count, by: check.name)
    }
    // What is compared says it by itself, and how an acceptance helps.
    guard !gate.bound.comparesWithBaseline else { return nil }
    // Those of safety suites are asked once more, and so are those that moved.
    let asked = Set(counted.map(\.id))
    let gone = turnover.gone.count {
      gate.filter.accepts($0) && !asked.contains($0.id) && !turnover.relabelled.contains($0.id)
    }
    let was = counted.count - turnover.added.count(where: gate.filter.accepts) + gone
    return isMoreThanATenth(gone, of: was) ? .taken(gone, of: was) : nil
  }

  private func isMoreThanATenth(_ part: Int, of whole: Int) -> Bool { part > 0 && part * 10 > whole }

  /// Leaves out of a comparison what the change adds, where a loss among the others would be smaller for it: new cases that the
  /// base cannot know the answer to outvote none that it knew.
  mutating func leaveOutAdded(for gate: GateRule) {
    let more = turnover.more(for: gate)
    guard !more.isEmpty, case .stored(var comparison) = base else { return }
    let pairs = GateEvaluator.pairs(gate, comparison)
    let added = pairs.filter { more.contains($0.after.id) }
    let known = pairs.filter { !more.contains($0.after.id) }
    guard !added.isEmpty, !known.isEmpty, let all = gate.loss(pairs), let rest = gate.loss(known), rest > all + 1e-12
    else { return }
    comparison.pairs.removeAll { more.contains($0.after.id) }
    comparison.broke.removeAll { more.contains($0.after.id) }
    comparison.fixed.removeAll { more.contains($0.after.id) }
    base = .stored(comparison)
    leftOut = added
  }
}

extension CaseFilter {
  func accepts(_ header: CaseHeader) -> Bool { accepts(tags: header.tags, severity: header.severity) }
}

extension GateRule {
  /// How much worse cases are than they were, by what the gate measures; nil where nothing can be measured.
  fileprivate func loss(_ pairs: [Comparison.Pair]) -> Double? {
    guard let before = GateEvaluator.compared(self, pairs.map(\.before)).value,
      let after = GateEvaluator.compared(self, pairs.map(\.after)).value
    else { return nil }
    guard case .rate = metric.kind else { return before > 0 ? after / before : after > 0 ? .infinity : 1 }
    switch bound {
    case .atMost: return after - before
    case .exactly: return abs(after - before)
    case .atLeast, .noWorseThanBaseline: return metric.countsAttacks ? after - before : before - after
    }
  }
}
