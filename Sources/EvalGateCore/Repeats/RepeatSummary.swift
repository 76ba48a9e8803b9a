import GateStatistics

/// A case that passed some of its runs and failed others.
public struct FlakyCase: Hashable, Sendable {
  /// The case.
  public let id: String
  /// How many of its judged runs passed.
  public let passes: Int
  /// How many of its runs were judged; errors are missing evidence and do not count.
  public let runs: Int
  /// Where the case stands; nil where results carry no place, as in a baseline.
  public let location: SourceLocation?

  /// A case by its counts, `0 < passes < runs`.
  public init(id: String, passes: Int, runs: Int, location: SourceLocation? = nil) {
    self.id = id
    self.passes = passes
    self.runs = runs
    self.location = location
  }

  /// The share of its runs that passed.
  public var rate: Double { Double(passes) / Double(max(1, runs)) }
}

/// What repeated runs of the same cases say about how steady a version is.
///
/// Flaky cases stay in every comparison, where they cancel; here they are named with their rate, because a case that passes
/// six times of ten is a fact about the product and not about the gate.
public struct RepeatSummary: Hashable, Sendable {
  /// Cases with at least two judged runs.
  public let cases: Int
  /// The fewest judged runs among those: the k of `passAtK` and `passHatK`.
  public let k: Int
  /// The flaky ones, the least steady first, then in the order of the cases.
  public let flaky: [FlakyCase]
  /// pass@k, the chance that at least one of k runs passes: 1 - C(n-c, k)/C(n, k) (Chen et al. 2021), as the mean over cases.
  public let passAtK: Double
  /// pass^k, the chance that all of k runs pass: C(c, k)/C(n, k) (Yao et al. 2024, τ-bench), as the mean over cases.
  public let passHatK: Double
  /// How often two runs of one unchanged case disagree, mean 2s(K - s)/(K(K - 1)) (statistics section 6).
  public let noiseDiscordance: Double

  /// The share of repeated cases that are flaky.
  public var flakeRate: Double { Double(flaky.count) / Double(cases) }

  /// A summary, or nil where no case was judged twice.
  public init?(_ outcomes: some Sequence<CaseOutcome>) {
    let repeated = outcomes.filter { $0.judged >= 2 }
    let runs = repeated.compactMap { RepeatedRuns(passes: $0.passes, runs: $0.judged) }
    guard let k = runs.map(\.runs).min(), let noise = RepeatedRuns.noiseDiscordance(runs) else { return nil }
    cases = runs.count
    self.k = k
    noiseDiscordance = noise
    passAtK = runs.compactMap { $0.passAt(k) }.reduce(0, +) / Double(runs.count)
    passHatK = runs.compactMap { $0.passHat(k) }.reduce(0, +) / Double(runs.count)
    let flaky = repeated.filter(\.isFlaky).map {
      FlakyCase(id: $0.id, passes: $0.passes, runs: $0.judged, location: $0.location)
    }
    // The nearer to a coin, the less steady; in whole numbers, so that 1 of 5 and 4 of 5 are equally near.
    func distance(_ one: FlakyCase, in other: FlakyCase) -> Int { abs(2 * one.passes - one.runs) * other.runs }
    self.flaky = flaky.enumerated().sorted { a, b in
      (distance(a.element, in: b.element), a.offset) < (distance(b.element, in: a.element), b.offset)
    }.map(\.element)
  }
}

extension CaseOutcome {
  /// Whether it passed some of its judged runs and not others.
  public var isFlaky: Bool { passes > 0 && passes < judged }
}
