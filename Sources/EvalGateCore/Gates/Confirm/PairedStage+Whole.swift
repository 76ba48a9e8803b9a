import GateStatistics

/// What fresh runs of both arms on every case came to, so far.
struct WholeRun {
  /// Of the last look.
  let stage: StageOne
  let scores: PairedScores
  let rounds: Int
  /// One-sided: the least p of all looks, times their number, because looking twice gives chance two tries (Bonferroni).
  let p: Double
  /// Why the rounds after these are not to be had; nil where there are none, or none are needed.
  var gap: GateReason.Gap?

  /// The form in which a report keeps it.
  var evidence: Evidence.Confirmation.FullRun {
    Evidence.Confirmation.FullRun(n: stage.n, rounds: rounds, broke: stage.broke, fixed: stage.fixed, p: p)
  }
}

/// How far runs on every case got.
enum WholeRunning {
  /// The verdict waits for answers that are asked for.
  case asked
  /// Not one look could be taken.
  case unavailable(GateReason.Gap)
  case looked(WholeRun)
}

extension PairedScores {
  /// Fresh runs in which every case fails on both sides show no difference: nobody is to blame, and nothing is proven.
  fileprivate func decideFresh(_ settings: AccuracySettings) throws(Undecided) -> StageOne {
    do throws(Undecided) { return try decide(settings) } catch {
      guard error == .nothingToLose else { throw error }
      return StageOne(
        n: ids.count, broke: 0, fixed: 0, drop: 0, p: 1, pTwoSided: 1, interval: nil, method: "", isNonInferior: false,
        smallestDrop: nil, literalFalseBlockRate: nil, tooFewClusters: false)
    }
  }
}

extension PairedStage {
  /// Whether a gate that proves nothing asks every case again: `on_unproven: more_runs`.
  ///
  /// A suite that stopped early, or may still do so, is settled by its own looks.
  var asksMore: Bool { gate.onUnproven == .moreRuns && !isOnTheWay && suite.progress?.isOver != true }

  /// After how many rounds the runs on every case are looked at: once to settle a crossed screen, and after three and six for
  /// a gate that wants more runs until it is proven.
  private var looksAtWhole: [Int] {
    gate.onUnproven == .moreRuns ? [SuiteConfirmation.rounds, SuiteConfirmation.mostRounds] : [1]
  }

  /// Both arms on all cases, round after round, until `isEnough` or the last look. Only these fresh runs are looked at, all of
  /// them together; nothing stored is pooled in.
  func runWhole(
    _ confirmation: SuiteConfirmation, _ verdict: inout SuiteVerdict, isEnough: (WholeRun) throws(Undecided) -> Bool
  ) throws(Undecided) -> WholeRunning {
    let order = confirmation.shuffled(scores.ids)
    let clusters = scores.clusters.map {
      Dictionary(zip(scores.ids, $0), uniquingKeysWith: { first, _ in first })
    }
    let looks = looksAtWhole
    // Each look may be the one that passes, so each takes its part of the error.
    var settings = settings
    settings.alpha /= Double(looks.count)
    var last: WholeRun?
    for rounds in looks {
      let fresh = FreshEvidence(confirmation, gate, order, rounds: rounds, clusters: clusters)
      if !fresh.untried.isEmpty {
        guard confirmation.ability == .possible else { return Self.ended(last, .notAllCases) }
        verdict.demand = FreshDemand(suite: suite.name, trials: fresh.untried, reason: .full)
        verdict.hold(.undecided, .toBeConfirmed)
        return .asked
      }
      if fresh.isIncomplete(suite.maxMissing) { return Self.ended(last, fresh.firstGap ?? .missing) }
      let stage = try fresh.scores.decideFresh(settings)
      let whole = WholeRun(
        stage: stage, scores: fresh.scores, rounds: rounds, p: min(1, last?.p ?? 1, stage.p * Double(looks.count)))
      if try isEnough(whole) { return .looked(whole) }
      last = whole
    }
    return Self.ended(last, nil)
  }

  private static func ended(_ last: WholeRun?, _ gap: GateReason.Gap?) -> WholeRunning {
    guard var last else { return .unavailable(gap ?? .missing) }
    last.gap = gap
    return .looked(last)
  }

  /// What a verdict that stays unproven has to say of the runs that were to prove it.
  func reason(_ whole: WholeRun?, _ gap: GateReason.Gap?) -> GateReason? {
    guard gate.onUnproven == .moreRuns else { return nil }
    if let gap { return .askedNoFurther(rounds: whole?.rounds ?? 0, gap) }
    return whole.map { .notSettled(rounds: $0.rounds, cases: $0.stage.n) }
  }
}
