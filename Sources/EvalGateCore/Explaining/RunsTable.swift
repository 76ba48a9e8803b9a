import GateStatistics

/// Cases told apart by how they came out on both sides, which is all that the stratified test and the t interval look at.
struct RunsTable {
  private let cases: [CaseRuns]
  /// Kinds beyond these are only counted.
  private static let shownKinds = 60

  init(_ cases: [CaseRuns]) { self.cases = cases.filter { $0.drop != nil } }

  /// `4 of 5 · 0 of 1 · 3 cases · d 0.8`, the most passes first.
  var rows: [[String]] {
    let kinds = Dictionary(grouping: cases) {
      [$0.baselinePasses, $0.baselineRuns, $0.candidatePasses, $0.candidateRuns]
    }
    let sorted = kinds.sorted { $1.key.lexicographicallyPrecedes($0.key) }
    var rows = [["passes before", "passes now", "cases", "difference d"]]
    for (key, cases) in sorted.prefix(Self.shownKinds) {
      rows.append([
        "\(key[0]) of \(key[1])", "\(key[2]) of \(key[3])", "\(cases.count)",
        Format.significant(cases[0].drop ?? 0),
      ])
    }
    if sorted.count > Self.shownKinds {
      let rest = sorted.dropFirst(Self.shownKinds).reduce(0) { $0 + $1.value.count }
      rows.append(["other kinds", "", "\(rest)", ""])
    }
    return rows
  }
}

extension StratifiedTest {
  /// P(T = t), P(T < t) and P(T > t).
  private var at: Double { max(0, 2 * (pWorseExact - pWorseMidP)) }
  private var below: Double { max(0, pWorseExact - at) }
  private var above: Double { max(0, pBetterMidP - at / 2) }

  /// The one-sided p, one step a line: the mid-p, or the whole tail where a gate is `exact`.
  func steps(isExact: Bool = false) -> [String] {
    guard informative > 0 else { return ["every case always came out the same: p = 1"] }
    let (name, last) =
      isExact
      ? ("exact stratified test", "P(T ≤ \(passes)) = \(Format.significant(pWorseExact))")
      : (
        "exact stratified mid-p",
        "P(T < \(passes)) + ½·P(T = \(passes)) = \(Format.significant(pWorseMidP))"
      )
    return [
      "\(name), one-sided: if nothing changed, a case's passes now are hypergeometric given the passes of both sides:",
      "as many drawn as it ran now, without replacement, from all its runs; T sums over the \(informative) cases that did not always come out the same",
      "T = \(passes), expected \(Format.significant(expected)): P(T < \(passes)) = \(Format.significant(below)), P(T = \(passes)) = \(Format.significant(at))",
      last,
    ]
  }

  /// The two-sided p, with the name of the variant.
  var twoSidedSteps: [String] {
    guard informative > 0 else { return ["every case always came out the same: p = 1"] }
    return [
      "twice the smaller exact tail: min(1, 2·min(P(T ≤ \(passes)), P(T ≥ \(passes))))",
      "= min(1, 2·min(\(Format.significant(min(1, below + at))), \(Format.significant(min(1, above + at))))) = \(Format.significant(pTwoSidedExact))",
    ]
  }
}

extension GateEvaluator {
  func explain(_ test: StratifiedTest?, isExact: Bool, _ calculation: inout Calculation) {
    guard let test else { return calculation.add("p", "more cases than the exact test takes") }
    calculation.add("p", test.steps(isExact: isExact))
    calculation.add("two-sided", test.twoSidedSteps)
  }
}

extension ClusteredMean {
  /// The t interval at 90%, one step a line.
  var steps: [String] {
    guard let error = cr1, let t = StudentT(degreesOfFreedom: Double(degreesOfFreedom))?.quantile(0.95) else {
      return []
    }
    let formula =
      isClustered
      ? "SE = √(G/(G−1))·√(Σ S²)/n, S the sum of d − d̄ in a group, n = \(n), G = \(clusters)"
      : "SE = √(Σ(d − d̄)² / (n(n−1))), n = \(n)"
    return [
      "d̄ = \(Format.significant(mean, 7)); \(formula): \(Format.significant(error, 7))",
      "d̄ ∓ t·SE, t = \(Format.significant(t, 7)) at 0.95 with \(degreesOfFreedom) degrees of freedom",
    ]
  }
}
