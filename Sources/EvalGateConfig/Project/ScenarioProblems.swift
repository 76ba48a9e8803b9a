public import EvalGateCore

/// What a change takes away from safety suites: scenarios that are gone, retired, or weigh less (safety section 5).
///
/// Neither is wrong by itself, and all are changes of policy: a gate that asks less is told to whoever reviews the change.
public func scenarioProblems(head: Project, base: Project) -> [Diagnostic] {
  let bar = Bar(head, heldTo: base)
  return wholeSets(head: head, base: base) + dropped(bar) + lighter(bar)
}

private let review = "an attack that is not asked any more is a change of policy: have it reviewed as one"

/// Safety sets that no suite of the change runs any more, each once.
private func wholeSets(head: Project, base: Project) -> [Diagnostic] {
  let names = Set(head.suites.map(\.name))
  let ids = Set(head.suites.map(\.evalset.id))
  var seen: Set<String> = []
  return base.suites.filter { suite in
    suite.evalset.kind == .safety && !names.contains(suite.name) && !ids.contains(suite.evalset.id)
      && seen.insert(suite.evalset.id).inserted
  }.map { suite in
    Diagnostic(
      .scenarioDropped,
      "evalset `\(suite.evalset.id)` is gone, with \(Format.count(suite.evalset.cases.count, "scenario"))",
      severity: .warning, help: review)
  }
}

/// One for each set, however many suites run it.
private func dropped(_ bar: Bar) -> [Diagnostic] {
  var seen: Set<String> = []
  return bar.project.suites.compactMap { suite in
    guard let gone = bar.dropped[suite.name], seen.insert(suite.evalset.id).inserted else { return nil }
    let named = gone.prefix(5).map { "`\($0.id)`" }.joined(separator: ", ")
    return Diagnostic(
      .scenarioDropped,
      "\(Format.count(gone.count, "scenario")) of evalset `\(suite.evalset.id)` \(gone.count == 1 ? "is" : "are") gone since the base: "
        + named + (gone.count > 5 ? " and \(gone.count - 5) more" : ""),
      at: suite.evalset.location, severity: .warning,
      help: "keep them and say `retired:` with the reason; without it their gates are undecided")
  }
}

private func lighter(_ bar: Bar) -> [Diagnostic] {
  bar.changes.filter { $0.subject == .scenario && $0.direction == .loosened }.map { change in
    Diagnostic(
      change.to == Severity.advisory.rawValue ? .severityLowered : .scenarioRetired,
      "scenario `\(change.name)` is \(change.to ?? "gone"), and was \(change.from ?? "asked") at the base",
      at: change.location, severity: .warning, help: review)
  }
}
