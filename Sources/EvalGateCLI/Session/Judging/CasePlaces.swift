import EvalGateCore
import Synchronization

/// Where the cases of a suite stand. Nearly all stand where the plan supposes them, and a table of all ids is made for the others
/// alone.
final class CasePlaces: Sendable {
  private let suite: Suite
  private let table = Mutex<[String: Int]?>(nil)

  init(_ suite: Suite) { self.suite = suite }

  /// - Parameter guess: where it probably stands.
  /// - Returns: nil where the suite has no such case.
  func place(of id: String, near guess: Int?) -> Int? {
    let cases = suite.evalset.cases
    if let guess, guess < cases.count, cases.header(at: guess).id == id { return guess }
    return table.withLock { table in
      let known = table ?? suite.casePositions
      table = known
      return known[id]
    }
  }
}
