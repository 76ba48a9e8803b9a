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

  /// Holm's adjusted p-values where a test cannot come out smaller than its `least`, in the order given: a test counts against
  /// another only if it could have been as small as that one (Tarone 1990, "A modified Bonferroni method for discrete data",
  /// Biometrics 46, 515-522, stepped down as Holm's).
  ///
  /// P(some p <= x) is at most the sum of P(p_j <= x), and that is 0 for `least_j` > x: so with p sorted ascending it is the max
  /// over j <= i of p_(j) times the number of tests from j on whose `least` is at most p_(j). `least` must not depend on what is
  /// tested: it is 0 for a test of which nothing is known, which gives ``holm(_:)``, and 1 for one that cannot reject.
  ///
  /// Nil when a p or a `least` is NaN or not within 0...1, or their numbers differ.
  public static func holm(_ p: [Double], least: [Double]) -> [Double]? {
    guard p.count == least.count, least.allSatisfy(\.isUnit) else { return nil }
    let order = p.indices.sorted { p[$0] < p[$1] }
    return adjusted(p, order: { $0 < $1 }) { rank, value, running in
      let able = order[rank...].count { least[$0] <= value + 1e-15 }
      return min(1, max(running ?? 0, Double(max(1, able)) * value))
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
