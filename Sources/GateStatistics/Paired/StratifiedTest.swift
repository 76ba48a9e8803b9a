/// The runs of one case in both arms, as (passes, runs). Repeats are not cases: they enter here, not in n.
public struct CaseRuns: Hashable, Sendable {
  /// Passes and runs of the baseline.
  public let baselinePasses, baselineRuns: Int
  /// Passes and runs of the candidate.
  public let candidatePasses, candidateRuns: Int

  /// The most runs of one arm that one case may bring.
  public static let runLimit = 10_000

  /// The runs of one case, or nil when a number of passes is not within 0...runs or runs exceed `runLimit`.
  public init?(baselinePasses: Int, baselineRuns: Int, candidatePasses: Int, candidateRuns: Int) {
    guard (0...Self.runLimit).contains(baselineRuns), (0...Self.runLimit).contains(candidateRuns),
      (0...baselineRuns).contains(baselinePasses), (0...candidateRuns).contains(candidatePasses)
    else { return nil }
    (self.baselinePasses, self.baselineRuns) = (baselinePasses, baselineRuns)
    (self.candidatePasses, self.candidateRuns) = (candidatePasses, candidateRuns)
  }

  /// Passes of both arms together.
  public var totalPasses: Int { baselinePasses + candidatePasses }

  /// Whether both arms ran and the outcomes are not all equal; other cases say nothing about a difference.
  public var isInformative: Bool {
    baselineRuns > 0 && candidateRuns > 0 && totalPasses > 0 && totalPasses < baselineRuns + candidateRuns
  }

  /// The pass rate of the baseline's runs; nil without runs.
  public var baselineRate: Double? { baselineRuns > 0 ? Double(baselinePasses) / Double(baselineRuns) : nil }

  /// The pass rate of the candidate's runs; nil without runs.
  public var candidateRate: Double? { candidateRuns > 0 ? Double(candidatePasses) / Double(candidateRuns) : nil }

  /// Baseline rate minus candidate rate; nil unless both arms ran.
  public var drop: Double? {
    guard let baselineRate, let candidateRate else { return nil }
    return baselineRate - candidateRate
  }

  /// Whether strictly more than half of the baseline's runs passed; a tie counts as fail.
  public var baselineMajority: Bool { 2 * baselinePasses > baselineRuns }

  /// Whether strictly more than half of the candidate's runs passed; a tie counts as fail.
  public var candidateMajority: Bool { 2 * candidatePasses > candidateRuns }

  /// The chance that a single candidate run fails, given the case's total, if nothing changed: 1 - s/K over all runs.
  public var nullFailureProbability: Double {
    let runs = baselineRuns + candidateRuns
    return runs > 0 ? 1 - Double(totalPasses) / Double(runs) : 0
  }
}

/// The exact test of a paired comparison with repeated runs: McNemar generalised (specification 2.2).
///
/// Given each case's total passes, the candidate's passes are hypergeometric under "nothing changed"; T is their sum
/// and its null law the convolution over the informative cases. Equals the McNemar test when every case ran once per
/// arm. Mixed numbers of runs are fine. Probabilities below 1e-30 may be reported as 0.
public struct StratifiedTest: Hashable, Sendable {
  /// The candidate's passes over the informative cases.
  public let passes: Int
  /// What T would be on average if nothing had changed.
  public let expected: Double
  /// P(T <= t).
  public let pWorseExact: Double
  /// P(T < t) + ½ P(T = t), the p a gate uses.
  public let pWorseMidP: Double
  /// The least that ``pWorseMidP`` can be for these totals, with every candidate run failed that may have: ½ P(T = its minimum);
  /// 1 where no case is informative. Never more than the true one: below 1e-30 it is 0.
  public let leastMidP: Double
  /// P(T > t) + ½ P(T = t).
  public let pBetterMidP: Double
  /// min(1, 2 min(P(T <= t), P(T >= t))).
  public let pTwoSidedExact: Double
  /// How many cases could show a difference.
  public let informative: Int

  /// The test of the given cases; nil only when the null law would exceed the work limit (a few seconds of
  /// arithmetic, reached beyond some hundred thousand cases with dozens of runs each) or fails its mass check.
  public init?(_ cases: some Sequence<CaseRuns>) {
    var strata: [Stratum: Int] = [:]
    var passes = 0
    for one in cases where one.isInformative {
      strata[Stratum(one), default: 0] += 1
      passes += one.candidatePasses
    }
    informative = strata.values.reduce(0, +)
    self.passes = passes
    guard informative > 0 else {
      (expected, pWorseExact, pWorseMidP, pBetterMidP, pTwoSidedExact) = (0, 1, 1, 1, 1)
      leastMidP = 1
      return
    }
    // The order of a dictionary is random from run to run; sums must not be.
    var law = LatticeLaw.atZero
    for (stratum, count) in strata.sorted(by: { $0.key < $1.key }) {
      guard let part = stratum.law(count), let next = law.adding(part) else { return nil }
      law = next
    }
    guard abs(law.mass - 1) < 1e-9 else { return nil }
    expected = law.mean
    let at = law.probability(of: passes)
    let below = law.sum(upTo: passes - 1)
    let above = law.sum(from: passes + 1)
    pWorseExact = min(1, below + at)
    pWorseMidP = min(1, below + 0.5 * at)
    pBetterMidP = min(1, above + 0.5 * at)
    leastMidP = 0.5 * law.probability(of: strata.reduce(0) { $0 + $1.value * $1.key.least })
    pTwoSidedExact = min(1, 2 * min(below + at, above + at))
  }

  /// Cases whose null law is the same.
  private struct Stratum: Hashable, Comparable {
    let baselineRuns, candidateRuns, total: Int

    init(_ one: CaseRuns) {
      (baselineRuns, candidateRuns, total) = (one.baselineRuns, one.candidateRuns, one.totalPasses)
    }

    static func < (a: Stratum, b: Stratum) -> Bool {
      (a.baselineRuns, a.candidateRuns, a.total) < (b.baselineRuns, b.candidateRuns, b.total)
    }

    /// The fewest passes the candidate can have of the case's total.
    var least: Int { max(0, total - baselineRuns) }

    /// The law of the summed candidate passes of `count` such cases.
    func law(_ count: Int) -> LatticeLaw? {
      guard let one = Hypergeometric(population: baselineRuns + candidateRuns, successes: total, draws: candidateRuns)
      else { return nil }
      let support = one.support
      if support.count == 2 {
        // Two outcomes make the sum binomial, with the chance known exactly.
        let chance =
          candidateRuns == 1
          ? Double(total) / Double(baselineRuns + candidateRuns) : one.pmf(support.upperBound)
        return LatticeLaw.binomial(n: count, p: chance, offset: count * support.lowerBound)
      }
      return LatticeLaw(first: support.lowerBound, masses: support.map(one.pmf)).repeated(count)
    }
  }
}
