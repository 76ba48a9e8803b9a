#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Evidence that may be looked at after every case: under the null hypothesis it exceeds 1/α at any time with
/// probability at most α (Ville 1939; Ramdas et al. 2023).
public struct EValue: Hashable, Sendable, Comparable {
  /// The natural logarithm of the e-value.
  public let logE: Double

  /// Evidence of a given logarithm.
  init(logE: Double) { self.logE = logE }

  /// E itself; infinite beyond the range of a Double.
  public var value: Double { exp(logE) }

  /// min(1, 1/E), valid whenever one looks.
  public var anytimeP: Double { min(1, exp(-logE)) }

  /// Whether E >= 1/alpha.
  public func reaches(alpha: Double) -> Bool { logE >= log(1 / alpha) }

  /// Orders by strength of evidence.
  public static func < (a: EValue, b: EValue) -> Bool { a.logE < b.logE }

  /// E_worse of a paired comparison: 2^(m+1) B(b+1, c+1) I_½(c+1, b+1), the uniform mixture over the chance in (½, 1)
  /// that a changed case broke. A sequential McNemar test that needs the counts only (specification 3).
  ///
  /// Nil when a count is negative or beyond 2^50.
  public static func worse(broke: Int, fixed: Int) -> EValue? {
    guard broke.isCount, fixed.isCount else { return nil }
    let (b, c) = (Double(broke), Double(fixed))
    let half = SpecialFunctions.logBetaTails(c + 1, b + 1, x: 0.5, y: 0.5).lower
    return EValue(logE: (b + c + 1) * log(2) + SpecialFunctions.logBeta(b + 1, c + 1) + half)
  }

  /// E for non-inferiority of a paired comparison: the mean over j of Π(1 + λ_j(margin - d_i)) with d = 1 broke, -1
  /// fixed, 0 tie and λ_j = (j - ½)/grid/(1 - margin) (Waudby-Smith & Ramdas 2024). If the true drop is the margin or
  /// more, E >= 20 is ever seen with probability at most 5%.
  ///
  /// Nil when a count is negative or beyond 2^50, the margin is not within 0..<1, or the grid not within 1...1000.
  public static func nonInferior(broke: Int, fixed: Int, tie: Int, margin: Double, grid: Int = 20) -> EValue? {
    guard broke.isCount, fixed.isCount, tie.isCount,
      var evidence = NonInferiorityEvidence(margin: margin, grid: grid)
    else { return nil }
    evidence.record(drop: 1, times: broke)
    evidence.record(drop: -1, times: fixed)
    evidence.record(drop: 0, times: tie)
    return evidence.eValue
  }

  /// E_worse against a baseline of K_b stored runs: the mean over ω = exp(.25 j), j = 1...16, of
  /// ω^F / Π(1 - q + ω q), with q = 1 - s/(K_b + 1) the null chance that the candidate's single run fails.
  ///
  /// `informative[s]` counts the informative cases with s passes among the K_b + 1 runs; F is the candidate's failures
  /// among them. Nil for a count out of range, an s not within 1...K_b, or more failures than cases.
  public static func worse(
    informative: [Int: Int], candidateFailures failures: Int, baselineRuns: Int
  ) -> EValue? {
    guard baselineRuns.isCount, failures.isCount,
      informative.allSatisfy({ $0.key >= 1 && $0.key <= baselineRuns && $0.value.isCount })
    else { return nil }
    var cases = 0.0
    for count in informative.values { cases += Double(count) }
    guard Double(failures) <= cases else { return nil }
    let strata = informative.sorted { $0.key < $1.key }
    let logs = (1...16).map { j in
      let step = 0.25 * Double(j)
      return strata.reduce(Double(failures) * step) { sum, stratum in
        let q = 1 - Double(stratum.key) / Double(baselineRuns + 1)
        return sum - Double(stratum.value) * log1p(q * expm1(step))
      }
    }
    return EValue(logE: SpecialFunctions.logSumExp(logs) - log(16))
  }
}

/// Evidence that a drop is smaller than a margin, gathered case by case: Π(1 + λ(margin - d)) averaged over a grid of
/// bets λ (Waudby-Smith & Ramdas 2024; specification 3, "pass early").
public struct NonInferiorityEvidence: Hashable, Sendable {
  /// The drop to rule out.
  public let margin: Double
  private let bets: [Double]
  private var capital: [Double]

  /// No evidence yet; nil when the margin is not within 0..<1 or the grid not within 1...1000.
  public init?(margin: Double, grid: Int = 20) {
    guard margin >= 0, margin < 1, (1...1000).contains(grid) else { return nil }
    self.margin = margin
    bets = (1...grid).map { (Double($0) - 0.5) / Double(grid) / (1 - margin) }
    capital = Array(repeating: 0, count: grid)
  }

  /// Takes in a case's mean drop in -1...1, `times` times over. A drop out of range or NaN counts as 1, the worst.
  public mutating func record(drop: Double, times: Int = 1) {
    guard times > 0 else { return }
    let drop = drop >= -1 && drop <= 1 ? drop : 1
    for (index, bet) in bets.enumerated() {
      capital[index] += Double(times) * log1p(bet * (margin - drop))
    }
  }

  /// The evidence so far.
  public var eValue: EValue {
    EValue(logE: SpecialFunctions.logSumExp(capital) - log(Double(bets.count)))
  }
}
