/// Earlier runs of the very version that is judged now, so that running again adds evidence and never draws a new lot.
///
/// A test that is simply repeated until it passes lets a 5-point loss through 61 times of 100 in three tries; judged on all
/// attempts together it is 41, and every further try makes it fewer (statistics section 3, "re-runs").
public struct Attempts: Hashable, Sendable {
  /// The runs, oldest first.
  public let runs: [String]
  /// Their outcomes by the bytes of the case's id.
  private let trials: [Key: [TrialOutcome]]

  private struct Key: Hashable {
    let id: [UInt8]
    let digest: Digest
    let checks: Digest

    init(_ outcome: CaseOutcome) {
      (id, digest, checks) = (Array(outcome.id.utf8), outcome.digest, outcome.checksDigest)
    }
  }

  /// Attempts that were made before, oldest first. Only what was judged, and only fresh answers, are further evidence.
  public init(_ earlier: some Sequence<(run: String, outcomes: [CaseOutcome])>) {
    var trials: [Key: [TrialOutcome]] = [:]
    var runs: [String] = []
    for (run, outcomes) in earlier {
      var isOfUse = false
      for outcome in outcomes {
        let fresh = outcome.trials.filter { $0.passFail != .error && $0.source == .live }
        guard !fresh.isEmpty else { continue }
        trials[Key(outcome), default: []].append(contentsOf: fresh)
        isOfUse = true
      }
      if isOfUse { runs.append(run) }
    }
    self.runs = runs
    self.trials = trials
  }

  /// The outcomes of this attempt with those of the earlier ones added, case by case; a case that was edited between them has
  /// none to add, nor has one that is waived now: what failed in it before may have been the very thing.
  public func pooled(with outcomes: [CaseOutcome]) -> [CaseOutcome] {
    guard !runs.isEmpty else { return outcomes }
    return outcomes.map { outcome in
      guard let earlier = trials[Key(outcome)], !outcome.isWaived else { return outcome }
      var pooled = outcome
      pooled.trials = outcome.trials + earlier
      for index in pooled.trials.indices { pooled.trials[index].trial = index + 1 }
      return pooled
    }
  }
}
