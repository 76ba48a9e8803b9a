/// A first comparison that fresh answers were to confirm or refute, and for which they could not be had.
///
/// Had nobody wanted to ask again, it would have decided alone. It may not block by itself; what it would have blocked does not
/// pass either, or whoever keeps the answers from being had would have passed by that.
struct UnconfirmedComparison {
  /// As of a comparison that stands alone.
  let p: Double
  let leastP: Double
  let pool: PooledPart
  /// Whether the drop is more than the least that blocks.
  let mayBlock: Bool
  let gap: GateReason.Gap
}

extension SuiteVerdict {
  /// What it would be had nobody wanted to ask again.
  private var standingAlone: SuiteVerdict {
    guard let unconfirmed, verdict == .unproven || verdict == .pass else { return self }
    var alone = self
    (alone.p, alone.leastP, alone.pool) = (unconfirmed.p, unconfirmed.leastP, unconfirmed.pool)
    return alone
  }

  /// Leaves open what only stored results speak of.
  mutating func holdUnconfirmed() {
    guard let unconfirmed, verdict == .unproven || verdict == .pass else { return }
    hold(.undecided, .unrefuted(unconfirmed.gap))
  }

  /// The verdicts that would block, had they stood alone beside all else that is tested.
  static func unconfirmedBlocks(_ rows: [TestFamily.Row]) -> [FamilyPlace] {
    guard rows.contains(where: { $0.verdicts.contains { $0.unconfirmed != nil } }) else { return [] }
    let families = TestFamily.all(rows.map { (gate: $0.gate, verdicts: $0.verdicts.map(\.standingAlone)) })
    let places = families.flatMap {
      $0.single.filter(\.rejects).compactMap(\.place) + $0.blockingTogether.flatMap(\.places)
    }
    return places.filter { rows[$0.row].verdicts[$0.suite].unconfirmed?.mayBlock == true }
  }
}
