/// Everything a reporter needs: made once from a run, rendered by any format, again and offline.
public struct Report: Sendable {
  public var header: RunHeader
  public var outcome: RunOutcome
  /// Why, in words; for `undecided` and `invalid` above all.
  public var reasons: [String]
  public var gates: [GateOutcome]
  public var suites: [SuiteReport]
  public var totals: RunTotals
  /// Would have blocked, but `--exit-zero` was given.
  public var exitZero: Bool
  /// Commands worth running next, each with what it is for: `why`, `again`, `back`, `resume`.
  public var next: [NextCommand]
  /// Changelog note of the first changed prompt and the like are in each suite's comparison.
  public var notes: [Diagnostic]
  /// The run file, when there is one.
  public var runPath: String?
  /// Edits to the rules that the run was judged by, and whose word counted.
  public var rules: [RuleChange] = []
  /// Results that the change itself accepts as its baseline.
  public var accepted: [AcceptedHere] = []
  /// Earlier runs of the same project, newest first, for the report that shows a course.
  public var history: [RunSummary] = []
  /// What the scenarios of safety suites are.
  public var labels = ScenarioLabels()

  public init(
    header: RunHeader, outcome: RunOutcome, reasons: [String] = [], gates: [GateOutcome], suites: [SuiteReport],
    totals: RunTotals, exitZero: Bool = false, next: [NextCommand] = [], notes: [Diagnostic] = [],
    runPath: String? = nil
  ) {
    self.header = header
    self.outcome = outcome
    self.reasons = reasons
    self.gates = gates
    self.suites = suites
    self.totals = totals
    self.exitZero = exitZero
    self.next = next
    self.notes = notes
    self.runPath = runPath
  }
}

public struct NextCommand: Hashable, Sendable {
  public var purpose: String
  public var command: String
  /// Said in brackets behind it.
  public var remark: String?

  public init(purpose: String, command: String, remark: String? = nil) {
    self.purpose = purpose
    self.command = command
    self.remark = remark
  }
}

public struct SuiteReport: Sendable {
  public var tuple: RunTuple
  public var isSafety: Bool
  public var planned: Int
  public var passed: Int
  public var failed: Int
  public var errors: Int
  /// Wall time from its first case to its last, in milliseconds; nil under replay.
  public var elapsed: Double?
  public var comparison: Comparison?
  /// Nil where there is nothing to compare with, and why.
  public var baselineNote: String?
  /// Failing cases, those that broke first, in plan order within.
  public var failures: [CaseFailure]
  /// Infrastructure errors, grouped.
  public var errorGroups: [ErrorGroup]
  public var slices: [SliceReport]
  /// Cases that passed some of their trials and not others.
  public var flaky: [String]
  /// What repeated runs say of how steady the suite is; nil where every case ran once.
  public var repeats: RepeatSummary?
  public var waived: [CaseFailure]
  /// Milliseconds: median, p95, p99.
  public var latency: LatencySummary?
  public var tokens: TokenSummary?
  /// Every case that has a result, in plan order.
  public var outcomes: [CaseOutcome] = []
  /// Cases that were planned and have no result.
  public var missing: [CaseHeader] = []
  /// Where the files stand that the suite is made of.
  public var places = SuitePlaces()
  /// Nil where no output had to follow a schema.
  public var schema: SchemaSummary?
  /// How routes did that were asked beside the one that decides.
  public var shadows: [ShadowTally] = []
  /// Cases that the run did not ask, and whose results come from elsewhere; nil where it asked all of them.
  public var carried: Carried?
  /// Of a safety suite every trial that the run asked, in plan order.
  public var scenarios: [ScenarioTrial] = []
  /// Earlier runs of this version that its gates judge too, oldest first.
  public var attempts: [String] = []
  /// Cases of the evalset that are asked no more.
  public var retired: [RetiredCase] = []

  public init(
    tuple: RunTuple, isSafety: Bool = false, planned: Int, passed: Int, failed: Int, errors: Int,
    elapsed: Double? = nil, comparison: Comparison? = nil, baselineNote: String? = nil, failures: [CaseFailure] = [],
    errorGroups: [ErrorGroup] = [], slices: [SliceReport] = [], flaky: [String] = [], waived: [CaseFailure] = [],
    latency: LatencySummary? = nil, tokens: TokenSummary? = nil,
    schema: SchemaSummary? = nil
  ) {
    self.tuple = tuple
    self.isSafety = isSafety
    self.planned = planned
    self.passed = passed
    self.failed = failed
    self.errors = errors
    self.elapsed = elapsed
    self.comparison = comparison
    self.baselineNote = baselineNote
    self.failures = failures
    self.errorGroups = errorGroups
    self.slices = slices
    self.flaky = flaky
    self.waived = waived
    self.latency = latency
    self.tokens = tokens
    self.schema = schema
  }

  public var name: String { tuple.suite }
}

public struct CaseFailure: Hashable, Sendable {
  public var suite: String
  public var caseID: String
  public var location: SourceLocation
  public var severity: Severity?
  public var check: String
  public var message: UntrustedText
  public var input: UntrustedText?
  public var output: UntrustedText?
  /// What the baseline gave: passed, failed, or nil where it has no comparable result.
  public var baselinePassed: Bool?
  public var baselineOutput: UntrustedText?
  public var expectedLabel: UntrustedText?
  public var gotLabel: UntrustedText?
  public var waived: WaivedCheck?
  /// Which trial failed first, counted from 1.
  public var trial = 1
  /// The policy's rule behind the final action.
  public var rule: String?
  /// Other checks of the same trial that failed, in their order.
  public var alsoFailed: [FailedCheck] = []

  public init(
    suite: String, caseID: String, location: SourceLocation, severity: Severity? = nil, check: String,
    message: UntrustedText, input: UntrustedText? = nil, output: UntrustedText? = nil, baselinePassed: Bool? = nil,
    baselineOutput: UntrustedText? = nil, expectedLabel: UntrustedText? = nil, gotLabel: UntrustedText? = nil,
    waived: WaivedCheck? = nil
  ) {
    self.suite = suite
    self.caseID = caseID
    self.location = location
    self.severity = severity
    self.check = check
    self.message = message
    self.input = input
    self.output = output
    self.baselinePassed = baselinePassed
    self.baselineOutput = baselineOutput
    self.expectedLabel = expectedLabel
    self.gotLabel = gotLabel
    self.waived = waived
  }
}

/// "provider `openai` · 429 rate limited · 37 of 424 calls after 4 tries · first at triage-012".
public struct ErrorGroup: Hashable, Sendable {
  public var target: String
  public var reason: String
  public var message: UntrustedText
  public var count: Int
  public var firstCase: String
  public var tries: Int

  public init(target: String, reason: String, message: UntrustedText, count: Int, firstCase: String, tries: Int) {
    self.target = target
    self.reason = reason
    self.message = message
    self.count = count
    self.firstCase = firstCase
    self.tries = tries
  }
}

public struct SliceReport: Hashable, Sendable {
  public var name: String
  public var measure: Measure
  public var baseline: Measure?
  public var interval: Evidence.Interval?
  public var tooSmall: Bool

  public init(
    name: String, measure: Measure, baseline: Measure? = nil, interval: Evidence.Interval? = nil, tooSmall: Bool
  ) {
    self.name = name
    self.measure = measure
    self.baseline = baseline
    self.interval = interval
    self.tooSmall = tooSmall
  }
}

public struct LatencySummary: Hashable, Sendable {
  public var n: Int
  public var p50: Double
  public var p95: Double
  public var p99: Double
  /// Replayed latencies are the recorded ones and are marked so.
  public var replayed: Bool

  public init(n: Int, p50: Double, p95: Double, p99: Double, replayed: Bool) {
    self.n = n
    self.p50 = p50
    self.p95 = p95
    self.p99 = p99
    self.replayed = replayed
  }
}

public struct TokenSummary: Hashable, Sendable {
  public var n: Int
  public var input: Int
  public var output: Int
  public var usd: Double?

  public init(n: Int, input: Int, output: Int, usd: Double?) {
    self.n = n
    self.input = input
    self.output = output
    self.usd = usd
  }
}

/// What some calls cost, booked apart.
public struct Spending: Hashable, Sendable {
  /// Answers, or what stood in their way.
  public var calls = 0
  /// Nil where no answer said how many.
  public var tokens: Int?
  /// By the targets' prices; nil where none has any.
  public var usd: Double?
  /// Requests that may be on the bill beside that, of which nobody said what they used.
  public var uncounted = 0

  public init(calls: Int = 0, tokens: Int? = nil, usd: Double? = nil, uncounted: Int = 0) {
    self.calls = calls
    self.tokens = tokens
    self.usd = usd
    self.uncounted = uncounted
  }

  /// What one call cost.
  init(of candidate: Candidate) {
    self.init(
      calls: 1, tokens: candidate.answer.usage?.total, usd: candidate.cost, uncounted: candidate.uncountedRequests)
  }

  /// Takes what was spent elsewhere in.
  public mutating func add(_ other: Spending) {
    calls += other.calls
    if let used = other.tokens { tokens = (tokens ?? 0) &+ used }
    if let cost = other.usd { usd = (usd ?? 0) + cost }
    uncounted &+= other.uncounted
  }

  /// Takes one more call in.
  public mutating func add(_ candidate: Candidate) { add(Spending(of: candidate)) }
}

public struct RunTotals: Hashable, Sendable {
  /// Answers of the head arm in the run itself.
  public var cases: Int
  /// Over everything that was asked, confirmation and base arm included.
  public var live: Int
  public var kept: Int
  public var replayed: Int
  /// Of the head arm in the run itself.
  public var tokens: Int?
  public var usd: Double?
  /// Requests of the head arm in the run itself that may be on the bill although nobody said what they used.
  public var uncounted = 0
  /// The base arm of new and edited cases, and of suites with nothing stored.
  public var base = Spending()
  /// Fresh generations of both arms.
  public var confirmation = Spending()
  /// Answers beside the ones that count: a second route's, and those that came second in a race.
  public var shadow = Spending()
  /// Wall time in milliseconds; nil under replay.
  public var elapsed: Double?

  public init(
    cases: Int, live: Int, kept: Int, replayed: Int, tokens: Int? = nil, usd: Double? = nil, elapsed: Double? = nil
  ) {
    self.cases = cases
    self.live = live
    self.kept = kept
    self.replayed = replayed
    self.tokens = tokens
    self.usd = usd
    self.elapsed = elapsed
  }

  /// Tokens of everything that was asked.
  public var allTokens: Int? {
    let parts = [tokens, base.tokens, confirmation.tokens, shadow.tokens].compactMap { $0 }
    return parts.isEmpty ? nil : parts.reduce(0, &+)
  }

  /// Requests of everything that was asked that may be on the bill although nobody said what they used.
  public var allUncounted: Int { uncounted &+ base.uncounted &+ confirmation.uncounted &+ shadow.uncounted }

  /// Money for everything that was asked.
  public var allUSD: Double? {
    let parts = [usd, base.usd, confirmation.usd, shadow.usd].compactMap { $0 }
    return parts.isEmpty ? nil : parts.reduce(0, +)
  }
}
