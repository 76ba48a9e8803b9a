/// What a reporter says of one suite: what made it, and what came of it.
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

/// The pass rate of the cases with one tag.
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

/// Percentiles of latency, in milliseconds.
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

/// What the answers of a suite used, and what that costs by the targets' prices.
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
