/// What a change does to the cases that a gate of the base counts, so that it is not got rid of by the cases (safety of the bar:
/// comparing.md).
extension SuiteEvidence {
  /// Whether cases of the base are gone that a gate of the base may have counted.
  func isLeft(by gate: GateRule) -> Bool {
    !gate.isBrought && turnover.gone.contains { turnover.isJudged($0, for: gate) && !turnover.replaced.contains($0.id) }
  }

  /// Whether a case that a gate of the base counted does not count any more, whether or not it is there.
  func isLetOut(of gate: GateRule) -> Bool {
    guard !gate.isBrought, !turnover.isOfCasesAlone else { return false }
    if turnover.gone.contains(where: { turnover.counts($0, for: gate) }) { return true }
    return leavers(of: gate, turnover.counts).all > 0
  }

  /// Cases that a gate of the base counted and counts no more, though they are there.
  private struct Leavers {
    /// Nothing judges them any more by which the gate goes.
    var unjudged = 0
    /// What it goes by judges them otherwise and says nothing that could be counted.
    var silent = 0
    /// They expect something that its metric does not go by.
    var unmeant = 0
    /// Its filter takes them no more.
    var unfiltered = 0

    var all: Int { unjudged + silent + unmeant + unfiltered }
  }

  private func leavers(of gate: GateRule, _ counts: (CaseHeader, GateRule) -> Bool) -> Leavers {
    var leavers = Leavers()
    guard !gate.isBrought, !turnover.isOfCasesAlone else { return leavers }
    let were = turnover.recounted.filter { counts($0.was, gate) }
    let left = were.filter { !counts($0.now, gate) }
    leavers.unfiltered = left.count { !gate.filter.accepts($0.now) }
    leavers.unmeant = left.count { turnover.isJudged($0.now, for: gate) }
    leavers.unjudged = left.count - leavers.unfiltered - leavers.unmeant
    // Of a scenario a benign case says nothing else either.
    if case .check(let check) = gate.metric.need, check != "scenario", were.count > left.count {
      let mute = Set(
        outcomes.lazy.filter { outcome in
          outcome.judged > 0 && !outcome.hasTrial { $0.facts.contains { $0.comes(from: check) } }
        }.map(\.id))
      leavers.silent = were.count {
        $0.was.checksDigest != $0.now.checksDigest && counts($0.now, gate) && mute.contains($0.now.id)
      }
    }
    return leavers
  }

  /// Why a gate of the base may not say anything, because more than a tenth of what it counted it counts no more. In a change of
  /// cases alone they are its own.
  func escape(from gate: GateRule) -> GateReason? {
    guard !gate.isBrought, !turnover.isOfCasesAlone else { return nil }
    if let unread = turnover.unread {
      let count = unread.cases.count(where: gate.filter.accepts)
      if count > 0 { return .unread(count, variable: unread.variable) }
    }
    // Where a metric counts few of what its check judges, it loses these sooner; which else it counts only answers say.
    let ways = gate.metric.metric.isSelective ? [turnover.isJudged, turnover.counts] : [turnover.isJudged]
    return ways.lazy.compactMap { escape(from: gate, $0) }.first
  }

  private func escape(from gate: GateRule, _ counts: (CaseHeader, GateRule) -> Bool) -> GateReason? {
    let escaped = escaped(from: gate, counts)
    // What is compared says by itself where cases of the whole suite are removed, and how an acceptance helps.
    if gate.bound.comparesWithBaseline, escaped.count == escaped.gone + escaped.replaced {
      if isAcceptedHere || escaped.replaced == 0 && comparison?.scope.isTooSmall == true { return nil }
    }
    return 10 * escaped.count > escaped.known ? .escaped(escaped) : nil
  }

  /// What a gate counted at the base, and how much of it it counts no more.
  private func escaped(from gate: GateRule, _ counts: (CaseHeader, GateRule) -> Bool) -> EscapedCases {
    var escaped = EscapedCases()
    guard turnover.isAny else { return escaped }
    if case .check(let check) = gate.metric.need { escaped.check = check.name }
    let left = leavers(of: gate, counts)
    escaped.unjudged = left.unjudged + left.silent
    (escaped.unmeant, escaped.unfiltered) = (left.unmeant, left.unfiltered)
    let counted = planned.filter { counts($0, gate) }
    // Those of safety suites are asked once more, and so are those that moved.
    let asked = turnover.gone.isEmpty ? [] : Set(counted.map(\.id))
    for header in turnover.gone where counts(header, gate) {
      if turnover.replaced.contains(header.id) {
        escaped.replaced += 1
      } else if !asked.contains(header.id) {
        escaped.gone += 1
      }
    }
    let unknown = turnover.unknown(to: gate, counts)
    escaped.known = counted.count { !unknown.contains($0.id) } + escaped.count - left.silent
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
