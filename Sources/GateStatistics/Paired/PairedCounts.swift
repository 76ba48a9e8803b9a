/// How the cases of a paired comparison of single runs fall: the 2x2 table of baseline by candidate.
public struct PairedCounts: Hashable, Sendable {
  /// Passed in both arms, broke (pass to fail), fixed (fail to pass), failed in both.
  public let both, broke, fixed, neither: Int

  /// The table, or nil when a count is negative or the total is beyond 2^50.
  public init?(both: Int, broke: Int, fixed: Int, neither: Int) {
    guard [both, broke, fixed, neither].allSatisfy(\.isCount), (both + broke + fixed + neither).isCount else {
      return nil
    }
    (self.both, self.broke, self.fixed, self.neither) = (both, broke, fixed, neither)
  }

  /// The number of paired cases.
  public var n: Int { both + broke + fixed + neither }

  /// The baseline's pass rate; nil without cases.
  public var baseline: Double? { n > 0 ? Double(both + broke) / Double(n) : nil }

  /// The candidate's pass rate; nil without cases.
  public var candidate: Double? { n > 0 ? Double(both + fixed) / Double(n) : nil }

  /// Baseline minus candidate rate, (broke - fixed)/n: positive is a loss. Nil without cases.
  public var drop: Double? {
    guard let baseline, let candidate else { return nil }
    return baseline - candidate
  }

  /// The test of the changed cases.
  public var mcnemar: McNemarTest? { McNemarTest(broke: broke, fixed: fixed) }

  /// The interval of the drop by Newcombe 1998, method 10: Wilson limits of both rates, squared and added, with the
  /// correlation phi corrected by n/2 when it is positive.
  ///
  /// Nil without cases or for a confidence not strictly between 0 and 1. Never of zero width, even when nothing changed.
  public func newcombe(confidence: Double = 0.95) -> Interval? {
    guard let baseline = Proportion(passes: both + broke, of: n),
      let candidate = Proportion(passes: both + fixed, of: n),
      let base = baseline.wilson(confidence: confidence), let cand = candidate.wilson(confidence: confidence)
    else { return nil }
    let drop = baseline.rate - candidate.rate
    let below = baseline.rate - base.lower
    let above = base.upper - baseline.rate
    let candidateBelow = candidate.rate - cand.lower
    let candidateAbove = cand.upper - candidate.rate
    let lower = below * below - 2 * phi * below * candidateAbove + candidateAbove * candidateAbove
    let upper = above * above - 2 * phi * above * candidateBelow + candidateBelow * candidateBelow
    return Interval(drop - max(0, lower).squareRoot(), drop + max(0, upper).squareRoot())
  }

  /// How often a rule over (broke, fixed) would block two runs of one unchanged version, when these counts come from such
  /// a pair: with run labels exchanged at random, broke ~ Bin(m, ½). Exact, for `evalgate noise`.
  ///
  /// Nil when more than 100000 cases changed.
  public func relabelledBlockRate(_ blocks: (_ broke: Int, _ fixed: Int) -> Bool) -> Double? {
    let changed = broke + fixed
    guard changed <= 100_000 else { return nil }
    let law = Binomial(trusted: changed, 0.5)
    return min(1, (0...changed).reduce(0) { $0 + (blocks($1, changed - $1) ? law.pmf($1) : 0) })
  }

  /// The continuity-corrected phi coefficient of the table; 0 when a margin is empty.
  public var phi: Double {
    let (a, b, c, d) = (Double(both), Double(broke), Double(fixed), Double(neither))
    let margins = (a + b) * (c + d) * (a + c) * (b + d)
    guard margins > 0 else { return 0 }
    let excess = a * d - b * c
    return (excess > 0 ? max(excess - Double(n) / 2, 0) : excess) / margins.squareRoot()
  }
}
