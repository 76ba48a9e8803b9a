import GateStatistics

/// All scenarios that tables can give: the values of each dimension, how often each is drawn, and what rules one another out.
///
/// A scenario is written as places in these lists while it is looked for, and as a tuple once it is found.
package struct ProbeSpace: Sendable {
  package let tables: ProbeTables
  /// Values by dimension, in the order of the tables.
  package let values: [[String]]
  private let weights: [[Int]]

  package init(_ tables: ProbeTables) {
    self.tables = tables
    var goals: [(String, Int)] = []
    for goal in tables.goals {
      if let place = goals.firstIndex(where: { $0.0 == goal.name }) {
        goals[place].1 = max(goals[place].1, goal.weight)
      } else {
        goals.append((goal.name, goal.weight))
      }
    }
    let dimensions: [[(String, Int)]] = [
      goals, tables.carriers.map { ($0.name, $0.weight) }, tables.techniques.map { ($0.name, $0.weight) },
      ProbeEncoding.allCases.map { ($0.rawValue, $0 == .none ? 8 : 1) },
      tables.languages.enumerated().map { ($1, $0 == 0 ? 6 : 1) }, ProbePosition.allCases.map { ($0.rawValue, 1) },
    ]
    values = dimensions.map { $0.map(\.0) }
    weights = dimensions.map { $0.map(\.1) }
  }

  func tuple(_ places: [Int]) -> ProbeTuple { ProbeTuple(zip(values, places).map { $0[$1] }) }

  /// Whether two values can never stand in one scenario.
  ///
  /// A goal needs an entry for the carrier, several lines need room, and tags spell nothing but ASCII.
  package func rulesOut(_ first: ProbeDimension, _ a: Int, _ second: ProbeDimension, _ b: Int) -> Bool {
    let (x, y) = (values[ProbeTuple.place(of: first)][a], values[ProbeTuple.place(of: second)][b])
    switch (first, second) {
    case (.goal, .carrier): return tables.goal(x, in: y) == nil
    case (.carrier, .technique):
      return tables.carrier(x)?.isOneLine == true && tables.technique(y)?.isMultiLine == true
    case (.encoding, .language):
      return ProbeEncoding(rawValue: x)?.isASCIIOnly == true && !tables.asciiLanguages.contains(y)
    case (.carrier, .goal), (.technique, .carrier), (.language, .encoding): return rulesOut(second, b, first, a)
    default: return false
    }
  }

  /// A scenario drawn by weight, and nil where what was drawn rules itself out.
  func draw(_ random: inout SplitMix64) -> [Int]? {
    let places = weights.map { weights -> Int in
      var rest = random.below(weights.reduce(0, +))
      return weights.firstIndex { weight in
        rest -= weight
        return rest < 0
      } ?? 0
    }
    let dimensions = ProbeDimension.allCases
    for first in dimensions.indices {
      for second in dimensions.indices.dropFirst(first + 1)
      where rulesOut(dimensions[first], places[first], dimensions[second], places[second]) {
        return nil
      }
    }
    return places
  }
}
