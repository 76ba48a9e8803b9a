/// Fresh generations of both arms, side by side, by case and round: what a confirmation looks at.
///
/// Round r of a case is trial k + r, where k is how often the case was asked in the run itself, so that no answer counts twice.
public struct FreshTrials: Hashable, Sendable {
  /// One round of one case; nil for an arm that was not asked.
  public struct Round: Hashable, Sendable {
    public var base: TrialOutcome?
    public var head: TrialOutcome?

    /// Whether both arms were asked, whatever came of it.
    public var isTried: Bool { base != nil && head != nil }
  }

  private var cases: [String: [Int: Round]] = [:]

  /// None yet.
  public init() {}

  /// The confirming trials of one suite.
  ///
  /// - Parameter outcomes: what the run itself brought of the suite, which says where fresh trials begin.
  public init(_ trials: some Sequence<TrialSummary>, after outcomes: [CaseOutcome]) {
    let trials = Array(trials)
    // Most runs confirm nothing, and then where their cases' fresh trials begin need not be known.
    guard !trials.isEmpty else { return }
    let own = Dictionary(
      outcomes.map { ($0.id, $0.trials.map(\.trial).max() ?? 0) }, uniquingKeysWith: { max($0, $1) })
    for summary in trials {
      guard let trial = summary.outcome.trials.first, let known = own[summary.outcome.id], trial.trial > known else {
        continue
      }
      let round = trial.trial - known
      switch summary.arm {
      case .base: cases[summary.outcome.id, default: [:]][round, default: Round()].base = trial
      case .head: cases[summary.outcome.id, default: [:]][round, default: Round()].head = trial
      }
    }
  }

  /// One round of a case, counted from 1; nil where neither arm was asked.
  public subscript(id: String, round: Int) -> Round? { cases[id]?[round] }

  /// Whether there is nothing.
  public var isEmpty: Bool { cases.isEmpty }
}

/// Fresh generations that a gate needs before it can decide.
public struct FreshDemand: Hashable, Sendable {
  /// A case to be asked once more, on both arms where nothing else is said.
  public struct Trial: Hashable, Sendable {
    public let caseID: String
    /// Counted from 1.
    public let round: Int
    /// In the order in which they are asked.
    public let arms: [Arm]

    public init(caseID: String, round: Int, arms: [Arm] = [.base, .head]) {
      self.caseID = caseID
      self.round = round
      self.arms = arms
    }
  }

  /// Why they are asked for.
  public enum Reason: String, Hashable, Sendable {
    /// The cases whose result is not the baseline's.
    case changed
    /// Every case, because a crossed screen or an unproven gate has to be settled.
    case full
    /// Some cases at random on the base arm alone, to see whether the stored results are still its own.
    case sentinels
  }

  public let suite: String
  /// In the order in which they are to be asked.
  public let trials: [Trial]
  public let reason: Reason

  public init(suite: String, trials: [Trial], reason: Reason) {
    self.suite = suite
    self.trials = trials
    self.reason = reason
  }
}

extension FreshDemand {
  /// The demands of several gates as one of each suite: each trial once, in the order in which it was first wanted.
  static func joined(_ demands: [FreshDemand]) -> [FreshDemand] {
    var suites: [String] = []
    var trials: [String: [Trial]] = [:]
    var seen: [String: Set<Trial>] = [:]
    var reasons: [String: Reason] = [:]
    for demand in demands {
      if trials[demand.suite] == nil { suites.append(demand.suite) }
      for trial in demand.trials where seen[demand.suite, default: []].insert(trial).inserted {
        trials[demand.suite, default: []].append(trial)
      }
      if demand.reason == .full || reasons[demand.suite] == nil { reasons[demand.suite] = demand.reason }
    }
    return suites.map { FreshDemand(suite: $0, trials: trials[$0] ?? [], reason: reasons[$0] ?? .changed) }
  }
}
