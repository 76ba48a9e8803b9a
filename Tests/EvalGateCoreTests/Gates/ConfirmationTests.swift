import EvalGateCore
import GateStatistics
import Testing

/// Statistics 2.3. Tables are `c0…` in the order both, broke, fixed, neither.
@Suite("gates: confirm before block")
struct ConfirmationTests {
  private let gate = rule(.noWorseThanBaseline)

  @Test("a trigger asks for three fresh runs of every changed case, broken and fixed alike")
  func demand() throws {
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 3, fixed: 1))
    let demand = try #require(demands.first)
    #expect(demand.reason == .changed)
    #expect(Set(demand.trials.map(\.caseID)) == ["c40", "c41", "c42", "c43"])
    #expect(demand.trials.count == 12)
    #expect(Set(demand.trials.map(\.round)) == [1, 2, 3])
    #expect(outcome.verdict == .undecided)
  }

  /// Three runs of one case come to ½ · 1/20 at the least, which is more than its share of .02; five come to ½ · 1/252.
  @Test("a single case that broke is asked five times on each arm, which can show it")
  func single() throws {
    func suite(_ answers: [Fresh]) -> SuiteEvidence {
      confirming(both: 59, broke: 1, usesFullRun: true, fresh: answers)
    }
    let demand = try #require(decide(gate, suite([])).demands.first)
    #expect(demand.trials.map(\.round) == [1, 2, 3, 4, 5])
    let outright = decide(gate, suite(fresh(59..<60, base: many(5, .pass), head: many(5, .fail)))).gate
    #expect(outright.verdict == .block)
    #expect(near(outright.confirmations.first?.p, 1.0 / 504))
    #expect(near(outright.confirmations.first?.gateP, 2.5 / 504))
    let flaky = fresh(
      59..<60, base: [.pass, .pass, .fail, .pass, .pass], head: [.fail, .fail, .fail, .pass, .fail])
    #expect(decide(gate, suite(flaky)).gate.verdict == .unproven)
    // One of four hundred is no drop that blocks.
    let large = confirming(
      both: 399, broke: 1, usesFullRun: true, fresh: fresh(399..<400, base: many(5, .pass), head: many(5, .fail)))
    #expect(decide(gate, large).gate.verdict != .block)
  }

  /// A case that passes half of the time comes to `5 of 5 beside 0`, `5 beside 1` or `4 beside 0` in 11 of 1,024 such runs.
  @Test("however a single case flakes, an unchanged version is blocked in at most 1.1 of 100 runs that ask it again")
  func singleError() {
    func ways(_ passes: Int) -> Double { [1, 5, 10, 10, 5, 1][passes] }
    var worst = 0.0
    for step in 0...100 {
      let p = Double(step) / 100
      func chance(_ passes: Int) -> Double {
        var product = ways(passes)
        for run in 0..<5 { product *= run < passes ? p : 1 - p }
        return product
      }
      var blocked = 0.0
      for before in 0...5 {
        for after in 0...5 {
          let runs = CaseRuns(baselinePasses: before, baselineRuns: 5, candidatePasses: after, candidateRuns: 5)
          if let runs, let test = StratifiedTest([runs]), test.pWorseMidP <= 0.02 {
            blocked += chance(before) * chance(after)
          }
        }
      }
      worst = max(worst, blocked)
    }
    #expect(near(worst, 11.0 / 1024))
  }

  /// Ten of sixty broke; a thousand that the change adds pass on both sides.
  @Test("cases that a change adds make no drop smaller, and a drop that is shown and may be is no pass")
  func added() {
    func suite(_ added: Range<Int>) -> SuiteEvidence {
      confirming(
        both: 1050, broke: 10, added: added, fresh: fresh(1050..<1060, base: many(3, .pass), head: many(3, .fail)))
    }
    #expect(decide(gate, suite(0..<1000)).gate.verdict == .block)
    let diluted = decide(gate, suite(0..<0)).gate
    #expect(diluted.verdict == .unproven && diluted.reason?.contains("`min_drop`") == true, "\(diluted)")
    #expect(decide(rule(.noWorseThanBaseline, minDrop: 0.2), suite(0..<1000)).gate.verdict == .unproven)
    // What is known and may be is nothing that more proof would settle.
    #expect(decide(rule(.noWorseThanBaseline, onUnproven: .block), suite(0..<0)).gate.verdict == .unproven)
  }

  @Test("as many fixed as broken trigger nothing", arguments: [(0, 0), (2, 2), (1, 3)])
  func noTrigger(broke: Int, fixed: Int) {
    let (outcome, demands) = decide(gate, confirming(both: 240, broke: broke, fixed: fixed))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .pass)
  }

  /// Eight straight breaks: E_worse = 2^9·B(9, 1)·I_½(1, 9) = 512/9·(1 − 2^-9) = 511/9, and 1/E_max = 9/511 at eight. All 12 of 4
  /// cases in three rounds: E = 2^13/13·(1 − 2^-13) = 8191/13. p2: four cases with 3 of 6 passes, all of the base: (1/20)^4/2.
  @Test("fresh runs that all break block, with the least of both parts as p")
  func block() throws {
    let suite = confirming(
      both: 40, broke: 4, fresh: fresh(40..<44, base: many(3, .pass), head: many(3, .fail)))
    let (outcome, demands) = decide(gate, suite)
    let confirmation = try #require(outcome.confirmations.first)
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .block)
    #expect(confirmation.base == .rate(passed: 12, of: 12))
    #expect(confirmation.head == .rate(passed: 0, of: 12))
    #expect(near(confirmation.anytimeP, 13.0 / 8191))
    #expect(near(confirmation.p, 0.5 / 160_000))
    #expect(near(confirmation.gateP, 0.5 / 160_000 * 5 / 3))
    #expect(outcome.remarks.contains("chance does this in fewer than 1 of 10,000 unchanged runs"))
    #expect(outcome.remarks.contains("confirmed: base 12 of 12, this change 0 of 12"))
  }

  @Test("stored results alone never block in the fresh form, however bad they look")
  func unresolved() {
    let same = fresh(40..<60, base: many(3, .pass), head: many(3, .pass))
    let (outcome, _) = decide(gate, confirming(both: 40, broke: 20, fresh: same))
    #expect(outcome.verdict == .unproven)
    #expect(outcome.reason?.hasPrefix("lower than the stored baseline, not confirmed side by side") == true)
    #expect(outcome.confirmations.first?.trigger == .screen)
  }

  @Test("a suite marked critical goes on to all cases on both arms by itself")
  func criticalGoesOn() throws {
    let same = fresh(40..<60, base: many(3, .pass), head: many(3, .pass))
    let (_, demands) = decide(gate, confirming(both: 40, broke: 20, critical: true, fresh: same))
    let demand = try #require(demands.first)
    #expect(demand.reason == .full)
    // The twenty that were asked already are not asked again.
    #expect(demand.trials.count == 40)
    #expect(demand.trials.allSatisfy { $0.round == 1 })
  }

  @Test("a full fresh run without a drop settles the screen: no block, and nothing open")
  func settled() throws {
    let same =
      fresh(40..<60, base: many(3, .pass), head: many(3, .pass)) + fresh(0..<40, base: [.pass], head: [.pass])
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 20, critical: true, fresh: same))
    #expect(demands.isEmpty)
    // Sixty of sixty on both sides rule out five points: the fresh answers speak, not the stored ones.
    #expect(outcome.verdict == .pass)
    #expect(outcome.reason == nil)
    #expect(outcome.confirmations.first?.full?.n == 60)
  }

  /// Seven of forty unchanged cases break in the full run: p3 = 2^-8 ≤ .01.
  @Test("a full fresh run that shows the drop blocks")
  func fullBlocks() {
    let thin =
      fresh(40..<60, base: many(3, .pass), head: many(3, .pass)) + fresh(0..<7, base: [.pass], head: [.fail])
      + fresh(7..<40, base: [.pass], head: [.pass])
    let (outcome, _) = decide(gate, confirming(both: 40, broke: 20, critical: true, fresh: thin))
    #expect(outcome.verdict == .block)
    #expect(near(outcome.confirmations.first?.gateP, 5.0 / 256))
  }

  @Test("where a critical suite's full run cannot be had, nothing is decided")
  func criticalUndecided() {
    let cut =
      fresh(40..<60, base: many(3, .pass), head: many(3, .pass)) + fresh(0..<40, base: [.error], head: [.error])
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 20, critical: true, fresh: cut))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.reason?.contains("fresh answers of both versions are missing") == true)
  }

  /// Three breaks are 1/16 alone, ten 1/2048.
  @Test(
    "without fresh answers a critical suite is undecided, another one where the first comparison would have blocked it",
    arguments: [(true, 3, Verdict.undecided), (true, 10, .undecided), (false, 3, .unproven), (false, 10, .undecided)])
  func offline(critical: Bool, broke: Int, expected: Verdict) {
    let missing = fresh(40..<(40 + broke), base: many(3, .error), head: many(3, .error))
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: broke, critical: critical, fresh: missing))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == expected)
  }

  @Test("recordings are no fresh answers, except where they are allowed", arguments: [true, false])
  func recordings(allowed: Bool) {
    func recorded(_ verdict: PassFail) -> TrialOutcome { TrialOutcome(passFail: verdict, source: .replayed) }
    let kept = fresh(40..<50, base: many(3, recorded(.pass)), head: many(3, recorded(.fail)))
    let (outcome, _) = decide(gate, confirming(both: 40, broke: 10, admitsRecordings: allowed, fresh: kept))
    #expect(outcome.verdict == (allowed ? .block : .undecided))
    #expect((outcome.reason?.contains("recordings are not fresh answers") ?? false) == !allowed)
  }

  @Test("both arms of one version: a drop is drift and blames nobody, critical or not", arguments: [true, false])
  func drift(critical: Bool) {
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 20, critical: critical, ability: .sameVersion))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .unproven)
    #expect(outcome.reason?.hasPrefix("drift: ") == true)
  }

  @Test("arms that nobody can tell apart: a drop is undecided, and none is none", arguments: [true, false])
  func unclear(critical: Bool) {
    let why = SuiteConfirmation.Ability.unclear("nothing says what it is made of")
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 20, critical: critical, ability: why))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.reason == "nothing says what it is made of")
    #expect(decide(gate, confirming(both: 240, critical: critical, ability: why)).gate.verdict == .pass)
  }

  @Test("where the base cannot be asked the stored comparison decides alone at the full alpha, and the row says so")
  func impossible() {
    let (outcome, demands) = decide(gate, confirming(both: 60, broke: 4, ability: .impossible("the model is gone")))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .block)
    #expect(outcome.remarks.contains("not confirmed side by side: the model is gone"))
  }

  @Test("--no-confirm leaves the stored comparison, and a critical suite undecided where it would have been asked")
  func off() {
    #expect(decide(gate, confirming(both: 60, broke: 4, ability: .off)).gate.verdict == .block)
    #expect(decide(gate, confirming(both: 60, broke: 4, critical: true, ability: .off)).gate.verdict == .undecided)
    #expect(decide(gate, confirming(both: 240, critical: true, ability: .off)).gate.verdict == .pass)
  }

  /// Statistics section 8: 85% → 70% on twenty cases.
  @Test("3 broke and 0 fixed of 20 without confirmation is a p of .063: unproven, and the row says what it is")
  func smallSet() throws {
    let (outcome, _) = decide(gate, confirming(both: 14, broke: 3, neither: 3, ability: .off))
    #expect(outcome.verdict == .unproven)
    #expect(outcome.remarks.contains("3 broke, 0 fixed · an unchanged version looks this bad in 6 of 100 runs"))
    #expect(outcome.remarks.contains("not confirmed side by side: `--no-confirm` was given"))
  }

  @Test("a run that is decided again uses what it confirmed when the changed cases are the same")
  func recorded() {
    let answers = fresh(40..<44, base: many(3, .pass), head: many(3, .fail))
    let same = confirming(both: 40, broke: 4, ability: .recorded([["c40", "c41", "c42", "c43"]]), fresh: answers)
    let other = confirming(both: 40, broke: 4, ability: .recorded([["c40", "c41", "c42"]]), fresh: answers)
    #expect(decide(gate, same).gate.verdict == .block)
    #expect(decide(gate, other).gate.verdict == .undecided)
    #expect(decide(gate, other).gate.reason?.contains("not those that the run confirmed") == true)
  }

  @Test("the least drop that blocks is one point, nothing on critical suites, and what the gate says")
  func minDrop() {
    let answers = fresh(399..<401, base: many(3, .pass), head: many(3, .fail))
    func outcome(_ gate: GateRule, critical: Bool = false) -> GateOutcome {
      decide(gate, confirming(both: 399, broke: 2, critical: critical, fresh: answers)).gate
    }
    #expect(outcome(gate).verdict != .block)
    #expect(outcome(gate).reason == "confirmed, but a drop this small does not block (`min_drop`)")
    #expect(outcome(gate, critical: true).verdict == .block)
    #expect(outcome(rule(.noWorseThanBaseline, minDrop: 0.001)).verdict == .block)
  }

  @Test("the same evidence asks for the same trials in the same order")
  func order() {
    let suite = confirming(both: 40, broke: 9, fixed: 2)
    #expect(decide(gate, suite).demands == decide(gate, suite).demands)
  }

  /// p_gate of each is far below .05/2; a third test that shows nothing takes nothing from them.
  @Test("confirmed gates are weighed together by Holm")
  func holm() {
    let suite = confirming(
      both: 40, broke: 4, fresh: fresh(40..<44, base: many(3, .pass), head: many(3, .fail)))
    let outcomes = GateEvaluator(
      gates: [rule(.noWorseThanBaseline, name: "a"), rule(.noWorseThanBaseline, name: "b", suite: "t")],
      suites: [suite, paired(both: 240, name: "t")], isComplete: true
    ).outcomes()
    #expect(outcomes.map(\.verdict) == [.block, .pass])
  }
}

@Suite("gates: the stored form")
struct StoredFormTests {
  private let gate = rule(.noWorseThanBaseline)

  /// 2^-7/2… seven breaks: mid-p 1/256 ≤ .01.
  @Test("a first comparison at .01 blocks by itself")
  func alone() {
    let (outcome, demands) = decide(gate, confirming(both: 40, broke: 7, form: .stored))
    #expect(demands.isEmpty)
    #expect(outcome.verdict == .block)
  }

  /// Five breaks: mid-p 1/64 > .01.
  @Test("between .01 and the trigger fresh runs decide, at .04")
  func confirms() {
    #expect(decide(gate, confirming(both: 40, broke: 5, form: .stored)).demands.first?.trials.count == 15)
    let worse = fresh(40..<45, base: many(3, .pass), head: many(3, .fail))
    let same = fresh(40..<45, base: many(3, .pass), head: many(3, .pass))
    #expect(decide(gate, confirming(both: 40, broke: 5, form: .stored, fresh: worse)).gate.verdict == .block)
    #expect(decide(gate, confirming(both: 40, broke: 5, form: .stored, fresh: same)).gate.verdict == .unproven)
  }

  @Test("where both arms were just run on all cases, that comparison is fresh evidence and the same arithmetic holds")
  func sideBySide() {
    func suite(broke: Int) -> SuiteEvidence {
      let plain = paired(both: 40, broke: broke)
      let before = singles(many(40 + broke, .pass))
      let base = BaseResults(
        tuple: RunTuple(suite: "s"), sideBySide: before, cases: before.map(BaseResults.Case.init),
        asked: Set(before.map(\.id)))
      return SuiteEvidence(
        name: "s", isSafety: false, hasSchema: false, maxMissing: 0, planned: plain.planned, outcomes: plain.outcomes,
        base: .stored(
          Comparison(
            suite: "s", outcomes: plain.outcomes, tuple: RunTuple(suite: "s"), base: base, isSafety: false)),
        confirmation: SuiteConfirmation())
    }
    #expect(decide(gate, suite(broke: 7)).gate.verdict == .block)
    #expect(decide(gate, suite(broke: 7)).gate.remarks.contains("47 cases run on both versions"))
    #expect(decide(gate, suite(broke: 5)).demands.count == 1)
  }
}

@Suite("gates: graded scores")
struct GradedGateTests {
  private let gate = rule(.noWorseThanBaseline, metric: Grade.compiled)

  private func graded(_ before: [Double], _ after: [Double]) -> SuiteEvidence {
    func cases(_ scores: [Double]) -> [CaseOutcome] {
      singles(scores.map { TrialOutcome(passFail: .pass, scores: [$0]) })
    }
    return SuiteEvidence(cases(before), cases(after))
  }

  /// Nine cases lose .2, eleven lose nothing: all signs one way has a chance of 2^-9, and ties are dropped from the test.
  @Test("a drop in part is tested by the signs of the differences, ties left out")
  func signFlip() throws {
    let before = Array(repeating: 0.9, count: 20)
    let outcome = weigh(gate, graded(before, Array(repeating: 0.7, count: 9) + Array(repeating: 0.9, count: 11)))
    guard case .paired(let n, let broke, let fixed, let drop, _, let p, _, _, _, let method)? = outcome.evidence.first
    else {
      Issue.record("no paired evidence: \(outcome.evidence)")
      return
    }
    #expect((n, broke, fixed) == (20, 9, 0))
    #expect(near(drop, 0.09))
    #expect(near(p, 1.0 / 512))
    #expect(method == "sign-flip")
    #expect(outcome.verdict == .block)
  }

  @Test("scores that are right or wrong as a whole are counted as passes")
  func whole() {
    let outcome = weigh(gate, graded(Array(repeating: 1, count: 30), Array(repeating: 1, count: 26) + [0, 0, 0, 0]))
    guard case .paired(_, _, _, _, _, _, _, _, _, let method)? = outcome.evidence.first else {
      Issue.record("no paired evidence")
      return
    }
    #expect(method == "McNemar mid-p")
  }
}
