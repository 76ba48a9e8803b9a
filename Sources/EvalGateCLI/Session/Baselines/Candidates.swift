import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

/// Reads what waits to be accepted.
struct Candidates {
  /// Results of a suite with all that is shown of them.
  struct Waiting {
    let suite: Suite
    /// What would be accepted, as it is.
    let results: Baseline
    /// For people to look at: what a policy stops is masked.
    let candidate: BaselineCandidate
  }

  let workspace: Workspace
  let project: Project
  /// Only these suites; all when empty.
  var only: [String] = []

  /// - Throws: `Diagnostic` when a run that waits cannot be read, or a name is no suite's.
  func waiting() async throws -> [Waiting] {
    let only = try project.names(meantBy: only)
    var found: [Waiting] = []
    for pending in try workspace.runs.pending() where only.isEmpty || only.contains(pending.suite) {
      if let suite = project.suite(of: pending) { found.append(try await waiting(suite, pending)) }
    }
    return found
  }

  /// Names of suites that have results waiting and are no suites of this project any more. Those of other folders are not ours.
  func orphans() throws -> [String] {
    try workspace.runs.pending().filter {
      $0.home == project.home && project.isOwn($0.suite) && project.suite(of: $0) == nil
    }.map(\.suite)
  }

  private func waiting(_ suite: Suite, _ pending: PendingResults) async throws -> Waiting {
    var runs: [RunFile] = []
    for name in pending.runs { runs.append(try await run(name, of: suite)) }
    let acceptance = Acceptance(
      workspace: workspace, project: project, reason: "not accepted yet", only: [suite.name], author: nil)
    let found = try await acceptance.pooled(runs).first { $0.suite.name == suite.name }
    guard let after = found?.baseline else {
      throw Diagnostic(.baseline, "there is no run of `\(suite.name)`", help: "run it first")
    }
    let place = await BaselinePlace.find(suite, in: workspace.files)
    let before = try BaselineFile.read(at: workspace.absolute(place.path))
    let heldBack = HeldBack(project.suites, of: [after.tuple])
    return Waiting(
      suite: suite, results: after,
      candidate: BaselineCandidate(
        after: heldBack.masked(after), before: before.map { heldBack.masked($0) },
        isSafety: suite.evalset.kind == .safety,
        failures: try failures(of: suite, in: runs, after, heldBack),
        movedOn: TupleChange.between(after.tuple.asConfigured, suite.tuple),
        refusal: Acceptance.refusal(of: after, suite)?.message, notes: suite.notes(since: before?.tuple)))
  }

  private func run(_ name: String, of suite: Suite) async throws -> RunFile {
    do throws(Diagnostic) {
      return try RunFile(at: await workspace.runs.ofThisMachine().find(name).path)
    } catch {
      guard error.code == .runNotFound else { throw error }
      throw Diagnostic(
        .baseline, "the run \(name) that waits for `\(suite.name)` is gone",
        help: "drop it with `evalgate baseline reject \(NextSteps.quoted(suite.name))`, and run the suite again")
    }
  }

  /// How cases that do not hold failed, from the first run that has it.
  private func failures(
    of suite: Suite, in runs: [RunFile], _ after: Baseline, _ heldBack: HeldBack
  ) throws -> [CaseFailure] {
    let isSafety = suite.evalset.kind == .safety
    let failing = Set(after.cases.filter { $0.holds(isSafety) == false }.map(\.id))
    guard !failing.isEmpty else { return [] }
    return try runs.flatMap { run in
      try run.records {
        $0.suite == suite.name && $0.arm == .head && failing.contains($0.caseID)
      }.filter { $0.passFail != .pass }.map { CaseFailure($0, limit: 400, mask: heldBack.masked) }
    }
  }
}

extension RunTuple {
  /// Without what programs said of themselves, which nobody knows before they are started.
  var asConfigured: RunTuple {
    var tuple = self
    tuple.programs = [:]
    if let targets = route?.identity["targets"] { tuple.route?.identity = targets }
    return tuple
  }
}

extension Project {
  /// The suite that results wait for; nil where it is another project's, or gone.
  func suite(of pending: PendingResults) -> Suite? {
    suites.first { $0.name == pending.suite && $0.home == pending.home }
  }

  /// Whether a suite of this name would be one of this project's: from a folder that another configuration includes, those of
  /// other folders are not.
  func isOwn(_ suite: String) -> Bool {
    configuration.namespace.isEmpty || suite.hasPrefix(configuration.namespace + "/")
  }
}
