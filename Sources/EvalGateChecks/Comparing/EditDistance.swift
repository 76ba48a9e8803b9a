/// How many insertions, deletions and substitutions of a scalar make one text of another (Levenshtein 1966).
enum EditDistance {
  enum Outcome: Hashable {
    case distance(Int)
    /// More than the limit, by how much is not known.
    case overLimit
    /// The texts are too long to be compared up to this limit.
    case tooLong
  }

  /// The most table cells that one comparison fills, about a third of a second.
  static let maximumCells = 100_000_000
  /// The longest text that is looked at, in bytes.
  static let maximumBytes = 4 << 20

  /// Looks only at the band of the table that can stay within `limit` (Ukkonen 1985), so that time is the length times the
  /// limit and memory one row.
  static func between(_ a: String, _ b: String, limit: Int) -> Outcome {
    guard a.utf8.count <= maximumBytes, b.utf8.count <= maximumBytes else { return .tooLong }
    var (short, long) = (Array(a.unicodeScalars)[...], Array(b.unicodeScalars)[...])
    if short.count > long.count { swap(&short, &long) }
    while let x = short.first, x == long.first { (short, long) = (short.dropFirst(), long.dropFirst()) }
    while let x = short.last, x == long.last { (short, long) = (short.dropLast(), long.dropLast()) }
    let limit = min(limit, long.count)
    guard limit >= 0, long.count - short.count <= limit else { return .overLimit }
    guard !short.isEmpty else { return .distance(long.count) }
    let width = min(2 * limit + 1, short.count)
    guard long.count <= maximumCells / width else { return .tooLong }
    return banded(Array(short), Array(long), limit)
  }

  private static func banded(_ short: [Unicode.Scalar], _ long: [Unicode.Scalar], _ limit: Int) -> Outcome {
    // What lies outside the band is over the limit anyway.
    let outside = limit + 1
    var row = (0...short.count).map { min($0, outside) }
    for i in long.indices {
      let lower = max(0, i - limit)
      let upper = min(short.count - 1, i + limit)
      guard lower <= upper else { return .overLimit }
      var diagonal = row[lower]
      row[lower] = lower == 0 ? min(i + 1, outside) : outside
      var least = row[lower]
      for j in lower...upper {
        let substituted = diagonal + (long[i] == short[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j + 1] + 1, row[j] + 1, outside)
        least = min(least, row[j + 1])
      }
      if least > limit { return .overLimit }
    }
    return row[short.count] <= limit ? .distance(row[short.count]) : .overLimit
  }
}
