import GateStatistics
import Testing

@Suite("Paired comparison")
struct PairedTests {
  // All five changed cases broke: 1/2^5, and half of it.
  @Test("five straight breaks have p 1/32 and mid-p 1/64")
  func fiveBreaks() throws {
    let test = try #require(McNemarTest(broke: 5, fixed: 0))
    #expect(isClose(test.pWorseExact, 1 / 32.0, within: 1e-15))
    #expect(isClose(test.pWorseMidP, 1 / 64.0, within: 1e-15))
    #expect(isClose(test.pTwoSidedExact, 1 / 16.0, within: 1e-15))
  }

  @Test("worse and better mid-p add up to one", arguments: [(3, 9), (40, 2), (7, 7)])
  func halves(broke: Int, fixed: Int) throws {
    let test = try #require(McNemarTest(broke: broke, fixed: fixed))
    #expect(isClose(test.pWorseMidP + test.pBetterMidP, 1, within: 1e-12))
  }

  @Test("nothing changed means p 1 everywhere and no chi-squared")
  func nothingChanged() throws {
    let test = try #require(McNemarTest(broke: 0, fixed: 0))
    #expect(test.pWorseMidP == 1 && test.pBetterMidP == 1 && test.pTwoSidedExact == 1)
    #expect(test.chiSquared == nil)
  }

  // Newcombe 1998 prints -.507 to -.026 for the table 1, 1, 7, 12.
  @Test("the paired interval is the one Newcombe printed")
  func newcombe() {
    let table = PairedCounts(both: 1, broke: 1, fixed: 7, neither: 12)
    #expect(isClose(table?.newcombe(), -0.507, -0.026, within: 5e-4))
  }

  @Test("an interval is never of zero width, even when nothing changed")
  func neverZeroWidth() throws {
    let interval = try #require(PairedCounts(both: 20, broke: 0, fixed: 0, neither: 0)?.newcombe())
    #expect(isClose(interval, -0.161, 0.161, within: 5e-4))
  }

  // 3 of 6 runs passed, all in one arm: 1/C(6,3) = 1/20 for each case.
  @Test("two cases that broke in three of three runs have p 1/400")
  func repeats() throws {
    let one = try #require(CaseRuns(baselinePasses: 3, baselineRuns: 3, candidatePasses: 0, candidateRuns: 3))
    let test = try #require(StratifiedTest([one, one]))
    #expect(isClose(test.pWorseExact, 1 / 400.0, within: 1e-15))
    #expect(isClose(test.pWorseMidP, 1 / 800.0, within: 1e-15))
    #expect(isClose(test.expected, 3, within: 1e-12))
  }

  // Kb = 2, Kc = 1 with 2 of 3 passes: the candidate fails with chance 1/3. Kb = 1, Kc = 1 with 1 of 2: 1/2. Both fail: 1/6.
  @Test("cases with different numbers of runs multiply their chances")
  func mixedRuns() throws {
    let first = try #require(CaseRuns(baselinePasses: 2, baselineRuns: 2, candidatePasses: 0, candidateRuns: 1))
    let second = try #require(CaseRuns(baselinePasses: 1, baselineRuns: 1, candidatePasses: 0, candidateRuns: 1))
    #expect(isClose(StratifiedTest([first, second])?.pWorseExact, 1 / 6.0, within: 1e-15))
  }

  @Test("with one run an arm the stratified test is McNemar's", arguments: [(14, 9), (0, 3), (30, 11)])
  func isMcNemar(broke: Int, fixed: Int) throws {
    let test = try #require(StratifiedTest(singles(both: 5, broke: broke, fixed: fixed, neither: 2)))
    let mcnemar = try #require(McNemarTest(broke: broke, fixed: fixed))
    #expect(isClose(test.pWorseMidP, mcnemar.pWorseMidP, within: 1e-12))
    #expect(isClose(test.pTwoSidedExact, mcnemar.pTwoSidedExact, within: 1e-12))
    #expect(test.informative == broke + fixed)
  }

  @Test("a hundred thousand changed cases are no trouble")
  func large() throws {
    let test = try #require(StratifiedTest(singles(broke: 50_300, fixed: 49_700)))
    #expect(isClose(test.pWorseMidP, try #require(McNemarTest(broke: 50_300, fixed: 49_700)).pWorseMidP, within: 1e-10))
  }

  @Test("a case with no run in one arm says nothing")
  func noRuns() throws {
    let one = try #require(CaseRuns(baselinePasses: 0, baselineRuns: 0, candidatePasses: 0, candidateRuns: 1))
    #expect(!one.isInformative)
    #expect(one.drop == nil)
    #expect(reason { () throws(Undecided) in try AccuracyGate.decide([one]) } == .noPairedCases)
  }

  @Test("runs that cannot be make no case", arguments: [(-1, 5), (6, 5), (0, -1), (1, Int.max)])
  func impossibleRuns(passes: Int, runs: Int) {
    #expect(CaseRuns(baselinePasses: passes, baselineRuns: runs, candidatePasses: 0, candidateRuns: 1) == nil)
  }

  @Test("counts that cannot be make no table", arguments: [-1, Int.max, Int.min])
  func impossibleCounts(count: Int) {
    #expect(PairedCounts(both: count, broke: 0, fixed: 0, neither: 0) == nil)
    #expect(McNemarTest(broke: count, fixed: 1) == nil)
  }

  @Test("literal, statistical and non-inferiority rules part on 14 broken and 9 fixed of 200")
  func rules() throws {
    let table = try #require(PairedCounts(both: 170, broke: 14, fixed: 9, neither: 7))
    let verdicts = try AccuracyRule.allCases.map {
      try AccuracyGate.decide(table, settings: AccuracySettings(rule: $0)).verdict
    }
    #expect(verdicts == [.unproven, .block, .block])
  }

  @Test("single runs decide alike from the table and from the cases")
  func sameFromCases() throws {
    let table = try #require(PairedCounts(both: 170, broke: 19, fixed: 5, neither: 6))
    let cases = singles(both: 170, broke: 19, fixed: 5, neither: 6)
    #expect(try AccuracyGate.decide(table) == AccuracyGate.decide(cases))
  }

  @Test("a minimum drop holds back a block that is smaller")
  func minimumDrop() throws {
    let table = try #require(PairedCounts(both: 950, broke: 12, fixed: 2, neither: 36))
    #expect(try AccuracyGate.decide(table).verdict == .block)
    #expect(try AccuracyGate.decide(table, settings: AccuracySettings(minimumDrop: 0.011)).verdict == .pass)
  }

  @Test("nothing to compare and nothing to lose are undecided")
  func undecided() throws {
    let empty = try #require(PairedCounts(both: 0, broke: 0, fixed: 0, neither: 0))
    let lost = try #require(PairedCounts(both: 0, broke: 0, fixed: 0, neither: 9))
    #expect(reason { () throws(Undecided) in try AccuracyGate.decide(empty) } == .noPairedCases)
    #expect(reason { () throws(Undecided) in try AccuracyGate.decide(lost) } == .nothingToLose)
  }

  @Test(
    "settings out of range are invalid",
    arguments: [
      AccuracySettings(alpha: .nan), AccuracySettings(alpha: 0.5), AccuracySettings(margin: 0),
      AccuracySettings(minimumDrop: -1), AccuracySettings(confidence: 1), AccuracySettings(power: 2),
    ])
  func badSettings(settings: AccuracySettings) throws {
    let table = try #require(PairedCounts(both: 9, broke: 1, fixed: 0, neither: 0))
    #expect(reason { () throws(Undecided) in try AccuracyGate.decide(table, settings: settings) } == .invalidInput)
  }

  // Four clusters: the smallest sign-flip p is 1/16, so that .05 is out of reach however clear the loss is.
  @Test("too few clusters cannot block, and say so")
  func fewClusters() throws {
    let cases = singles(broke: 20)
    let clusters = (0..<20).map { "document \($0 % 4)" }
    let decision = try AccuracyGate.decide(cases, clusters: clusters)
    #expect(decision.pWorse == 1 / 16.0)
    #expect(decision.tooFewClusters)
    #expect(decision.verdict == .unproven)
  }

  @Test("repeated runs without any spread still have an interval of some width")
  func repeatsWithoutSpread() throws {
    let one = try #require(CaseRuns(baselinePasses: 5, baselineRuns: 5, candidatePasses: 1, candidateRuns: 1))
    let decision = try AccuracyGate.decide(Array(repeating: one, count: 20))
    #expect(decision.intervalMethod == .newcombePaired)
    #expect(decision.verdict == .unproven)
  }

  // One difference in twenty: mean .05, standard deviation √(.05·.95·20/19), the rest is the t table (2.093 for 19).
  @Test("repeated runs have a t interval on per-case differences")
  func repeatsInterval() throws {
    let same = try #require(CaseRuns(baselinePasses: 2, baselineRuns: 2, candidatePasses: 1, candidateRuns: 1))
    let lost = try #require(CaseRuns(baselinePasses: 2, baselineRuns: 2, candidatePasses: 0, candidateRuns: 1))
    let decision = try AccuracyGate.decide([lost] + Array(repeating: same, count: 19))
    #expect(decision.intervalMethod == .pairedT)
    #expect(isClose(decision.interval, 0.05 - 2.093 * 0.05, 0.05 + 2.093 * 0.05, within: 1e-4))
  }

  // Fisher's tea: 3 of 4 right against 1 of 4, one-sided 17/70, two-sided 34/70.
  @Test("Fisher's exact test knows his tea-tasting lady")
  func tea() throws {
    let fisher = TwoProportions(
      baseline: try #require(Proportion(passes: 3, of: 4)), candidate: try #require(Proportion(passes: 1, of: 4))
    ).fisher
    #expect(isClose(fisher.pWorseExact, 17 / 70.0, within: 1e-12))
    #expect(isClose(fisher.pTwoSided, 34 / 70.0, within: 1e-12))
  }

  // Table (8, 2; 1, 5), a textbook case: two-sided .0350 (SciPy and R agree).
  @Test("Fisher's two-sided p counts every table no likelier than the one seen")
  func fisherTwoSided() throws {
    let fisher = TwoProportions(
      baseline: try #require(Proportion(passes: 8, of: 10)), candidate: try #require(Proportion(passes: 1, of: 6))
    ).fisher
    #expect(isClose(fisher.pTwoSided, 0.034965, within: 1e-6))
  }

  @Test("Welch's test of samples without spread has no answer")
  func welchWithoutSpread() throws {
    let flat = try #require(SampleSummary([1, 1, 1]))
    #expect(WelchTest(baseline: flat, candidate: flat) == nil)
    #expect(SampleSummary([1, .nan]) == nil)
    #expect(SampleSummary([]) == nil)
  }
}
