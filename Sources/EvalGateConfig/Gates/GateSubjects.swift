import EvalGateCore

/// Whether a gate can ever have something to judge: the metric in one of its suites, and a case that its filter takes.
///
/// One that has not ends every run undecided, which costs a whole run to find out.
struct GateSubjects {
  let gate: Node.Entry
  let metric: CompiledMetric
  let filter: CaseFilter
  /// Those that the gate speaks of.
  let suites: [Suite]
  /// A gate that does not block holds nothing up.
  let blocks: Bool

  /// Why it has nothing to judge; nil where it has.
  var problem: Diagnostic? {
    guard !suites.isEmpty else { return nil }
    let able = suites.filter(metric.hasSubject)
    guard !able.isEmpty else { return unmeasured }
    let isSelected = able.contains { suite in
      suite.evalset.headers.contains { filter.accepts(tags: $0.tags, severity: $0.severity) }
    }
    return isSelected ? nil : unselected(able)
  }

  private var unmeasured: Diagnostic {
    let node = gate.value["metric"] ?? gate.value
    let (article, lack, remedy) =
      switch metric.need {
      case .nothing: ("a", "measurable answer", "use another metric")
      case .outputSchema: ("an", "output schema", "give a prompt `output: { schema: … }`")
      case .check(let id): ("a", "`\(id)` check", "give cases a `\(id)` check")
      }
    let lacking =
      suites.count == 1
      ? "suite `\(suites[0].name)` has no \(lack)"
      : "none of \(Format.count(suites.count, "suite")) has \(article) \(lack)"
    return problem(
      "gate `\(gate.key)` has nothing to judge: \(lacking), which `\(metric.id)` needs", node.location,
      help: "\(remedy), or gate on `pass_rate`, which every suite has")
  }

  private func unselected(_ suites: [Suite]) -> Diagnostic {
    let known = Set(suites.flatMap(\.evalset.headers).flatMap(\.tags)).sorted()
    let place = gate.value["tag"] ?? gate.value["tags"] ?? gate.value["severity"] ?? gate.value
    guard let stranger = filter.tags.first(where: { !known.contains($0) }) else {
      return problem(
        "gate `\(gate.key)` has nothing to judge: no case is what its filter asks for", place.location,
        help: "see what there is with `evalgate list cases`")
    }
    return problem(
      "gate `\(gate.key)` has nothing to judge: no case has the tag `\(stranger)`", place.location,
      label: suggestion(for: stranger, among: known).map { "did you mean `\($0)`?" },
      help: known.isEmpty
        ? "no case of its suites has tags" : "tags are " + known.map { "`\($0)`" }.prefix(12).joined(separator: ", "))
  }

  private func problem(
    _ message: String, _ place: SourceLocation, label: String? = nil, help: String
  ) -> Diagnostic {
    Diagnostic(.emptyGate, message, at: place, severity: blocks ? .error : .warning, label: label, help: help)
  }
}
