import EvalGateCore
import Testing

@Suite("parts made by several tasks")
struct InOrderTests {
  private struct Stop: Error, Equatable { let at: Int }

  @Test("are handed on in their order, each once", arguments: [0, 1, 2, 11, 500])
  func order(count: Int) async {
    var parts = Array(0..<count)[...]
    var taken: [Int] = []
    await inOrder({ parts.popFirst() }, make: { $0 * $0 }) { made in
      taken.append(made)
      return true
    }
    #expect(taken == (0..<count).map { $0 * $0 })
  }

  @Test("are not asked for any more when enough was taken")
  func enough() async {
    var (asked, taken) = (0, 0)
    await inOrder(
      {
        asked += 1
        return asked
      }, make: { $0 }
    ) { made in
      taken = made
      return made < 40
    }
    #expect(taken == 40)
    #expect(asked < 100)
  }

  @Test("end with what the taker throws, after all before it")
  func failure() async {
    var parts = Array(0..<200)[...]
    var taken: [Int] = []
    await #expect(throws: Stop(at: 70)) {
      try await inOrder({ parts.popFirst() }, make: { $0 }) { made in
        if made == 70 { throw Stop(at: made) }
        taken.append(made)
        return true
      }
    }
    #expect(taken == Array(0..<70))
  }
}
