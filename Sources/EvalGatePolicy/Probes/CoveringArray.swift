import GateStatistics

/// Few scenarios in which every pair of values of any two dimensions comes together at least once.
///
/// One row at a time: it begins with a pair that is still missing, and takes for each other dimension the value that brings the
/// most missing pairs with it (the greedy way of Cohen, Dalal, Fredman and Patton 1997, with one candidate a row).
package struct CoveringArray {
  /// Places of values by dimension.
  package private(set) var rows: [[Int]] = []
  /// Pairs that can come together, and those that nothing can complete to a scenario.
  package private(set) var covered = 0
  package private(set) var impossible = 0

  private let space: ProbeSpace
  private let sizes: [Int]
  /// Where the pairs of two dimensions begin in `missing`.
  private let offsets: [[Int]]
  private var missing: [Bool]
  /// Ruled-out pairs, by the same places.
  private var ruledOut: [Bool]

  package init(_ space: ProbeSpace, seed: UInt64) {
    self.space = space
    let sizes = space.values.map(\.count)
    var offsets = sizes.map { _ in sizes.map { _ in 0 } }
    var total = 0
    for (first, second) in Self.pairs(sizes.count) {
      offsets[first][second] = total
      total += sizes[first] * sizes[second]
    }
    (self.sizes, self.offsets) = (sizes, offsets)
    missing = Array(repeating: true, count: total)
    ruledOut = Array(repeating: false, count: total)
    let dimensions = ProbeDimension.allCases
    for (first, second) in Self.pairs(sizes.count) {
      for a in 0..<sizes[first] {
        for b in 0..<sizes[second] where space.rulesOut(dimensions[first], a, dimensions[second], b) {
          missing[place(first, a, second, b)] = false
          ruledOut[place(first, a, second, b)] = true
        }
      }
    }
    var random = SplitMix64(seed: seed)
    fill(&random)
  }

  private static func pairs(_ count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { first in ((first + 1)..<max(count, first + 1)).map { (first, $0) } }
  }

  private func place(_ first: Int, _ a: Int, _ second: Int, _ b: Int) -> Int {
    first < second ? offsets[first][second] + a * sizes[second] + b : offsets[second][first] + b * sizes[first] + a
  }

  private mutating func fill(_ random: inout SplitMix64) {
    for (first, second) in Self.pairs(sizes.count) {
      for a in 0..<sizes[first] {
        for b in 0..<sizes[second] where missing[place(first, a, second, b)] {
          var row = [Int?](repeating: nil, count: sizes.count)
          (row[first], row[second]) = (a, b)
          guard let whole = complete(row, &random) else {
            missing[place(first, a, second, b)] = false
            impossible += 1
            continue
          }
          take(whole)
        }
      }
    }
  }

  /// The row with the open dimensions filled in; nil where no values of them fit.
  private func complete(_ row: [Int?], _ random: inout SplitMix64) -> [Int]? {
    guard let open = row.firstIndex(where: { $0 == nil }) else { return row.compactMap(\.self) }
    let order = random.order(of: sizes[open])
    let ranked = order.filter { fits($0, open, row) }.enumerated()
      .map { (gain: gain($0.element, open, row), turn: $0.offset, value: $0.element) }
      .sorted { ($1.gain, $0.turn) < ($0.gain, $1.turn) }
    for (_, _, value) in ranked {
      var next = row
      next[open] = value
      if let whole = complete(next, &random) { return whole }
    }
    return nil
  }

  private func fits(_ value: Int, _ dimension: Int, _ row: [Int?]) -> Bool {
    row.indices.allSatisfy { other in
      guard let taken = row[other] else { return true }
      return !ruledOut[place(dimension, value, other, taken)]
    }
  }

  private func gain(_ value: Int, _ dimension: Int, _ row: [Int?]) -> Int {
    row.indices.count { other in
      guard other != dimension, let taken = row[other] else { return false }
      return missing[place(dimension, value, other, taken)]
    }
  }

  private mutating func take(_ row: [Int]) {
    rows.append(row)
    for (first, second) in Self.pairs(sizes.count) where missing[place(first, row[first], second, row[second])] {
      missing[place(first, row[first], second, row[second])] = false
      covered += 1
    }
  }
}
