import GateStatistics

/// What is known of a suite before it is run: results that were stored, to estimate from.
public struct StoredResults: Sendable {
  /// The cases with all their stored trials.
  public var cases: [CaseOutcome]
  /// Where they come from, for people: `5 stored runs`.
  public var origin: String
  /// How many runs most cases have: the K_b of the comparison that is planned.
  public var runs: Int { cases.map(\.judged).sorted().dropFirst(cases.count / 2).first ?? 0 }

  /// Results with a word on where they come from.
  public init(cases: [CaseOutcome], origin: String) {
    self.cases = cases
    self.origin = origin
  }
}

/// What running a suite is going to take, estimated from stored results. What nothing is known of is nil, never 0.
public struct SuiteForecast: Hashable, Sendable {
  /// The suite's name.
  public var suite: String
  /// Where its answers would come from.
  public var mode: Mode
  /// The route's name.
  public var route: String
  /// Calls in flight at once.
  public var concurrency: Int
  /// Selected cases.
  public var cases: Int
  /// Trials of all cases together.
  public var answers: Int
  /// The fewest calls they take: a conversation asks once a turn, and more often where tools are called.
  public var calls: Int
  /// Input and output together, over all answers.
  public var tokens: Double?
  /// USD over all answers, at the prices of the route's first target.
  public var usd: Double?
  /// Wall time in milliseconds: calls one after another in as many lanes as there are, or what the route's limits leave.
  public var milliseconds: Double?
  /// More calls that a confirmation is expected to take though nothing changed; nil where no gate asks for one.
  public var confirmingCalls: Int?
  /// Where the estimates come from; nil where nothing is stored.
  public var origin: String?
}

extension SuiteForecast {
  /// Fresh runs that each changed case takes on both versions together to confirm a drop (statistics 2.3: K = 3 of both arms).
  static let callsPerChangedCase = 6

  /// - Throws: what reading a case throws.
  init(_ plan: Plan, suite index: Int, mode: Mode, stored: StoredResults?, noise: NoiseBasis?) throws {
    let suite = plan.suites[index]
    let entries = plan.entries.filter { $0.suite == index }
    let cases = suite.evalset.cases
    let known = KnownCosts(stored?.cases ?? [], prices: suite.route.targets.first?.prices)
    var (calls, last) = (0, -1)
    var (callsOfCase, id) = (1, "")
    var sums = (tokens: 0.0 as Double?, usd: 0.0 as Double?, latency: 0.0 as Double?)
    var longest = 0.0
    for entry in entries {
      if entry.caseIndex != last {
        last = entry.caseIndex
        id = cases.header(at: last).id
        callsOfCase = try cases.evalCase(at: last).fewestCalls
      }
      calls += callsOfCase
      let cost = known.of(id)
      sums.tokens = sums.tokens.flatMap { sum in cost.tokens.map { sum + $0 } }
      sums.usd = sums.usd.flatMap { sum in cost.usd.map { sum + $0 } }
      sums.latency = sums.latency.flatMap { sum in cost.latency.map { sum + $0 } }
      longest = max(longest, cost.latency ?? 0)
    }
    let distinct = Set(entries.map(\.caseIndex)).count
    self.init(
      suite: suite.name, mode: mode, route: suite.route.name, concurrency: suite.route.limits.concurrency,
      cases: distinct, answers: entries.count, calls: calls, tokens: sums.tokens, usd: sums.usd, origin: stored?.origin)
    milliseconds = sums.latency.map { latency in
      suite.route.limits.wallTime(latency: latency, longest: longest, calls: calls, tokens: sums.tokens)
    }
    confirmingCalls = noise.map { Int((Double(Self.callsPerChangedCase * distinct) * $0.changedShare).rounded()) }
  }
}

extension EvalCase {
  /// How often the model is asked at least.
  fileprivate var fewestCalls: Int {
    turns.isEmpty
      ? 1
      : turns.indices.count { turns[$0].isAsked(before: $0 + 1 < turns.count ? turns[$0 + 1] : nil) }
  }
}

extension Limits {
  /// Milliseconds for calls of this summed latency: as many at once as there are lanes, no faster than the limits allow, and no
  /// faster than the longest one.
  fileprivate func wallTime(latency: Double, longest: Double, calls: Int, tokens: Double?) -> Double {
    var time = max(latency / Double(max(1, concurrency)), longest)
    if let requestsPerMinute { time = max(time, Double(calls) / Double(max(1, requestsPerMinute)) * 60_000) }
    if let tokensPerMinute, let tokens { time = max(time, tokens / Double(max(1, tokensPerMinute)) * 60_000) }
    return time
  }
}

/// What a trial of each case took, as means over what is stored; a case that is not stored is taken for an average one.
private struct KnownCosts {
  struct Cost {
    var tokens: Double?
    var usd: Double?
    var latency: Double?
  }
  private var byID: [[UInt8]: Cost] = [:]
  private var average = Cost()

  init(_ cases: [CaseOutcome], prices: Prices?) {
    for outcome in cases { byID[Array(outcome.id.utf8)] = Self.cost(outcome.trials, prices) }
    average = Self.cost(cases.flatMap(\.trials), prices)
  }

  func of(_ id: String) -> Cost {
    guard let own = byID[Array(id.utf8)] else { return average }
    return Cost(
      tokens: own.tokens ?? average.tokens, usd: own.usd ?? average.usd, latency: own.latency ?? average.latency)
  }

  private static func cost(_ trials: [TrialOutcome], _ prices: Prices?) -> Cost {
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    let usd = trials.compactMap { trial -> Double? in
      guard let prices, let input = trial.inputTokens, let output = trial.outputTokens else { return nil }
      return prices.cost(of: Usage(input: input, output: output))
    }
    return Cost(
      tokens: mean(trials.compactMap { $0.tokens.map(Double.init) }), usd: mean(usd),
      // A timeout says how long was waited and not how long an answer takes.
      latency: mean(trials.compactMap(\.latency).filter(\.isFinite)))
  }
}
