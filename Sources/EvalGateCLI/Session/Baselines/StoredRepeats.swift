import EvalGateCore
import EvalGateStore

/// Finds what is stored of a suite: the accepted results, and kept runs of the same version beside them.
struct StoredRepeats {
  let workspace: Workspace
  let base: Base

  /// Nil where nothing is stored. Where nothing was accepted yet, the newest run stands in.
  func find(_ suite: Suite) async throws -> StoredResults? {
    let kept = try await workspace.ownRuns().list()
    if case .found(let baseline) = await base.baseline(of: suite).stored {
      return pooled(suite, baseline.cases, tuple: baseline.tuple, runs: baseline.runs, kept)
    }
    for run in kept {
      guard let header = try? RunFile.header(at: run.path),
        let tuple = header.tuples.first(of: suite),
        let outcomes = try? RunFile(at: run.path).outcomes()
      else { continue }
      return pooled(suite, outcomes.cases(of: suite.name), tuple: tuple, runs: [run.id], kept)
    }
    return nil
  }

  /// Stored results with the fresh ones of every other run of the same version.
  private func pooled(
    _ suite: Suite, _ cases: [CaseOutcome], tuple: RunTuple, runs: [String], _ kept: [StoredRun]
  ) -> StoredResults {
    let others = kept.reversed().filter { !runs.contains($0.id) }.compactMap {
      run -> (run: String, outcomes: [CaseOutcome])? in
      guard let header = try? RunFile.header(at: run.path), header.shard == nil,
        let other = header.tuples.first(of: suite), other.isAnotherRun(of: tuple),
        let outcomes = try? RunFile(at: run.path).outcomes()
      else { return nil }
      return (run.id, outcomes.cases(of: suite.name))
    }
    // A recording that was played in one run and accepted from it is the same answer as in another.
    let isFresh = cases.allSatisfy { $0.trials.allSatisfy { $0.source == .live } }
    let attempts = Attempts(isFresh ? others : [])
    return StoredResults(
      cases: attempts.pooled(with: cases),
      origin: Format.count(runs.count + attempts.runs.count, "stored run"))
  }
}

extension Suite {
  /// Where answers come from: a flag, then the suite's or the defaults' own word, then what is usual here.
  func mode(given: Mode?) -> Mode { given ?? mode ?? (Host.isCI ? .live : .auto) }
}
