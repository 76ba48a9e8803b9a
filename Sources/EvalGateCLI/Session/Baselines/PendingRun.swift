import EvalGateCore
import EvalGateStore

/// Leaves the results of a run on a developer's machine waiting to be accepted, where they are of something else than what is
/// accepted now. Never where `CI` is set: there nothing but the run itself is written.
struct PendingRun {
  let workspace: Workspace
  let settings: RunSettings

  /// - Parameters:
  ///   - gone: names of suites that are asked although the project has them no more.
  ///   - path: of the sealed run.
  /// - Returns: how many suites have results waiting now.
  func leave(
    _ header: RunHeader, _ results: RunResults, besides gone: Set<String>, at path: String
  ) throws -> Int {
    guard isCandidate(header) else { return 0 }
    for tuple in header.tuples where !gone.contains(tuple.suite) { try leave(tuple, header, results, path) }
    return try workspace.runs.pending().count { $0.home == header.tuples.first?.home }
  }

  /// Whole suites under the files as they are: another route, or some of the cases, is an experiment.
  private func isCandidate(_ header: RunHeader) -> Bool {
    !Host.isCI && settings.profile != "ci" && settings.route == nil && !PlainFiles.isSpecial(path(of: header))
      && header.selection.tags.isEmpty && header.selection.cases.isEmpty
  }

  private func path(of header: RunHeader) -> String {
    settings.save.map(Host.absolute) ?? workspace.runs.sealedPath(of: header.id)
  }

  private func leave(_ tuple: RunTuple, _ header: RunHeader, _ results: RunResults, _ path: String) throws {
    let (suite, home) = (tuple.suite, tuple.home)
    let cases = results.outcomes.cases(of: suite)
    // What was not measured is no candidate.
    guard !cases.isEmpty, !cases.contains(where: \.hasError),
      cases.reduce(0, { $0 + $1.trials.count }) == header.plannedBySuite[suite]
    else { return }
    let version = PendingResults.version(of: tuple)
    let waiting = try? workspace.runs.pending(of: suite, in: home)
    if workspace.hasAccepted(tuple) {
      // Back at what is accepted: what waits is of something that is not there any more.
      if let waiting, waiting.version != version { try workspace.runs.removePending(of: suite, in: home) }
      return
    }
    let newer = PendingResults(
      suite: suite, home: home, runs: [settings.save == nil ? header.id : path], version: version,
      isFresh: cases.allSatisfy { $0.trials.allSatisfy { $0.source == .live } })
    if let pending = waiting.map({ $0.adding(newer) }) ?? newer { try workspace.runs.write(pending) }
  }
}

extension Workspace {
  /// Whether what is accepted of a suite in the working tree is of this very version.
  func hasAccepted(_ tuple: RunTuple) -> Bool {
    let own = BaselineFile.head(at: absolute(BaselineFile.path(of: tuple.suite, in: tuple.home)))
    // One of this very version is this suite's, wherever it lies.
    let accepted = own ?? BaselineFile.head(at: absolute(BaselineFile.path(of: tuple.suite, in: "")))
    return accepted.map { PendingResults.version(of: $0.tuple) == PendingResults.version(of: tuple) } ?? false
  }
}
