import GateStatistics
import Testing

/// Figures worked out by hand or from their publication's own formula, for what no other suite here holds.
@Suite("Worked figures")
struct WorkedFigureTests {
  /// With no failure the lower Clopper-Pearson bound is α^(1/n): 299 cases assure 99%, 298 do not.
  @Test("the lower bound of a clean count", arguments: [(299, 0.990_030_9), (298, 0.989_997_6)])
  func lowerBound(n: Int, bound: Double) throws {
    let lower = try #require(Proportion(passes: n, of: n)?.lowerBound())
    #expect(abs(lower - bound) < 1e-6)
    #expect((lower >= 0.99) == (n == 299))
  }

  /// Bin(10, ½): P(X ≥ 8) = 56/1024, half of P(X = 8) = 45/1024 less.
  @Test("the upper mid-p of eight heads in ten")
  func upperMidP() {
    #expect(abs((Binomial(n: 10, p: 0.5)?.upperMidP(8) ?? 0) - 33.5 / 1024) < 1e-12)
  }

  /// Fisher's tea with one cup wrong on either side: (1 + 16)/70 one-sided, half of 16/70 less at mid-p, twice the tail
  /// two-sided, because the table is symmetric.
  @Test("the lady tasting tea")
  func fisher() throws {
    let test = TwoProportions(
      baseline: try #require(Proportion(passes: 3, of: 4)), candidate: try #require(Proportion(passes: 1, of: 4))
    ).fisher
    #expect(abs(test.pWorseExact - 17.0 / 70) < 1e-12)
    #expect(abs(test.pWorseMidP - 9.0 / 70) < 1e-12)
    #expect(abs(test.pTwoSided - 34.0 / 70) < 1e-12)
  }

  /// R = 9/6; residuals ½, −1, ½, so SE = √(1.5/6)/2 = ¼; t₂(.975) = 4.302653.
  @Test("the delta intervals of a ratio, plain and on the log scale")
  func delta() throws {
    let cost = try CostRatio(baseline: [1, 2, 3], candidate: [2, 2, 5])
    let plain = try #require(cost.delta())
    let log = try #require(cost.logDelta())
    #expect(abs(plain.lower - 0.424_336_8) < 1e-6 && abs(plain.upper - 2.575_663_2) < 1e-6)
    #expect(abs(log.lower - 0.732_242_4) < 1e-6 && abs(log.upper - 3.072_753_0) < 1e-6)
  }

  /// 85 of 100 alike where chance gives 50: κ = .7; the error is that of Fleiss, Cohen & Everitt 1969 in its published form.
  @Test("the interval of kappa")
  func kappa() throws {
    let agreement = try #require(Agreement([[40, 10], [5, 45]]))
    let interval = try #require(agreement.kappaInterval())
    #expect(abs((agreement.kappa ?? 0) - 0.7) < 1e-12)
    #expect(abs(interval.lower - 0.560_732_2) < 1e-6 && abs(interval.upper - 0.839_267_8) < 1e-6)
  }

  @Test("an interval within the margin on both sides is equivalence, one that touches it is not")
  func equivalence() {
    #expect(Interval(-0.04, 0.049).isEquivalent(margin: 0.05))
    #expect(!Interval(-0.05, 0.01).isEquivalent(margin: 0.05))
    #expect(!Interval(-0.01, 0.05).isEquivalent(margin: 0.05))
  }

  @Test("a majority is more than half of the runs, on each side by itself")
  func majorities() throws {
    let cases = try [(3, 5, 2, 5), (2, 4, 3, 4), (5, 5, 1, 1), (0, 5, 0, 1)].map {
      try #require(CaseRuns(baselinePasses: $0.0, baselineRuns: $0.1, candidatePasses: $0.2, candidateRuns: $0.3))
    }
    let counts = try #require(AccuracyGate.majorities(cases))
    #expect((counts.broke, counts.fixed, counts.both, counts.neither) == (1, 1, 1, 1))
  }

  /// (a + s)/(a + b + n) with the law's own mean a/(a + b) and 1/(a + b + 1) = ρ.
  @Test("what is expected of a case lies between its own rate and that of all")
  func posterior() throws {
    let runs = try [(5, 5), (5, 5), (4, 5), (2, 5), (5, 5), (3, 5)].map {
      try #require(RepeatedRuns(passes: $0.0, runs: $0.1))
    }
    let fit = try #require(FlakeFit(runs))
    let sum = 1 / fit.rho - 1
    #expect(abs(fit.posteriorMean(runs[3]) - (fit.mean * sum + 2) / (sum + 5)) < 1e-9)
    #expect(fit.posteriorMean(runs[3]) > 0.4 && fit.posteriorMean(runs[3]) < fit.mean)
  }

  /// The published vectors of FNV-1a, 64 bits.
  @Test("hashes of the empty text, of `a` and of `foobar`")
  func hash() {
    #expect(FNV1a().value == 0xcbf2_9ce4_8422_2325)
    #expect(FNV1a().adding("a".utf8).value == 0xaf63_dc4c_8601_ec8c)
    #expect(FNV1a().adding("foobar".utf8).value == 0x8594_4171_f739_67e8)
  }
}
