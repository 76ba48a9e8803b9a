import GateStatistics

/// "Has the baseline moved?": the base version is asked some cases again, picked at random and never by their outcome, and its
/// answers are held against its own stored ones (statistics 2.3).
extension PairedStage {
  /// - Returns: whether the verdict is settled by that, or waits for answers.
  func watchBase(_ confirmation: SuiteConfirmation, _ verdict: inout SuiteVerdict) throws(Undecided) -> Bool {
    // On the way not all cases are there to pick from.
    guard confirmation.sentinels > 0, !stored.isEmpty, !isOnTheWay else { return false }
    let picked = confirmation.shuffled(stored.ids).prefix(confirmation.sentinels)
    let round = SuiteConfirmation.sentinelRound
    let untried = picked.filter { confirmation.fresh[$0, round]?.base == nil }
    guard untried.isEmpty else {
      guard confirmation.ability == .possible else { return leaveUnwatched(.incomplete, &verdict) }
      verdict.demand = FreshDemand(
        suite: suite.name, trials: untried.map { FreshDemand.Trial(caseID: $0, round: round, arms: [.base]) },
        reason: .sentinels)
      verdict.hold(.undecided, .toBeConfirmed)
      return true
    }
    let scores = stored.sentinels(confirmation, gate)
    let isRefused = picked.contains { confirmation.refuses(confirmation.fresh[$0, round]?.base) }
    guard Double(picked.count - scores.ids.count) <= suite.maxMissing * Double(picked.count) + 1e-9 else {
      return leaveUnwatched(isRefused ? .recordings : .missing, &verdict)
    }
    let sentinels = Evidence.Sentinels(
      suite: suite.name, cases: scores.ids.count, stored: scores.measure(scores.before),
      now: scores.measure(scores.after), p: try scores.changeP(settings))
    verdict.evidence.append(.sentinels(sentinels))
    if sentinels.hasMoved { verdict.hold(.undecided, .rebaseline(sentinels)) }
    return sentinels.hasMoved
  }

  /// The same where nothing was edited: the run asked every case of the base's own version anew, so none has to be picked.
  ///
  /// - Returns: whether the verdict is settled by that.
  func watchAll(_ confirmation: SuiteConfirmation, _ verdict: inout SuiteVerdict) throws(Undecided) -> Bool {
    guard confirmation.sentinels > 0, !stored.isEmpty, !isOnTheWay, !suite.isAcceptedHere else { return false }
    let sentinels = Evidence.Sentinels(
      suite: suite.name, cases: stored.ids.count, isAll: true, stored: stored.measure(stored.before),
      now: stored.measure(stored.after), p: try stored.changeP(settings))
    verdict.evidence.append(.sentinels(sentinels))
    if sentinels.hasMoved { verdict.hold(.undecided, .rebaseline(sentinels)) }
    return sentinels.hasMoved
  }

  /// The question stays open: a suite marked critical does not stand on that, another one says so.
  private func leaveUnwatched(_ gap: GateReason.Gap, _ verdict: inout SuiteVerdict) -> Bool {
    guard suite.isCritical else {
      verdict.evidence.append(.unconfirmed("whether the baseline moved (\(gap.words))"))
      return false
    }
    verdict.hold(.undecided, .sentinels(gap))
    return true
  }
}

extension PairedScores {
  /// What the base stored of the cases that were picked at random, beside what it answers to them now.
  func sentinels(_ confirmation: SuiteConfirmation, _ gate: GateRule) -> PairedScores {
    let old = Dictionary(zip(ids, before), uniquingKeysWith: { first, _ in first })
    var scores = PairedScores()
    for id in confirmation.shuffled(ids).prefix(confirmation.sentinels) {
      let answer = confirmation.fresh[id, SuiteConfirmation.sentinelRound]?.base
      guard let now = confirmation.score(answer, gate.metric), let before = old[id] else { continue }
      scores.add(id, before, [now])
    }
    return scores
  }

  /// Passes of runs, or the mean of graded scores.
  func measure(_ scores: [[Double]]) -> Measure {
    let all = scores.joined()
    guard isGraded else { return .counted(all.count { $0 >= 1 - 1e-12 }, of: all.count) }
    return .share(all.reduce(0, +) / Double(max(1, all.count)), n: all.count)
  }

  /// The two-sided p of a change in either direction, each case held against itself.
  fileprivate func changeP(_ settings: AccuracySettings) throws(Undecided) -> Double {
    guard isGraded else {
      guard let test = StratifiedTest(try runs()) else { throw .tooLarge }
      return test.pTwoSidedExact
    }
    return try decide(settings).pTwoSided
  }
}
