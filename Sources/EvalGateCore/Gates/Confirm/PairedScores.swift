import GateStatistics

/// What a comparing gate sees of the cases: the scores of their trials on both arms.
struct PairedScores {
  /// In head's order, each with a score on both arms.
  var ids: [String] = []
  /// By case, one score a trial.
  var before: [[Double]] = []
  var after: [[Double]] = []
  /// One for each case, where any case has one; a case without is a cluster of its own.
  var clusters: [String]?

  init() {}

  init(_ gate: GateRule, _ pairs: [Comparison.Pair]) {
    let isClustered = pairs.contains { $0.after.cluster != nil }
    clusters = isClustered ? [] : nil
    for pair in pairs {
      let scores = (Self.scores(gate, pair.before), Self.scores(gate, pair.after))
      guard !scores.0.isEmpty, !scores.1.isEmpty else { continue }
      add(pair.after.id, scores.0, scores.1, cluster: pair.after.cluster)
    }
  }

  /// The scores of a case; none where no trial has a part in the metric.
  static func scores(_ gate: GateRule, _ outcome: CaseOutcome) -> [Double] {
    outcome.trials.compactMap { gate.metric.metric.score($0) }
  }

  mutating func add(_ id: String, _ before: [Double], _ after: [Double], cluster: String? = nil) {
    ids.append(id)
    self.before.append(before)
    self.after.append(after)
    clusters?.append(cluster ?? id)
  }

  var isEmpty: Bool { ids.isEmpty }

  /// Whether a trial can be right in part, so that passes cannot be counted.
  var isGraded: Bool {
    (before.joined().contains(where: Self.isPartial)) || after.joined().contains(where: Self.isPartial)
  }

  private static func isPartial(_ score: Double) -> Bool { !(score <= 1e-12 || score >= 1 - 1e-12) }

  /// The cases of another suite beside these, told apart by its name.
  mutating func append(_ other: PairedScores, of suite: String) {
    if clusters == nil, other.clusters != nil { clusters = ids }
    for index in other.ids.indices {
      add(
        "\(suite)/\(other.ids[index])", other.before[index], other.after[index],
        cluster: other.clusters.map { "\(suite)/\($0[index])" })
    }
  }

  /// Whether something was right before and nothing is now.
  var areAllLost: Bool {
    before.joined().contains { $0 > 1e-12 } && !after.isEmpty && after.joined().allSatisfy { $0 <= 1e-12 }
  }

  /// The least that the one-sided p of these cases can be; 0 where it is not known.
  var leastP: Double {
    guard !isGraded, let runs = try? runs() else { return 0 }
    return StratifiedTest(runs)?.leastMidP ?? 0
  }

  /// What was lost, as `min_drop` takes it: a share of all `n` cases that are compared, or of those that the base has where that is
  /// more, for what a change adds makes no drop smaller.
  ///
  /// - Parameter added: those of the cases that the base does not have.
  func drop(of n: Int, added: Set<String>) -> Double {
    var (all, held) = (0.0, 0.0)
    for (id, loss) in zip(ids, zip(means(before), means(after)).lazy.map { $0 - $1 }) {
      all += loss
      if !added.contains(id) { held += loss }
    }
    return max(all / Double(max(1, n)), held / Double(max(1, n - added.count)))
  }

  /// Passes and runs of both arms, case by case.
  ///
  /// - Throws: `tooLarge` for a case with more runs than the exact test takes, which would otherwise shift all that follow.
  func runs() throws(Undecided) -> [CaseRuns] {
    var runs: [CaseRuns] = []
    for index in ids.indices {
      guard
        let one = CaseRuns(
          baselinePasses: before[index].count { $0 >= 1 - 1e-12 }, baselineRuns: before[index].count,
          candidatePasses: after[index].count { $0 >= 1 - 1e-12 }, candidateRuns: after[index].count)
      else { throw .tooLarge }
      runs.append(one)
    }
    return runs
  }

  /// The mean score of each case.
  func means(_ scores: [[Double]]) -> [Double] { scores.map { $0.reduce(0, +) / Double(max(1, $0.count)) } }
}

// MARK: The first stage

/// A comparison of both arms with everything a row says of it, whatever the scores are.
struct StageOne {
  let n: Int
  let broke: Int
  let fixed: Int
  /// Baseline minus candidate: positive is a loss.
  let drop: Double
  /// One-sided, for the gate; two-sided and exact, for people who check by hand.
  let p: Double
  let pTwoSided: Double
  /// At 1 − 2α.
  let interval: Interval?
  let method: String
  let isNonInferior: Bool
  /// Of a single comparison of this set, with the usual power.
  let smallestDrop: Double?
  let literalFalseBlockRate: Double?
  let tooFewClusters: Bool
}

extension PairedScores {
  /// The exact paired test of passes, or the sign-flip test of graded scores (statistics 2.2 and 2.4).
  func decide(_ settings: AccuracySettings) throws(Undecided) -> StageOne {
    guard isGraded else {
      let decision = try AccuracyGate.decide(try runs(), clusters: clusters, settings: settings)
      return StageOne(
        n: decision.n, broke: decision.broke, fixed: decision.fixed, drop: decision.drop, p: decision.pWorse,
        pTwoSided: decision.pTwoSided, interval: decision.decisionInterval, method: decision.testMethod.rawValue,
        isNonInferior: decision.nonInferior,
        // More than passes cannot be lost.
        smallestDrop: decision.minimumDetectableDrop.flatMap { $0 <= decision.baseline ? $0 : nil },
        literalFalseBlockRate: decision.literalFalseBlockRate, tooFewClusters: decision.tooFewClusters)
    }
    let (old, new) = (means(before), means(after))
    let worse = try ScoreGate.decide(baseline: old, candidate: new, clusters: clusters, settings: settings)
    let better = try ScoreGate.decide(baseline: new, candidate: old, clusters: clusters, settings: settings)
    let moved = zip(old, new).map { $0 - $1 }
    return StageOne(
      n: worse.n, broke: moved.count { $0 > 1e-9 }, fixed: moved.count { $0 < -1e-9 }, drop: worse.drop,
      p: worse.pWorse, pTwoSided: min(1, 2 * min(worse.pWorse, better.pWorse)), interval: worse.decisionInterval,
      method: clusters == nil ? "sign-flip" : "cluster sign-flip", isNonInferior: worse.nonInferior,
      smallestDrop: nil, literalFalseBlockRate: nil, tooFewClusters: clusters != nil && worse.tooFewGroups)
  }

  /// The cases whose result is not the baseline's, **in both directions**: by majority for passes, by mean for graded scores.
  func changed() throws(Undecided) -> ChangedCases {
    guard isGraded else {
      let changed = ChangedSet(try runs())
      return ChangedCases(
        ids: changed.indices.map { ids[$0] }, worse: changed.worse, better: changed.better)
    }
    let moved = zip(ids, zip(means(before), means(after)).map { $0 - $1 })
    return ChangedCases(
      ids: moved.filter { abs($0.1) > 1e-9 }.map(\.0), worse: moved.count { $0.1 > 1e-9 },
      better: moved.count { $0.1 < -1e-9 })
  }

  /// The one-sided p of fresh runs alone; nil where there are none. The stages' data are never pooled.
  func freshP(_ settings: AccuracySettings) throws(Undecided) -> Double? {
    guard !isEmpty else { return nil }
    guard isGraded else {
      guard let test = StratifiedTest(try runs()) else { throw .tooLarge }
      return settings.isExact ? test.pWorseExact : test.pWorseMidP
    }
    return try ScoreGate.decide(
      baseline: means(before), candidate: means(after), settings: AccuracySettings(seed: settings.seed)
    ).pWorse
  }
}

/// The cases that a confirmation looks at again.
struct ChangedCases: Hashable {
  /// In head's order.
  let ids: [String]
  let worse: Int
  let better: Int

  static let none = ChangedCases(ids: [], worse: 0, better: 0)

  /// The trigger `changed`: more got worse than better (statistics 2.3).
  var triggers: Bool { worse > better }
}
