import EvalGateCore

/// What a change takes away from safety suites: scenarios that are gone, and scenarios that weigh less (safety section 5).
///
/// Neither is wrong by itself, and both are changes of policy: a gate that asks less is told to whoever reviews the change.
func scenarioProblems(head: Project, base: Project) -> [Diagnostic] {
  let now = safetySets(of: head, orNamedLike: base)
  return safetySets(of: base).flatMap { before -> [Diagnostic] in
    guard let after = now.first(where: { $0.id == before.id }) else {
      return [
        Diagnostic(
          .scenarioDropped, "evalset `\(before.id)` is gone, with \(Format.count(before.cases.count, "scenario"))",
          severity: .warning,
          help: "an attack that is not asked any more is a change of policy: have it reviewed as one")
      ]
    }
    return dropped(before, after) + lowered(before, after)
  }
}

/// Each once, in the order of the suites.
private func safetySets(of project: Project, orNamedLike base: Project? = nil) -> [Evalset] {
  let known = Set((base?.suites ?? []).map(\.evalset.id))
  var seen: Set<String> = []
  return project.suites.map(\.evalset).filter { set in
    (set.kind == .safety || known.contains(set.id)) && seen.insert(set.id).inserted
  }
}

private func dropped(_ before: Evalset, _ after: Evalset) -> [Diagnostic] {
  let present = Set(after.headers.map(\.id))
  let gone = before.headers.map(\.id).filter { !present.contains($0) }
  guard !gone.isEmpty else { return [] }
  let named = gone.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
  return [
    Diagnostic(
      .scenarioDropped,
      "\(Format.count(gone.count, "scenario")) of evalset `\(after.id)` \(gone.count == 1 ? "is" : "are") gone since the base: "
        + named + (gone.count > 5 ? " and \(gone.count - 5) more" : ""),
      at: after.location, severity: .warning,
      help: "an attack that is not asked any more is a change of policy: have it reviewed as one")
  ]
}

private func lowered(_ before: Evalset, _ after: Evalset) -> [Diagnostic] {
  let blocking = Set(before.headers.filter { $0.severity == .blocking }.map(\.id))
  return after.headers.filter { $0.severity == .advisory && blocking.contains($0.id) }.map { header in
    Diagnostic(
      .severityLowered, "scenario `\(header.id)` is advisory, and was blocking at the base", at: header.location,
      severity: .warning, help: "what does not block any more is a change of policy: have it reviewed as one")
  }
}

extension Evalset {
  fileprivate var headers: [CaseHeader] { (0..<cases.count).map(cases.header(at:)) }
}
