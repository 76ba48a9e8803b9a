/// What is said of one online slice.
public enum SliceVerdict: String, Hashable, Sendable {
  /// The rate fell by more than the threshold, and by more than chance.
  case alert
  /// It did not.
  case ok
  /// There are too few outcomes to say.
  case tooSmall = "too_small"
}

/// A slice's outcomes before and after.
public struct SliceCounts: Hashable, Sendable {
  /// Passes and outcomes of the baseline.
  public let baselinePasses, baselineCount: Int
  /// Passes and outcomes of the candidate.
  public let candidatePasses, candidateCount: Int

  /// Counts of one slice; nil when passes are not within 0...count or a count is beyond 2^49.
  public init?(baselinePasses: Int, baselineCount: Int, candidatePasses: Int, candidateCount: Int) {
    guard (0...(1 << 49)).contains(baselineCount), (0...(1 << 49)).contains(candidateCount),
      (0...baselineCount).contains(baselinePasses), (0...candidateCount).contains(candidatePasses)
    else { return nil }
    (self.baselinePasses, self.baselineCount) = (baselinePasses, baselineCount)
    (self.candidatePasses, self.candidateCount) = (candidatePasses, candidateCount)
  }

  /// The comparison of both sides; nil when one side is empty.
  public var proportions: TwoProportions? {
    guard let baseline = Proportion(passes: baselinePasses, of: baselineCount),
      let candidate = Proportion(passes: candidatePasses, of: candidateCount)
    else { return nil }
    return TwoProportions(baseline: baseline, candidate: candidate)
  }
}

/// What is said of one slice, and why.
public struct SliceDecision: Hashable, Sendable {
  /// The verdict.
  public let verdict: SliceVerdict
  /// Fisher's one-sided mid-p and its Benjamini-Hochberg adjustment over the slices that were tested.
  public let p, adjustedP: Double?
  /// Baseline minus candidate rate; nil for a slice that is too small.
  public let drop: Double?
  /// How many more outcomes the smaller side needs; 0 when none.
  public let needed: Int
}

/// Alerts over online slices (specification 4).
public enum SliceGate {
  /// Alerts where the drop is above the threshold **and** the Benjamini-Hochberg p is at most q.
  ///
  /// Throws `invalidInput` for a q or threshold that is not within 0...1, or a negative size.
  public static func decide(
    _ slices: [SliceCounts], q: Double = 0.10, minimumDrop: Double = 0.02, minimumSize: Int = 30
  ) throws(Undecided) -> [SliceDecision] {
    guard q.isUnit, minimumDrop.isUnit, minimumSize >= 0 else { throw .invalidInput }
    let tested = slices.map { slice -> TwoProportions? in
      min(slice.baselineCount, slice.candidateCount) >= minimumSize ? slice.proportions : nil
    }
    let p = tested.map { $0?.fisher.pWorseMidP }
    guard let adjusted = Multiplicity.benjaminiHochberg(p.compactMap(\.self)) else { throw .invalidInput }
    var next = adjusted.makeIterator()
    return slices.indices.map { index in
      guard let two = tested[index], let adjustedP = next.next() else {
        let size = min(slices[index].baselineCount, slices[index].candidateCount)
        return SliceDecision(
          verdict: .tooSmall, p: nil, adjustedP: nil, drop: nil, needed: max(1, minimumSize - size))
      }
      let alert = adjustedP.isSignificant(at: q) && two.drop > minimumDrop
      return SliceDecision(verdict: alert ? .alert : .ok, p: p[index], adjustedP: adjustedP, drop: two.drop, needed: 0)
    }
  }

  /// Kish's effective sample size (Σw)²/Σw² of outcomes weighted across slices by 1/rate; nil for no weights, or one that
  /// is not positive and finite.
  public static func effectiveSize(weights: [Double]) -> Double? {
    guard !weights.isEmpty, weights.allSatisfy({ $0 > 0 && $0.isFinite }), let top = weights.max() else { return nil }
    // Scaled by the largest, so that squares cannot overflow.
    let sum = weights.reduce(0) { $0 + $1 / top }
    return sum * sum / weights.reduce(0) { $0 + ($1 / top) * ($1 / top) }
  }

  /// The Hájek mean Σwx/Σw of outcomes sampled at different rates; nil as for `effectiveSize`, or when the lists differ
  /// in length or an outcome is not finite.
  public static func weightedMean(_ outcomes: [Double], weights: [Double]) -> Double? {
    guard outcomes.count == weights.count, effectiveSize(weights: weights) != nil, let top = weights.max(),
      outcomes.allSatisfy(\.isFinite)
    else { return nil }
    let sum = weights.reduce(0) { $0 + $1 / top }
    return zip(outcomes, weights).reduce(0) { $0 + $1.0 * ($1.1 / top / sum) }
  }
}
