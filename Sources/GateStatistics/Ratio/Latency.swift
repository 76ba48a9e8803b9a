#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The ranks of the order statistics that bracket a quantile, without any assumption on the distribution.
///
/// l = max r with F(r-1) <= a/2 and u = min r with F(r-1) >= 1 - a/2, F = Bin(n, q) (Conover; Hahn & Meeker).
public struct QuantileRanks: Hashable, Sendable {
  /// The 1-based lower rank; 0 when the sample cannot bound the quantile from below.
  public let lower: Int
  /// The 1-based upper rank; n + 1 when the sample cannot bound the quantile from above.
  public let upper: Int
  /// The probability that the interval covers the quantile.
  public let coverage: Double
  /// The sample size.
  public let n: Int

  /// Whether the sample bounds the quantile from above.
  public var isBoundedAbove: Bool { upper <= n }

  /// The ranks, or nil when n is not positive, or q or the confidence is not strictly between 0 and 1.
  public init?(n: Int, quantile q: Double = 0.95, confidence: Double = 0.95) {
    guard n > 0, n.isCount, q.isOpenUnit, confidence.isOpenUnit else { return nil }
    let law = Binomial(trusted: n, q)
    let tail = (1 - confidence) / 2
    let first = Self.firstRank(n) { law.cdf($0 - 1) > tail + 1e-14 }
    lower = first - 1
    upper = Self.firstRank(n) { law.cdf($0 - 1) >= 1 - tail - 1e-14 }
    coverage = (upper <= n ? law.cdf(upper - 1) : 1) - (lower >= 1 ? law.cdf(lower - 1) : 0)
    self.n = n
  }

  /// The first rank in 1...n at which a condition that stays true once true holds; n + 1 when it never does.
  private static func firstRank(_ n: Int, where condition: (Int) -> Bool) -> Int {
    var (low, high) = (1, n + 1)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The interval in a sorted sample of n values; infinite where the ranks lie outside it. Nil for another sample size.
  public func interval(in sorted: [Double]) -> Interval? {
    guard sorted.count == n else { return nil }
    return Interval(lower >= 1 ? sorted[lower - 1] : -.infinity, upper <= n ? sorted[upper - 1] : .infinity)
  }

  /// The least n whose sample bounds the quantile from above: qⁿ <= a/2 (59 for the p95 at 90%, 72 at 95%).
  ///
  /// Nil when q or the confidence is not strictly between 0 and 1.
  public static func sizeToBound(quantile q: Double = 0.95, confidence: Double = 0.90) -> Int? {
    guard q.isOpenUnit, confidence.isOpenUnit else { return nil }
    let size = (log((1 - confidence) / 2) / log(q) - 1e-9).rounded(.up)
    return size < 1e15 ? max(1, Int(size)) : nil
  }
}

/// A latency comparison with a budget, with everything a report says about it.
public struct LatencyDecision: Hashable, Sendable {
  /// `pass` or `block`.
  public let verdict: StatisticalVerdict
  /// The nearest-rank p95, x_(⌈.95 n⌉); infinite when the timeouts reach that far.
  public let p95: Double
  /// How many requests there were, and how many took longer than the budget.
  public let n, over: Int
  /// The one-sided mid-p of "more than 5% of requests are over budget"; 1 when none was.
  public let pOver: Double
  /// The order-statistic interval of the p95; an end the sample cannot bound is infinite.
  public let interval: Interval
  /// Whether there were enough requests to bound the p95 from above at all.
  public let isBounded: Bool
  /// The budget and the rule that decided.
  public let budget: Double, rule: BudgetRule
}

/// The p95 latency gate (specification 2.6).
public enum LatencyGate {
  /// Decides whether at most 1 - `quantile` of the requests (5% for a p95) exceed the budget: `refuted` blocks when the exact binomial mid-p is at most
  /// alpha, `point` when the p95 is above the budget. A timeout is +infinity.
  ///
  /// Throws `noTimings` for an empty list, and `invalidInput` for a NaN or negative time, a budget that is NaN or
  /// negative, or an alpha or confidence not strictly between 0 and 1.
  public static func decide(
    _ times: [Double], budget: Double, quantile q: Double = 0.95, rule: BudgetRule = .refuted, alpha: Double = 0.05,
    confidence: Double = 0.95
  ) throws(Undecided) -> LatencyDecision {
    guard budget >= 0, q.isOpenUnit, alpha.isOpenUnit, confidence.isOpenUnit, times.allSatisfy({ $0 >= 0 }) else {
      throw .invalidInput
    }
    guard let p95 = nearestRank(times, quantile: q),
      let ranks = QuantileRanks(n: times.count, quantile: q, confidence: confidence),
      let interval = ranks.interval(in: times.sorted())
    else { throw .noTimings }
    let over = times.count { $0 > budget }
    let pOver = over > 0 ? Binomial(trusted: times.count, 1 - q).upperMidP(over) : 1
    let blocks = rule == .point ? p95 > budget : pOver.isSignificant(at: alpha)
    return LatencyDecision(
      verdict: blocks ? .block : .pass, p95: p95, n: times.count, over: over, pOver: pOver, interval: interval,
      isBounded: ranks.isBoundedAbove, budget: budget, rule: rule)
  }

  /// The nearest-rank quantile x_(⌈q n⌉); nil for no values, a NaN among them, or q not within (0, 1].
  public static func nearestRank(_ values: [Double], quantile q: Double = 0.95) -> Double? {
    guard !values.isEmpty, q > 0, q <= 1, !values.contains(where: \.isNaN) else { return nil }
    let rank = Int((q * Double(values.count) - 1e-9).rounded(.up))
    return values.sorted()[max(1, min(values.count, rank)) - 1]
  }

  /// The comparison with a baseline: requests over the *baseline's* p95·(1 + tolerance) in both arms, McNemar on the
  /// pairs, where `broke` counts requests over it only in the candidate.
  ///
  /// Throws `noTimings` for empty lists, `invalidInput` for lists of different length, a NaN or negative time, or a
  /// tolerance that is negative or not finite.
  public static func compare(
    baseline: [Double], candidate: [Double], quantile q: Double = 0.95, tolerance: Double = 0.10
  ) throws(Undecided) -> McNemarTest {
    guard baseline.count == candidate.count, q.isOpenUnit, tolerance >= 0, tolerance.isFinite,
      (baseline + candidate).allSatisfy({ $0 >= 0 })
    else { throw .invalidInput }
    guard let time = nearestRank(baseline, quantile: q) else { throw .noTimings }
    let limit = time * (1 + tolerance)
    let pairs = zip(baseline, candidate)
    let broke = pairs.count { $0 <= limit && $1 > limit }
    let fixed = pairs.count { $0 > limit && $1 <= limit }
    guard let test = McNemarTest(broke: broke, fixed: fixed) else { throw .invalidInput }
    return test
  }

  /// The same where requests ran several times: the exact stratified test of "within the limit", case by case. Equals the
  /// comparison of single times at one run of each. Cases without a time in one arm do not count.
  ///
  /// Throws `noTimings` where no case has a time in both arms, `tooLarge` beyond the limits of the exact test, else as above.
  public static func compare(
    baseline: [[Double]], candidate: [[Double]], quantile q: Double = 0.95, tolerance: Double = 0.10
  ) throws(Undecided) -> LatencyComparison {
    guard baseline.count == candidate.count, q.isOpenUnit, tolerance >= 0, tolerance.isFinite,
      (baseline + candidate).joined().allSatisfy({ $0 >= 0 })
    else { throw .invalidInput }
    let pairs = zip(baseline, candidate).filter { !$0.isEmpty && !$1.isEmpty }
    guard let time = nearestRank(pairs.flatMap(\.0), quantile: q) else { throw .noTimings }
    let limit = time * (1 + tolerance)
    var cases: [CaseRuns] = []
    for (before, after) in pairs {
      guard
        let one = CaseRuns(
          baselinePasses: before.count { $0 <= limit }, baselineRuns: before.count,
          candidatePasses: after.count { $0 <= limit }, candidateRuns: after.count)
      else { throw .tooLarge }
      cases.append(one)
    }
    guard let test = StratifiedTest(cases) else { throw .tooLarge }
    return LatencyComparison(quantile: time, limit: limit, cases: cases, test: test)
  }
}

/// Times held against a limit that the baseline's own times give.
public struct LatencyComparison: Hashable, Sendable {
  /// The baseline's nearest-rank quantile over all its requests, and the same with the tolerance.
  public let quantile, limit: Double
  /// Requests within the limit, case by case, as passes of runs.
  public let cases: [CaseRuns]
  /// Whether the candidate's requests are over it more often.
  public let test: StratifiedTest

  /// Requests over the limit in each arm, and how many there were.
  public var baselineOver: (over: Int, of: Int) { Self.over(cases.map { ($0.baselinePasses, $0.baselineRuns) }) }
  public var candidateOver: (over: Int, of: Int) { Self.over(cases.map { ($0.candidatePasses, $0.candidateRuns) }) }

  private static func over(_ arm: [(within: Int, of: Int)]) -> (over: Int, of: Int) {
    arm.reduce((0, 0)) { ($0.0 + $1.of - $1.within, $0.1 + $1.of) }
  }
}
