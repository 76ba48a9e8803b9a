/// One thing that a run asks: a trial of a case on one arm, with the place of its line in the run.
public struct Question: Hashable, Sendable {
  /// Position in the plan; behind all of them for a fresh trial.
  public let ordinal: Int
  /// Position among the plan's suites.
  public let suite: Int
  public let caseIndex: Int
  public let trial: Int
  public let arm: Arm
}

extension Plan {
  /// What stands at a position of the plan.
  public func question(at ordinal: Int) -> Question {
    let entry = entries[ordinal]
    return Question(
      ordinal: ordinal, suite: entry.suite, caseIndex: entry.caseIndex, trial: entry.trial, arm: entry.arm)
  }

  /// What this process is to ask, by suite and in plan order.
  public func questions(without done: Set<Int>) -> [[Question]] {
    var bySuite = [[Question]](repeating: [], count: suites.count)
    for ordinal in mine where !done.contains(ordinal) { bySuite[entries[ordinal].suite].append(question(at: ordinal)) }
    return bySuite
  }

  /// What is judged on an arm; nil for a base arm that there is not.
  public func suite(at index: Int, on arm: Arm) -> Suite? { arm == .head ? suites[index] : bases[index] }
}

/// Where the cases of a plan stand, to ask some of them again.
public struct FreshQuestions: Sendable {
  private struct Place {
    var suite: Int
    var caseIndex: Int
    /// Of the first trial on the head arm.
    var ordinal: Int
    /// Trials on the head arm.
    var trials: Int
  }

  /// By suite and case.
  private var places: [String: [String: Place]] = [:]
  private let count: Int

  public init(_ plan: Plan) {
    count = plan.entries.count
    for (ordinal, entry) in plan.entries.enumerated() where entry.arm == .head {
      let id = plan.header(of: ordinal).id
      let place = Place(suite: entry.suite, caseIndex: entry.caseIndex, ordinal: ordinal, trials: entry.trial)
      places[plan.suites[entry.suite].name, default: [:]][id, default: place].trials = entry.trial
    }
  }

  /// The arms of every trial of a demand, interleaved: what asks them one after another meets the same provider on both.
  ///
  /// A line's place follows from case, round and arm alone, never from the order in which they are asked.
  public func questions(for demand: FreshDemand, isDone: (Int) -> Bool = { _ in false }) -> [Question] {
    demand.trials.flatMap { trial -> [Question] in
      guard let place = places[demand.suite]?[trial.caseID] else { return [] }
      let first = count + (place.ordinal * SuiteConfirmation.sentinelRound + trial.round - 1) * 2
      return [(Arm.base, first), (.head, first + 1)].compactMap { arm, ordinal in
        isDone(ordinal) || !trial.arms.contains(arm)
          ? nil
          : Question(
            ordinal: ordinal, suite: place.suite, caseIndex: place.caseIndex, trial: place.trials + trial.round,
            arm: arm)
      }
    }
  }
}
