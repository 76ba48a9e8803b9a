import GateStatistics

/// A share that was counted in a simulation, with how far chance may have carried it.
public struct SimulatedRate: Hashable, Sendable {
  /// How often it happened.
  public var hits: Int
  /// How often it could have.
  public var of: Int

  /// A count of a simulation.
  public init(_ hits: Int, of: Int) {
    self.hits = hits
    self.of = of
  }

  /// The share, 0 where nothing was simulated.
  public var value: Double { Double(hits) / Double(max(1, of)) }
  /// The Monte Carlo standard error √(p(1 - p)/B).
  public var error: Double { (value * (1 - value) / Double(max(1, of))).squareRoot() }
}

/// What A/A runs say of one gate.
public struct GateNoise: Hashable, Sendable {
  /// The gate's name.
  public var gate: String
  /// The rule as a row says it.
  public var rule: String
  /// Whether it can block at all.
  public var blocks: Bool
  /// How often it blocked a version that is no other.
  public var falseBlocks: SimulatedRate
  /// How often it could neither show harm nor rule it out.
  public var unproven: SimulatedRate
  /// How often it could not be evaluated.
  public var undecided: SimulatedRate
  /// The chance of blocking a drop by a single comparison, for gates that compare pairs and drops that can be; empty for others.
  public var power: [DropPower]
  /// Cases and noise the power rests on.
  public var n: Int
  /// psi0 of those cases; nil for gates that do not compare pairs.
  public var noiseDiscordance: Double?
}

/// The chance that a drop of this size is blocked.
public struct DropPower: Hashable, Sendable {
  /// As a fraction.
  public var drop: Double
  /// From 0 to 1.
  public var chance: Double

  /// The power at one drop.
  public init(drop: Double, chance: Double) {
    self.drop = drop
    self.chance = chance
  }
}

/// What A/A runs say of one suite.
public struct SuiteNoise: Hashable, Sendable {
  /// The suite's name.
  public var suite: String
  /// Where the repeats come from, for people: `5 stored runs`.
  public var origin: String
  /// Flaky cases, pass@k and pass^k.
  public var repeats: RepeatSummary
  /// The beta-binomial fit of pass chances over cases: their mean, and how far cases differ (0: all alike; 1: each always
  /// passes or always fails). Nil where no case was flaky.
  public var meanChance: Double?
  /// The intra-case correlation of that fit; nil with it.
  public var rho: Double?

  /// A summary, or nil where no case was judged twice.
  public init?(suite: String, origin: String, cases: [CaseOutcome]) {
    guard let repeats = RepeatSummary(cases) else { return nil }
    self.suite = suite
    self.origin = origin
    self.repeats = repeats
    let fit = FlakeFit(cases.compactMap { RepeatedRuns(passes: $0.passes, runs: $0.judged) })
    meanChance = fit?.mean
    rho = fit?.rho
  }
}

/// Everything `evalgate noise` says.
public struct NoiseReport: Sendable {
  /// In the order of the project.
  public var suites: [SuiteNoise]
  /// In display order.
  public var gates: [GateNoise]
  /// How often any blocking gate blocked.
  public var anyBlock: SimulatedRate
  /// Where the dealing started.
  public var seed: UInt64

  /// A report that is made already.
  public init(suites: [SuiteNoise], gates: [GateNoise], anyBlock: SimulatedRate, seed: UInt64) {
    self.suites = suites
    self.gates = gates
    self.anyBlock = anyBlock
    self.seed = seed
  }
}

extension Relabelling {
  /// Drops that the power is told for, as fractions.
  static let drops = [0.01, 0.02, 0.03, 0.05, 0.1]

  /// Deals `count` times and asks the gates each time, so that what is measured is the present rules themselves, Holm's
  /// correction included, without a confirmation after them. The same seed gives the same figures on every machine.
  public func measured(
    _ gates: [GateRule], suites: [SuiteNoise], deals count: Int, seed: UInt64
  ) -> NoiseReport {
    var random = SplitMix64(seed: seed)
    let names = Set(material.filter { !$0.cases.isEmpty }.map(\.suite))
    let asked = gates.filter { gate in gate.suite.map(names.contains) ?? true }
    var tallies = [Tally](repeating: Tally(), count: asked.count)
    var anyBlock = 0
    for _ in 0..<max(1, count) {
      let outcomes = GateEvaluator(gates: asked, suites: deal(&random), isComplete: true).outcomes()
      for (index, outcome) in outcomes.enumerated() { tallies[index].count(outcome.verdict) }
      if outcomes.contains(where: { $0.blocks && $0.verdict == .block }) { anyBlock += 1 }
    }
    let rows = zip(asked, tallies).map { gate, tally in row(gate, tally, of: max(1, count)) }
    return NoiseReport(suites: suites, gates: rows, anyBlock: SimulatedRate(anyBlock, of: max(1, count)), seed: seed)
  }

  private struct Tally {
    var (blocked, unproven, undecided) = (0, 0, 0)

    mutating func count(_ verdict: Verdict) {
      switch verdict {
      case .block: blocked += 1
      case .unproven: unproven += 1
      case .undecided: undecided += 1
      case .pass, .new: break
      }
    }
  }

  private func row(_ gate: GateRule, _ tally: Tally, of count: Int) -> GateNoise {
    let cases = material.filter { gate.suite == nil || gate.suite == $0.suite }.flatMap(\.cases).filter {
      gate.filter.accepts(tags: $0.tags, severity: $0.severity)
        && gate.metric.metric.measure(CollectionOfOne($0)) != .undefined
    }
    var row = GateNoise(
      gate: gate.name, rule: gate.ruleText, blocks: gate.blocks, falseBlocks: SimulatedRate(tally.blocked, of: count),
      unproven: SimulatedRate(tally.unproven, of: count), undecided: SimulatedRate(tally.undecided, of: count),
      power: [], n: cases.count)
    guard gate.bound == .noWorseThanBaseline, !cases.isEmpty else { return row }
    let basis = NoiseBasis(cases, n: cases.count) { gate.metric.metric.score($0) }
    row.noiseDiscordance = basis.discordance
    // More than passes cannot be lost.
    let most = GateEvaluator.compared(gate, cases).value ?? 0
    if let plan = PairedPlan(n: cases.count, noiseDiscordance: basis.discordance) {
      row.power = Self.drops.filter { $0 <= most }.compactMap { drop in
        plan.exactPower(drop: drop, alpha: GateEvaluator.alpha).map { DropPower(drop: drop, chance: $0) }
      }
    }
    return row
  }
}
