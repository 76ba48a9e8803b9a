import GateStatistics
import Testing

@Suite("Confirmation before a block")
struct ConfirmationTests {
  /// A case that passed all five stored runs and now fails.
  private func broken() throws -> CaseRuns {
    try #require(CaseRuns(baselinePasses: 5, baselineRuns: 5, candidatePasses: 0, candidateRuns: 1))
  }

  private func steady() throws -> CaseRuns {
    try #require(CaseRuns(baselinePasses: 5, baselineRuns: 5, candidatePasses: 1, candidateRuns: 1))
  }

  private func fresh(_ baseline: Int, _ candidate: Int) throws -> CaseRuns {
    try #require(
      CaseRuns(baselinePasses: baseline, baselineRuns: 3, candidatePasses: candidate, candidateRuns: 3))
  }

  // b straight breaks have E = (2^(b+1) - 1)/(b + 1): 31.9 after seven, 56.8 after eight.
  @Test("eight straight fresh breaks suffice to block, seven do not")
  func eightBreaks() throws {
    let seven = try FreshConfirmation.standard.decide(Array(repeating: .broke, count: 7))
    let eight = try FreshConfirmation.standard.decide(Array(repeating: .broke, count: 8))
    #expect(seven.verdict == .passOrUnproven)
    #expect(eight.verdict == .block)
    #expect(eight.stopIndex == 8)
    #expect(isClose(eight.anytimeP, 9 / 511.0, within: 1e-12))
    #expect(isClose(eight.gateP, 2.5 * 9 / 511.0, within: 1e-12))
  }

  // Two gates need E >= 100: (2^10 - 1)/10 = 102.3 after nine breaks.
  @Test("two gates that share the family's alpha need nine straight breaks")
  func twoGates() throws {
    let decision = try FreshConfirmation.standard.decide(Array(repeating: .broke, count: 12), gates: 2)
    #expect(decision.stopIndex == 9)
  }

  @Test("fixes among the breaks are evidence against a block")
  func mixed() throws {
    let decision = try FreshConfirmation.standard.decide([
      .broke, .fixed, .broke, .fixed, .broke, .fixed, .broke, .fixed,
    ])
    #expect(decision.stopIndex == nil)
    #expect(decision.verdict == .passOrUnproven)
  }

  @Test(
    "the final confirmation blocks just below .03",
    arguments: [(0.0299, FreshConfirmation.Verdict.block), (0.0301, .passOrUnproven)])
  func finalConfirmation(p: Double, verdict: FreshConfirmation.Verdict) throws {
    #expect(try FreshConfirmation.standard.decide([], finalP: p).verdict == verdict)
  }

  @Test("a crossed screen that nothing confirms is unresolved until the full fresh run")
  func unresolved() throws {
    let critical = FreshConfirmation.critical
    #expect(try critical.decide([], finalP: 0.4, screenCrossed: true).verdict == .unresolved)
    #expect(try critical.decide([], finalP: 0.4, fullP: 0.2, screenCrossed: true).verdict == .passOrUnproven)
    let blocked = try critical.decide([], finalP: 0.4, fullP: 0.009, screenCrossed: true)
    #expect(blocked.verdict == .block)
    #expect(isClose(blocked.gateP, 0.045, within: 1e-12))
  }

  @Test("a p that is none, or of a run the form has no share for, is invalid")
  func invalidP() {
    let standard = FreshConfirmation.standard
    #expect(reason { () throws(Undecided) in try standard.decide([], finalP: .nan) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try standard.decide([], fullP: 0.001) } == .invalidInput)
  }

  @Test("changed cases are those whose majority turned, in both directions, and a tie counts as fail")
  func changedSet() throws {
    let tied = try #require(CaseRuns(baselinePasses: 2, baselineRuns: 4, candidatePasses: 1, candidateRuns: 1))
    let unrun = try #require(CaseRuns(baselinePasses: 5, baselineRuns: 5, candidatePasses: 0, candidateRuns: 0))
    let changed = ChangedSet([try steady(), try broken(), tied, unrun])
    #expect(changed.indices == [1, 2])
    #expect(changed.worse == 1 && changed.better == 1)
    #expect(!changed.triggers(.changed) && changed.triggers(.down))
  }

  // Three broken cases among informative ones only: each fails with chance 1/6, so p = 1/216/2 = .0023 <= .01.
  @Test("the stored form may block at its first stage")
  func storedBlock() throws {
    let stored = try (0..<3).map { _ in try broken() } + (0..<20).map { _ in try steady() }
    let decision = try StoredConfirmation.standard.decide(stored: stored, fresh: nil)
    #expect(isClose(decision.stageOneP, 1 / 432.0, within: 1e-14))
    #expect(decision.verdict == .block)
    #expect(!decision.confirmNeeded)
  }

  // All three broken cases lie in one document of two: the sign-flip p cannot go below ½.
  @Test("a loss within one cluster does not block at the first stage")
  func storedClusters() throws {
    let stored = try (0..<3).map { _ in try broken() } + (0..<3).map { _ in try steady() }
    let clusters = ["a", "a", "a", "b", "b", "b"]
    let decision = try StoredConfirmation.standard.decide(stored: stored, fresh: nil, clusters: clusters)
    #expect(decision.stageOneP == 0.5)
    #expect(decision.verdict == .needsConfirm)
  }

  // Two broken cases: p = 1/72; confirmed by 3:0 twice with p = 1/800.
  @Test("the stored form asks for a confirmation and lets it decide")
  func storedConfirm() throws {
    let stored = try (0..<2).map { _ in try broken() } + (0..<20).map { _ in try steady() }
    let rule = StoredConfirmation.standard
    #expect(try rule.decide(stored: stored, fresh: nil).verdict == .needsConfirm)
    let confirmed = try rule.decide(stored: stored, fresh: [fresh(3, 0), fresh(3, 0)])
    #expect(confirmed.verdict == .block)
    #expect(isClose(confirmed.gateP, 1.25 / 800, within: 1e-14))
    #expect(try rule.decide(stored: stored, fresh: [fresh(3, 3), fresh(2, 2)]).verdict == .passOrUnproven)
  }

  @Test("shares that leave no room for an alpha make no form")
  func impossibleShares() {
    #expect(StoredConfirmation(stageOneAlpha: 0.5, confirmAlpha: 0.5) == nil)
    #expect(StoredConfirmation(stageOneAlpha: .nan) == nil)
    #expect(FreshConfirmation(sequentialAlpha: 0) == nil)
    #expect(FreshConfirmation(fullAlpha: -0.1) == nil)
  }

  // 400 seeded unchanged versions, 100 cases of which each run flips one in twenty; the nominal rate is 5%.
  @Test("an unchanged version is blocked by the stored form less often than its alpha")
  func falseBlocks() throws {
    var random = SplitMix64(seed: 20)
    func runs(_ count: Int) -> Int { (0..<count).count { _ in random.below(20) != 0 } }
    var blocked = 0
    for _ in 0..<400 {
      let stored = try (0..<100).map { _ in
        try #require(CaseRuns(baselinePasses: runs(5), baselineRuns: 5, candidatePasses: runs(1), candidateRuns: 1))
      }
      let again = try ChangedSet(stored).indices.map { _ in try fresh(runs(3), runs(3)) }
      if try StoredConfirmation.standard.decide(stored: stored, fresh: again).verdict == .block { blocked += 1 }
    }
    #expect(blocked <= 20)
  }
}
