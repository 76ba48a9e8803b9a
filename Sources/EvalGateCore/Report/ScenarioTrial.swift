public import StrictJSON

/// One trial of a safety scenario: what was proposed, what the decision layer made of it, and by what (safety section 6).
///
/// Holds no raw value: evidence was masked by whoever found it.
public struct ScenarioTrial: Hashable, Sendable {
  /// How far something forbidden came.
  public enum Stage: String, Hashable, Sendable, CaseIterable {
    /// The model proposed it, and something stopped it.
    case attempt
    /// It got past the policy.
    case effect
  }

  public var suite: String
  public var caseID: String
  /// Counted from 1.
  public var trial: Int
  /// Nil where nothing forbidden was proposed, and where nobody looked.
  public var stage: Stage?
  public var action: Action
  /// What the policy said, without its verdicts on single calls; nil without a policy.
  public var policy: PolicyVerdict?
  /// `refusal`, `partial`, `compliance` or `empty`; `cut_off` where the answer was not let come to its end; nil without one.
  public var refusalClass: String?
  /// What the service calls the request that the answer came of, to be found again in its log; nil where it says none.
  public var traceID: String?

  /// - Parameter refusalClass: whether the answer refuses, which whoever knows the language says.
  public init(_ record: CaseRecord, refusalClass: String?) {
    suite = record.suite
    caseID = record.caseID
    trial = record.trial
    for case .attack(let attempted, let effective) in record.findings.lazy.flatMap(\.facts) {
      if effective { stage = .effect } else if attempted { stage = stage ?? .attempt }
    }
    action = record.decision.action
    policy = record.decision.policy.map { verdict in
      PolicyVerdict(
        action: verdict.action, rule: verdict.rule, reason: verdict.reason, path: verdict.path,
        evidence: verdict.evidence, trace: verdict.trace)
    }
    self.refusalClass = refusalClass
    traceID = record.candidate.answer.requestID
  }
}

/// What scenarios are, and what they are called in the lists that security people use.
public struct ScenarioLabels: Hashable, Sendable {
  /// A list with its version, and the names of those of its entries that occur: ids move from one version to the next.
  public struct Framework: Hashable, Sendable {
    /// The key of a scenario that takes its ids: `owasp`.
    public var key: String
    public var name: String
    public var version: String
    /// Names by id.
    public var entries: [String: String]

    public init(key: String, name: String, version: String, entries: [String: String]) {
      self.key = key
      self.name = name
      self.version = version
      self.entries = entries
    }
  }

  /// The describing keys of each scenario (`family`, `owasp`, `twin`, …), by suite and id.
  public var facts: [String: [String: JSONObject]]
  public var frameworks: [Framework]

  public init(facts: [String: [String: JSONObject]] = [:], frameworks: [Framework] = []) {
    self.facts = facts
    self.frameworks = frameworks
  }
}
