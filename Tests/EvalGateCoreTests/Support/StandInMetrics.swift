import EvalGateCore

/// Metrics as small as the gates need them, so that a gate's verdict can be worked out by hand.
protocol StandIn: Metric {
  init()
}

extension StandIn {
  static var summary: String { "for tests" }
  init(options: inout OptionReader) throws(Diagnostic) { self.init() }

  static var compiled: CompiledMetric { CompiledMetric(id: id, metric: Self(), kind: kind) }
}

/// Cases that pass: by the majority of their judged trials, and a blocking one by all of its trials.
struct PassRate: StandIn {
  static let id: MetricID = "pass_rate"
  static let kind = MetricKind.rate(perCase: true)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let verdicts = cases.compactMap { $0.severity == .blocking ? $0.allPassed : $0.majority }
    return verdicts.isEmpty ? .undefined : .rate(passed: verdicts.count { $0 }, of: verdicts.count)
  }
  func score(_ trial: TrialOutcome) -> Double? { trial.passFail == .error ? nil : trial.passFail == .pass ? 1 : 0 }
}

/// Cases with the expected label, of those that have one.
struct LabelRate: StandIn {
  static let id: MetricID = "accuracy"
  static let kind = MetricKind.rate(perCase: true)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let scores = cases.compactMap { $0.trials.compactMap(score).min() }
    return scores.isEmpty ? .undefined : .rate(passed: scores.count { $0 == 1 }, of: scores.count)
  }
  func score(_ trial: TrialOutcome) -> Double? {
    guard trial.passFail != .error, let label = trial.facts.lazy.compactMap(\.label).first else { return nil }
    return label.expected == label.got ? 1 : 0
  }
}

/// Attacks that got past the policy: lower is better.
struct AttackRate: StandIn {
  static let id: MetricID = "attack_effective"
  static let kind = MetricKind.rate(perCase: true)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let scores = cases.compactMap { $0.trials.compactMap(score).min() }
    return scores.isEmpty ? .undefined : .rate(passed: scores.count { $0 == 0 }, of: scores.count)
  }
  func score(_ trial: TrialOutcome) -> Double? {
    for case .attack(_, let effective) in trial.facts { return effective ? 0 : 1 }
    return nil
  }
}

/// A score from 0 to 1 of each case, as extraction has.
struct Grade: StandIn {
  static let id: MetricID = "field_accuracy"
  static let kind = MetricKind.rate(perCase: true)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let scores = cases.compactMap { $0.trials.compactMap(score).min() }
    return scores.isEmpty ? .undefined : .share(scores.reduce(0, +) / Double(scores.count), n: scores.count)
  }
  func score(_ trial: TrialOutcome) -> Double? { trial.passFail == .error ? nil : trial.scores.first }
}

/// A share that is no count of cases, as F1 is.
struct Blend: StandIn {
  static let id: MetricID = "f1"
  static let kind = MetricKind.rate(perCase: false)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let judged = cases.filter { $0.judged > 0 }
    guard !judged.isEmpty else { return .undefined }
    return .share(Double(judged.count { $0.majority == true }) / Double(judged.count), n: judged.count)
  }
}

struct P95: StandIn {
  static let id: MetricID = "latency_p95"
  static let kind = MetricKind.quantile(0.95)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure { nearestRank(cases, 95, quantity) }
  func quantity(_ trial: TrialOutcome) -> Double? {
    trial.latency == .infinity || trial.passFail != .error ? trial.latency : nil
  }
}

struct Median: StandIn {
  static let id: MetricID = "latency_p50"
  static let kind = MetricKind.quantile(0.5)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure { nearestRank(cases, 50, quantity) }
  func quantity(_ trial: TrialOutcome) -> Double? { P95().quantity(trial) }
}

/// Looks at another time than the whole answer's.
struct FirstToken: StandIn {
  static let id: MetricID = "ttft_p95"
  static let kind = MetricKind.quantile(0.95)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure { nearestRank(cases, 95, quantity) }
  func quantity(_ trial: TrialOutcome) -> Double? { trial.timeToFirstToken }
}

struct Tokens: StandIn {
  static let id: MetricID = "cost_tokens"
  static let kind = MetricKind.amount(.tokens)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure {
    let amounts = cases.compactMap { $0.trials.first.flatMap(quantity) }
    return amounts.isEmpty ? .undefined : .total(amounts.reduce(0, +), n: amounts.count)
  }
  func quantity(_ trial: TrialOutcome) -> Double? { trial.tokens.map(Double.init) }
}

private func nearestRank(
  _ cases: some Sequence<CaseOutcome>, _ percent: Int, _ time: (TrialOutcome) -> Double?
) -> Measure {
  let times = cases.flatMap { $0.trials.compactMap(time) }.sorted()
  guard !times.isEmpty else { return .undefined }
  return .quantile(times[max(1, (times.count * percent + 99) / 100) - 1], n: times.count)
}
