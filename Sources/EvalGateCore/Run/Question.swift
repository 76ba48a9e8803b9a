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
    suites.indices.map { places(of: $0, without: done).map { question(at: Int($0)) } }
  }

  /// The same of one suite, as positions in the plan.
  func places(of suite: Int, without done: Set<Int>) -> [Int32] {
    func isMeant(_ ordinal: Int) -> Bool { entries[ordinal].suite == suite && !done.contains(ordinal) }
    guard let part else { return entries.indices.lazy.filter(isMeant).map { Int32($0) } }
    return part.lazy.filter(isMeant).map { Int32($0) }
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

  private let plan: Plan

  public init(_ plan: Plan) { self.plan = plan }

  /// Of a place behind a plan: the first trial of its case, the round and the arm; nil for a place within the plan.
  static func origin(of place: Int, behind count: Int) -> (ordinal: Int, round: Int, arm: Arm)? {
    guard place >= count else { return nil }
    let (pair, side) = (place - count).quotientAndRemainder(dividingBy: 2)
    let (ordinal, round) = pair.quotientAndRemainder(dividingBy: SuiteConfirmation.sentinelRound)
    return (ordinal, round + 1, side == 0 ? .base : .head)
  }

  /// Made when something is asked again, which most runs never do.
  private func places(of cases: Set<String>, in suite: String) -> [String: Place] {
    var places: [String: Place] = [:]
    for (ordinal, entry) in plan.entries.enumerated() where entry.arm == .head && plan.suites[entry.suite].name == suite
    {
      let id = plan.header(of: ordinal).id
      guard cases.contains(id) else { continue }
      let place = Place(suite: entry.suite, caseIndex: entry.caseIndex, ordinal: ordinal, trials: entry.trial)
      places[id, default: place].trials = entry.trial
    }
    return places
  }

  /// The arms of every trial of a demand, interleaved: what asks them one after another meets the same provider on both.
  ///
  /// A line's place follows from case, round and arm alone, never from the order in which they are asked.
  public func questions(for demand: FreshDemand, isDone: (Int) -> Bool = { _ in false }) -> [Question] {
    let places = places(of: Set(demand.trials.map(\.caseID)), in: demand.suite)
    let count = plan.entries.count
    return demand.trials.flatMap { trial -> [Question] in
      guard let place = places[trial.caseID] else { return [] }
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
