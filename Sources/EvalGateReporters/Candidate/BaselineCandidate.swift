public import EvalGateCore

/// Results that could become a suite's baseline, beside those that are accepted now: what somebody has to see before they
/// accept them.
public struct BaselineCandidate: Sendable {
  /// Whether all trials of a case have to hold.
  public let isSafety: Bool
  /// What is accepted now; nil where nothing is.
  public let before: Baseline?
  /// What would be accepted.
  public let after: Baseline
  /// How the first failing trial of each broken case failed, by the case's id.
  public let failures: [String: CaseFailure]
  /// What was edited since these results were made: accepted now, they would be stale at once.
  public let movedOn: [TupleChange]
  /// Why these results cannot be accepted; nil where they can.
  public let refusal: String?
  /// Nil where nothing is accepted yet.
  public let comparison: Comparison?

  /// Sets results beside what is accepted.
  public init(
    after: Baseline, before: Baseline?, isSafety: Bool, failures: [CaseFailure] = [], movedOn: [TupleChange] = [],
    refusal: String? = nil, notes: [TupleChange.Element: String] = [:]
  ) {
    self.after = after
    self.before = before
    self.isSafety = isSafety
    self.failures = Dictionary(failures.map { ($0.caseID, $0) }, uniquingKeysWith: { first, _ in first })
    self.movedOn = movedOn
    self.refusal = refusal
    comparison = before.map {
      Comparison(
        suite: after.suite, outcomes: after.cases, tuple: after.tuple, baseline: $0, isSafety: isSafety, notes: notes)
    }
  }

  /// What differs in the tuple; empty where nothing is accepted yet.
  public var changes: [TupleChange] { comparison?.changes ?? [] }

  /// `93.3% → 94.2%`, or the one share where nothing is accepted yet.
  func shares(arrow: String) -> String {
    let now = share(after)
    return before.map { "\(share($0)) \(arrow) \(now)" } ?? now
  }

  /// `2 broke, 4 fixed, 3 new`; `new` where nothing is accepted yet.
  var moved: String {
    guard let comparison else { return "new" }
    let counts = [
      (comparison.edited.count, "edited"), (comparison.added.count, "new"), (comparison.removed.count, "removed"),
    ].filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }
    return GatePhrase.moved(comparison.broke.count, comparison.fixed.count) + counts.joined()
  }

  /// `240 cases, 5 runs pooled, 3 flaky`.
  var extent: String {
    var parts = [Format.count(after.cases.count, "case")]
    if after.runs.count > 1 { parts.append("\(after.runs.count) runs pooled") }
    let flaky = after.cases.count { $0.isFlaky }
    if flaky > 0 { parts.append("\(flaky) flaky") }
    let replayed = after.cases.flatMap(\.trials).count { $0.source != .live }
    if replayed > 0 { parts.append("\(Format.count(replayed, "answer")) from recordings") }
    return parts.joined(separator: ", ")
  }

  /// Pairs of other outputs: those that broke, those that were fixed, and those that pass or fail as before.
  var changed: [(movement: String, pairs: [Comparison.Pair])] {
    guard let comparison else { return [] }
    let moved = Set((comparison.broke + comparison.fixed).map { UTF8Name($0.after.id) })
    let others = comparison.pairs.filter {
      !moved.contains(UTF8Name($0.after.id)) && $0.before.outputDigest != $0.after.outputDigest
    }
    return [("broke", comparison.broke), ("fixed", comparison.fixed), ("another output, same verdict", others)]
  }

  private func share(_ baseline: Baseline) -> String {
    guard isSafety else { return baseline.passing.value.map { Format.percent($0) } ?? "–" }
    let judged = baseline.cases.compactMap { $0.holds(isSafety) }
    return judged.isEmpty ? "–" : Format.percent(Double(judged.count { $0 }) / Double(judged.count))
  }
}

extension TupleChange {
  /// `prompt triage 13 → 14 ("shorter")`, as text that is still to be made safe.
  func words(arrow: String) -> String {
    "\(element.rawValue) \(id) \(from ?? "none") \(arrow) \(to ?? "none")" + (note.map { " (\"\($0)\")" } ?? "")
  }
}
