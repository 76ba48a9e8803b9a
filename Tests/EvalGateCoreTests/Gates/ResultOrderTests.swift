import EvalGateCore
import Testing

/// Results mostly stand in the order of the plan, and are then matched without a table. In any other order they mean the same.
@Suite("results in another order than the plan's")
struct ResultOrderTests {
  private static func results(_ random: inout some RandomNumberGenerator) -> [CaseOutcome] {
    (0..<Int.random(in: 1...40, using: &random)).map { number in
      outcome(
        "c\(number)", [[.pass, .fail, .error].randomElement(using: &random) ?? .pass],
        digest: Int.random(in: 0..<8, using: &random) == 0 ? "edited" : "")
    }
  }

  private static func some(_ outcomes: [CaseOutcome], _ random: inout some RandomNumberGenerator) -> [CaseOutcome] {
    outcomes.filter { _ in Int.random(in: 0..<6, using: &random) > 0 }
  }

  @Test("a comparison pairs the same cases", arguments: 0..<200)
  func comparison(seed: Int) {
    var random = Numbers(UInt64(seed))
    let before = Self.some(Self.results(&random), &random)
    let after = Self.some(Self.results(&random), &random)
    let planned = after.map(\.id) + ["c7", "c41"]
    func compared(_ before: [CaseOutcome], _ after: [CaseOutcome], _ planned: [String]) -> Comparison {
      Comparison(
        suite: "s", outcomes: after, planned: planned, tuple: RunTuple(suite: "s"), baseline: baseline(before),
        isSafety: false)
    }
    let ordered = compared(before, after, planned)
    let mixed = compared(before.shuffled(using: &random), after, planned.shuffled(using: &random))
    #expect(mixed.pairs == ordered.pairs && mixed.broke == ordered.broke && mixed.fixed == ordered.fixed)
    #expect(mixed.added == ordered.added && mixed.edited == ordered.edited)
    #expect(Set(mixed.removed) == Set(ordered.removed) && mixed.removed.count == ordered.removed.count)
    let ids = Set(before.map(\.id))
    #expect(ordered.added == after.map(\.id).filter { !ids.contains($0) })
    #expect(ordered.removed == before.map(\.id).filter { !Set(planned).contains($0) })
  }

  @Test("a gate misses the same cases", arguments: 0..<200)
  func missing(seed: Int) {
    var random = Numbers(UInt64(seed))
    let all = Self.results(&random)
    let came = Self.some(all, &random)
    func decided(_ outcomes: [CaseOutcome]) -> GateOutcome {
      weigh(rule(atLeast(0.5)), SuiteEvidence(outcomes, maxMissing: 1, planned: all.map(header)))
    }
    let ordered = decided(came)
    #expect(decided(came.shuffled(using: &random)) == ordered)
    let unanswered = all.count - came.count { !$0.hasError }
    let said = ordered.evidence.compactMap { if case .missing(let count, _) = $0 { count } else { nil } }
    #expect(said == (unanswered > 0 ? [unanswered] : []))
  }

  @Test("a result that comes twice is found wherever the second one stands", arguments: 0..<50)
  func repeated(seed: Int) {
    var random = Numbers(UInt64(seed))
    var outcomes = Self.results(&random)
    let twice = outcomes[Int.random(in: 0..<outcomes.count, using: &random)]
    outcomes.insert(twice, at: Int.random(in: 0...outcomes.count, using: &random))
    let decided = weigh(rule(atLeast(0)), SuiteEvidence(outcomes, maxMissing: 1))
    #expect(decided.verdict == .undecided)
    #expect(decided.reason?.contains(twice.id) == true)
  }
}

/// The same numbers for the same seed.
private struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
