/// Edits to cases by which a rule says less than it did, though no rule was edited.
extension Bar {
  /// Shows what a change does to the cases of a task suite, and has those asked here too that another suite asks now.
  ///
  /// A case that asks or expects something else is another case: stored results of it count no more, and the change's own decides.
  /// Of a safety suite each is told and held as a scenario.
  ///
  /// - Parameters:
  ///   - heirs: what became of the base's cases.
  ///   - weighed: ids of cases that weigh what they did, which was told.
  /// - Returns: what other suites ask now.
  mutating func held(
    casesOf suite: Suite, to base: Evalset, _ heirs: Heirs, weighed: Set<String>
  ) -> [EvalCase] {
    guard base.kind != .safety else { return [] }
    var edits = CaseEdits(heirs)
    showChecks(of: suite, edits.rejudged)
    let moved = moved(from: suite, to: base, &edits)
    edits.findRelabelled()
    edits.leaveOut(weighed: weighed)
    if let text = edits.text {
      note(
        RuleChange(
          .cases, suite.evalset.id, edits.direction, to: text, decides: .head, note: edits.note,
          location: edits.location))
    }
    return moved
  }

  /// Shows cases that are judged otherwise. Which of two judgements is the stricter one nobody can tell, so the change's decides.
  private mutating func showChecks(of suite: Suite, _ changed: [CaseHeader]) {
    guard let first = changed.first else { return }
    note(
      RuleChange(
        .checks, suite.evalset.id, .changed, to: Format.count(changed.count, "case"), decides: .head,
        note: "the first is `\(first.id)` (\(first.location))"
          + (changed.count > 1 ? ", and \(changed.count - 1) more" : ""),
        location: first.location))
  }
}

extension Evalset {
  /// The cases that are asked, as far as planning knows them.
  package var headers: [CaseHeader] { (0..<cases.count).map(cases.header(at:)) }
}
