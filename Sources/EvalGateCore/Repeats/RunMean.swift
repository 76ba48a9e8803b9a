/// Several runs of one version as one run would measure them: every run by the metric's own rule, and of each case the mean.
///
/// The majority of five runs is steadier than any of them, so it is neither what a single run is to be held against nor what
/// running a version again may turn it into: a case that passes nine times of ten is worth 0.9 after one run and after five.
struct RunMean {
  /// A count where every case came out the same in all runs; else their mean.
  let measure: Measure
  /// The sum of the cases' own shares and how many cases there are; nil for a metric whose cases are no yes or no.
  let counted: (passed: Double, of: Int)?

  /// - Parameters:
  ///   - trials: how often one run asks a case.
  ///   - isLenient: whether an attack that got through in one run of several counts as that part of a case. It does in the base,
  ///     which is only shown; in the version that is judged running again erases no failure (statistics 2.5).
  init(_ gate: GateRule, _ outcomes: [CaseOutcome], trials: RunTrials, isLenient: Bool = false) {
    let metric = gate.metric.metric
    let isOfRuns = gate.metric.kind == .rate(perCase: true) && (isLenient || !gate.metric.countsAttacks)
    guard isOfRuns, outcomes.contains(where: { $0.trialCount > trials[$0.id] }) else {
      self.init(metric.measure(outcomes))
      return
    }
    self.init(of: outcomes, trials: trials) { metric.measure(CollectionOfOne($0)).value }
  }

  /// - Parameter value: what one run of a case comes to, 0 to 1; nil where it says nothing.
  init(of outcomes: [CaseOutcome], trials: RunTrials, _ value: (CaseOutcome) -> Double?) {
    let values = outcomes.compactMap { Self.mean($0.runs(of: trials[$0.id]).compactMap(value)) }
    let sum = values.reduce(0) { $0 + $1.value }
    counted = values.allSatisfy(\.isPlain) ? (sum, values.count) : nil
    if counted != nil, values.allSatisfy({ $0.value == 0 || $0.value == 1 }) {
      measure = .counted(values.count { $0.value == 1 }, of: values.count)
    } else {
      measure = values.isEmpty ? .undefined : .share(sum / Double(values.count), n: values.count)
    }
  }

  private init(_ measure: Measure) {
    self.measure = measure
    if case .rate(let passed, let total) = measure { counted = (Double(passed), total) } else { counted = nil }
  }

  private static func mean(_ runs: [Double]) -> (value: Double, isPlain: Bool)? {
    guard !runs.isEmpty else { return nil }
    return (runs.reduce(0, +) / Double(runs.count), runs.allSatisfy { $0 == 0 || $0 == 1 })
  }

  /// Whole cases, rounded against the version: up where what is counted is bad.
  func whole(isBad: Bool) -> (passed: Int, of: Int)? {
    counted.map { (Int(isBad ? ($0.passed - 1e-9).rounded(.up) : ($0.passed + 1e-9).rounded(.down)), $0.of) }
  }
}

/// How often a run asks each of its cases.
struct RunTrials {
  private let more: [[UInt8]: Int]

  init(_ outcomes: [CaseOutcome]) {
    more = Dictionary(
      outcomes.lazy.filter { $0.trialCount > 1 }.map { (Array($0.id.utf8), $0.trialCount) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Once, where nothing else is known.
  subscript(id: String) -> Int { more.isEmpty ? 1 : more[Array(id.utf8)] ?? 1 }
}

extension CaseOutcome {
  /// Its trials run by run, where a run asks it so many times. A blocking case is one whole: running again erases no failure
  /// (statistics 2.5).
  func runs(of trials: Int) -> [CaseOutcome] {
    guard severity != .blocking, trialCount > trials else { return [self] }
    let all = self.trials
    return stride(from: 0, to: all.count, by: max(1, trials)).map { start in
      var run = self
      run.trials = Array(all[start..<min(all.count, start + max(1, trials))])
      return run
    }
  }
}
