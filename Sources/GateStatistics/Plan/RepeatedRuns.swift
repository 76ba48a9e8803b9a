#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Repeated runs of one case under one unchanged version.
public struct RepeatedRuns: Hashable, Sendable {
  /// How many runs passed, and how many there were.
  public let passes, runs: Int

  /// Runs of a case; nil when passes are not within 0...runs or runs are beyond 2^50.
  public init?(passes: Int, runs: Int) {
    guard runs.isCount, passes >= 0, passes <= runs else { return nil }
    (self.passes, self.runs) = (passes, runs)
  }

  /// Whether the case disagreed with itself. Unstable cases stay in the test (they cancel) but are listed.
  public var isUnstable: Bool { passes > 0 && passes < runs }

  /// pass@k = 1 - C(n-c, k)/C(n, k): the chance that at least one of k runs passes (Chen et al. 2021). Nil unless
  /// 1 <= k <= runs.
  public func passAt(_ k: Int) -> Double? {
    guard k >= 1, k <= runs else { return nil }
    return 1 - Self.allAmong(runs - passes, of: runs, k)
  }

  /// pass^k = C(c, k)/C(n, k): the chance that all of k runs pass (Yao et al. 2024, τ-bench). Nil unless 1 <= k <= runs.
  public func passHat(_ k: Int) -> Double? {
    guard k >= 1, k <= runs else { return nil }
    return Self.allAmong(passes, of: runs, k)
  }

  /// C(some, k)/C(all, k): the chance that k draws without replacement all come from `some` of `all`.
  private static func allAmong(_ some: Int, of all: Int, _ k: Int) -> Double {
    guard some >= k else { return 0 }
    let others = all - some
    // C(some, k)/C(all, k) also counts the k draws missing all the others: the shorter product is taken.
    let (steps, drawn) = others < k ? (others, k) : (k, others)
    guard steps <= 100_000 else {
      return exp(
        SpecialFunctions.logChoose(Double(some), Double(k)) - SpecialFunctions.logChoose(Double(all), Double(k)))
    }
    return (0..<steps).reduce(1) { $0 * Double(all - drawn - $1) / Double(all - $1) }
  }

  /// The chance that two runs of a case disagree, mean_i 2 s(K - s)/(K(K - 1)) without bias, over cases with K >= 2 runs;
  /// nil when there are none.
  public static func noiseDiscordance(_ cases: [RepeatedRuns]) -> Double? {
    let repeated = cases.filter { $0.runs >= 2 }
    guard !repeated.isEmpty else { return nil }
    let sum = repeated.reduce(0.0) { sum, one in
      let (s, k) = (Double(one.passes), Double(one.runs))
      return sum + 2 * s * (k - s) / (k * (k - 1))
    }
    return sum / Double(repeated.count)
  }
}

/// How pass chances vary over cases: a beta-binomial law fitted by maximum likelihood (specification 6).
public struct FlakeFit: Hashable, Sendable {
  /// The mean pass chance.
  public let mean: Double
  /// The intra-case correlation 1/(a + b + 1): 0 when all cases are alike, 1 when each always passes or always fails.
  public let rho: Double
  /// The log likelihood at the fit.
  public let logLikelihood: Double

  /// The parameters of the beta law of pass chances.
  private var shapes: (a: Double, b: Double) {
    let sum = 1 / rho - 1
    return (mean * sum, (1 - mean) * sum)
  }

  /// What to expect of a case after its runs: (a + s)/(a + b + n).
  public func posteriorMean(_ one: RepeatedRuns) -> Double {
    let (a, b) = shapes
    return (a + Double(one.passes)) / (a + b + Double(one.runs))
  }

  /// The fit, or nil when no case disagreed with itself: there is no flake to describe, and no finite best fit.
  public init?(_ cases: [RepeatedRuns]) {
    guard cases.contains(where: \.isUnstable) else { return nil }
    var counts: [RepeatedRuns: Int] = [:]
    for one in cases where one.runs > 0 { counts[one, default: 0] += 1 }
    let groups = counts.sorted { ($0.key.runs, $0.key.passes) < ($1.key.runs, $1.key.passes) }
    let likelihood = Likelihood(groups: groups.map { ($0.key, Double($0.value)) })
    // Searched over the logits of mean and rho: the two hardly depend on one another there.
    let starts = [(0.0, -1.0), (1.0, -2.0), (2.0, 0.0)]
    let fits = starts.map { start in Simplex.minimum(from: start) { -likelihood.value($0, $1) } }
    guard let best = fits.min(by: { $0.value < $1.value }) else { return nil }
    mean = Likelihood.chance(best.x)
    rho = Likelihood.chance(best.y)
    logLikelihood = -best.value
  }

  private struct Likelihood {
    let groups: [(runs: RepeatedRuns, count: Double)]

    /// The logistic function, kept away from 0 and 1 where the beta law degenerates.
    static func chance(_ logit: Double) -> Double {
      min(1 - 1e-7, max(1e-7, 1 / (1 + exp(-logit))))
    }

    func value(_ meanLogit: Double, _ rhoLogit: Double) -> Double {
      let mean = Self.chance(meanLogit)
      let sum = 1 / Self.chance(rhoLogit) - 1
      let (a, b) = (mean * sum, (1 - mean) * sum)
      let base = SpecialFunctions.logBeta(a, b)
      return groups.reduce(0) { total, group in
        let (s, n) = (Double(group.runs.passes), Double(group.runs.runs))
        let choose = SpecialFunctions.logChoose(n, s)
        return total + group.count * (choose + SpecialFunctions.logBeta(s + a, n - s + b) - base)
      }
    }
  }
}
