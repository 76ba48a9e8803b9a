import GateStatistics

/// The fresh side-by-side runs of some cases as a gate reads them, in the order they are asked: round by round, and within a
/// round in the shuffled order.
struct FreshEvidence {
  /// Cases with an answer of both arms, one score a round.
  private(set) var scores = PairedScores()
  /// The rounds in which the arms differ, in order.
  private(set) var disagreements: [FreshOutcome] = []
  /// Not asked on both arms yet.
  private(set) var untried: [FreshDemand.Trial] = []
  /// Whether evidence is looked at on the way, or was: with `--stop-early` a run may have ended its confirmation there.
  private(set) var isSequential: Bool
  /// Asked, with an answer that counts on both arms.
  private(set) var answered = 0
  /// Asked, without one.
  private(set) var unanswered = 0
  /// Rounds of a case that were asked on both arms, whatever came of them.
  var tried: Int { answered + unanswered }
  /// The last round in which any case was asked.
  private(set) var roundsTried = 0
  /// What the first arm without an answer ended in.
  private(set) var firstGap: GateReason.Gap?

  /// - Parameter clusters: the cluster of each case, by its id; nil where no interval is asked for that they widen.
  init(
    _ confirmation: SuiteConfirmation, _ gate: GateRule, _ order: [String], rounds: Int,
    clusters: [String: String]? = nil
  ) {
    isSequential = confirmation.stopsEarly
    if clusters != nil { scores.clusters = [] }
    var byCase: [String: (before: [Double], after: [Double])] = [:]
    for round in 1...rounds {
      for id in order {
        guard let pair = confirmation.fresh[id, round], pair.isTried else {
          untried.append(FreshDemand.Trial(caseID: id, round: round))
          continue
        }
        roundsTried = round
        guard let base = confirmation.score(pair.base, gate.metric),
          let head = confirmation.score(pair.head, gate.metric)
        else {
          unanswered += 1
          if firstGap == nil { firstGap = Self.gap(pair, confirmation) }
          continue
        }
        answered += 1
        byCase[id, default: ([], [])].before.append(base)
        byCase[id, default: ([], [])].after.append(head)
        if base - head > 1e-9 {
          disagreements.append(.broke)
        } else if head - base > 1e-9 {
          disagreements.append(.fixed)
        }
      }
    }
    // Where evidence is looked at on the way only the counts so far are evidence: they are laid out so that no part of them says
    // more than the whole.
    isSequential = isSequential || confirmation.isRecorded && !untried.isEmpty
    if isSequential { disagreements.sort { $0 == .fixed && $1 == .broke } }
    for id in order {
      if let one = byCase[id] { scores.add(id, one.before, one.after, cluster: clusters?[id]) }
    }
  }

  private static func gap(_ pair: FreshTrials.Round, _ confirmation: SuiteConfirmation) -> GateReason.Gap {
    if [pair.base, pair.head].contains(where: { confirmation.refuses($0) }) { return .recordings }
    if let reason = pair.base?.failure { return .failed(.base, reason) }
    return pair.head?.failure.map { .failed(.head, $0) } ?? .missing
  }

  /// Whether so much is missing that the rest says nothing.
  func isIncomplete(_ allowed: Double) -> Bool {
    Double(unanswered) > allowed * Double(answered + unanswered) + 1e-9 || answered == 0
  }

  /// Passes of runs on one arm, or the mean of graded scores.
  func measure(_ arm: Arm) -> Measure { scores.measure(arm == .base ? scores.before : scores.after) }
}
