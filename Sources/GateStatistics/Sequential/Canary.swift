/// What to do with a canary.
public enum CanaryVerdict: String, Hashable, Sendable {
  /// It is shown to be worse.
  case rollback
  /// It is shown to be no worse than the margin.
  case promote
  /// Neither is shown yet.
  case hold
  /// Neither was shown by the time the most pairs were seen: a person decides.
  case askHuman = "ask_human"
}

/// A look at a canary with the evidence for and against it.
public struct CanaryDecision: Hashable, Sendable {
  /// What to do.
  public let verdict: CanaryVerdict
  /// How many pairs were seen.
  public let pairs: Int
  /// The evidence that the canary is worse, and the evidence that it is not worse by the margin.
  public let worse, acceptable: EValue
}

/// The rule for a canary whose outcomes are each paired with one control outcome (specification 4).
///
/// Two e-processes that may be looked at after every pair. The two looks are at opposite claims, so neither needs a
/// correction for the other.
public struct Canary: Hashable, Sendable {
  /// The drop that must be ruled out to promote.
  public let margin: Double
  /// The chance to roll back a canary that is no worse, and to promote one that is worse by the margin.
  public let alpha, beta: Double
  /// The fewest pairs to promote on, and the most to hold on.
  public let minimumPairs: Int, maximumPairs: Int?

  /// A rule; nil when the margin is not within 0..<1, alpha or beta not strictly between 0 and 1, or a size negative.
  public init?(
    margin: Double = 0.02, alpha: Double = 0.05, beta: Double = 0.05, minimumPairs: Int = 50, maximumPairs: Int? = nil
  ) {
    guard margin >= 0, margin < 1, alpha.isOpenUnit, beta.isOpenUnit, minimumPairs >= 0, (maximumPairs ?? 0) >= 0
    else { return nil }
    (self.margin, self.alpha, self.beta) = (margin, alpha, beta)
    (self.minimumPairs, self.maximumPairs) = (minimumPairs, maximumPairs)
  }

  /// Decides from the counts of pairs where the canary did worse, better and alike: rollback at E_worse >= 1/alpha,
  /// promote at E_ni(margin) >= 1/beta and enough pairs.
  ///
  /// Throws `invalidInput` for a negative count or one beyond 2^50.
  public func decide(worse: Int, better: Int, tie: Int) throws(Undecided) -> CanaryDecision {
    guard let harm = EValue.worse(broke: worse, fixed: better),
      let fine = EValue.nonInferior(broke: worse, fixed: better, tie: tie, margin: margin)
    else { throw .invalidInput }
    let pairs = worse + better + tie
    let verdict: CanaryVerdict =
      harm.reaches(alpha: alpha)
      ? .rollback
      : fine.reaches(alpha: beta) && pairs >= minimumPairs
        ? .promote
        : maximumPairs.map { pairs >= $0 } ?? false ? .askHuman : .hold
    return CanaryDecision(verdict: verdict, pairs: pairs, worse: harm, acceptable: fine)
  }
}
