/// The first line of a run: what was planned, with what.
public struct RunHeader: Hashable, Sendable {
  public var id: String
  public var evalgateVersion: String
  public var profile: String
  public var mode: Mode
  public var base: BaseReference?
  public var tuples: [RunTuple]
  public var planDigest: Digest
  /// Case lines that a complete run has.
  public var planned: Int
  public var plannedBySuite: [String: Int]
  public var selection: Selection
  public var seed: UInt64
  public var shard: Shard?
  /// What a run that goes on with this one, or joins it with others, is asked for again; nil where that was not kept.
  public var asked: AskedFlags?
  /// What the targets cost; empty where none has a price, and where that was not kept.
  public var prices: [PricedTarget] = []
  /// What programs without revisions are made of; empty where there are none.
  public var programFiles: [ProgramFiles] = []
  /// Suites that stand in the verdict with results from elsewhere, in part or whole.
  public var carried: [CarriedSuite] = []
  /// Wall-clock facts; absent under replay so that replays are identical.
  public var observed: Observed?

  public struct Observed: Hashable, Sendable {
    /// Seconds since 1970.
    public var startedAt: Int
    public var revision: String?
    public var host: String?

    public init(startedAt: Int, revision: String? = nil, host: String? = nil) {
      self.startedAt = startedAt
      self.revision = revision
      self.host = host
    }
  }

  public init(
    id: String, evalgateVersion: String, profile: String = "default", mode: Mode, base: BaseReference? = nil,
    tuples: [RunTuple], planDigest: Digest, planned: Int, plannedBySuite: [String: Int],
    selection: Selection = Selection(),
    seed: UInt64 = 0, shard: Shard? = nil, observed: Observed? = nil
  ) {
    self.id = id
    self.evalgateVersion = evalgateVersion
    self.profile = profile
    self.mode = mode
    self.base = base
    self.tuples = tuples
    self.planDigest = planDigest
    self.planned = planned
    self.plannedBySuite = plannedBySuite
    self.selection = selection
    self.seed = seed
    self.shard = shard
    self.observed = observed
  }

  /// Stands in place of a profile where `evalgate noise` made the run, which follows none of the configuration's.
  public static let noise = "(noise)"

  /// Whether it was made to see how a version varies, and not for a verdict.
  public var isNoise: Bool { profile == Self.noise }
}

/// Flags that make a run what it is, as somebody or a profile gave them; nil where nobody did.
public struct AskedFlags: Hashable, Sendable {
  /// The configuration, from the repository's root.
  public var config: String?
  public var baseline: String?
  public var mode: Mode?
  public var route: String?
  public var trials: Int?
  public var budget = Budget()
  /// The route that is asked beside and decides nothing.
  public var shadow: String?

  public init() {}
}

/// What the run is compared with.
public struct BaseReference: Hashable, Sendable {
  /// As a person wrote it; empty for a commit that was named by its full name.
  public var label: String
  public var revision: String?

  /// `origin/main@4c1e2d0`, or as much of it as there is.
  public var text: String {
    let short = revision.map { String($0.prefix(7)) }
    return [label.isEmpty ? nil : label, short].compactMap { $0 }.joined(separator: "@")
  }

  public init(label: String, revision: String? = nil) {
    self.label = label
    self.revision = revision
  }
}

/// Which part of a plan a process runs.
public struct Shard: Hashable, Sendable, CustomStringConvertible {
  public enum Method: String, Hashable, Sendable { case slice, hash }
  public var method: Method
  /// Counted from 1.
  public var index: Int
  public var count: Int

  public init(method: Method, index: Int, count: Int) {
    self.method = method
    self.index = index
    self.count = count
  }

  public var description: String { "\(method.rawValue):\(index)/\(count)" }

  /// Its part of what all shards have together.
  func share(of whole: Int) -> Int { whole / count + (index <= whole % count ? 1 : 0) }
}

/// Which side of a comparison a generation belongs to.
public enum Arm: String, Hashable, Sendable { case head, base }

/// A case line of a run: one trial, whole.
public struct CaseRecord: Sendable, Hashable {
  /// Position in the plan.
  public var ordinal: Int
  public var suite: String
  public var arm: Arm
  public var caseID: String
  public var caseDigest: Digest
  public var checksDigest: Digest
  public var location: SourceLocation
  public var tags: [String]
  public var severity: Severity?
  public var cluster: String?
  public var trial: Int
  public var promptVersion: String
  public var policyVersion: String?
  public var evalsetVersion: String
  public var modelRoute: String
  public var passFail: PassFail
  /// What was sent, as rendered.
  public var messages: [Message]
  public var candidate: Candidate
  public var decision: Decision
  public var findings: [Finding]
  /// Ids of failed checks that a waiver covers, with `until` dates for the reports.
  public var waived: [WaivedCheck]

  public init(
    ordinal: Int, suite: String, arm: Arm = .head, caseID: String, caseDigest: Digest, checksDigest: Digest,
    location: SourceLocation, tags: [String] = [], severity: Severity? = nil, cluster: String? = nil, trial: Int,
    promptVersion: String, policyVersion: String? = nil, evalsetVersion: String, modelRoute: String,
    passFail: PassFail, messages: [Message] = [], candidate: Candidate, decision: Decision, findings: [Finding],
    waived: [WaivedCheck] = []
  ) {
    self.ordinal = ordinal
    self.suite = suite
    self.arm = arm
    self.caseID = caseID
    self.caseDigest = caseDigest
    self.checksDigest = checksDigest
    self.location = location
    self.tags = tags
    self.severity = severity
    self.cluster = cluster
    self.trial = trial
    self.promptVersion = promptVersion
    self.policyVersion = policyVersion
    self.evalsetVersion = evalsetVersion
    self.modelRoute = modelRoute
    self.passFail = passFail
    self.messages = messages
    self.candidate = candidate
    self.decision = decision
    self.findings = findings
    self.waived = waived
  }
}

public struct WaivedCheck: Hashable, Sendable {
  public var check: String
  public var until: CalendarDate
  public var owner: String

  public init(check: String, until: CalendarDate, owner: String) {
    self.check = check
    self.until = until
    self.owner = owner
  }
}

/// The last line of a run.
public struct RunEnd: Hashable, Sendable {
  public var outcome: RunOutcome
  public var reasons: [String]
  /// Wall time in milliseconds; absent under replay.
  public var elapsed: Double?
  /// Edits to the rules that the run was judged by, and whose word counted.
  public var rules: [RuleChange] = []
  /// Results that the change itself accepted as its baseline.
  public var accepted: [AcceptedHere] = []
  /// Lines of the whole file, this one included, so that one that is gone is missed; nil where they were not counted.
  public var lines: Int?

  public init(outcome: RunOutcome, reasons: [String] = [], elapsed: Double? = nil) {
    self.outcome = outcome
    self.reasons = reasons
    self.elapsed = elapsed
  }
}

/// How a command ended; its exit code is a contract.
public enum RunOutcome: String, Hashable, Sendable, CaseIterable {
  case passed, blocked, invalid, undecided, empty, blind, `internal`, interrupted, terminated
  /// A shard that ran whole and leaves the verdict to `merge`.
  case shardComplete = "shard_complete"
  /// Nothing affected by the change.
  case unchanged

  public var exitCode: Int32 {
    switch self {
    case .passed, .shardComplete, .unchanged: 0
    case .blocked: 1
    case .invalid: 2
    case .undecided: 3
    case .empty: 4
    case .blind: 5
    case .internal: 70
    case .interrupted: 130
    case .terminated: 143
    }
  }
}

/// Which suites and cases a command was asked for.
public struct Selection: Hashable, Sendable {
  public var suites: [String]
  public var tags: [String]
  /// Shell-style patterns over case ids.
  public var cases: [String]
  /// That no suite is meant at all, where an empty list would mean all of them.
  public private(set) var isNothing = false

  /// No suite at all: everything that stands in the verdict is carried.
  public static var nothing: Selection {
    var selection = Selection()
    selection.isNothing = true
    return selection
  }

  /// As the command line writes it, after a space; empty where nothing narrows it.
  public var filters: String {
    let words = suites.map { "--suite \($0)" } + cases.map { "--case \($0)" } + tags.map { "--tag \($0)" }
    return words.isEmpty ? "" : " `\(words.joined(separator: " "))`"
  }

  public init(suites: [String] = [], tags: [String] = [], cases: [String] = []) {
    self.suites = suites
    self.tags = tags
    self.cases = cases
  }

  public var isEverything: Bool { !isNothing && suites.isEmpty && tags.isEmpty && cases.isEmpty }
}
