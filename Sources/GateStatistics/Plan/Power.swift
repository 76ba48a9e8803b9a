#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a paired comparison of n cases can see, before a call is paid for (specification 6).
public struct PairedPlan: Hashable, Sendable {
  /// The number of cases, and how often two runs of one unchanged case disagree (psi0).
  public let n: Int, noiseDiscordance: Double

  /// A plan, or nil when n is not positive or the discordance is not strictly between 0 and 1.
  public init?(n: Int, noiseDiscordance: Double) {
    guard n > 0, n.isCount, noiseDiscordance.isOpenUnit else { return nil }
    (self.n, self.noiseDiscordance) = (n, noiseDiscordance)
  }

  /// The smallest drop D found with the given power by the one-sided McNemar test: the root of
  /// n = (z_{1-α}√ψ + z_{power}√(ψ - D²))²/D² with ψ = ψ₀ + D (Connor 1987; within 1 point of exact for n >= 50).
  ///
  /// Nil when not even a drop of 1 - ψ₀ would be found, or alpha or power is not strictly between 0 and 1.
  public func minimumDetectableDrop(alpha: Double = 0.05, power: Double = 0.8) -> Double? {
    guard alpha.isOpenUnit, power.isOpenUnit else { return nil }
    let za = Normal.quantile(1 - alpha)
    let zb = Normal.quantile(power)
    func excess(_ drop: Double) -> Double {
      let psi = noiseDiscordance + drop
      let needed = za * psi.squareRoot() + zb * max(psi - drop * drop, 0).squareRoot()
      return drop - needed / Double(n).squareRoot()
    }
    let largest = 1 - noiseDiscordance
    guard excess(largest) >= 0 else { return nil }
    return SpecialFunctions.bisect(0, largest, excess)
  }

  /// The exact power of the one-sided McNemar mid-p test against a drop, with ψ₀/2 + D broke and ψ₀/2 fixed.
  ///
  /// Sums over the number m of changed cases; nil unless the drop is in 0...(1 - ψ₀), alpha in (0, 1) and n <= 10^6.
  public func exactPower(drop: Double, alpha: Double = 0.05) -> Double? {
    guard drop >= 0, drop <= 1 - noiseDiscordance, alpha.isOpenUnit, n <= 1_000_000 else { return nil }
    let psi = noiseDiscordance + drop
    let share = min(1, (noiseDiscordance / 2 + drop) / psi)
    let changed = Binomial(trusted: n, min(1, psi))
    var power = 0.0
    var critical = 0
    for m in plausible(changed) {
      let null = Binomial(trusted: m, 0.5)
      // The critical count never falls as m grows, so the search goes on from the last one.
      while critical <= m, null.upperMidP(critical) > alpha { critical += 1 }
      if critical <= m { power += changed.pmf(m) * Binomial(trusted: m, share).atLeast(critical) }
    }
    return min(1, power)
  }

  /// How often "block when the drop exceeds the tolerance" blocks an unchanged version: P(broke - fixed > n·tolerance)
  /// with m ~ Bin(n, ψ₀) changed cases and broke ~ Bin(m, ½). Tolerance 0 is the literal "accuracy >= baseline".
  ///
  /// Nil unless the tolerance is in 0...1 and n <= 10^6.
  public func literalFalseBlockRate(tolerance: Double = 0) -> Double? {
    guard tolerance.isUnit, n <= 1_000_000 else { return nil }
    let changed = Binomial(trusted: n, noiseDiscordance)
    let allowed = Int(floor(Double(n) * tolerance + 1e-9))
    // broke - fixed > allowed exactly when 2·broke > m + allowed.
    return plausible(changed).reduce(0) { sum, m in
      sum + changed.pmf(m) * Binomial(trusted: m, 0.5).sf((m + allowed) / 2)
    }
  }

  /// The counts that carry all but about 1e-14 of a law's mass.
  func plausible(_ changed: Binomial) -> ClosedRange<Int> {
    let mean = Double(changed.n) * changed.p
    let spread = 9 * (mean * (1 - changed.p)).squareRoot() + 40
    return max(0, Int(mean - spread))...min(changed.n, Int(mean + spread))
  }

  /// What stored baseline runs do to the smallest drop: the factor √((1 + 1/K_b)/2); nil for K_b below 1.
  public static func storedRunsFactor(_ baselineRuns: Int) -> Double? {
    baselineRuns >= 1 ? ((1 + 1 / Double(baselineRuns)) / 2).squareRoot() : nil
  }
}
