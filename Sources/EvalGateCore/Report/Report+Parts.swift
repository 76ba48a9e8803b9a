/// Where the files stand that a suite is made of, so that a report can point into what the change touched.
public struct SuitePlaces: Hashable, Sendable {
  /// The prompt file; nil where outputs were made elsewhere.
  public var prompt: SourceLocation?
  /// The policy file; nil without one, and where the policy is a program.
  public var policy: SourceLocation?
  /// The evalset's settings, or its cases where it has no settings of its own.
  public var evalset: SourceLocation?

  /// Places; those that are not known are nil.
  public init(prompt: SourceLocation? = nil, policy: SourceLocation? = nil, evalset: SourceLocation? = nil) {
    self.prompt = prompt
    self.policy = policy
    self.evalset = evalset
  }
}

/// A check that failed beside the first one of a case.
public struct FailedCheck: Hashable, Sendable {
  /// How many of one case are kept.
  package static let limit = 20

  /// The check's id.
  public var check: String
  /// What it said; may quote model output.
  public var message: UntrustedText

  /// A check by its id, and what it said.
  public init(check: String, message: UntrustedText) {
    self.check = check
    self.message = message
  }
}

/// What is kept of an earlier run to draw a course: how it ended and what its gates measured.
public struct RunSummary: Hashable, Sendable {
  /// The run's id.
  public var id: String
  /// How it ended; nil where it was interrupted before its end was written.
  public var outcome: RunOutcome?
  /// Seconds since 1970; nil for a replayed run, which has no moment.
  public var startedAt: Int?
  /// The commit it was made at, when that is known.
  public var revision: String?
  /// Its gates in display order.
  public var gates: [GateOutcome]

  /// A run by its id, with what is known of it.
  public init(
    id: String, outcome: RunOutcome?, startedAt: Int? = nil, revision: String? = nil, gates: [GateOutcome] = []
  ) {
    self.id = id
    self.outcome = outcome
    self.startedAt = startedAt
    self.revision = revision
    self.gates = gates
  }
}
