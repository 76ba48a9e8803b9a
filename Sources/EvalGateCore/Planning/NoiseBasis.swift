import GateStatistics

/// How steady a suite is taken to be when a plan is made.
public struct NoiseBasis: Hashable, Sendable {
  /// How often two runs of one unchanged case disagree, psi0 (statistics section 6); at least 1/n, because n cases cannot show
  /// that it is less.
  public let discordance: Double
  /// Whether stored repeats show it; otherwise it is an assumption.
  public let isMeasured: Bool
  /// Runs of each case on the baseline's side.
  public let baselineRuns: Int
  /// How much wider clusters make everything, SE_CR1/SE_naive; 1 where cases are independent or nothing is known.
  public let designFactor: Double

  /// Each run of a case that mostly passes fails 5 times of 100, so two runs disagree 2 · 0.05 · 0.95 of the time: what the
  /// specification's tables take for an ordinary suite.
  public static let assumedDiscordance = 0.095

  /// - Parameter score: what one trial contributes to the comparison, 1 for a pass; nil where it has no part in it.
  public init(_ stored: [CaseOutcome], n: Int, score: (TrialOutcome) -> Double?) {
    let scores = stored.map { $0.trials.compactMap(score) }
    let runs = scores.compactMap { RepeatedRuns(passes: $0.count { $0 >= 1 - 1e-12 }, runs: $0.count) }
    let counts = runs.map(\.runs).filter { $0 > 0 }.sorted()
    baselineRuns = counts.isEmpty ? 1 : counts[counts.count / 2]
    let floor = 1 / Double(max(1, n))
    let measured = RepeatedRuns.noiseDiscordance(runs)
    isMeasured = measured != nil
    discordance = min(0.999, max(measured ?? Self.assumedDiscordance, floor))
    // Two runs of the same version beside one another: their differences show how cases of one cluster move together.
    let pairs = zip(stored, scores).filter { $1.count >= 2 }
    let isClustered = pairs.contains { $0.0.cluster != nil }
    let drops = pairs.map { $0.1[0] - $0.1[1] }
    designFactor =
      isClustered
      ? max(1, ClusteredMean(drops: drops, clusters: pairs.map { $0.0.cluster ?? $0.0.id })?.designFactor ?? 1) : 1
  }

  /// What repeats and clusters do to the smallest drop of single, independent runs.
  var factor: Double { (PairedPlan.storedRunsFactor(baselineRuns) ?? 1) * designFactor }

  /// The share of cases whose one new run differs from what is stored though nothing changed: from one run psi0 itself, from
  /// the majority of several p with 2p(1 - p) = psi0.
  var changedShare: Double {
    baselineRuns < 2 ? discordance : (1 - max(0, 1 - 2 * discordance).squareRoot()) / 2
  }
}
