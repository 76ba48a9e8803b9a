#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension PairedPlan {
  /// Beyond this many cases the normal form is within a hundredth of a point of the exact one.
  private static let exactLimit = 20_000

  /// The smallest margin that an unchanged version rules out with the given power by its 1 - 2α Newcombe interval.
  ///
  /// Exact: with m ~ Bin(n, ψ₀) changed cases and broke ~ Bin(m, ½), the `power` quantile of the interval's upper end. Above
  /// 20000 cases (z_{1-α} + z_{power})√(ψ₀/n). Nil unless the rate is in 0...1 and alpha and power are in (0, 1).
  public func smallestRuledOut(baseline rate: Double, alpha: Double = 0.05, power: Double = 0.8) -> Double? {
    guard rate.isUnit, alpha > 0, alpha < 0.5, power.isOpenUnit else { return nil }
    guard n <= Self.exactLimit else {
      let deviation = (noiseDiscordance / Double(n)).squareRoot()
      return (Normal.quantile(1 - alpha) + Normal.quantile(power)) * deviation
    }
    let passes = Int((rate * Double(n)).rounded())
    let changed = Binomial(trusted: n, noiseDiscordance)
    var ends: [(upper: Double, mass: Double)] = []
    for m in plausible(changed) {
      let law = Binomial(trusted: m, 0.5)
      let mass = changed.pmf(m)
      for broke in plausible(law) {
        // A case can break only where it passed, and be fixed only where it failed.
        let lost = min(broke, passes)
        let won = min(m - broke, n - passes)
        guard let table = PairedCounts(both: passes - lost, broke: lost, fixed: won, neither: n - passes - won),
          let interval = table.newcombe(confidence: 1 - 2 * alpha)
        else { return nil }
        ends.append((interval.upper, mass * law.pmf(broke)))
      }
    }
    ends.sort { $0.upper < $1.upper }
    var reached = 0.0
    for end in ends {
      reached += end.mass
      if reached >= power - 1e-9 { return end.upper }
    }
    return ends.last?.upper
  }

  /// About how many cases find a drop D with the given power: (z_{1-α}√ψ + z_{power}√(ψ - D²))²/D² with ψ = ψ₀ + D
  /// (Connor 1987).
  ///
  /// Nil unless the discordance, alpha and power are in (0, 1) and the drop is in 0 to 1 - ψ₀, or when it would take more than
  /// 2^40 cases.
  public static func sizeToFind(
    drop: Double, noiseDiscordance psi: Double, alpha: Double = 0.05, power: Double = 0.8
  ) -> Int? {
    guard psi.isOpenUnit, alpha.isOpenUnit, power.isOpenUnit, drop > 0, drop <= 1 - psi else { return nil }
    let all = psi + drop
    let needed =
      (Normal.quantile(1 - alpha) * all.squareRoot() + Normal.quantile(power) * max(all - drop * drop, 0).squareRoot())
      / drop
    let size = (needed * needed).rounded(.up)
    return size <= Double(1 << 40) ? max(1, Int(size)) : nil
  }

  /// About the fewest cases with which an unchanged version rules a margin out with the given power.
  ///
  /// The smallest n of a bisection; a table is a grid, so a few cases fewer or more may do as well. Nil for arguments
  /// `smallestRuledOut` refuses, and when more than 2^30 cases would be needed.
  public static func size(
    rulingOut margin: Double, noiseDiscordance psi: Double, baseline rate: Double, alpha: Double = 0.05,
    power: Double = 0.8
  ) -> Int? {
    guard margin > 0, margin < 1 else { return nil }
    func rulesOut(_ n: Int) -> Bool? {
      PairedPlan(n: n, noiseDiscordance: psi)?.smallestRuledOut(baseline: rate, alpha: alpha, power: power)
        .map { $0 < margin }
    }
    var high = 8
    while rulesOut(high) == false, high < 1 << 30 { high *= 2 }
    guard rulesOut(high) == true else { return nil }
    var low = high / 2
    while high - low > max(1, high / 200) {
      let middle = low + (high - low) / 2
      if rulesOut(middle) == true { high = middle } else { low = middle }
    }
    return high
  }
}

/// What a count of bad cases against an allowance can see, before anything is asked: an absolute rate, or requests over a time.
public struct CountPlan: Hashable, Sendable {
  /// The number of cases, and how many of them may be bad.
  public let n: Int, allowed: Int

  /// A plan, or nil when n is not positive or the allowance is not within 0...n.
  public init?(n: Int, allowed: Int) {
    guard n > 0, n.isCount, (0...n).contains(allowed) else { return nil }
    (self.n, self.allowed) = (n, allowed)
  }

  /// The plan of a literal threshold, ⌊n(1 - threshold) + 1e-9⌋ allowed (specification 2.1).
  public init?(n: Int, threshold: Double) {
    self.init(n: n, allowed: RateGate.allowedFailures(of: n, threshold: threshold))
  }

  /// The plan of the exact test of a quantile: the most requests over budget that the mid-p test still lets pass
  /// (specification 2.6).
  public init?(n: Int, quantile q: Double, alpha: Double = 0.05) {
    guard n > 0, n.isCount, q.isOpenUnit, alpha.isOpenUnit else { return nil }
    let law = Binomial(trusted: n, 1 - q)
    var (low, high) = (0, n)
    // The mid-p falls as the count grows.
    while low < high {
      let middle = low + (high - low + 1) / 2
      if law.upperMidP(middle).isSignificant(at: alpha) { high = middle - 1 } else { low = middle }
    }
    self.init(n: n, allowed: low)
  }

  /// The smallest true share of bad cases that is blocked with the given power: P(Bin(n, q) > allowed) = power.
  ///
  /// The upper Clopper-Pearson bound of the allowance at alpha = 1 - power. Nil when everything is allowed, or for a power not
  /// in (0, 1).
  public func found(power: Double = 0.8) -> Double? { bound(alpha: 1 - power) }

  /// The smallest true share of bad cases that passes in at most alpha of all runs, so that a pass rules it out.
  ///
  /// Nil when everything is allowed, or for an alpha not in (0, 1).
  public func ruledOut(alpha: Double = 0.05) -> Double? { bound(alpha: alpha) }

  /// How often a version with this true share of bad cases is blocked: P(Bin(n, share) > allowed). Nil outside 0...1.
  public func blockRate(at share: Double) -> Double? { Binomial(n: n, p: share)?.sf(allowed) }

  private func bound(alpha: Double) -> Double? {
    allowed < n ? Proportion(passes: allowed, of: n)?.upperBound(alpha: alpha) : nil
  }
}
