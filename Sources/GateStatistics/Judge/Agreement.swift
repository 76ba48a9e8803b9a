/// Agreement of two raters over one table of counts: rows the human, columns the judge, categories in order.
public struct Agreement: Hashable, Sendable {
  /// The number of rated things.
  public let n: Int
  /// The share rated alike.
  public let agreement: Double
  /// Cohen's kappa (1960); nil where it is undefined, as when both use one category only. Never 0 or 1 in its place.
  public let kappa: Double?
  /// The asymptotic standard error of kappa (Fleiss, Cohen & Everitt 1969).
  public let kappaError: Double?
  /// Kappa with linear and with quadratic weights on the distance of categories.
  public let kappaLinear, kappaQuadratic: Double?
  /// Gwet's AC1 (2008), to be read beside kappa when one category prevails (the kappa paradox).
  public let ac1: Double?
  /// Krippendorff's alpha for nominal, ordinal and interval categories.
  public let alphaNominal, alphaOrdinal, alphaInterval: Double?

  /// kappa ∓ z·SE; nil where kappa is.
  public func kappaInterval(confidence: Double = 0.95) -> Interval? {
    guard let kappa, let kappaError, confidence.isOpenUnit else { return nil }
    let z = Normal.quantile(0.5 + confidence / 2)
    return Interval(kappa - z * kappaError, kappa + z * kappaError)
  }

  /// The agreement of a square table; nil when it is empty, not square, larger than 100 categories, or a count is
  /// negative or beyond 2^50.
  public init?(_ table: [[Int]]) {
    let size = table.count
    guard (2...100).contains(size), table.allSatisfy({ $0.count == size && $0.allSatisfy(\.isCount) }) else {
      return nil
    }
    let shares = Shares(table)
    guard shares.total > 0, shares.total <= Double(1 << 50) else { return nil }
    n = table.reduce(0) { $0 + $1.reduce(0, +) }
    agreement = shares.observed { $0 == $1 ? 1 : 0 }
    kappa = shares.weightedKappa { $0 == $1 ? 0 : 1 }
    kappaLinear = shares.weightedKappa { Double(abs($0 - $1)) }
    kappaQuadratic = shares.weightedKappa { Double(($0 - $1) * ($0 - $1)) }
    kappaError = shares.kappaError
    ac1 = shares.ac1
    let coincidences = Coincidences(table: table)
    alphaNominal = coincidences.alpha(.nominal)
    alphaOrdinal = coincidences.alpha(.ordinal)
    alphaInterval = coincidences.alpha(.interval)
  }

  /// A table as shares of its total, with both margins.
  private struct Shares {
    let total: Double
    let cell: [[Double]]
    let row, column: [Double]

    init(_ table: [[Int]]) {
      let total = table.reduce(0.0) { $0 + $1.reduce(0.0) { $0 + Double($1) } }
      let cell = table.map { $0.map { Double($0) / total } }
      row = cell.map { $0.reduce(0, +) }
      column = cell.indices.map { j in cell.reduce(0) { $0 + $1[j] } }
      (self.total, self.cell) = (total, cell)
    }

    func observed(_ weight: (Int, Int) -> Double) -> Double {
      cell.indices.reduce(0) { sum, i in cell.indices.reduce(sum) { $0 + weight(i, $1) * cell[i][$1] } }
    }

    func expected(_ weight: (Int, Int) -> Double) -> Double {
      cell.indices.reduce(0) { sum, i in cell.indices.reduce(sum) { $0 + weight(i, $1) * row[i] * column[$1] } }
    }

    /// 1 - observed/expected disagreement; nil when no disagreement is to be expected.
    func weightedKappa(_ distance: (Int, Int) -> Double) -> Double? {
      let chance = expected(distance)
      return chance > 0 ? 1 - observed(distance) / chance : nil
    }

    var kappaError: Double? {
      let same = observed { $0 == $1 ? 1 : 0 }
      let chance = expected { $0 == $1 ? 1 : 0 }
      let rest = 1 - chance
      guard rest > 0 else { return nil }
      let variance = observed { i, j in
        let inside = i == j ? rest - (row[i] + column[i]) * (1 - same) : (1 - same) * (column[i] + row[j])
        return inside * inside
      }
      let shift = same * chance - 2 * chance + same
      return (max(0, variance - shift * shift) / total).squareRoot() / (rest * rest)
    }

    var ac1: Double? {
      let chance =
        cell.indices.reduce(0) { sum, i in
          let share = (row[i] + column[i]) / 2
          return sum + share * (1 - share)
        } / Double(cell.count - 1)
      return chance < 1 ? (observed { $0 == $1 ? 1 : 0 } - chance) / (1 - chance) : nil
    }
  }
}
