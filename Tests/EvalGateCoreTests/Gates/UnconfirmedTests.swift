import EvalGateCore
import Testing

/// What would have blocked had nobody wanted to ask again does not pass because nobody could be asked.
@Suite("gates: no fresh answers to be had")
struct UnconfirmedTests {
  private let gate = rule(.noWorseThanBaseline)

  private func failed(_ reason: GenerationFailure.Reason) -> TrialOutcome {
    TrialOutcome(passFail: .error, failure: reason)
  }

  private func suite(
    _ name: String, both: Int, broke: Int, base: TrialOutcome = .error, head: TrialOutcome = .error
  ) -> SuiteEvidence {
    let plain = paired(both: both, broke: broke, name: name)
    let answers = fresh(both..<(both + broke), base: many(3, base), head: many(3, head))
    return SuiteEvidence(
      name: name, isSafety: false, hasSchema: false, maxMissing: 0.02, planned: plain.planned,
      outcomes: plain.outcomes, base: plain.base,
      confirmation: SuiteConfirmation(fresh: FreshTrials(answers, after: plain.outcomes), seed: 7))
  }

  @Test(
    "the row names what stood in the way and what helps",
    arguments: [
      (GenerationFailure.Reason.budget, "(budget); raise the budget (`budget:`, `--budget`)"),
      (.unauthorized, "(unauthorized); give the pipeline the key that the base's target names"),
      (.missingRecording, "(missing recording); record what confirms it too"),
    ])
  func reason(failure: GenerationFailure.Reason, words: String) {
    let (outcome, demands) = decide(gate, suite("s", both: 30, broke: 30, base: failed(failure), head: .fail))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.reason?.contains("no fresh answer of the base version " + words) == true, "\(outcome.reason ?? "")")
    #expect(outcome.reason?.hasSuffix("`--no-confirm` lets stored results decide") == true, "\(outcome.reason ?? "")")
    // Said once.
    #expect(!outcome.remarks.contains { $0.contains("nothing was confirmed") })
  }

  @Test("a drop that is no more than `min_drop`, or that chance makes, stays unproven")
  func harmless() {
    #expect(decide(gate, suite("s", both: 595, broke: 5)).gate.verdict == .unproven)
    #expect(decide(gate, suite("s", both: 40, broke: 3)).gate.verdict == .unproven)
  }

  @Test("of the cases that did not change fresh runs of those that did say nothing: one of sixty is not everything")
  func oneCase() {
    let plain = paired(both: 59, broke: 1, name: "s")
    let answers = fresh(59..<60, base: [.pass] + many(4, .fail), head: many(5, .fail))
    let evidence = SuiteEvidence(
      name: "s", isSafety: false, hasSchema: false, maxMissing: 0.02, planned: plain.planned,
      outcomes: plain.outcomes, base: plain.base,
      confirmation: SuiteConfirmation(
        usesFullRun: false, fresh: FreshTrials(answers, after: plain.outcomes), seed: 7))
    let (outcome, demands) = decide(gate, evidence)
    #expect(demands.isEmpty && outcome.verdict == .unproven, "\(outcome.reason ?? "")")
  }

  /// 1/32 alone, 3/32 beside a test that could have been as small and the one of both together.
  @Test("what the other tests of the run would have taken back is not held either")
  func family() {
    let restless = paired(both: 60, broke: 2, fixed: 2, name: "b")
    let gates = ["a", "b"].map { rule(.noWorseThanBaseline, name: $0, suite: $0) }
    let outcomes = weigh(gates, [suite("a", both: 60, broke: 4), restless])
    #expect(outcomes.map(\.verdict) == [.unproven, .unproven])
  }

  @Test("what all suites show together is held in each that got worse")
  func together() {
    let outcome = weigh([gate], (0..<30).map { suite("s\($0)", both: 3, broke: 3) })[0]
    #expect(outcome.verdict == .undecided)
    #expect(outcome.failing.count == 30)
  }

  /// Fresh: two cases, 3 of 3 before and 1 of 3 now: p = ½·(4/20)², times 5/2 .05.
  @Test("a suite that could not be asked takes nothing from one that was")
  func besideConfirmed() {
    let answers = fresh(40..<42, base: many(3, .pass), head: [.pass, .fail, .fail])
    let plain = paired(both: 40, broke: 2, name: "a")
    let asked = SuiteEvidence(
      name: "a", isSafety: false, hasSchema: false, maxMissing: 0.02, planned: plain.planned,
      outcomes: plain.outcomes, base: plain.base,
      confirmation: SuiteConfirmation(
        usesFullRun: false, fresh: FreshTrials(answers, after: plain.outcomes), seed: 7))
    let gates = ["a", "b"].map { rule(.noWorseThanBaseline, name: $0, suite: $0) }
    #expect(weigh(gates, [asked, suite("b", both: 40, broke: 5)]).map(\.verdict) == [.block, .undecided])
  }

  @Test("a crossed screen that nothing confirmed is settled on every case, and undecided where that cannot be had")
  func fullRun() throws {
    let same = fresh(40..<60, base: many(3, .pass), head: many(3, .pass))
    let asked = decide(gate, confirming(both: 40, broke: 20, usesFullRun: true, fresh: same))
    #expect(try #require(asked.demands.first).reason == .full)
    let cut = same + fresh(0..<40, base: [failed(.budget)], head: [.pass])
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 20, usesFullRun: true, fresh: cut))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.reason?.contains("(budget)") == true)
  }

  @Test(
    "a version beside what the change accepted of it does no worse, or nothing is decided", arguments: [true, false])
  func acceptedHere(here: Bool) {
    var suite = confirming(both: 40, broke: 20, ability: .sameVersion)
    suite.isAcceptedHere = here
    #expect(decide(gate, suite).gate.verdict == (here ? .undecided : .unproven))
  }

  @Test("cases that were not accepted with the others are held to the base, and missed where it has no answer of them")
  func notAccepted() {
    let plain = confirming(both: 40, broke: 20, ability: .sameVersion)
    guard case .stored(var comparison) = plain.base else { return }
    for index in 40..<60 { comparison.pairs[index].isSideBySide = true }
    func verdict(_ comparison: Comparison) -> GateOutcome {
      var suite = SuiteEvidence(
        name: "s", isSafety: false, hasSchema: false, maxMissing: 0.02, planned: plain.planned,
        outcomes: plain.outcomes, base: .stored(comparison), confirmation: plain.confirmation)
      suite.isAcceptedHere = true
      return decide(gate, suite).gate
    }
    let worse = verdict(comparison)
    #expect(worse.verdict == .undecided)
    #expect(worse.reason?.contains("or than the base in 20 cases that were not accepted") == true)
    comparison.unpaired = comparison.pairs[40...].map(\.after.id)
    comparison.pairs.removeLast(20)
    let missing = verdict(comparison)
    #expect(missing.verdict == .undecided)
    #expect(missing.reason?.contains("20 of 60 cases") == true, "\(missing.reason ?? "")")
  }
}
