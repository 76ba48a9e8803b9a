/// The sign-flip test of cluster totals or graded differences (specification 2.4).
///
/// Under "nothing changed" each total is as likely with either sign; p is the share of sign patterns whose sum is at
/// least the observed one. Zero totals are dropped.
public struct SignFlipTest: Hashable, Sendable {
  /// The one-sided p that the candidate is worse (positive totals are losses).
  public let pWorse: Double
  /// Totals that are not zero.
  public let groups: Int
  /// Whether all 2^groups patterns were counted.
  public let isExact: Bool

  /// Up to this many totals every pattern is counted.
  public static let exactLimit = 16
  /// The most single flips one Monte Carlo test may take.
  public static let workLimit = 2_000_000_000

  /// The smallest p these groups can reach at all: 2^-groups, or 1/(1 + resamples).
  public let smallestP: Double

  /// Whether any outcome could be significant at alpha; alpha .05 needs 5 groups, .01 needs 7.
  public func canReach(alpha: Double) -> Bool { smallestP <= alpha }

  /// The test, exact up to 16 totals and else from `resamples` random flips with p = (1 + #)/(1 + resamples).
  ///
  /// Nil when a total is not finite, resamples is below 1, or the flips would exceed `workLimit`.
  public init?(_ totals: [Double], seed: UInt64, resamples: Int = 9999) {
    let kept = totals.filter { $0 != 0 }
    let size = kept.reduce(0) { $0 + abs($1) }
    guard size.isFinite else { return nil }
    groups = kept.count
    isExact = groups <= Self.exactLimit
    let observed = kept.reduce(0, +) - 1e-9 * min(size, 1)
    if isExact {
      smallestP = 1 / Double(1 << groups)
      pWorse = Double(Self.patterns(kept, reaching: observed)) * smallestP
      return
    }
    guard resamples >= 1, resamples <= Self.workLimit / groups else { return nil }
    var random = SplitMix64(seed: seed)
    var reached = 0
    for _ in 0..<resamples {
      var sum = 0.0
      for total in kept { sum += random.next() >> 63 == 1 ? total : -total }
      if sum >= observed { reached += 1 }
    }
    smallestP = 1 / Double(resamples + 1)
    pWorse = Double(reached + 1) * smallestP
  }

  /// How many of the 2^G sign patterns reach the threshold.
  private static func patterns(_ totals: [Double], reaching threshold: Double) -> Int {
    (0..<(1 << totals.count)).count { pattern in
      var sum = 0.0
      for (bit, total) in totals.enumerated() { sum += pattern >> bit & 1 == 0 ? total : -total }
      return sum >= threshold
    }
  }
}
