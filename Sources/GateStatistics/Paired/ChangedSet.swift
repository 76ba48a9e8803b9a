/// When a comparison with stored results deserves fresh confirmation runs.
public enum ConfirmTrigger: String, Hashable, Sendable, CaseIterable {
  /// More cases got worse than better.
  case changed
  /// The candidate's mean is below the baseline's: cheaper, and slightly weaker.
  case down
}

/// The cases whose majority differs between the arms, **in both directions**.
///
/// Re-running only the failed cases, or only the candidate, would be biased by regression to the mean; this set depends
/// on old data only, so fresh runs on it stay exchangeable between the arms (specification 2.3).
public struct ChangedSet: Hashable, Sendable {
  /// The positions of the changed cases, ascending.
  public let indices: [Int]
  /// How many of them got worse, and better.
  public let worse, better: Int
  /// Whether the candidate's mean over cases is below the baseline's.
  public let isDown: Bool

  /// The changed cases among those with at least one run in both arms.
  public init(_ cases: [CaseRuns]) {
    var (worse, better, sum) = (0, 0, 0.0)
    var indices: [Int] = []
    for (index, one) in cases.enumerated() {
      guard let drop = one.drop else { continue }
      sum += drop
      guard one.baselineMajority != one.candidateMajority else { continue }
      indices.append(index)
      if one.baselineMajority { worse += 1 } else { better += 1 }
    }
    (self.indices, self.worse, self.better, isDown) = (indices, worse, better, sum > 1e-9)
  }

  /// Whether the trigger holds, with anything to run again at all.
  public func triggers(_ trigger: ConfirmTrigger) -> Bool {
    guard !indices.isEmpty else { return false }
    return trigger == .changed ? worse > better : isDown
  }
}
