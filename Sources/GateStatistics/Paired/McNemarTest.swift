/// The McNemar test of a paired comparison of single runs, conditional on the m = broke + fixed cases that changed.
///
/// Source: McNemar 1947; mid-p after Fagerland, Lydersen & Laake 2013. With nothing changed every p is 1.
public struct McNemarTest: Hashable, Sendable {
  /// Cases that went from pass to fail, and from fail to pass.
  public let broke, fixed: Int
  /// P(X >= broke), X ~ Bin(m, ½): the exact one-sided p that the candidate is worse.
  public let pWorseExact: Double
  /// P(X >= broke) - ½ P(X = broke): the one-sided mid-p a gate uses.
  public let pWorseMidP: Double
  /// P(X <= broke) - ½ P(X = broke): the one-sided mid-p that the candidate is better.
  public let pBetterMidP: Double
  /// min(1, 2 P(X <= min(broke, fixed))): the two-sided exact p for people who check by hand.
  public let pTwoSidedExact: Double
  /// The two-sided mid-p, 2 P(X <= k) - P(X = k), and 1 - ½ P(X = k) when broke equals fixed.
  public let pTwoSidedMidP: Double
  /// (broke - fixed)²/m without continuity correction; nil when nothing changed.
  public let chiSquared: Double?
  /// The p-value of chi-squared with one degree of freedom; nil when nothing changed.
  public let pChiSquared: Double?

  /// The test, or nil when a count is negative or beyond 2^50.
  public init?(broke: Int, fixed: Int) {
    guard broke.isCount, fixed.isCount, (broke + fixed).isCount else { return nil }
    (self.broke, self.fixed) = (broke, fixed)
    let changed = broke + fixed
    guard changed > 0 else {
      (pWorseExact, pWorseMidP, pBetterMidP, pTwoSidedExact, pTwoSidedMidP) = (1, 1, 1, 1, 1)
      (chiSquared, pChiSquared) = (nil, nil)
      return
    }
    let null = Binomial(trusted: changed, 0.5)
    let less = min(broke, fixed)
    pWorseExact = null.atLeast(broke)
    pWorseMidP = null.upperMidP(broke)
    pBetterMidP = null.upperMidP(fixed)
    pTwoSidedExact = Self.twoSidedExact(broke, fixed)
    pTwoSidedMidP = broke == fixed ? 1 - 0.5 * null.pmf(broke) : 2 * null.cdf(less) - null.pmf(less)
    let difference = Double(broke) - Double(fixed)
    let statistic = difference * difference / Double(changed)
    chiSquared = statistic
    pChiSquared = SpecialFunctions.gammaUpperTail(0.5, statistic / 2)
  }

  /// min(1, 2 P(Bin(a + b, ½) <= min(a, b))) for counts that were checked.
  static func twoSidedExact(_ a: Int, _ b: Int) -> Double {
    min(1, 2 * Binomial(trusted: a + b, 0.5).cdf(min(a, b)))
  }
}
