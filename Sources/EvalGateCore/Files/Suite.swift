/// An evalset with the prompt, the policy and the route it is run with. Gates and baselines belong to suites.
///
/// Nothing in it changes. It is held once, because every question of a run speaks of it and copies of so much would cost more
/// than most of what is done with it.
public final class Suite: Sendable {
  public let name: String
  public let prompt: Prompt
  public let evalset: Evalset
  public let policy: PolicySource?
  public let route: Route
  public let critical: Bool
  /// Where answers may come from, when the suite or the defaults say so.
  public let mode: Mode?
  /// Whether recordings may satisfy a blocking gate where `CI` is set.
  public let recordingsAllowed: Bool
  /// The share of cases that may end in an infrastructure error before nothing can be said.
  public let maxMissing: Double
  public let trials: Int?
  /// What this suite may spend in a run, within the run's own budget.
  public let budget: Budget
  /// Which results may block a comparing gate.
  public let confirm: ConfirmForm
  /// How many cases, picked at random, the base version is asked again to see whether its stored results are still its own.
  public let sentinels: Int
  public let location: SourceLocation?
  /// What several suites of one comparison table have in common, such as the name they were written under.
  public let group: String?
  /// The folder of the project that it belongs to, from the repository's root: where the topmost configuration lies that its name
  /// begins below. What is accepted of it lies there, so that two projects of one repository may give two suites one name.
  public let home: String

  public init(
    name: String, prompt: Prompt, evalset: Evalset, policy: PolicySource? = nil, route: Route, critical: Bool = false,
    mode: Mode? = nil, recordingsAllowed: Bool = false, maxMissing: Double = 0.02, trials: Int? = nil,
    confirm: ConfirmForm = .fresh, sentinels: Int = 0, budget: Budget = Budget(), location: SourceLocation? = nil,
    group: String? = nil, home: String = ""
  ) {
    self.name = name
    self.prompt = prompt
    self.evalset = evalset
    self.policy = policy
    self.route = route
    self.critical = critical
    self.mode = mode
    self.recordingsAllowed = recordingsAllowed
    self.maxMissing = maxMissing
    self.trials = trials
    self.budget = budget
    self.confirm = confirm
    self.sentinels = sentinels
    self.location = location
    self.group = group
    self.home = home
  }
}

extension Suite {
  /// The same suite over another route.
  public func with(route: Route) -> Suite { with(prompt: prompt, policy: policy, route: route) }

  /// The same suite with a shard's share of what it may spend.
  public func shared(with shard: Shard) -> Suite {
    with(prompt: prompt, policy: policy, route: route.shared(with: shard), budget: budget.shared(with: shard))
  }

  /// The base arm: prompt, policy and route of the same suite at the base revision, with these cases and checks. A variable that a
  /// case has no more is there for that prompt, where it cannot do without.
  public func asked(as base: Suite) -> Suite {
    let worded = evalset.worded(as: base.evalset, for: base.prompt)
    return with(evalset: worded).with(prompt: base.prompt, policy: base.policy, route: base.route)
  }

  /// The same suite under other rules.
  func with(
    evalset: Evalset, critical: Bool? = nil, mode: Mode? = nil, maxMissing: Double? = nil, trials: Int? = nil,
    confirm: ConfirmForm? = nil, sentinels: Int? = nil
  ) -> Suite {
    Suite(
      name: name, prompt: prompt, evalset: evalset, policy: policy, route: route, critical: critical ?? self.critical,
      mode: mode ?? self.mode, recordingsAllowed: recordingsAllowed, maxMissing: maxMissing ?? self.maxMissing,
      trials: trials ?? self.trials, confirm: confirm ?? self.confirm, sentinels: sentinels ?? self.sentinels,
      budget: budget, location: location, group: group, home: home)
  }

  /// The same suite with another decision layer.
  func with(policy: PolicySource?) -> Suite { with(prompt: prompt, policy: policy, route: route) }

  /// The same suite with other means.
  func with(budget: Budget) -> Suite { with(prompt: prompt, policy: policy, route: route, budget: budget) }

  /// The same suite under another name.
  func with(name: String) -> Suite { with(name: name, prompt: prompt, policy: policy, route: route) }

  private func with(
    name: String? = nil, prompt: Prompt, policy: PolicySource?, route: Route, budget: Budget? = nil
  ) -> Suite {
    Suite(
      name: name ?? self.name, prompt: prompt, evalset: evalset, policy: policy, route: route, critical: critical,
      mode: mode, recordingsAllowed: recordingsAllowed, maxMissing: maxMissing, trials: trials, confirm: confirm,
      sentinels: sentinels, budget: budget ?? self.budget, location: location, group: group, home: home)
  }
}

/// A policy as loaded: compiled rules of ours, or the user's own program.
public struct PolicySource: Sendable {
  public enum Kind: Sendable {
    case rules(any DecisionPolicy)
    /// Decision code of the user's, which speaks the JSON-lines contract.
    case program(JudgeProgram)
  }

  public let id: String
  public let declaredVersion: String?
  /// Where it is declared.
  public let versionPlace: SourceLocation?
  public let changelog: [ChangelogEntry]
  public let digest: Digest
  public let kind: Kind
  public let location: SourceLocation

  public init(
    id: String, declaredVersion: String?, versionPlace: SourceLocation? = nil, changelog: [ChangelogEntry] = [],
    digest: Digest, kind: Kind, location: SourceLocation
  ) {
    self.id = id
    self.declaredVersion = declaredVersion
    self.versionPlace = versionPlace
    self.changelog = changelog
    self.digest = digest
    self.kind = kind
    self.location = location
  }

  public var version: String { declaredVersion ?? digest.short }
  /// The user's own decision code; nil where the rules are ours.
  public var program: JudgeProgram? {
    if case .program(let program) = kind { program } else { nil }
  }
}
