import EvalGateCore
import GateStatistics
import Testing

/// One version is at most blocked in 5 of 100 runs whatever the number of its gates, and a change that breaks everything is
/// blocked whatever their number too.
@Suite("gates: many suites")
struct TogetherTests {
  private let everywhere = [rule(.noWorseThanBaseline, name: "quality")]

  private func suites(_ count: Int, both: Int = 0, broke: Int) -> [SuiteEvidence] {
    (0..<count).map { paired(both: both, broke: broke, name: "s\($0)") }
  }

  /// Six of six is 1/128 by mid-p: alone below .05, and not beside twenty-nine others (30/128).
  @Test("thirty suites in which everything breaks are blocked, by one gate or by thirty", arguments: [6, 3, 1])
  func everythingBreaks(cases: Int) {
    let outcome = weigh(everywhere, suites(30, broke: cases))[0]
    #expect(outcome.verdict == .block)
    #expect(outcome.failing.count == 30)
    let each = (0..<30).map { rule(.noWorseThanBaseline, name: "g\($0)", suite: "s\($0)") }
    #expect(weigh(each, suites(30, broke: cases)).allSatisfy { $0.verdict == .block })
  }

  /// 2^-90 / 2 for ninety breaks and none mended.
  @Test("the row says that none shows it alone, what all of them show, and how often chance does that")
  func words() {
    let outcome = weigh(everywhere, suites(30, broke: 3))[0]
    #expect(
      outcome.reason
        == "no suite shows it alone; together 30 suites do: 90 broke, 0 fixed of 90 cases, chance does this in fewer than 1 of 10,000 unchanged runs"
    )
    let facts = outcome.evidence.compactMap { if case .together(let facts) = $0 { facts } else { nil } }
    #expect(facts.map(\.broke) == [90])
    #expect(facts[0].p < 1e-26)
  }

  @Test("suites that did not get worse stay out of such a block")
  func innocent() {
    let outcome = weigh(everywhere, suites(20, both: 10, broke: 2) + [paired(both: 40, name: "calm")])[0]
    #expect(outcome.verdict == .block)
    #expect(!outcome.failing.contains("calm"))
  }

  @Test("what all suites lose together blocks only above `min_drop`")
  func tooSmall() {
    let small = suites(10, both: 400, broke: 1)
    #expect(weigh(everywhere, small)[0].verdict != .block)
  }

  /// None of the twenty-nine could have come out at 1/128: no case of them changed.
  @Test("a suite that breaks alone blocks beside any number in which nothing changed")
  func steadyOthers() {
    let outcome = weigh(everywhere, suites(29, both: 6, broke: 0) + [paired(broke: 6, name: "broken")])[0]
    #expect(outcome.verdict == .block)
    #expect(outcome.failing == ["broken"])
  }

  @Test("one version beside itself, as a carried suite is, takes no share of the error")
  func sameVersion() {
    let carried = (0..<29).map { index in
      var suite = paired(both: 40, broke: 6, fixed: 6, name: "c\(index)")
      suite = SuiteEvidence(
        name: suite.name, isSafety: false, hasSchema: false, maxMissing: 0, planned: suite.planned,
        outcomes: suite.outcomes, base: suite.base, confirmation: SuiteConfirmation(ability: .sameVersion))
      return suite
    }
    let outcome = weigh(everywhere, carried + [paired(both: 60, broke: 4, name: "broken")])[0]
    #expect(outcome.verdict == .block)
    #expect(outcome.failing == ["broken"])
  }

  @Test("fresh runs of all suites are weighed together, stored results are not")
  func fresh() {
    func suite(_ name: String, headPasses: Bool) -> SuiteEvidence {
      let plain = paired(both: 20, broke: 1, name: name)
      let answers = [
        Fresh("c20", base: many(5, .pass), head: many(5, headPasses ? .pass : .fail))
      ]
      return SuiteEvidence(
        name: name, isSafety: false, hasSchema: false, maxMissing: 0.02, planned: plain.planned,
        outcomes: plain.outcomes, base: plain.base,
        confirmation: SuiteConfirmation(fresh: FreshTrials(answers, after: plain.outcomes), seed: 7))
    }
    let broken = (0..<30).map { suite("s\($0)", headPasses: false) }
    let moved = (0..<30).map { suite("s\($0)", headPasses: true) }
    #expect(weigh(everywhere, broken)[0].verdict == .block)
    #expect(weigh(everywhere, moved)[0].verdict != .block)
  }

  /// Every answer is the other one in one of twenty runs, on both sides; nine tenths of the cases pass mostly.
  @Test("an unchanged version in many small suites is blocked in at most 5 of 100 runs", arguments: [1, 5])
  func unchanged(storedRuns: Int) {
    var random = SplitMix64(seed: UInt64(storedRuns))
    func answer(_ passes: Bool) -> TrialOutcome {
      let flips = random.below(20) == 0
      return passes != flips ? .pass : .fail
    }
    let runs = 100
    var blocked = 0
    for _ in 0..<runs {
      let suites = (0..<12).map { name in
        let passing = (0..<8).map { _ in random.below(10) != 0 }
        return SuiteEvidence(
          passing.enumerated().map { index, passes in
            outcome("c\(index)", (0..<storedRuns).map { _ in answer(passes) })
          }, passing.enumerated().map { outcome("c\($0)", [answer($1)]) }, name: "s\(name)")
      }
      if weigh(everywhere, suites)[0].verdict == .block { blocked += 1 }
    }
    // Two standard errors above five of a hundred.
    #expect(Double(blocked) / Double(runs) <= 0.05 + 2 * 0.022, "\(blocked) of \(runs)")
  }
}

@Suite("gates: nothing is left")
struct LostEverythingTests {
  private let gate = rule(.noWorseThanBaseline)

  /// Three of three is 1/16, and no three cases can be less.
  @Test("a change that breaks all of too few cases is undecided, never unproven", arguments: [1, 2, 3])
  func few(cases: Int) {
    let outcome = weigh(gate, paired(broke: cases))
    #expect(outcome.verdict == .undecided)
    #expect(
      outcome.reason?.hasPrefix("nothing passes any more that passed before, and \(cases) case") == true,
      "\(outcome.reason ?? "")")
  }

  @Test("where one case still passes, or one other suite does, it is unproven as any small set is")
  func some() {
    #expect(weigh(gate, paired(both: 1, broke: 2)).verdict == .unproven)
    #expect(weigh(gate, paired(broke: 1, name: "a"), paired(both: 30, name: "b")).verdict == .unproven)
  }

  @Test("without fresh answers to ask a total loss is not passed either")
  func unanswered() {
    let suite = confirming(broke: 40, ability: .recorded([]))
    #expect(decide(gate, suite).gate.verdict == .undecided)
  }

  @Test("one version beside itself is drift, whatever is left")
  func drift() {
    #expect(decide(gate, confirming(broke: 40, ability: .sameVersion)).gate.verdict == .unproven)
  }

  @Test("of several suites under one gate the one that moved by itself is named, whatever the others say first")
  func driftOfOne() {
    let gate = weigh(
      gate, confirming(both: 40, ability: .sameVersion, name: "a"),
      confirming(both: 20, broke: 20, ability: .sameVersion, name: "b"))
    #expect(gate.verdict == .unproven)
    #expect(gate.remarks.contains { $0.hasPrefix("drift in b: both sides are one version") }, "\(gate.remarks)")
    #expect(gate.remarks.contains { $0.contains("20 broke") }, "\(gate.remarks)")
    #expect(!gate.remarks.contains("outputs byte-identical"), "\(gate.remarks)")
  }

  @Test("fresh answers that pass again say that nothing is lost")
  func recovered() {
    let fresh = fresh(0..<2, base: many(3, .pass), head: many(3, .pass))
    #expect(decide(gate, confirming(broke: 2, fresh: fresh)).gate.verdict == .unproven)
  }

  @Test("`on_unproven: block` blocks it")
  func blocks() {
    #expect(weigh(rule(.noWorseThanBaseline, onUnproven: .block), paired(broke: 2)).verdict == .block)
  }
}
