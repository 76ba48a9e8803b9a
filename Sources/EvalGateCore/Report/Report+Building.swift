import GateStatistics

extension Report {
  /// Everything that is known when a run is over.
  public struct Material: Sendable {
    public var header: RunHeader
    public var suites: [SuiteEvidence]
    /// The sets' slices, by suite name.
    public var slices: [String: [Slice]]
    public var gates: [GateOutcome]
    public var results: RunResults
    /// Trials planned, by suite.
    public var planned: [String: Int]
    public var elapsedBySuite: [String: Double]
    public var outcome: RunOutcome
    public var reasons: [String]
    /// Where each suite's files stand, by suite name.
    public var places: [String: SuitePlaces] = [:]
    /// Cases that are asked no more, by suite name.
    public var retired: [String: [RetiredCase]] = [:]
    /// Gates that failed and take no waiver: to them a waived failure is a failure.
    public var unforgiving: [GateRule] = []

    public init(
      header: RunHeader, suites: [SuiteEvidence], slices: [String: [Slice]], gates: [GateOutcome], results: RunResults,
      planned: [String: Int], elapsedBySuite: [String: Double] = [:], outcome: RunOutcome, reasons: [String]
    ) {
      self.header = header
      self.suites = suites
      self.slices = slices
      self.gates = gates
      self.results = results
      self.planned = planned
      self.elapsedBySuite = elapsedBySuite
      self.outcome = outcome
      self.reasons = reasons
    }
  }

  public init(_ material: Material) {
    let failures = Dictionary(grouping: material.results.failures, by: \.suite)
    self.init(
      header: material.header, outcome: material.outcome, reasons: material.reasons, gates: material.gates,
      suites: material.suites.map { suite in
        SuiteReport(suite, failures: failures[suite.name] ?? [], material)
      },
      totals: material.results.totals)
  }
}

extension SuiteReport {
  init(_ suite: SuiteEvidence, failures: [CaseFailure], _ material: Report.Material) {
    let outcomes = suite.outcomes
    // One case's at a time: a list of all trials would be the largest thing that a report makes.
    let trials = outcomes.lazy.flatMap(\.eachTrial)
    let failing = Set(failures.map(\.caseID))
    // Gates judge all attempts at a version together; what a report tells of the cases is of this run.
    let comparison = suite.shown?.of(suite.own ?? outcomes, isSafety: suite.isSafety)
    let before = Dictionary(
      (failing.isEmpty ? [] : comparison?.pairs ?? []).lazy.filter { failing.contains($0.after.id) }
        .map { ($0.after.id, $0.before) }, uniquingKeysWith: { first, _ in first })
    let unforgiving = suite.unforgiving(of: material.unforgiving)
    let described = failures.map { failure in
      failure.with(baseline: before[failure.caseID], isSafety: suite.isSafety).held(by: unforgiving[failure.caseID])
    }
    let broke = Set(comparison?.broke.map(\.after.id) ?? [])
    let carriedTrials =
      suite.carried.map { carried in
        outcomes.lazy.filter { carried.cases.contains($0.id) }.reduce(0) { $0 + $1.trialCount }
      } ?? 0
    var count = (trials: 0, judged: 0, passed: 0)
    for outcome in outcomes {
      count.trials += outcome.trialCount
      count.judged += outcome.judged
      count.passed += outcome.passes
    }
    let open = Self.onePerCase(described.filter { $0.waived == nil })
    self.init(
      tuple: material.header.tuples.first { $0.suite == suite.name } ?? suite.carried?.tuple
        ?? RunTuple(suite: suite.name),
      isSafety: suite.isSafety,
      planned: material.planned[suite.name].map { $0 + carriedTrials } ?? count.trials,
      passed: count.passed, failed: count.judged - count.passed, errors: count.trials - count.judged,
      elapsed: material.elapsedBySuite[suite.name],
      comparison: comparison, baselineNote: suite.baseNote,
      failures: open.filter { broke.contains($0.caseID) } + open.filter { !broke.contains($0.caseID) },
      errorGroups: material.results.errorGroups[suite.name] ?? [],
      slices: SliceReport.all(material.slices[suite.name] ?? [], of: suite),
      flaky: outcomes.filter(\.isFlaky).map(\.id),
      waived: Self.onePerCase(described.filter { $0.waived != nil }), latency: LatencySummary(trials),
      tokens: TokenSummary(trials), schema: SchemaSummary(outcomes, failures: described))
    self.outcomes = outcomes
    missing = suite.planned.without(outcomes)
    shadows = material.results.shadows.filter { $0.suite == suite.name }
    carried = suite.carried
    places = material.places[suite.name] ?? SuitePlaces()
    scenarios = material.results.scenarios.filter { $0.suite == suite.name }
    retired = material.retired[suite.name] ?? []
    // Attempts of one version are repeats too.
    repeats = RepeatSummary(suite.attempted ?? outcomes)
    attempts = suite.attemptsThatCount
  }

  /// Several trials of one case fail as one case.
  private static func onePerCase(_ failures: [CaseFailure]) -> [CaseFailure] {
    var seen: Set<String> = []
    return failures.filter { seen.insert($0.caseID).inserted }
  }
}

extension SuiteEvidence {
  fileprivate var baseNote: String? {
    switch base {
    case .stored: nil
    case .new(let why), .unavailable(let why): why
    }
  }
}

extension SuiteEvidence {
  /// By case, the first of some gates to which its waiver means nothing.
  fileprivate func unforgiving(of gates: [GateRule]) -> [String: String] {
    let mine = gates.filter { ($0.suite ?? name) == name }
    guard !mine.isEmpty else { return [:] }
    var names: [String: String] = [:]
    for outcome in outcomes where outcome.isWaived {
      names[outcome.id] = mine.first { $0.filter.accepts(tags: outcome.tags, severity: outcome.severity) }?.name
    }
    return names
  }
}

extension CaseFailure {
  /// As a failure like any other, where a gate that failed takes no waiver; its message says so.
  fileprivate func held(by gate: String?) -> CaseFailure {
    guard let gate, let waived else { return self }
    var held = self
    held.waived = nil
    held.message = UntrustedText(
      "\(message.unsafeText) (waived until \(waived.until) by \(waived.owner), and gate \(gate) takes no waiver)")
    return held
  }

  fileprivate func with(baseline before: CaseOutcome?, isSafety: Bool) -> CaseFailure {
    guard let before else { return self }
    var described = self
    described.baselinePassed = before.holds(isSafety)
    described.baselineOutput = before.excerpt
    return described
  }
}

extension SliceReport {
  /// One row for each slice; `product` and `lang:*` stand for every value of the tag's prefix, and for the plain tag.
  fileprivate static func all(_ slices: [Slice], of suite: SuiteEvidence) -> [SliceReport] {
    slices.flatMap { slice -> [SliceReport] in
      let prefix = slice.tag.hasSuffix("*") ? String(slice.tag.dropLast()) : slice.tag + ":"
      let tags = Set(suite.outcomes.flatMap(\.tags))
      let matching =
        tags.contains(slice.tag) ? [slice.tag] : tags.filter { $0.hasPrefix(prefix) || $0 + ":" == prefix }.sorted()
      return matching.map { tag in row(tag, suite) }
    }
  }

  private static func row(_ tag: String, _ suite: SuiteEvidence) -> SliceReport {
    let trials = suite.trialsOfOneRun
    // What one run is worth, as in a gate's row: of several runs the mean.
    func rate(_ outcomes: [CaseOutcome]) -> Measure {
      RunMean(of: outcomes.filter { $0.tags.contains(tag) }, trials: trials) { run in
        run.holds(suite.isSafety).map { $0 ? 1 : 0 }
      }.measure
    }
    let measure = rate(suite.outcomes)
    var interval: Evidence.Interval?
    if case .rate(let passed, let total) = measure {
      interval = Proportion(passes: passed, of: total)?.wilson().map { Evidence.Interval($0.lower, $0.upper) }
    }
    return SliceReport(
      name: tag, measure: measure, baseline: suite.shown.map { rate($0.pairs.map(\.before)) }, interval: interval,
      tooSmall: measure.n < leastCases)
  }
}

extension LatencySummary {
  fileprivate init?(_ trials: some Sequence<TrialOutcome>) {
    var times: [Double] = []
    var isReplayed = false
    for trial in trials {
      if trial.source != .live { isReplayed = true }
      // A timeout is infinitely late; another error says nothing of how long an answer takes.
      guard let time = trial.latency, trial.passFail != .error || time == .infinity else { continue }
      times.append(time)
    }
    // Each rank sorts once more, for which in order there is nothing left to do.
    times.sort()
    guard let p50 = LatencyGate.nearestRank(times, quantile: 0.5), let p95 = LatencyGate.nearestRank(times),
      let p99 = LatencyGate.nearestRank(times, quantile: 0.99)
    else { return nil }
    self.init(
      n: times.count, p50: p50, p95: p95, p99: p99, replayed: isReplayed)
  }
}

extension TokenSummary {
  fileprivate init?(_ trials: some Sequence<TrialOutcome>) {
    self.init(n: 0, input: 0, output: 0, usd: 0)
    for trial in trials {
      guard let input = trial.inputTokens, let output = trial.outputTokens else { continue }
      n += 1
      self.input &+= input
      self.output &+= output
      // One without a price leaves the sum unknown.
      usd = usd.flatMap { sum in trial.usd.map { sum + $0 } }
    }
    guard n > 0 else { return nil }
  }
}
