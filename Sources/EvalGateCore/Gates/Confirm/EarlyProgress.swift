import GateStatistics

/// Where a suite that may stop early stands: the order of its cases, fixed before anything is asked, and how far it came
/// (statistics section 3).
public struct EarlyProgress: Hashable, Sendable {
  /// Ids of all planned cases in the order in which they are asked: at random, so that no case is always the last.
  public let order: [String]
  /// How many of them were asked.
  public let done: Int
  /// Whether enough was known, so that the rest is not asked.
  public let isOver: Bool

  /// Looks at the evidence: ten over the planned cases.
  static let looks = 10

  public init(order: [String], done: Int, isOver: Bool = false) {
    self.order = order
    self.done = min(done, order.count)
    self.isOver = isOver
  }

  /// The planned cases of a run in their order, none asked yet.
  public init(planned: [CaseHeader], seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let ids = planned.map(\.id)
    self.init(order: generator.order(of: ids.count).map { ids[$0] }, done: 0)
  }

  /// How many cases are done at each look.
  public var boundaries: [Int] {
    var counts: [Int] = []
    for look in 1...Self.looks {
      let count = (order.count * look + Self.looks - 1) / Self.looks
      if count > counts.last ?? 0 { counts.append(count) }
    }
    return counts
  }

  /// The cases that were asked.
  public var asked: ArraySlice<String> { order.prefix(done) }
}

extension SuiteEvidence {
  /// About what the cases would have cost that were not asked: as much as those that were, on average.
  func saved(by progress: EarlyProgress) -> Spending {
    let trials = outcomes.flatMap(\.trials)
    let calls = progress.order.dropFirst(progress.done).reduce(0) { $0 + (askedOfBase.contains($1) ? 2 : 1) }
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) * Double(calls)
    }
    return Spending(
      calls: calls,
      tokens: mean(trials.compactMap { $0.tokens.map(Double.init) }).flatMap { Int(exactly: $0.rounded()) },
      usd: mean(trials.compactMap(\.usd)))
  }
}

/// What the looks at a comparing gate have come to.
struct EarlyLooks {
  /// Whether the exact group-sequential test has crossed its boundary at any look.
  private(set) var isCrossed = false
  /// Whether a drop of the margin was ruled out at any look: E ≥ 20 (Ville's inequality, statistics section 3).
  private(set) var isPassed = false
  /// The looks one by one, for somebody who goes through them by hand.
  private(set) var steps: [Step] = []
  /// The drop of every case that was looked at, in their order.
  private(set) var drops: [Double] = []

  /// One look.
  struct Step {
    /// Cases done.
    let done: Int
    /// The chances to fail, if nothing changed, of the cases since the look before that did not always come out the same.
    let chances: [Double]
    /// Nil once the boundary has been crossed.
    let look: GroupSequential.Look?
    /// Evidence that a drop of the margin is ruled out.
    let eValue: Double
  }

  /// Evidence for non-inferiority that ends a run with an error of at most 5%.
  private static let beta = 0.05

  /// - Parameters:
  ///   - alpha: what the group-sequential test may spend.
  ///   - margin: the drop to rule out.
  init(_ scores: PairedScores, _ progress: EarlyProgress, alpha: Double, margin: Double) throws(Undecided) {
    guard var test = GroupSequential(planned: max(1, progress.order.count), alpha: alpha),
      var evidence = NonInferiorityEvidence(margin: margin)
    else { throw .invalidInput }
    let runs = try scores.runs()
    let places = Dictionary(zip(scores.ids, scores.ids.indices), uniquingKeysWith: { first, _ in first })
    let old = scores.means(scores.before)
    let new = scores.means(scores.after)
    var (failures, start) = (0, 0)
    for boundary in progress.boundaries where boundary <= progress.done {
      var chances: [Double] = []
      for id in progress.order[start..<boundary] {
        guard let place = places[id] else { continue }
        drops.append(old[place] - new[place])
        evidence.record(drop: old[place] - new[place])
        // The walk is that of single runs; a case asked several times is left to the test at the end.
        guard runs[place].candidateRuns == 1, runs[place].isInformative else { continue }
        chances.append(runs[place].nullFailureProbability)
        failures += 1 - runs[place].candidatePasses
      }
      start = boundary
      if evidence.eValue.reaches(alpha: Self.beta) { isPassed = true }
      let look = test.hasStopped ? nil : test.look(done: boundary, newNullFailures: chances, failures: failures)
      if look?.crossed == true { isCrossed = true }
      steps.append(Step(done: boundary, chances: chances, look: look, eValue: evidence.eValue.value))
    }
  }
}

extension GateEvaluator {
  /// Looks at a suite on the way: which fresh answers it takes to go on, and whether enough is known to stop.
  ///
  /// A gate that blocks ends the suite; passes end it only where all that is said of the suite is that it is no worse.
  public func look(at name: String) -> (demands: [FreshDemand], stops: Bool) {
    guard let suite = suites.first(where: { $0.name == name }), suite.progress != nil else { return ([], false) }
    var demands: [FreshDemand] = []
    var isBlocked = false
    var isPassed = true
    for gate in gates where gate.suite == nil || gate.suite == name {
      guard gate.bound == .noWorseThanBaseline else {
        isPassed = false
        continue
      }
      let verdict = weighPaired(gate, suite, Self.considered(gate, suite.outcomes))
      if let demand = verdict.demand { demands.append(demand) }
      if verdict.verdict == .block, gate.blocks { isBlocked = true }
      if !verdict.isEarlyPass { isPassed = false }
    }
    return (FreshDemand.joined(demands), isBlocked || isPassed)
  }
}
