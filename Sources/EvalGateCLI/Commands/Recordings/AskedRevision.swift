import ArgumentParser
import EvalGateCore
import EvalGateStore

/// Which version beside the working tree's asks for recordings: by default the one that a run compares with.
struct AskedRevision: ParsableArguments {
  @Option(
    help: ArgumentHelp("Take the version at a revision for the base, as `run` would, or `none`.", valueName: "rev|none")
  )
  var baseline: String?

  /// - Throws: `Diagnostic` where what was named asks nothing that could be found out.
  func base(of project: Project, _ workspace: Workspace) async throws -> Base {
    if let baseline, baseline.hasSuffix(".jsonl") {
      throw Diagnostic(
        .baseline, "`--baseline \(baseline)` is a file of results, and asks for no recordings",
        help: "name the revision whose version asks for them")
    }
    let base = try await Base.find(baseline, project, workspace)
    if baseline != nil, case .unavailable(let why, let help) = base.place {
      throw Diagnostic(.baseline, why, help: help.text)
    }
    return base
  }
}
