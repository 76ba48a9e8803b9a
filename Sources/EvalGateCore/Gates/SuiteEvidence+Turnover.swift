/// What a change does to the cases that a gate of the base counts, so that it is not got rid of by the cases (safety of the bar:
/// comparing.md).
extension SuiteEvidence {
  /// Whether cases of the base are gone that a gate of the base may have counted.
  func isLeft(by gate: GateRule) -> Bool {
    !gate.isBrought && turnover.gone.contains { gate.filter.accepts($0) && !turnover.replaced.contains($0.id) }
  }

  /// Whether a case that a gate of the base counted does not count any more, whether or not it is there.
  func isLetOut(of gate: GateRule) -> Bool {
    guard !gate.isBrought, !turnover.isOfCasesAlone else { return false }
    if turnover.gone.contains(where: { turnover.counts($0, for: gate) }) { return true }
    let left = leavers(of: gate)
    return left.unjudged + left.silent + left.unfiltered > 0
  }

  /// How many cases that a gate of the base counted it counts no more, though they are there: nothing judges them any more by which
  /// it goes, or what does judges otherwise and says nothing that could be counted; or its filter takes them no more.
  private func leavers(of gate: GateRule) -> (unjudged: Int, silent: Int, unfiltered: Int) {
    guard !gate.isBrought, !turnover.isOfCasesAlone else { return (0, 0, 0) }
    let were = turnover.recounted.filter { turnover.counts($0.was, for: gate) }
    let left = were.filter { !turnover.counts($0.now, for: gate) }
    let unjudged = left.count { gate.filter.accepts($0.now) }
    var silent = 0
    // Of a scenario a benign case says nothing else either.
    if case .check(let check) = gate.metric.need, check != "scenario", were.count > left.count {
      let mute = Set(
        outcomes.lazy.filter { outcome in
          outcome.judged > 0 && !outcome.hasTrial { $0.facts.contains { $0.comes(from: check) } }
        }.map(\.id))
      silent = were.count {
        $0.was.checksDigest != $0.now.checksDigest && turnover.counts($0.now, for: gate) && mute.contains($0.now.id)
      }
    }
    return (unjudged, silent, left.count - unjudged)
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
    // What is compared says by itself where cases of the whole suite are removed, and how an acceptance helps.
    if gate.bound.comparesWithBaseline, escaped.unjudged + escaped.unfiltered == 0 {
      if isAcceptedHere || escaped.replaced == 0 && comparison?.scope.isTooSmall == true { return nil }
    }
    return 10 * escaped.count > escaped.known ? .escaped(escaped) : nil
  }

  /// What a gate counted at the base, and how much of it it counts no more.
  private func escaped(from gate: GateRule) -> EscapedCases {
    var escaped = EscapedCases()
    guard turnover.isAny else { return escaped }
    if case .check(let check) = gate.metric.need { escaped.check = check.name }
    let left = leavers(of: gate)
    (escaped.unjudged, escaped.unfiltered) = (left.unjudged + left.silent, left.unfiltered)
    let counted = planned.filter { turnover.counts($0, for: gate) }
    // Those of safety suites are asked once more, and so are those that moved.
    let asked = turnover.gone.isEmpty ? [] : Set(counted.map(\.id))
    for header in turnover.gone where turnover.counts(header, for: gate) {
      if turnover.replaced.contains(header.id) {
        escaped.replaced += 1
      } else if !asked.contains(header.id) {
        escaped.gone += 1
      }
    }
    let unknown = turnover.unknown(to: gate)
    escaped.known =
      counted.count { !unknown.contains($0.id) } + escaped.count - left.silent
    return escaped
  }

  /// Leaves out of a comparison what the change adds or edits, where a loss among the others would be smaller for it: cases that the
  /// base cannot know the answer to outvote none that it knew.
  mutating func leaveOutUnknown(for gate: GateRule) {
    guard !turnover.isOfCasesAlone, case .stored(var comparison) = base else { return }
    let unknown = turnover.unknown(to: gate).union(turnover.relabelled)
    guard !unknown.isEmpty else { return }
    let pairs = GateEvaluator.pairs(gate, comparison)
    let others = pairs.filter { unknown.contains($0.after.id) }
    let known = pairs.filter { !unknown.contains($0.after.id) }
    guard !others.isEmpty, !known.isEmpty, let all = gate.loss(pairs), let rest = gate.loss(known), rest > all + 1e-12
    else { return }
    // Where cases are told one by one, those that are alike on both sides hide nothing.
    if gate.bound == .noWorseThanBaseline, gate.metric.kind == .rate(perCase: true),
      others.allSatisfy({ abs(gate.loss([$0]) ?? 0) <= 1e-12 })
    {
      return
    }
    comparison.pairs.removeAll { unknown.contains($0.after.id) }
    comparison.broke.removeAll { unknown.contains($0.after.id) }
    comparison.fixed.removeAll { unknown.contains($0.after.id) }
    base = .stored(comparison)
    leftOut = others
  }
}

extension Fact {
  /// Whether it is what a check says that metrics go by.
  fileprivate func comes(from check: CheckID) -> Bool {
    switch self {
    case .label: check == "label"
    case .field: check == "fields"
    case .routing: check == "tool_calls"
    case .refusal: check == "refusal"
    case .attack: check == "scenario"
    case .lossyNumbers: false
    }
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
