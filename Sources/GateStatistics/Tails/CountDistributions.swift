#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The number of successes in n independent trials of probability p.
public struct Binomial: Hashable, Sendable {
  /// The number of trials.
  public let n: Int
  /// The probability of a success.
  public let p: Double

  /// A binomial law, or nil when n is not a count (0 to 2^50) or p is not a probability.
  public init?(n: Int, p: Double) {
    guard n.isCount, p.isUnit else { return nil }
    (self.n, self.p) = (n, p)
  }

  /// The law for arguments this module has already checked.
  init(trusted n: Int, _ p: Double) {
    (self.n, self.p) = (n, p)
  }

  /// P(X = k) by Loader's saddle-point form (2000); 0 outside 0...n.
  public func pmf(_ k: Int) -> Double {
    guard k >= 0, k <= n else { return 0 }
    return exp(SpecialFunctions.logBinomialTerm(Double(k), Double(n), p, 1 - p))
  }

  /// P(X <= k) = I_{1-p}(n - k, k + 1).
  public func cdf(_ k: Int) -> Double {
    if k < 0 { return 0 }
    if k >= n { return 1 }
    return exp(SpecialFunctions.logBetaTails(Double(n - k), Double(k) + 1, x: 1 - p, y: p).lower)
  }

  /// P(X > k) = I_p(k + 1, n - k), precise however small it is.
  public func sf(_ k: Int) -> Double {
    if k < 0 { return 1 }
    if k >= n { return 0 }
    return exp(SpecialFunctions.logBetaTails(Double(k) + 1, Double(n - k), x: p, y: 1 - p).lower)
  }

  /// P(X >= k).
  public func atLeast(_ k: Int) -> Double { k <= 0 ? 1 : sf(k - 1) }

  /// P(X >= k) - ½ P(X = k), the upper mid-p value (Lancaster 1961).
  public func upperMidP(_ k: Int) -> Double {
    max(0, atLeast(k) - 0.5 * pmf(k))
  }
}

/// The number of successes among `draws` taken without replacement from `population` things of which `successes` are
/// successes.
public struct Hypergeometric: Hashable, Sendable {
  /// The size of the population.
  public let population: Int
  /// How many of the population are successes.
  public let successes: Int
  /// How many are drawn.
  public let draws: Int

  /// A hypergeometric law, or nil when the population is not a count (0 to 2^50) or another number exceeds it.
  public init?(population: Int, successes: Int, draws: Int) {
    guard population.isCount, (0...population).contains(successes), (0...population).contains(draws) else { return nil }
    (self.population, self.successes, self.draws) = (population, successes, draws)
  }

  /// The values that can occur.
  public var support: ClosedRange<Int> {
    max(0, draws - (population - successes))...min(draws, successes)
  }

  /// P(X = k) as a ratio of three binomial terms (Loader 2000); 0 outside the support.
  public func pmf(_ k: Int) -> Double {
    guard support.contains(k) else { return 0 }
    guard population > 0 else { return 1 }
    let p = Double(draws) / Double(population)
    let q = Double(population - draws) / Double(population)
    let hit = SpecialFunctions.logBinomialTerm(Double(k), Double(successes), p, q)
    let miss = SpecialFunctions.logBinomialTerm(Double(draws - k), Double(population - successes), p, q)
    let all = SpecialFunctions.logBinomialTerm(Double(draws), Double(population), p, q)
    return exp(hit + miss - all)
  }

  /// The likeliest value, ⌊(draws + 1)(successes + 1)/(population + 2)⌋.
  public var mode: Int {
    let value = (Double(draws) + 1) * (Double(successes) + 1) / (Double(population) + 2)
    return Int(min(Double(support.upperBound), max(Double(support.lowerBound), value)))
  }

  /// P(X <= k), summed outwards from k by the ratio of neighbouring terms until they no longer count.
  public func cdf(_ k: Int) -> Double {
    if k < support.lowerBound { return 0 }
    if k >= support.upperBound { return 1 }
    return k <= mode ? tail(from: k, step: -1) : max(0, 1 - tail(from: k + 1, step: 1))
  }

  /// P(X > k), summed likewise and precise in the upper tail.
  public func sf(_ k: Int) -> Double {
    if k < support.lowerBound { return 1 }
    if k >= support.upperBound { return 0 }
    return k < mode ? max(0, 1 - tail(from: k, step: -1)) : tail(from: k + 1, step: 1)
  }

  /// The mass from k to the end of the support in the direction of `step`, on the falling side of the mode.
  private func tail(from k: Int, step: Int) -> Double {
    let good = Double(successes)
    let bad = Double(population - successes)
    let drawn = Double(draws)
    var term = pmf(k)
    var sum = term
    var x = Double(k)
    var position = k
    while position != (step < 0 ? support.lowerBound : support.upperBound), term > sum * 1e-18 {
      if step < 0 {
        term *= x * (bad - drawn + x) / ((good - x + 1) * (drawn - x + 1))
      } else {
        term *= (good - x) * (drawn - x) / ((x + 1) * (bad - drawn + x + 1))
      }
      x += Double(step)
      position += step
      sum += term
    }
    return min(1, sum)
  }
}
