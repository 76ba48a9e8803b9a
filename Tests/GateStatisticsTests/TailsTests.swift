import GateStatistics
import Testing

@Suite("Tails")
struct TailsTests {
  @Test(
    "normal quantiles are those of printed tables",
    arguments: [(0.975, 1.959964), (0.95, 1.644854), (0.005, -2.575829)])
  func normalQuantiles(p: Double, z: Double) {
    #expect(isClose(Normal.quantile(p), z, within: 5e-7))
  }

  @Test("the normal quantile undoes the distribution function far into the tail", arguments: [-30.0, -8, -1, 0, 2])
  func normalRoundTrip(x: Double) {
    #expect(isClose(Normal.quantile(Normal.cdf(x)), x, within: 1e-9))
  }

  @Test("t quantiles are those of printed tables", arguments: [(1.0, 12.706), (10, 2.228), (30, 2.042), (120, 1.980)])
  func tQuantiles(df: Double, t: Double) {
    #expect(isClose(StudentT(degreesOfFreedom: df)?.quantile(0.975), t, within: 5e-4))
  }

  @Test("t with infinitely many degrees of freedom is normal")
  func infiniteDegrees() {
    #expect(StudentT(degreesOfFreedom: .infinity)?.cdf(-1.5) == Normal.cdf(-1.5))
  }

  @Test("chi-squared quantiles are those of printed tables", arguments: [(1.0, 3.841), (4, 9.488), (10, 18.307)])
  func chiSquaredQuantiles(df: Double, x: Double) {
    #expect(isClose(ChiSquared(degreesOfFreedom: df)?.quantile(0.95), x, within: 5e-4))
  }

  // I_x(1, b) = 1 - (1 - x)^b in closed form.
  @Test("the incomplete beta function has its closed form at a = 1")
  func betaClosedForm() {
    #expect(isClose(BetaDistribution(1, 3)?.cdf(0.2), 1 - 0.8 * 0.8 * 0.8, within: 1e-15))
  }

  // I_x(6963.5, .2369) to 16 digits by mpmath at 30 digits; SciPy 1.17 is off in the eleventh.
  @Test("the incomplete beta function keeps its digits beside 1")
  func betaBesideOne() {
    let law = BetaDistribution(6963.49718773748, 0.236926717249621)
    #expect(isClose(law?.cdf(0.999999839842836), 0.7803716281287706, within: 1e-13))
  }

  @Test("binomial terms are the rows of Pascal's triangle", arguments: zip(0...4, [1.0, 4, 6, 4, 1]))
  func pascal(k: Int, ways: Double) {
    #expect(isClose(Binomial(n: 4, p: 0.5)?.pmf(k), ways / 16, within: 1e-15))
  }

  @Test("the binomial upper tail keeps its digits where the lower one is 1")
  func smallTail() throws {
    let tail = try #require(Binomial(n: 100, p: 0.5)).atLeast(100)
    #expect(isClose(tail * 1_267_650_600_228_229_401_496_703_205_376, 1, within: 1e-10))
  }

  @Test("binomial tails of a billion trials end in good time and add up")
  func billion() throws {
    let law = try #require(Binomial(n: 1_000_000_000, p: 0.3))
    #expect(isClose(law.cdf(300_010_000) + law.sf(300_010_000), 1, within: 1e-9))
  }

  // C(4,2)·C(6,1)/C(10,3) = 36/120.
  @Test("drawing two good ones in three from four in ten has the chance .3")
  func urn() {
    #expect(isClose(Hypergeometric(population: 10, successes: 4, draws: 3)?.pmf(2), 0.3, within: 1e-14))
  }

  @Test("hypergeometric tails add up on both sides of the mode", arguments: 0...10)
  func urnTails(k: Int) throws {
    let law = try #require(Hypergeometric(population: 40, successes: 15, draws: 10))
    #expect(isClose(law.cdf(k), (0...k).reduce(0) { $0 + law.pmf($1) }, within: 1e-12))
    #expect(isClose(law.sf(k), 1 - law.cdf(k), within: 1e-12))
  }

  @Test("impossible parameters make no distribution")
  func impossibleLaws() {
    #expect(Binomial(n: -1, p: 0.5) == nil)
    #expect(Binomial(n: 3, p: .nan) == nil)
    #expect(Hypergeometric(population: 3, successes: 4, draws: 1) == nil)
    #expect(BetaDistribution(0, 1) == nil)
    #expect(StudentT(degreesOfFreedom: .nan) == nil)
    #expect(ChiSquared(degreesOfFreedom: -1) == nil)
  }

  @Test("a quantile of something that is no probability is not a number", arguments: [-0.1, 1.1, .nan])
  func quantileOutside(p: Double) {
    #expect(Normal.quantile(p).isNaN)
    #expect(StudentT(degreesOfFreedom: 3)?.quantile(p).isNaN == true)
    #expect(BetaDistribution(2, 3)?.quantile(p).isNaN == true)
    #expect(ChiSquared(degreesOfFreedom: 2)?.quantile(p).isNaN == true)
  }

  @Test("a NaN argument stays one and an infinite one reaches the end")
  func extremeArguments() {
    #expect(Normal.cdf(.nan).isNaN)
    #expect(StudentT(degreesOfFreedom: 3)?.cdf(.nan).isNaN == true)
    #expect(StudentT(degreesOfFreedom: 3)?.cdf(.infinity) == 1)
    #expect(ChiSquared(degreesOfFreedom: 3)?.sf(.infinity) == 0)
  }
}
