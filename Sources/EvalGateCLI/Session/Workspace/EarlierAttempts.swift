import EvalGateCore
import EvalGateStore

/// Finds what was run before of the very version that is judged now.
///
/// Runs that were broken off count too: stopping one that looks bad is a way of drawing again.
struct EarlierAttempts: Sendable {
  let workspace: Workspace
  let header: RunHeader
  /// The runs that were looked at already.
  let kept: KeptRuns
  /// Policies of the base that earlier answers are held to like those of this run; nil where there are none.
  let policies: HeldPolicies?

  /// One earlier run.
  struct Attempt {
    let run: String
    /// As they count today.
    let outcomes: [CaseOutcome]
    /// As the change's own policy decided.
    let own: [CaseOutcome]

    /// Whether any of its cases is one that is judged now: where all were edited since, it was an attempt at something else.
    func speaks(of now: [CaseOutcome]) -> Bool {
      let judged = Dictionary(now.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
      return outcomes.contains { before in
        judged[before.id].map { $0.digest == before.digest && $0.checksDigest == before.checksDigest } == true
      }
    }
  }

  /// Attempts that were made before the run.
  enum Found {
    /// Oldest first.
    case runs([Attempt])
    /// One of them cannot be read, so that its failures would be forgotten.
    case unreadable(String)

    static let none = Found.runs([])

    /// Without those the baseline is made of, which stand on the other side of a comparison; nil where none is left.
    ///
    /// - Parameter own: where the change's own policy decides, because it was accepted.
    func attempts(besides baseline: [String] = [], own: Bool = false) -> Attempts? {
      guard case .runs(let all) = self else { return nil }
      let attempts = Attempts(
        all.lazy.filter { !baseline.contains($0.run) }.map { ($0.run, own ? $0.own : $0.outcomes) })
      return attempts.runs.isEmpty ? nil : attempts
    }

    /// Why nothing may be decided; nil where everything was read.
    var obstacle: String? { if case .unreadable(let why) = self { why } else { nil } }
  }

  /// - Parameter outcomes: of the run itself; none where it is still to be made, and every run of the version counts. Where one
  ///   was not asked for anew, the run drew no new lot and has no earlier ones.
  func before(_ suite: String, _ outcomes: [CaseOutcome]) -> Found {
    guard header.observed != nil, let tuple = tuple(of: suite, in: header),
      outcomes.allSatisfy({ $0.trials.allSatisfy { $0.source == .live } })
    else { return .none }
    // A file in the folder's place is told where something is to be written.
    guard kept.folder.isThere else { return .none }
    do throws(Diagnostic) {
      let all = try kept.folder.list()
      let own = all.first { $0.id == header.id }
      let earlier = all.filter { run in run.id != header.id && own.map { run.isEarlier(than: $0) } ?? true }
      if Host.isCI, !earlier.isEmpty, let doubt = kept.folder.doubt {
        return .unreadable(
          "nobody knows whether earlier runs are files of the repository, because \(doubt.message): let git read it, or begin "
            + "without `.evalgate/runs`")
      }
      var attempts: [Attempt] = []
      for run in earlier.reversed() {
        if let attempt = try attempt(of: suite, in: run, tuple), outcomes.isEmpty || attempt.speaks(of: outcomes) {
          attempts.append(attempt)
        }
      }
      return .runs(attempts)
    } catch {
      return .unreadable(
        "an earlier run cannot be read, and what this version did in it counts: \(error.message)"
          + (error.location.map { " (\(workspace.relative($0.path)))" } ?? ""))
    }
  }

  /// What a run brought of a suite; nil where it is of another version, or was removed a moment ago.
  private func attempt(of suite: String, in run: StoredRun, _ now: RunTuple) throws(Diagnostic) -> Attempt? {
    do throws(Diagnostic) { return try read(suite, in: run, now) } catch {
      guard PlainFiles.exists(run.path) else { return nil }
      throw error
    }
  }

  private func read(_ suite: String, in run: StoredRun, _ now: RunTuple) throws(Diagnostic) -> Attempt? {
    // A shard's answers are in the run that it was joined into, which counts itself. A run that is saved elsewhere lies here under
    // another name than its own, and going on with it is no second attempt.
    guard let first = try kept.header(of: run), first.id != header.id, first.shard == nil,
      let then = tuple(of: suite, in: first), now.isAnotherRun(of: then), !kept.isSetAside(suite, of: first),
      first.editedProgram(of: suite, in: header) == nil
    else { return nil }
    let contents = try kept.contents(of: run, heldTo: policies)
    let own = contents.own.cases(of: suite)
    return Attempt(
      run: run.id, outcomes: policies?.holds(suite) == true ? contents.held.cases(of: suite) : own, own: own)
  }

  private func tuple(of suite: String, in header: RunHeader) -> RunTuple? { header.tuples.first { $0.suite == suite } }
}

extension [SuiteEvidence] {
  /// Says that more than this run was looked at.
  var attemptsNotes: [Diagnostic] {
    Comparison.attemptsTexts(map { ($0.name, $0.attemptsThatCount) }).map { Diagnostic(.attempts, $0, severity: .note) }
  }
}

extension DiagnosticCode {
  static let attempts = DiagnosticCode(
    "run/attempts",
    "Gates judge a version that was run before on all its attempts together, so that running again until it passes gains nothing. Remove the old runs with `evalgate runs prune` only when they were of something else."
  )
}
