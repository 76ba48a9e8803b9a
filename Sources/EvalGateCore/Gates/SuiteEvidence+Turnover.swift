/// What a change does to the cases that a gate of the base counts, so that it is not got rid of by the cases (safety of the bar:
/// comparing.md).
extension SuiteEvidence {
  /// Whether cases of the base are gone that a gate of the base may have counted.
  func isLeft(by gate: GateRule) -> Bool {
    !gate.isBrought && turnover.gone.contains { gate.filter.accepts($0) && !turnover.replaced.contains($0.id) }
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
    let escaped = escaped(from: gate)
    // What is compared says by itself which cases are removed, and how an acceptance helps.
    if gate.bound.comparesWithBaseline {
      guard escaped.unjudged > 0 || escaped.replaced > 0 && !isAcceptedHere else { return nil }
    }
    return 10 * escaped.count > escaped.known ? .escaped(escaped) : nil
  }

  /// What a gate counted at the base, and how much of it it counts no more.
  private func escaped(from gate: GateRule) -> EscapedCases {
    func counts(_ header: CaseHeader) -> Bool {
      guard gate.filter.accepts(header) else { return false }
      guard case .check(let check) = gate.metric.need, let judges = turnover.judges[header.checksDigest] else {
        return true
      }
      return judges.contains(check.name)
    }
    var escaped = EscapedCases()
    if case .check(let check) = gate.metric.need { escaped.check = check.name }
    escaped.unjudged = unjudged(by: gate).count
    let counted = planned.filter(counts)
    // Those of safety suites are asked once more, and so are those that moved.
    let asked = Set(counted.map(\.id))
    for header in turnover.gone where counts(header) {
      if turnover.replaced.contains(header.id) {
        escaped.replaced += 1
      } else if !asked.contains(header.id) {
        escaped.gone += 1
      }
    }
    escaped.known = counted.count - turnover.added.count(where: counts) + escaped.count
    return escaped
  }

  /// Leaves out of a comparison what the change adds or edits, where a loss among the others would be smaller for it: cases that the
  /// base cannot know the answer to outvote none that it knew.
  mutating func leaveOutUnknown(for gate: GateRule) {
    guard !turnover.isOfCasesAlone, case .stored(var comparison) = base else { return }
    let unknown = turnover.unknown.union(turnover.relabelled)
    guard !unknown.isEmpty else { return }
    let pairs = GateEvaluator.pairs(gate, comparison)
    let others = pairs.filter { unknown.contains($0.after.id) }
    let known = pairs.filter { !unknown.contains($0.after.id) }
    guard !others.isEmpty, !known.isEmpty, let all = gate.loss(pairs), let rest = gate.loss(known), rest > all + 1e-12
    else { return }
    comparison.pairs.removeAll { unknown.contains($0.after.id) }
    comparison.broke.removeAll { unknown.contains($0.after.id) }
    comparison.fixed.removeAll { unknown.contains($0.after.id) }
    base = .stored(comparison)
    leftOut = others
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
