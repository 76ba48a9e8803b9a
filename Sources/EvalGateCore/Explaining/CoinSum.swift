import GateStatistics

/// The sum behind a McNemar mid-p, written out: ½·P(X = b) + P(X = b+1) + … + P(X = m) for m fair coins.
struct CoinSum {
  let broke: Int
  let fixed: Int
  /// Whether the first term counts whole, as an exact test has it.
  var isExact = false

  /// Up to this many coins every term is a whole number that 64 bits hold.
  private static let wholeLimit = 60
  /// How many terms are written before the rest is only summed.
  private static let shownTerms = 8

  private var changed: Int { broke + fixed }
  private var half: String { isExact ? "" : "½·" }

  /// One line a step, ending in the number.
  var lines: [String] {
    guard changed > 0 else { return ["no case changed: p = 1"] }
    let law = "P(X ≥ \(broke))" + (isExact ? "" : " − ½·P(X = \(broke))") + ", X ~ Bin(\(changed), ½)"
    return [law] + (changed <= Self.wholeLimit ? wholeLines : termLines)
  }

  /// `= (½·680 + 136 + 17 + 1) / 131072 = 494 / 131072 = 0.003769`.
  private var wholeLines: [String] {
    let counts = (broke...changed).map { Self.choose(changed, $0) }
    let power = UInt64(1) << UInt64(changed)
    let shown = counts.prefix(Self.shownTerms)
    let rest = counts.dropFirst(Self.shownTerms).reduce(0, +)
    let names = (broke...changed).prefix(Self.shownTerms).enumerated().map { index, k in
      (index == 0 ? half : "") + "C(\(changed),\(k))"
    }
    let terms = shown.enumerated().map { ($0.offset == 0 ? half : "") + String($0.element) }
    let tail = counts.count > Self.shownTerms ? " + \(rest) for \(counts.count - Self.shownTerms) more" : ""
    let doubled = 2 * counts.reduce(0, +) - (isExact ? 0 : counts[0])
    let fraction = doubled % 2 == 1 ? ".5" : ""
    return [
      "= (\(names.joined(separator: " + "))\(counts.count > Self.shownTerms ? " + …" : "")) / 2^\(changed)",
      "= (\(terms.joined(separator: " + "))\(tail)) / \(power)",
      "= \(doubled / 2)\(fraction) / \(power) = \(Format.significant(Double(doubled) / 2 / Double(power)))",
    ]
  }

  private var termLines: [String] {
    guard let law = Binomial(n: changed, p: 0.5) else { return [] }
    let ks = Array(broke...changed)
    let terms = ks.prefix(Self.shownTerms).enumerated().map { index, k in
      (index == 0 ? half : "") + Format.significant(law.pmf(k))
    }
    let tail =
      ks.count > Self.shownTerms
      ? " + \(Format.significant(law.sf(broke + Self.shownTerms - 1))) for \(ks.count - Self.shownTerms) more" : ""
    return [
      "= \(terms.joined(separator: " + "))\(tail)",
      "= \(Format.significant(isExact ? law.atLeast(broke) : law.upperMidP(broke)))",
    ]
  }

  /// C(n, k) for n up to 60, by the rule of Pascal's triangle along a row, without a division that is not exact.
  private static func choose(_ n: Int, _ k: Int) -> UInt64 {
    (0..<min(k, n - k)).reduce(UInt64(1)) { result, step in
      let (high, low) = result.multipliedFullWidth(by: UInt64(n - step))
      return UInt64(step + 1).dividingFullWidth((high, low)).quotient
    }
  }
}
