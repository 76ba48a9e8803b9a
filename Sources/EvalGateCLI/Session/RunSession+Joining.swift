import EvalGateCore
import EvalGateStore

extension RunSession {
  /// Gates once on all that the shards hold, as if one process had run it. Asks no model.
  func join(_ shards: ShardSet) async throws -> RunOutcome {
    let started = Host.monotonicMilliseconds
    try ReportWriter(workspace: workspace).check(settings.reports)
    if let save = settings.save { try PlainFiles.checkWritable(Host.absolute(save)) }
    let project = try adapted(await workspace.project())
    let plan = Plan(project, selection: settings.selection, trials: settings.trials)
    guard plan.digest == shards.header.planDigest else {
      throw Diagnostic(
        .planChanged, "the shards were made from another plan than the files here",
        help: "join them at the commit they ran at, with the `--route` and `--trials` they were run with")
    }
    let base = try await Base.find(settings.baseline, configured: project.configuration.base, workspace)
    let journal = try Journal.join(shards, at: try journalPath(of: shards.header), secrets: workspace.secrets).journal
    let collector = RunCollector()
    let safety = Set(plan.suites.filter { $0.evalset.kind == .safety }.map(\.name))
    try RunFile(at: journal.path).forEachRecord { collector.add($0, isSafety: safety.contains($0.suite)) }
    let verdict = try await Gating(workspace: workspace, base: base, project: project, plan: plan).verdict(
      header: journal.header, results: collector.results(), isComplete: true, interruption: nil)
    return try await conclude(verdict, journal, journal.header, started, [:], nil)
  }
}
