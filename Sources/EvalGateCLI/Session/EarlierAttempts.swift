import EvalGateCore
import EvalGateStore

/// Finds what was run before of the very version that is judged now.
///
/// Runs that were broken off count too: stopping one that looks bad is a way of drawing again.
struct EarlierAttempts: Sendable {
  let workspace: Workspace
  let header: RunHeader

  /// Attempts made before the run, oldest first, without those the baseline is made of.
  ///
  /// - Parameters:
  ///   - outcomes: of the run itself. Where one was not asked for anew, the run drew no new lot and has no earlier ones.
  ///   - baseline: runs that stand on the other side of the comparison.
  func before(_ suite: String, _ outcomes: [CaseOutcome], besides baseline: [String]) -> Attempts? {
    guard header.observed != nil, let digest = tuple(of: suite, in: header)?.digest,
      outcomes.allSatisfy({ $0.trials.allSatisfy { $0.source == .live } }), let kept = try? workspace.runs.list()
    else { return nil }
    let own = kept.first { $0.id == header.id }
    let earlier = kept.filter { run in
      run.id != header.id && !baseline.contains(run.id) && own.map { run.modified < $0.modified } ?? true
    }
    // A run that cannot be read any more is no evidence; `runs list` and `show` say what is wrong with it.
    let attempts = earlier.reversed().compactMap { run -> (run: String, outcomes: [CaseOutcome])? in
      // A shard's answers are in the run that it was joined into, which counts itself.
      guard let first = try? RunFile.header(at: run.path), first.shard == nil,
        tuple(of: suite, in: first)?.digest == digest, let outcomes = try? RunFile(at: run.path).outcomes()
      else { return nil }
      return (run.id, outcomes.cases(of: suite))
    }
    return Attempts(attempts)
  }

  private func tuple(of suite: String, in header: RunHeader) -> RunTuple? { header.tuples.first { $0.suite == suite } }
}

extension SuiteEvidence {
  /// Says that more than this run was looked at.
  var attemptsNote: Diagnostic? {
    let runs =
      if case .stored(let comparison) = base, !comparison.attempts.isEmpty { comparison.attempts } else { attempts }
    return Comparison.attemptsText(name, runs).map { Diagnostic(.attempts, $0, severity: .note) }
  }
}

extension DiagnosticCode {
  static let attempts = DiagnosticCode(
    "run/attempts",
    "Comparing gates and safety suites judge a version that was run before on all its attempts together, so that running again until it passes gains nothing. Remove the old runs with `evalgate runs prune` only when they were of something else."
  )
}
