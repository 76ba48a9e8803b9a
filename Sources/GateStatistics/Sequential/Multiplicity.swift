/// Corrections for several tests at once (specification 2.8).
public enum Multiplicity {
  /// Holm's adjusted p-values (1979), in the order given: with p sorted ascending, max over j <= i of (m - j + 1)·p_(j),
  /// at most 1. A gate blocks when its adjusted p is at most the family's alpha.
  ///
  /// Nil when a p is NaN or not within 0...1.
  public static func holm(_ p: [Double]) -> [Double]? {
    adjusted(p, order: { $0 < $1 }) { rank, value, running in
      min(1, max(running ?? 0, Double(p.count - rank) * value))
    }
  }

  /// Benjamini and Hochberg's adjusted p-values (1995) for alerts, in the order given: with p sorted ascending, the min
  /// over j >= i of m/j·p_(j). Nil when a p is NaN or not within 0...1.
  public static func benjaminiHochberg(_ p: [Double]) -> [Double]? {
    adjusted(p, order: { $0 > $1 }) { rank, value, running in
      min(running ?? 1, Double(p.count) / Double(p.count - rank) * value)
    }
  }

  /// Which gates block at a family alpha by Holm; nil as for `holm`.
  public static func blocked(_ p: [Double], alpha: Double = 0.05) -> [Bool]? {
    holm(p)?.map { $0.isSignificant(at: alpha) }
  }

  /// Walks the p-values in an order and lets a step see its rank (from 0), the value and the last result.
  private static func adjusted(
    _ p: [Double], order: (Double, Double) -> Bool, step: (Int, Double, Double?) -> Double
  ) -> [Double]? {
    guard p.allSatisfy(\.isUnit) else { return nil }
    var result = p
    var running: Double?
    for (rank, index) in p.indices.sorted(by: { order(p[$0], p[$1]) }).enumerated() {
      let value = step(rank, p[index], running)
      result[index] = value
      running = value
    }
    return result
  }
}
