/// How far apart two categories are.
public enum MeasurementLevel: String, Hashable, Sendable, CaseIterable {
  /// Categories are alike or not.
  case nominal
  /// Categories have an order.
  case ordinal
  /// Categories are numbers.
  case interval
}

/// Krippendorff's alpha (2011): agreement of any number of raters, with gaps.
public enum Krippendorff {
  /// The most different ratings one set may use.
  public static let categoryLimit = 200

  /// Alpha of ratings given as one list per rater, with nil for a gap: 1 - D_o/D_e over the coincidences of units that
  /// at least two rated.
  ///
  /// Nil where alpha is undefined (no unit rated twice, or one category only), when lists differ in length, a rating is
  /// not finite, or more than `categoryLimit` different ratings occur.
  public static func alpha(raters: [[Double?]], level: MeasurementLevel) -> Double? {
    Coincidences(raters: raters)?.alpha(level)
  }

  /// The percentile bootstrap interval of alpha by resampling units, or whole clusters of them where given.
  ///
  /// Resamples on which alpha is undefined are left out. Nil where alpha itself is, when labels are not one for each
  /// unit, fewer than 2 clusters exist, resamples are not within 1...100000, or the confidence is not within (0, 1).
  public static func interval(
    raters: [[Double?]], level: MeasurementLevel, clusters: [String]? = nil, seed: UInt64, resamples: Int = 1000,
    confidence: Double = 0.95
  ) -> Interval? {
    let units = raters.first?.count ?? 0
    guard (1...100_000).contains(resamples), confidence.isOpenUnit, clusters.map({ $0.count == units }) ?? true,
      alpha(raters: raters, level: level) != nil
    else { return nil }
    let groups = groups(of: units, clusters)
    guard groups.count >= 2 else { return nil }
    var random = SplitMix64(seed: seed)
    var values: [Double] = []
    for _ in 0..<resamples {
      let chosen = groups.indices.flatMap { _ in groups[random.below(groups.count)] }
      let sample = raters.map { rater in chosen.map { rater[$0] } }
      if let value = alpha(raters: sample, level: level) { values.append(value) }
    }
    guard !values.isEmpty else { return nil }
    values.sort()
    let tail = (1 - confidence) / 2
    return Interval(Bootstrap.quantile(sorted: values, tail), Bootstrap.quantile(sorted: values, 1 - tail))
  }

  private static func groups(of units: Int, _ clusters: [String]?) -> [[Int]] {
    guard let clusters else { return (0..<units).map { [$0] } }
    var position: [[UInt8]: Int] = [:]
    var groups: [[Int]] = []
    for (unit, label) in clusters.enumerated() {
      let key = Array(label.utf8)
      if let index = position[key] {
        groups[index].append(unit)
      } else {
        position[key] = groups.count
        groups.append([unit])
      }
    }
    return groups
  }
}

/// How often two categories met in one unit, each unit weighing as many ratings as it has.
struct Coincidences {
  private let values: [Double]
  private let pairs: [[Double]]
  private let margins: [Double]

  /// The coincidences of two raters from their table.
  init(table: [[Int]]) {
    let pairs = table.indices.map { i in table.indices.map { j in Double(table[i][j]) + Double(table[j][i]) } }
    self.init(values: table.indices.map(Double.init), pairs: pairs)
  }

  /// The coincidences of several raters with gaps; nil for lists of different length, a rating that is not finite, or
  /// too many categories.
  init?(raters: [[Double?]]) {
    guard let units = raters.first?.count, raters.allSatisfy({ $0.count == units }) else { return nil }
    let ratings = raters.flatMap { $0.compactMap(\.self) }
    let values = Set(ratings).sorted()
    guard ratings.allSatisfy(\.isFinite), values.count <= Krippendorff.categoryLimit else { return nil }
    var index: [Double: Int] = [:]
    for (position, value) in values.enumerated() { index[value] = position }
    var pairs = [[Double]](repeating: [Double](repeating: 0, count: values.count), count: values.count)
    for unit in 0..<units {
      var counts: [Int: Double] = [:]
      for rater in raters {
        if let value = rater[unit], let position = index[value] { counts[position, default: 0] += 1 }
      }
      let size = counts.values.reduce(0, +)
      guard size >= 2 else { continue }
      for (i, first) in counts {
        for (j, second) in counts { pairs[i][j] += first * (second - (i == j ? 1 : 0)) / (size - 1) }
      }
    }
    self.init(values: values, pairs: pairs)
  }

  private init(values: [Double], pairs: [[Double]]) {
    (self.values, self.pairs) = (values, pairs)
    margins = pairs.map { $0.reduce(0, +) }
  }

  /// 1 - D_o/D_e; nil when no disagreement is to be expected.
  func alpha(_ level: MeasurementLevel) -> Double? {
    let total = margins.reduce(0, +)
    let passed = margins.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    func distance(_ i: Int, _ j: Int) -> Double {
      switch level {
      case .nominal: return i == j ? 0 : 1
      case .interval: return (values[i] - values[j]) * (values[i] - values[j])
      case .ordinal:
        let (low, high) = (min(i, j), max(i, j))
        let between = passed[high + 1] - passed[low] - (margins[low] + margins[high]) / 2
        return i == j ? 0 : between * between
      }
    }
    var (observed, expected) = (0.0, 0.0)
    for i in margins.indices {
      for j in margins.indices where i != j {
        let apart = distance(i, j)
        observed += pairs[i][j] * apart
        expected += margins[i] * margins[j] * apart
      }
    }
    guard expected > 0, expected.isFinite else { return nil }
    return 1 - (total - 1) * observed / expected
  }
}
