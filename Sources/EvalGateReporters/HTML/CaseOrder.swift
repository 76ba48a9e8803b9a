import EvalGateCore

/// The cases of all suites, the worst first, and how many there are of a kind: places only, so that a page over a hundred thousand
/// cases holds none of their rows.
struct CaseOrder: Sequence {
  private struct Place {
    let rank: Int8
    let suite: Int32
    let row: Int32
  }

  private let rows: [CaseRows]
  private var places: [Place] = []
  private var states: [CaseRow.State: Int] = [:]
  private var movements: [CaseRow.Movement: Int] = [:]

  init(_ rows: [CaseRows]) {
    self.rows = rows
    places.reserveCapacity(rows.reduce(0) { $0 + $1.count })
    for (suite, rows) in rows.enumerated() {
      for (place, row) in rows.enumerated() {
        states[row.state, default: 0] += 1
        if let movement = row.movement { movements[movement, default: 0] += 1 }
        places.append(Place(rank: Int8(Self.rank(row)), suite: Int32(suite), row: Int32(place)))
      }
    }
    places.sort { ($0.rank, $0.suite, $0.row) < ($1.rank, $1.suite, $1.row) }
  }

  var count: Int { places.count }
  /// How many need a look.
  var attention: Int { places.count { Self.needsLook(Int($0.rank)) } }

  subscript(state: CaseRow.State) -> Int { states[state] ?? 0 }
  subscript(movement: CaseRow.Movement) -> Int { movements[movement] ?? 0 }

  func makeIterator() -> AnyIterator<(rank: Int, row: CaseRow)> {
    var places = places.makeIterator()
    return AnyIterator {
      places.next().map { (Int($0.rank), rows[Int($0.suite)][Int($0.row)]) }
    }
  }

  /// Safety, then what broke, then what fails as before, then what has no result; what is as it was comes last.
  private static func rank(_ row: CaseRow) -> Int {
    switch (row.state, row.movement) {
    case (.failed, _) where row.suite.isSafety: 0
    case (.failed, .broke?): 1
    case (.failed, _): 2
    case (.error, _), (.missing, _): 3
    case (.waived, _): 4
    case (.passed, .fixed?), (.flaky, .fixed?): 5
    case (.flaky, _): 6
    case (.passed, _): 7
    }
  }

  static func needsLook(_ rank: Int) -> Bool { rank < 7 }
}
