/// A paired comparison of graded scores in 0...1, with everything a report says about it.
public struct ScoreDecision: Hashable, Sendable {
  /// `pass`, `unproven` or `block`.
  public let verdict: StatisticalVerdict
  /// The number of cases, and of clusters (as many as cases without clusters).
  public let n: Int, clusters: Int
  /// The mean of baseline minus candidate: positive is a loss.
  public let drop: Double
  /// The one-sided sign-flip p.
  public let pWorse: Double
  /// The interval of the drop at the shown confidence; nil for one case or one cluster.
  public let interval: Interval?
  /// The 1 - 2·alpha interval whose upper end is compared with the margin.
  public let decisionInterval: Interval?
  /// Which intervals these are.
  public let intervalMethod: Method
  /// Whether a drop of the margin is ruled out.
  public let nonInferior: Bool
  /// Whether there are too few differing cases or clusters for the test to reach alpha.
  public let tooFewGroups: Bool
}

/// The paired gate for graded scores (specification 2.4): sign-flip on per-case differences or cluster totals, with a BCa
/// bootstrap interval from 20 unclustered cases on and a t interval otherwise.
public enum ScoreGate {
  /// From this many unclustered cases the interval is bootstrapped.
  public static let bootstrapMinimum = 20

  /// Decides from the baseline's and the candidate's score of each case. Zero differences are dropped from the test and
  /// kept in the mean. The rule `atLeast` blocks on any lower mean, as it does for accuracy.
  ///
  /// Throws `noPairedCases` for empty lists, `invalidInput` for lists of different length, a score that is NaN or not
  /// within 0...1 or settings out of range, `tooLarge` beyond the limits of resampling.
  public static func decide(
    baseline: [Double], candidate: [Double], clusters: [String]? = nil, settings: AccuracySettings = AccuracySettings()
  ) throws(Undecided) -> ScoreDecision {
    guard settings.isValid, baseline.count == candidate.count, clusters.map({ $0.count == baseline.count }) ?? true,
      (baseline + candidate).allSatisfy(\.isUnit)
    else { throw .invalidInput }
    let drops = zip(baseline, candidate).map { $0 - $1 }
    let labels = clusters.map { ClusteredMean(drops: drops, clusters: $0) } ?? ClusteredMean(drops: drops)
    guard let mean = labels else { throw .noPairedCases }
    guard let test = mean.signFlip(seed: settings.seed) else { throw .tooLarge }
    let isClustered = mean.isClustered
    let isBootstrapped = !isClustered && mean.n >= bootstrapMinimum
    func interval(_ confidence: Double) -> Interval? {
      guard isBootstrapped else { return mean.interval(confidence: confidence) }
      return Bootstrap(drops, seed: settings.seed, confidence: confidence)?.bca
    }
    let decisive = interval(1 - 2 * settings.alpha)
    let nonInferior = decisive.map { $0.upper < settings.margin } ?? false
    let harmful = test.pWorse.isSignificant(at: settings.alpha) && mean.mean > settings.minimumDrop
    let verdict: StatisticalVerdict =
      switch settings.rule {
      case .noWorseThan: harmful ? .block : nonInferior ? .pass : .unproven
      case .atLeast: mean.mean > 1e-12 ? .block : .pass
      case .nonInferior: nonInferior ? .pass : .block
      }
    return ScoreDecision(
      verdict: verdict, n: mean.n, clusters: mean.clusters, drop: mean.mean, pWorse: test.pWorse,
      interval: interval(settings.confidence), decisionInterval: decisive,
      intervalMethod: isClustered ? .clusteredT : isBootstrapped ? .bca : .pairedT, nonInferior: nonInferior,
      tooFewGroups: !test.canReach(alpha: settings.alpha))
  }
}
