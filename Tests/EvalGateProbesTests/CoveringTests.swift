import EvalGateCore
import EvalGatePolicy
import Testing

@Suite("What the generator covers")
struct CoveringTests {
  @Test("every pair of values of any two dimensions comes together, unless a constraint rules it out")
  func everyPair() throws {
    let space = ProbeSpace(try .shippedTables())
    let tuples = ProbeSet(space.tables, seed: 7, budget: 400).probes.map(\.tuple)
    let dimensions = ProbeDimension.allCases
    var missing: [String] = []
    var ruledOut = 0
    for (x, first) in dimensions.enumerated() {
      for (y, second) in dimensions.enumerated() where x < y {
        let together = Set(tuples.map { [$0[first], $0[second]] })
        for (a, one) in space.values[x].enumerated() {
          for (b, other) in space.values[y].enumerated() {
            if space.rulesOut(first, a, second, b) {
              ruledOut += 1
            } else if !together.contains([one, other]) {
              missing.append("\(first)=\(one) \(second)=\(other)")
            }
          }
        }
      }
    }
    #expect(missing.isEmpty)
    // Tags spell no accents (6 languages); three carriers have no room for the techniques of several lines (3).
    #expect(ruledOut == 6 + 3 * 3)
  }

  @Test("the dimensions have the sizes of the specification")
  func sizes() throws {
    #expect(ProbeSpace(try .shippedTables()).values.map(\.count) == [12, 14, 16, 12, 8, 3])
  }
}
