import EvalGateCore
import EvalGateStore

/// A run that is over, beside what it is compared with now. Nothing is asked.
struct RunComparison: Sendable {
  let rules: Rulebook
  /// Those of the run that the project still has.
  let suites: [Suite]
  let gating: Gating
  let verdict: GateVerdict

  init(_ file: RunFile, against base: Base, _ loaded: Project) async throws {
    rules = await base.rulebook(for: loaded)
    let intake = Intake(rules.project.suites, rules.policies, of: file.header)
    try await intake.take(file)
    let results = intake.collector.results()
    suites = rules.project.suites.filter { suite in file.header.tuples.first(of: suite) != nil }
    let contests = try await Gating.Contest.all(of: file, suites, results, against: base)
    var gating = Gating(
      base: base, rules: rules, suites: contests, isEverything: suites.count == rules.project.suites.count,
      kept: try await base.workspace.keptRuns(of: rules.project))
    try await gating.carry(file.header)
    self.gating = gating
    verdict = gating.verdict(
      header: file.header, results: results,
      isComplete: file.trials >= file.header.planned && gating.carrying.obstacle == nil,
      interruption: file.end == nil ? "the run was interrupted" : gating.carrying.obstacle)
  }
}

extension Base {
  /// What a run is set beside: what is named, else what it was gated against.
  static func find(
    _ name: String?, for file: RunFile, _ loaded: Project, _ workspace: Workspace
  ) async throws -> Base {
    guard let name else { return try await find(file.header.base?.revision, loaded, workspace) }
    if let run = try workspace.run(named: name) { return Base(place: .run(run), workspace: workspace) }
    return try await find(name, loaded, workspace)
  }
}
