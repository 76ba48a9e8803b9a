/// How far a route goes for an answer beyond trying again: time, second chances and money.
public struct Delivery: Hashable, Sendable {
  /// For one question, in milliseconds: all its targets, tries and waits together. Nil where nothing bounds them.
  public let deadline: Double?
  /// A second request for one that is slow.
  public let hedge: Hedge?
  /// What follows when no target can be asked.
  public let degrade: Degrade
  /// Whether all targets are asked at once and the first answer counts.
  public let race: Bool
  /// What this route may spend in a run, within the run's own budget.
  public let budget: Budget

  /// By default no more than a plain route does.
  public init(
    deadline: Double? = nil, hedge: Hedge? = nil, degrade: Degrade = .partial, race: Bool = false,
    budget: Budget = Budget()
  ) {
    self.deadline = deadline
    self.hedge = hedge
    self.degrade = degrade
    self.race = race
    self.budget = budget
  }

  /// The same with another budget.
  func with(budget: Budget) -> Delivery {
    Delivery(deadline: deadline, hedge: hedge, degrade: degrade, race: race, budget: budget)
  }

  /// The same with all targets asked at once.
  public var racing: Delivery {
    Delivery(deadline: deadline, hedge: hedge, degrade: degrade, race: true, budget: budget)
  }
}

/// A second, equal request for one that takes long; the first answer counts and the other is cut off (Dean and Barroso, "The Tail
/// at Scale", Communications of the ACM 56(2), 2013).
public struct Hedge: Hashable, Sendable {
  /// How long the first request may take before the second is sent, in milliseconds.
  public let after: Double
  /// The largest share of requests that get a second one, from 0 to 1.
  public let share: Double

  /// By default one request in twenty.
  public init(after: Double, share: Double = 0.05) {
    self.after = after
    self.share = share
  }
}

/// What follows when a route cannot answer.
public enum Degrade: String, Hashable, Sendable, CaseIterable {
  /// The case is an error and the run goes on.
  case partial
  /// The case waits until a target can be asked again, or its deadline has come.
  case queue
  /// Nothing more is asked: every further case of the route is an error at once.
  case fail
}

extension Route {
  /// How many requests may be under way for its cases: `concurrency` of each target that is asked at the same time.
  public var mostAtOnce: Int { delivery.race ? limits.concurrency * max(1, targets.count) : limits.concurrency }
}
