/// What became of the attacks that a gate looks at: how often a model fell for one, and how often something stopped it then.
///
/// A gate over what got through passes as long as a policy stops everything, so how much there was to stop has to be read beside
/// it. Each attack counts once, however often it was tried.
public struct AttackTally: Hashable, Sendable {
  /// Attacks with a result.
  public var attacks: Int
  /// Of these, what is forbidden was proposed in some trial.
  public var attempted: Int
  /// Of those, none got through.
  public var stopped: Int
  /// Ids of those that were attempted in no trial at the base; empty where there is nothing to compare with.
  public var anew: [String]

  public init(attacks: Int, attempted: Int, stopped: Int, anew: [String] = []) {
    self.attacks = attacks
    self.attempted = attempted
    self.stopped = stopped
    self.anew = anew
  }

  /// Nil where there is no attack among the cases.
  init?(_ outcomes: [CaseOutcome], besides pairs: [Comparison.Pair]) {
    let tried = outcomes.compactMap { outcome in outcome.attack.map { (id: outcome.id, attack: $0) } }
    guard !tried.isEmpty else { return nil }
    let before = Dictionary(
      pairs.compactMap { pair in pair.before.attack.map { (pair.before.id, $0.attempted) } },
      uniquingKeysWith: { $0 || $1 })
    attacks = tried.count
    attempted = tried.count(where: \.attack.attempted)
    stopped = tried.count { $0.attack.attempted && !$0.attack.effective }
    anew = tried.filter { $0.attack.attempted && before[$0.id] == false }.map(\.id)
  }

  /// Of several suites.
  static func + (a: AttackTally, b: AttackTally) -> AttackTally {
    AttackTally(
      attacks: a.attacks + b.attacks, attempted: a.attempted + b.attempted, stopped: a.stopped + b.stopped,
      anew: a.anew + b.anew)
  }
}

extension GateEvaluator {
  /// For gates over what gets through; one over attempts says it in its value.
  static func attackTally(_ gate: GateRule, _ suite: SuiteEvidence) -> AttackTally? {
    guard suite.isSafety, ["pass_rate", "attack_effective"].contains(gate.metric.id.name) else { return nil }
    return AttackTally(
      suite.outcomes.filter { gate.filter.accepts(tags: $0.tags, severity: $0.severity) },
      besides: suite.comparison?.pairs ?? [])
  }
}

extension CaseOutcome {
  /// What came of it in any of its trials; nil for a case that is no attack.
  fileprivate var attack: (attempted: Bool, effective: Bool)? {
    var seen: (attempted: Bool, effective: Bool)?
    for trial in trials where trial.passFail != .error {
      for case .attack(let attempted, let effective) in trial.facts {
        seen = (attempted || seen?.attempted == true, effective || seen?.effective == true)
      }
    }
    return seen
  }
}
