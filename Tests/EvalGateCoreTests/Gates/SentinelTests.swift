import EvalGateCore
import Testing

/// Statistics 2.3: has the baseline moved? Twenty cases at random, the base version against its own stored results.
@Suite("gates: sentinel cases")
struct SentinelTests {
  private let gate = rule(.noWorseThanBaseline)

  /// What the base version says today of every case: so many of those picked fail.
  private func answers(
    failing: Int, of suite: SuiteEvidence, trial: (PassFail) -> TrialOutcome = { TrialOutcome(passFail: $0) }
  ) -> [Fresh] {
    let picked = decide(gate, suite).demands.first?.trials.map(\.caseID) ?? []
    return picked.enumerated().map {
      Fresh($0.element, base: [trial($0.offset < failing ? .fail : .pass)], head: [], first: 7)
    }
  }

  @Test("twenty cases are asked once on the base alone, in a round of their own")
  func asks() throws {
    let (outcome, demands) = decide(gate, confirming(both: 240, sentinels: 20))
    let demand = try #require(demands.first)
    #expect(demand.reason == .sentinels)
    #expect(Set(demand.trials.map(\.caseID)).count == 20)
    #expect(demand.trials.allSatisfy { $0.arms == [.base] && $0.round == 7 })
    #expect(outcome.verdict == .undecided)
  }

  @Test("they are picked at random and never by their outcome")
  func random() {
    let fine = decide(gate, confirming(both: 240, sentinels: 20)).demands
    let bad = decide(gate, confirming(both: 200, broke: 40, sentinels: 20)).demands
    #expect(fine == bad)
    #expect(Set(fine.first?.trials.prefix(20).map(\.caseID) ?? []) != Set((0..<20).map { "c\($0)" }))
  }

  /// Stored passes that fail today: each is as likely the other way around if nothing moved, so 2·2^-8 = .0078 and
  /// 2·2^-7 = .0156.
  @Test("eight of twenty that fail today are a moved baseline, seven are not", arguments: [(7, false), (8, true)])
  func moved(failing: Int, isMoved: Bool) throws {
    let suite = confirming(both: 240, sentinels: 20)
    let outcome = decide(gate, confirming(both: 240, sentinels: 20, fresh: answers(failing: failing, of: suite))).gate
    #expect(outcome.verdict == (isMoved ? .undecided : .pass))
    let counts = "20 random cases of the base: stored 20 of 20, now \(20 - failing) of 20"
    if isMoved {
      #expect(outcome.reason == "rebaseline: the provider or the data changed, \(counts)")
    } else {
      #expect(outcome.remarks.contains(counts))
    }
    for case .sentinels(let sentinels) in outcome.evidence {
      #expect(near(sentinels.p, 2 / Double(1 << failing)))
      #expect(sentinels.hasMoved == isMoved)
    }
  }

  @Test("a baseline that moved asks for no confirmation, for what is stored says nothing any more")
  func first() {
    let suite = confirming(both: 40, broke: 20, sentinels: 20)
    let answers = answers(failing: 20, of: suite)
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 20, sentinels: 20, fresh: answers))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.reason?.hasPrefix("rebaseline: ") == true)
  }

  @Test("one that did not goes on to the confirmation, which looks at none of these answers")
  func goesOn() {
    let suite = confirming(both: 40, broke: 4, sentinels: 20)
    let (_, demands) = decide(
      gate, confirming(both: 40, broke: 4, sentinels: 20, fresh: answers(failing: 0, of: suite)))
    #expect(demands.first?.reason == .changed)
    #expect(demands.first?.trials.count == 12)
  }

  @Test(
    "recordings say nothing of today: a critical suite is undecided, another one says so", arguments: [true, false])
  func recordings(critical: Bool) {
    let suite = confirming(both: 240, critical: critical, sentinels: 20)
    let kept = answers(failing: 0, of: suite) { TrialOutcome(passFail: $0, source: .kept) }
    let outcome = decide(gate, confirming(both: 240, critical: critical, sentinels: 20, fresh: kept)).gate
    #expect(outcome.verdict == (critical ? .undecided : .pass))
    let said = [outcome.reason].compactMap { $0 } + outcome.remarks
    #expect(said.contains { $0.contains("whether the baseline moved") && $0.contains("recordings are not fresh") })
  }

  @Test("without stored results, or without a base to ask, there is nothing to watch")
  func nothingToWatch() {
    #expect(decide(gate, confirming(both: 240, ability: .sameVersion, sentinels: 20)).demands.isEmpty)
    #expect(decide(gate, confirming(both: 240, ability: .impossible("gone"), sentinels: 20)).demands.isEmpty)
    #expect(decide(gate, confirming(both: 240)).demands.isEmpty)
  }

  @Test("a set smaller than the number is asked whole")
  func small() {
    #expect(decide(gate, confirming(both: 12, sentinels: 20)).demands.first?.trials.count == 12)
  }
}
