import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// The calculation behind a gate of a run, made again from what is recorded, beside what the run itself concluded.
struct GateExplanation {
  let workspace: Workspace
  let loaded: Project
  let file: RunFile

  /// - Throws: `Diagnostic` when the run has no such gate.
  func text(of gate: String, baseline: String?, _ context: ReportContext) async throws -> String {
    let base = try await Base.find(baseline ?? file.header.base?.revision, loaded, workspace)
    // The run's own base may be gone since; one that was asked for is there, or the question has no answer.
    if baseline != nil, case .unavailable(let why, let help) = base.place {
      throw Diagnostic(.baseline, why, help: help.text)
    }
    let rules = await base.rulebook(for: loaded)
    let project = rules.project
    let intake = Intake(project.suites, rules.policies, of: file.header)
    try await intake.take(file)
    let results = intake.collector.results()
    let plan = Plan(project, selection: file.header.selection)
    let suites = plan.suites.indices.filter { file.header.tuples.first(of: plan.suites[$0]) != nil }
    var contests = try await Gating.Contest.all(of: file, suites.map { plan.suites[$0] }, results, against: base)
    for (place, index) in suites.enumerated() { contests[place].planned = plan.headers(of: index) }
    var gating = Gating(
      base: base, rules: rules, suites: contests, isEverything: false, confirming: file.confirming,
      kept: try await workspace.keptRuns(of: project))
    // What stands in the verdict without having been asked is a part of the calculation.
    try await gating.carry(file.header)
    let verdict = gating.verdict(
      header: file.header, results: results, isComplete: file.end != nil, interruption: nil)
    let evaluator = GateEvaluator(
      gates: project.gates.withAnchors(of: verdict.suites), suites: verdict.suites, isComplete: file.end != nil)
    let calculations = evaluator.calculations(of: gate)
    guard !calculations.isEmpty else { throw unknown(gate, evaluator.gates) }
    let now = verdict.gates.first { $0.name == gate }
    return CalculationText.render(calculations, of: await heading(base, gate, now, project, verdict), context)
  }

  /// Which results the counts are of, and what the run concluded from them.
  private func heading(
    _ base: Base, _ gate: String, _ now: GateOutcome?, _ project: Project, _ verdict: GateVerdict
  ) async -> [(label: String, text: String)] {
    var lines = [(label: "run", text: "\(file.header.id) · \(workspace.relative(file.path))")]
    if let reference = base.reference { lines.append(("base", reference.text)) }
    for suite in verdict.suites where now?.suites.contains(suite.name) ?? false {
      if let attempts = Comparison.attemptsText(suite.name, suite.attemptsThatCount) {
        lines.append(("attempts", attempts))
      }
      guard case .stored(let comparison) = suite.base, let own = project.suite(named: suite.name) else { continue }
      let place = await base.baselinePlace(of: own, gate.hasSuffix("@anchor") ? .anchor : .accepted, in: base.files)
      lines.append(("stored", "\(place.path), \(Format.count(comparison.storedPairs, "comparable case"))"))
    }
    if let recorded = file.gates.first(where: { $0.name == gate }) {
      let same = recorded.verdict == now?.verdict && recorded.evidence == now?.evidence
      lines.append(
        (
          "recorded",
          same
            ? "\(recorded.verdict.rawValue), from the same figures"
            : "\(recorded.verdict.rawValue), from other figures: the configuration or the baseline is another one now"
        ))
    }
    return lines
  }

  private func unknown(_ gate: String, _ gates: [GateRule]) -> Diagnostic {
    let known = gates.map(\.name)
    guard !known.contains(gate) else {
      let asked = file.header.tuples.map { "`\($0.suite)`" }
      return Diagnostic(
        .unknownID, "run \(file.header.id.prefix(7)) asked no suite that gate `\(gate)` is about",
        help: "it asked \(asked.listed(20)); `evalgate run` asks what is here")
    }
    return Diagnostic(
      .unknownID, "run \(file.header.id.prefix(7)) has no gate `\(gate)`",
      label: suggestion(for: gate, among: known).map { "did you mean `\($0)`?" },
      help: "gates are " + known.map { "`\($0)`" }.joined(separator: ", "))
  }
}

extension Workspace {
  /// A path as it is printed: from the repository's root where it lies below it.
  func relative(_ path: String) -> String { path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path }
}
