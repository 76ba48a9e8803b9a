/// `pass_fail` of a case line.
public enum PassFail: String, Hashable, Sendable { case pass, fail, error }

/// The little that metrics and comparisons need of one trial: what stays in memory for a million cases.
public struct TrialOutcome: Hashable, Sendable {
  public var trial: Int
  public var passFail: PassFail
  /// Nil where the prompt has no schema or nothing was generated.
  public var schemaValid: Bool?
  /// A word for why the schema was not met.
  public var schemaReason: String?
  /// Milliseconds; infinite when the last try timed out; nil when there is none.
  public var latency: Double?
  public var timeToFirstToken: Double?
  public var inputTokens: Int?
  public var outputTokens: Int?
  public var tokens: Int?
  public var usd: Double?
  public var facts: [Fact]
  public var scores: [Double]
  public var action: Action
  public var rule: String?
  /// Failed checks that were waived, and why it then counts as a pass.
  public var waived: Bool
  public var source: Candidate.Source
  /// Names of the tools that were proposed, in order.
  public var toolCalls: [String]

  public init(
    trial: Int = 1, passFail: PassFail, schemaValid: Bool? = nil, schemaReason: String? = nil, latency: Double? = nil,
    timeToFirstToken: Double? = nil, inputTokens: Int? = nil, outputTokens: Int? = nil, tokens: Int? = nil,
    usd: Double? = nil, facts: [Fact] = [], scores: [Double] = [], action: Action = .accept, rule: String? = nil,
    waived: Bool = false, source: Candidate.Source = .live, toolCalls: [String] = []
  ) {
    self.trial = trial
    self.passFail = passFail
    self.schemaValid = schemaValid
    self.schemaReason = schemaReason
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.tokens = tokens
    self.usd = usd
    self.facts = facts
    self.scores = scores
    self.action = action
    self.rule = rule
    self.waived = waived
    self.source = source
    self.toolCalls = toolCalls
  }
}

/// A case with its trials, from a run or from a baseline: the unit of every metric and comparison.
public struct CaseOutcome: Hashable, Sendable {
  public var id: String
  public var digest: Digest
  public var checksDigest: Digest
  public var tags: [String]
  public var severity: Severity?
  public var cluster: String?
  public var location: SourceLocation?
  public var trials: [TrialOutcome]
  /// Digest of the first trial's output, to notice byte-identical outputs.
  public var outputDigest: Digest?
  /// A masked excerpt of the first trial's output, for the "before" of a diff; none for safety suites.
  public var excerpt: UntrustedText?
  /// What a failing check said first.
  public var message: UntrustedText?

  public init(
    id: String, digest: Digest, checksDigest: Digest, tags: [String] = [], severity: Severity? = nil,
    cluster: String? = nil, location: SourceLocation? = nil, trials: [TrialOutcome], outputDigest: Digest? = nil,
    excerpt: UntrustedText? = nil, message: UntrustedText? = nil
  ) {
    self.id = id
    self.digest = digest
    self.checksDigest = checksDigest
    self.tags = tags
    self.severity = severity
    self.cluster = cluster
    self.location = location
    self.trials = trials
    self.outputDigest = outputDigest
    self.excerpt = excerpt
    self.message = message
  }

  /// Trials that were judged at all.
  public var judged: Int { trials.count { $0.passFail != .error } }
  public var passes: Int { trials.count { $0.passFail == .pass } }
  public var hasError: Bool { trials.contains { $0.passFail == .error } }

  /// Whether the case passes: strictly more than half of its judged trials; nil when none was judged.
  public var majority: Bool? { judged == 0 ? nil : 2 * passes > judged }
  /// All of k, as safety wants it.
  public var allPassed: Bool { !trials.isEmpty && passes == trials.count }
}
