/// How accuracy is held against the baseline.
public enum AccuracyRule: String, Hashable, Sendable, CaseIterable {
  /// `no_worse_than`: block on evidence of harm, pass when a drop of the margin is ruled out, else unproven.
  case noWorseThan
  /// `at_least: baseline`: block on any lower score, with its false-block rate beside it.
  case atLeast
  /// Pass only when a drop of the margin is ruled out.
  case nonInferior
}

/// What the accuracy rules need to know besides the data.
public struct AccuracySettings: Hashable, Sendable {
  /// The rule that decides.
  public var rule: AccuracyRule
  /// The one-sided error rate of the test.
  public var alpha: Double
  /// The drop that must be ruled out for a pass, as a rate (.05 is five points).
  public var margin: Double
  /// Blocking also needs an estimated drop above this.
  public var minimumDrop: Double
  /// The confidence of the interval that is shown.
  public var confidence: Double
  /// The power the smallest detectable drop is stated for.
  public var power: Double
  /// The seed of the sign-flip test, used with more than 16 clusters.
  public var seed: UInt64
  /// Whether p is the whole tail, P(X >= broke), instead of the mid-p: never above alpha, and needlessly weak (specification 2.2).
  public var isExact: Bool

  /// The settings; the defaults are those of the specification for a critical suite.
  public init(
    rule: AccuracyRule = .noWorseThan, alpha: Double = 0.05, margin: Double = 0.05, minimumDrop: Double = 0,
    confidence: Double = 0.95, power: Double = 0.8, seed: UInt64 = 0, isExact: Bool = false
  ) {
    (self.rule, self.alpha, self.margin, self.minimumDrop) = (rule, alpha, margin, minimumDrop)
    (self.confidence, self.power, self.seed, self.isExact) = (confidence, power, seed, isExact)
  }

  var isValid: Bool {
    alpha > 0 && alpha < 0.5 && margin.isOpenUnit && minimumDrop.isUnit && confidence.isOpenUnit && power.isOpenUnit
  }
}

/// A paired accuracy comparison with everything a report says about it.
public struct AccuracyDecision: Hashable, Sendable {
  /// `pass`, `unproven` or `block`.
  public let verdict: StatisticalVerdict
  /// The number of paired cases; repeats are not cases.
  public let n: Int
  /// The two pass rates, means over cases.
  public let baseline, candidate: Double
  /// Baseline minus candidate: positive is a loss.
  public let drop: Double
  /// Cases that got worse and better (by majority of runs, when there are several).
  public let broke, fixed: Int
  /// The one-sided p a gate uses.
  public let pWorse: Double
  /// The two-sided exact p for people who check by hand.
  public let pTwoSided: Double
  /// The test the p-values come from.
  public let testMethod: Method
  /// The interval of the drop at the shown confidence; nil where none exists (one cluster).
  public let interval: Interval?
  /// The 1 - 2·alpha interval whose upper end is compared with the margin.
  public let decisionInterval: Interval?
  /// Which intervals these are.
  public let intervalMethod: Method
  /// Whether a drop of the margin is ruled out.
  public let nonInferior: Bool
  /// The smallest drop a single comparison of this set finds with the stated power; nil when none.
  public let minimumDetectableDrop: Double?
  /// How often the literal rule blocks an unchanged version of this set.
  public let literalFalseBlockRate: Double?
  /// Whether there are too few clusters for the test to reach alpha.
  public let tooFewClusters: Bool
  /// The noise discordance the plan figures rest on: how often two runs of one unchanged case disagree.
  public let noiseDiscordance: Double
}

/// The paired accuracy gate (specification 2.2 and 2.4).
public enum AccuracyGate {
  /// Decides a comparison of single runs from its table: McNemar mid-p and Newcombe's interval.
  ///
  /// Throws `noPairedCases` for an empty table, `nothingToLose` when every case fails in both arms, `invalidInput` for
  /// settings out of range.
  public static func decide(
    _ counts: PairedCounts, settings: AccuracySettings = AccuracySettings()
  ) throws(Undecided) -> AccuracyDecision {
    guard settings.isValid, let test = counts.mcnemar else { throw .invalidInput }
    guard let baseline = counts.baseline, let candidate = counts.candidate else { throw .noPairedCases }
    if counts.neither == counts.n { throw .nothingToLose }
    return Evidence(
      n: counts.n, baseline: baseline, candidate: candidate, broke: counts.broke, fixed: counts.fixed,
      pWorse: settings.isExact ? test.pWorseExact : test.pWorseMidP, pTwoSided: test.pTwoSidedExact,
      testMethod: settings.isExact ? .mcnemarExact : .mcnemar, intervalMethod: .newcombePaired,
      noise: Double(counts.broke + counts.fixed) / Double(counts.n), tooFewClusters: false,
      planFactor: 1, interval: counts.newcombe(confidence:)
    ).decision(settings)
  }

  /// Decides a comparison with repeated runs, and clusters where given: the exact stratified mid-p (with clusters the
  /// larger of it and the sign-flip p), and a t interval on the mean of per-case differences. Cases with no run in one
  /// arm do not count. Single runs without clusters give exactly what the table gives.
  ///
  /// Throws as for a table; `invalidInput` too when the clusters are not one for each case, `tooLarge` beyond the limits
  /// of the exact test.
  public static func decide(
    _ cases: [CaseRuns], clusters: [String]? = nil, settings: AccuracySettings = AccuracySettings()
  ) throws(Undecided) -> AccuracyDecision {
    guard settings.isValid, clusters == nil || clusters?.count == cases.count else { throw .invalidInput }
    let paired = cases.indices.filter { cases[$0].drop != nil }
    let runs = paired.map { cases[$0] }
    guard !runs.isEmpty else { throw .noPairedCases }
    if runs.allSatisfy({ $0.totalPasses == 0 }) { throw .nothingToLose }
    guard let counts = majorities(runs), let test = StratifiedTest(runs) else { throw .tooLarge }
    if clusters == nil, runs.allSatisfy({ $0.baselineRuns == 1 && $0.candidateRuns == 1 }) {
      return try decide(counts, settings: settings)
    }
    let drops = runs.compactMap(\.drop)
    let labels = clusters.map { all in paired.map { all[$0] } }
    let mean = labels.map { ClusteredMean(drops: drops, clusters: $0) } ?? ClusteredMean(drops: drops)
    guard let mean else { throw .invalidInput }
    let grouped = mean.isClustered
    var pWorse = settings.isExact ? test.pWorseExact : test.pWorseMidP
    var tooFewClusters = false
    if grouped {
      guard let flips = mean.signFlip(seed: settings.seed) else { throw .tooLarge }
      pWorse = max(pWorse, flips.pWorse)
      tooFewClusters = mean.clusters < 60 && 1 / Double(1 << mean.clusters) > settings.alpha
    }
    // Differences without any spread say nothing about spread: the majorities' interval is never of zero width.
    let spread = mean.cr1 ?? 0
    let clustered = grouped && (spread > 0 || mean.clusters < 2)
    let method: Method = clustered ? .clusteredT : spread > 0 ? .pairedT : .newcombePaired
    let runsFactor = average(runs.map { (1 / Double($0.baselineRuns) + 1 / Double($0.candidateRuns)) / 2 }).squareRoot()
    return Evidence(
      n: runs.count, baseline: average(runs.compactMap(\.baselineRate)),
      candidate: average(runs.compactMap(\.candidateRate)), broke: counts.broke, fixed: counts.fixed, pWorse: pWorse,
      pTwoSided: test.pTwoSidedExact,
      testMethod: grouped ? .clusteredStratified : settings.isExact ? .stratifiedExact : .stratified,
      intervalMethod: method,
      noise: noise(runs) ?? Double(counts.broke + counts.fixed) / Double(runs.count), tooFewClusters: tooFewClusters,
      planFactor: runsFactor * (grouped ? mean.designFactor ?? 1 : 1),
      interval: { method == .newcombePaired ? counts.newcombe(confidence: $0) : mean.interval(confidence: $0) }
    ).decision(settings)
  }

  /// The table of majorities: strictly more than half of an arm's runs passed.
  public static func majorities(_ cases: [CaseRuns]) -> PairedCounts? {
    var (both, broke, fixed, neither) = (0, 0, 0, 0)
    for one in cases where one.drop != nil {
      switch (one.baselineMajority, one.candidateMajority) {
      case (true, true): both += 1
      case (true, false): broke += 1
      case (false, true): fixed += 1
      case (false, false): neither += 1
      }
    }
    return PairedCounts(both: both, broke: broke, fixed: fixed, neither: neither)
  }

  /// The noise discordance of the baseline's repeated runs; nil when no case has two.
  private static func noise(_ cases: [CaseRuns]) -> Double? {
    RepeatedRuns.noiseDiscordance(
      cases.compactMap { RepeatedRuns(passes: $0.baselinePasses, runs: $0.baselineRuns) })
  }

  private static func average(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}

/// The evidence of a comparison before a rule is applied to it.
private struct Evidence {
  let n: Int
  let baseline, candidate: Double
  let broke, fixed: Int
  let pWorse, pTwoSided: Double
  let testMethod, intervalMethod: Method
  let noise: Double
  let tooFewClusters: Bool
  /// What repeats and clusters do to the smallest detectable drop of single, independent runs.
  let planFactor: Double
  let interval: (Double) -> Interval?

  func decision(_ settings: AccuracySettings) -> AccuracyDecision {
    let drop = baseline - candidate
    let decisive = interval(1 - 2 * settings.alpha)
    let nonInferior = decisive.map { $0.upper < settings.margin } ?? false
    let harmful = pWorse.isSignificant(at: settings.alpha) && drop > settings.minimumDrop
    let verdict: StatisticalVerdict =
      switch settings.rule {
      case .noWorseThan: harmful ? .block : nonInferior ? .pass : .unproven
      case .atLeast: drop > 1e-12 ? .block : .pass
      case .nonInferior: nonInferior ? .pass : .block
      }
    let discordance = min(0.999, max(noise, 1 / Double(n)))
    let plan = PairedPlan(n: n, noiseDiscordance: discordance)
    let detectable = plan?.minimumDetectableDrop(alpha: settings.alpha, power: settings.power).map { $0 * planFactor }
    return AccuracyDecision(
      verdict: verdict, n: n, baseline: baseline, candidate: candidate, drop: drop, broke: broke, fixed: fixed,
      pWorse: pWorse, pTwoSided: pTwoSided, testMethod: testMethod, interval: interval(settings.confidence),
      decisionInterval: decisive, intervalMethod: intervalMethod, nonInferior: nonInferior,
      minimumDetectableDrop: detectable.flatMap { $0 <= 1 ? $0 : nil },
      literalFalseBlockRate: plan?.literalFalseBlockRate(), tooFewClusters: tooFewClusters,
      noiseDiscordance: discordance)
  }
}
