import EvalGateCore
import Testing

/// `on_unproven: more_runs`: fresh runs of both versions on every case, three rounds and three more.
@Suite("gates: more runs until it is proven")
struct MoreRunsTests {
  private let gate = rule(.noWorseThanBaseline, onUnproven: .moreRuns)

  /// Answers of 40 cases in so many rounds: all pass but for one answer of each case named.
  private func steady(_ rounds: Int, baseFails: Set<Int> = [], headFails: Set<Int> = []) -> [Fresh] {
    func arm(_ index: Int, _ failing: Set<Int>) -> [TrialOutcome] {
      (0..<rounds).map { failing.contains(index) && $0 % 3 == 0 ? .fail : .pass }
    }
    return (0..<40).map { Fresh("c\($0)", base: arm($0, baseFails), head: arm($0, headFails)) }
  }

  @Test("an unproven gate asks every case three times on both versions")
  func asks() throws {
    let (outcome, demands) = decide(gate, confirming(both: 40))
    let demand = try #require(demands.first)
    #expect(demand.reason == .full)
    #expect(demand.trials.count == 40 * 3)
    #expect(Set(demand.trials.map(\.round)) == [1, 2, 3])
    #expect(demand.trials.allSatisfy { $0.arms == [.base, .head] })
    #expect(outcome.verdict == .undecided)
  }

  @Test("a gate that is proven, or that only shows, asks nothing")
  func nothingToProve() {
    #expect(decide(gate, confirming(both: 240)).demands.isEmpty)
    #expect(decide(rule(.noWorseThanBaseline), confirming(both: 40)).demands.isEmpty)
  }

  /// Two cases a third worse and two a third better of 40: mean 0, s² = 4·(1/9)/39 = .011396, so s/√40 = .016879. With two
  /// looks the interval is at 95%: t₃₉(.975) = 2.0227, ±3.41 points.
  @Test("fresh runs that rule the margin out prove it, on their own and together")
  func proves() throws {
    let answers = steady(3, baseFails: [0, 1], headFails: [2, 3])
    let (outcome, demands) = decide(gate, confirming(both: 40, fresh: answers))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .pass)
    #expect(outcome.reason == nil)
    let confirmation = try #require(outcome.confirmations.first)
    #expect(confirmation.trigger == .unproven && confirmation.cases.isEmpty)
    #expect(confirmation.full?.rounds == 3 && confirmation.full?.n == 40)
    #expect(outcome.remarks.contains("all 40 cases run 3 times on both versions: 0 broke, 0 fixed"))
  }

  /// A wider margin of error: twelve cases a third apart on either side are ±5.9 points at 95%, and the same in six rounds.
  @Test("what three rounds leave open gets three more, and then an end that says so")
  func ceiling() throws {
    let (before, after) = (Set(0..<6), Set(6..<12))
    let three = confirming(both: 40, fresh: steady(3, baseFails: before, headFails: after))
    let demand = try #require(decide(gate, three).demands.first)
    #expect(demand.trials.count == 120)
    #expect(Set(demand.trials.map(\.round)) == [4, 5, 6])
    let six = confirming(both: 40, fresh: steady(6, baseFails: before, headFails: after))
    let (outcome, demands) = decide(gate, six)
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .unproven)
    #expect(outcome.reason == "6 fresh runs of both versions on 40 cases did not settle it")
    #expect(outcome.confirmations.first?.full?.rounds == 6)
  }

  /// Six cases that only the base passes, three times each: p = ½·(1/20)^6, doubled for the looks; its share is .01 of .05.
  @Test("fresh runs that show a drop block, at their own share of the error")
  func blocks() throws {
    let answers =
      fresh(0..<6, base: many(3, .pass), head: many(3, .fail))
      + fresh(6..<40, base: many(3, .pass), head: many(3, .pass))
    let (outcome, demands) = decide(gate, confirming(both: 40, fresh: answers))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .block)
    let p = 2 * 0.5 / 64_000_000
    #expect(near(outcome.confirmations.first?.full?.p, p, 1e-15))
    #expect(near(outcome.confirmations.first?.gateP, 5 * p, 1e-15))
  }

  /// Four broke and four fixed trigger nothing and leave the interval wide; a drop that stays unconfirmed is settled too.
  @Test("changed cases are confirmed first, and all cases after them")
  func afterConfirming() throws {
    let same = fresh(30..<36, base: many(3, .pass), head: many(3, .pass))
    let first = decide(gate, confirming(both: 30, broke: 6, neither: 4))
    #expect(first.demands.first?.reason == .changed)
    let (_, demands) = decide(gate, confirming(both: 30, broke: 6, neither: 4, fresh: same))
    let demand = try #require(demands.first)
    #expect(demand.reason == .full)
    // Six of forty are there already.
    #expect(demand.trials.count == 34 * 3)
  }

  @Test("the shares are those of a full fresh run from the start: .02, .02 and .01")
  func shares() {
    // Two cases in three rounds: p2 = ½·(1/20)² = .00125; times .05/.02 and not .05/.03.
    let answers = fresh(40..<42, base: many(3, .pass), head: many(3, .fail))
    let outcome = decide(gate, confirming(both: 40, broke: 2, fresh: answers)).gate
    #expect(near(outcome.confirmations.first?.gateP, 0.00125 * 2.5))
  }

  @Test(
    "answers that were kept or replayed prove nothing, except where recordings are allowed", arguments: [true, false])
  func recordings(allowed: Bool) {
    let answers = steady(3, baseFails: [0, 1], headFails: [2, 3]).map { one in
      func replayed(_ trials: [TrialOutcome]) -> [TrialOutcome] {
        trials.map { TrialOutcome(passFail: $0.passFail, source: .replayed) }
      }
      return Fresh(one.id, base: replayed(one.base), head: replayed(one.head))
    }
    let outcome = decide(gate, confirming(both: 40, admitsRecordings: allowed, fresh: answers)).gate
    #expect(outcome.verdict == (allowed ? .pass : .unproven))
    #expect(
      outcome.reason
        == (allowed
          ? nil : "no more runs: recordings are not fresh answers, except where `recordings: allow` says so"))
  }

  @Test(
    "where the money ends after the first look, that look stands and the row says so, critical or not",
    arguments: [true, false])
  func budget(critical: Bool) {
    let answers = steady(3, baseFails: Set(0..<6), headFails: Set(6..<12)).map {
      Fresh($0.id, base: $0.base + many(3, .error), head: $0.head + many(3, .error))
    }
    let (outcome, demands) = decide(gate, confirming(both: 40, critical: critical, fresh: answers))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .unproven)
    #expect(
      outcome.reason == "3 fresh runs of both versions, and no more: fresh answers of both versions are missing")
    #expect(outcome.confirmations.first?.full?.rounds == 3)
  }

  @Test(
    "where nothing can be asked the row says why",
    arguments: [
      (SuiteConfirmation.Ability.off, "no more runs: `--no-confirm` was given"),
      (.impossible("the model is gone"), "no more runs: the model is gone"),
      (.sameVersion, "no more runs: both sides are one version"),
      (.recorded([]), "no more runs: the run asked no fresh answers for all cases"),
    ])
  func cannot(ability: SuiteConfirmation.Ability, reason: String) {
    let (outcome, demands) = decide(gate, confirming(both: 40, ability: ability))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .unproven)
    #expect(outcome.reason == reason)
  }

  @Test("a run that is decided again uses the runs it recorded")
  func recorded() {
    let answers = steady(3, baseFails: [0, 1], headFails: [2, 3])
    #expect(decide(gate, confirming(both: 40, ability: .recorded([]), fresh: answers)).gate.verdict == .pass)
  }

  @Test("the stored form proves in the same way and takes the share from its confirmation", arguments: [true, false])
  func storedForm(proves: Bool) throws {
    let flaky = proves ? (Set([0, 1]), Set([2, 3])) : (Set(0..<6), Set(6..<12))
    let asked = decide(gate, confirming(both: 40, form: .stored))
    #expect(asked.demands.first?.trials.count == 120)
    let answers = steady(6, baseFails: flaky.0, headFails: flaky.1)
    let (outcome, demands) = decide(gate, confirming(both: 40, form: .stored, fresh: answers))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == (proves ? .pass : .unproven))
    #expect(outcome.confirmations.first?.full?.rounds == (proves ? 3 : 6))
    // Five breaks: p1 = 1/64; fresh p2 = ½·(1/20)^5 over .03 of .05.
    let worse = fresh(40..<45, base: many(3, .pass), head: many(3, .fail))
    let blocked = decide(gate, confirming(both: 40, broke: 5, form: .stored, fresh: worse)).gate
    #expect(blocked.verdict == .block)
    #expect(near(blocked.confirmations.first?.gateP, 0.5 / 3_200_000 * 0.05 / 0.03, 1e-15))
  }

  /// Ten groups of four that move together are ten observations: t₉(.975) of them, wider than forty independent ones.
  @Test("clusters widen the interval of more runs as well")
  func clusters() {
    let cases = (0..<40).map { outcome("c\($0)", [.pass], cluster: "g\($0 / 4)") }
    func evidence(_ answers: [Fresh]) -> SuiteEvidence {
      SuiteEvidence(
        name: "s", isSafety: false, hasSchema: false, maxMissing: 0, planned: cases.map(header), outcomes: cases,
        base: .stored(comparison(cases, cases)),
        confirmation: SuiteConfirmation(fresh: FreshTrials(answers, after: cases), seed: 7))
    }
    // Group 0 a third worse, group 1 a third better, three cases each.
    let answers = steady(6, baseFails: [4, 5, 6], headFails: [0, 1, 2])
    #expect(decide(gate, evidence(answers)).gate.verdict == .unproven)
    #expect(decide(gate, confirming(both: 40, fresh: answers)).gate.verdict == .pass)
  }

  @Test("the same evidence asks for the same trials in the same order")
  func order() {
    #expect(decide(gate, confirming(both: 40)).demands == decide(gate, confirming(both: 40)).demands)
  }
}
