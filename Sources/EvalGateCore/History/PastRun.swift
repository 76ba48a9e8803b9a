/// A run as the index of earlier runs remembers it.
public struct PastRun: Hashable, Sendable {
  public let id: String
  /// Seconds since 1970: when it began; of a replayed run, which has no time of its own, when it was written.
  public let moment: Int
  public let revision: String?
  public let outcome: String
  public let suites: [String]
  /// Case lines that it is of; of a shard its own.
  public let planned: Int
  /// Whether it was made to see how a version varies.
  public let isNoise: Bool

  public init(
    id: String, moment: Int, revision: String?, outcome: String, suites: [String], planned: Int, isNoise: Bool = false
  ) {
    self.id = id
    self.moment = moment
    self.revision = revision
    self.outcome = outcome
    self.suites = suites
    self.planned = planned
    self.isNoise = isNoise
  }
}

/// What a gate gave in a run that is over.
public struct PastGate: Hashable, Sendable {
  public let run: String
  /// Seconds since 1970, as `PastRun` has it.
  public let moment: Int
  public let revision: String?
  public let gate: String
  public let suites: [String]
  public let unit: GateOutcome.ValueUnit
  public let rule: String
  public let verdict: String
  /// Nil where nothing was measured, or the value is infinite.
  public let value: Double?
  public let baseline: Double?

  public init(
    run: String, moment: Int, revision: String?, gate: String, suites: [String], unit: GateOutcome.ValueUnit,
    rule: String, verdict: String, value: Double?, baseline: Double?
  ) {
    self.run = run
    self.moment = moment
    self.revision = revision
    self.gate = gate
    self.suites = suites
    self.unit = unit
    self.rule = rule
    self.verdict = verdict
    self.value = value
    self.baseline = baseline
  }
}
