import EvalGateCore
import Testing

/// What keeps a gate from saying pass when it does not know.
@Suite("gates: what may not be decided")
struct GateGuardTests {
  private let clean = SuiteEvidence(singles(many(100, .pass)))

  @Test("`min_cases` counts the cases that were asked for", arguments: [(100, Verdict.pass), (101, .undecided)])
  func minCases(least: Int, expected: Verdict) {
    let gate = weigh(rule(atLeast(1), minCases: least), clean)
    #expect(gate.verdict == expected)
    #expect(gate.reason == (expected == .pass ? nil : "needs at least 101 cases, has 100"))
  }

  @Test(
    "missing cases up to `max_missing` are said, more are undecided", arguments: [(2, Verdict.pass), (3, .undecided)])
  func maxMissing(errors: Int, expected: Verdict) {
    let gate = weigh(rule(atLeast(0.9)), SuiteEvidence(singles(many(100 - errors, .pass) + many(errors, .error))))
    #expect(gate.verdict == expected)
    #expect(gate.evidence.contains(.missing(errors, of: 100)))
  }

  @Test("a planned case that never came back is missing")
  func absent() {
    let outcomes = singles(many(100, .pass))
    let suite = SuiteEvidence(Array(outcomes.prefix(90)), planned: outcomes.map(header))
    #expect(weigh(rule(atLeast(0.5)), suite).reason == "10 of 100 cases have no result")
  }

  @Test("one error among a case's trials makes its result incomplete")
  func halfAnError() {
    let suite = SuiteEvidence([outcome("a", [.pass, .pass, .error])], maxMissing: 0)
    #expect(verdict(rule(atLeast(0.5)), suite) == .undecided)
  }

  @Test("on a partial run one failure under 100% blocks", arguments: [exactly(1), atLeast(1)])
  func beyondRescue(bound: Bound) {
    let suite = SuiteEvidence(
      singles([.pass, .fail]), planned: singles(many(50, .pass)).map(header), inadmissible: "recordings")
    #expect(verdict(rule(bound), suite, isComplete: false) == .block)
  }

  @Test("on a partial run everything else is undecided", arguments: [atLeast(0.99), atMost(1), exactly(1)])
  func partial(bound: Bound) {
    #expect(verdict(rule(bound), clean, isComplete: false) == .undecided)
    #expect(
      verdict(rule(atLeast(0.99)), SuiteEvidence(singles(many(10, .fail))), isComplete: false) == .undecided)
  }

  @Test("a failed trial that its siblings can still outvote is not beyond rescue")
  func outvoted() {
    let suite = SuiteEvidence(
      [outcome("a", [.fail, .pass, .pass]), outcome("b", [.error], severity: .blocking)], maxMissing: 0)
    #expect(verdict(rule(exactly(1)), suite) == .undecided)
  }

  @Test(
    "a failed trial that trials still to come can outvote is not beyond rescue",
    arguments: [(1, Verdict.undecided), (2, .block)])
  func outvotedLater(failures: Int, expected: Verdict) {
    let outcomes = [outcome("a", many(failures, .fail))]
    let suite = SuiteEvidence(outcomes, planned: outcomes.map { header($0).with(trials: 3) })
    #expect(verdict(rule(exactly(1)), suite, isComplete: false) == expected)
  }

  @Test("a blocking case's failed trial is beyond rescue")
  func blockingTrial() {
    let suite = SuiteEvidence([outcome("a", [.fail, .pass, .pass], severity: .blocking)], maxMissing: 0)
    #expect(verdict(rule(exactly(1)), suite, isComplete: false) == .block)
  }

  @Test("inadmissible results are undecided, with why")
  func inadmissible() {
    let suite = SuiteEvidence(singles(many(100, .pass)), inadmissible: "answers are recordings")
    let gate = weigh(rule(atLeast(1)), suite)
    #expect(gate.verdict == .undecided)
    #expect(gate.reason == "answers are recordings")
  }

  @Test("a filter that matches nothing is undecided, in a named suite and in all")
  func emptyFilter() {
    for filter in [CaseFilter(tags: ["nobody"]), CaseFilter(severity: .blocking)] {
      #expect(weigh(rule(atLeast(0), suite: "s", filter: filter), clean).reason == "no case matches")
      #expect(verdict(rule(atLeast(0), filter: filter), clean) == .undecided)
    }
  }

  @Test("a filter takes cases with all of its tags and its severity")
  func filter() {
    let filter = CaseFilter(tags: ["a", "b"], severity: .blocking)
    #expect(filter.accepts(tags: ["b", "c", "a"], severity: .blocking))
    #expect(!filter.accepts(tags: ["a"], severity: .blocking))
    #expect(!filter.accepts(tags: ["a", "b"], severity: .advisory))
    #expect(!filter.accepts(tags: ["a", "b"], severity: nil))
  }

  @Test("a case with two results is undecided, by name")
  func repeated() {
    let suite = SuiteEvidence([outcome("twice", [.pass]), outcome("b", [.pass]), outcome("twice", [.pass])])
    #expect(weigh(rule(atLeast(0)), suite).reason == "case `twice` has more than one result")
  }

  @Test("a gate of a suite that is not there, or of a metric that nothing has, is undecided")
  func nowhere() {
    #expect(weigh(rule(atLeast(0), suite: "other"), clean).reason == "no suite has this metric")
    #expect(weigh(rule(atLeast(0), metric: LabelRate.compiled), clean).verdict == .undecided)
    #expect(weigh([rule(atLeast(0))], []).map(\.verdict) == [.undecided])
  }

  @Test("a suite that came to nothing stays in the gates it may belong to")
  func providerDown() {
    let labelled = SuiteEvidence(singles(many(10, .label("a", "a"))), name: "up")
    let down = SuiteEvidence(singles(many(10, .error)), name: "down")
    let gate = weigh(rule(atLeast(0.9), metric: LabelRate.compiled), labelled, down)
    #expect(gate.verdict == .undecided)
    #expect(gate.failing == ["down"])
  }

  @Test("a suite that came to nothing is not in a gate its baseline has no part in")
  func providerDownElsewhere() {
    let labelled = SuiteEvidence(singles(many(10, .label("a", "a"))), name: "up")
    let down = SuiteEvidence(singles(many(10, .pass)), singles(many(10, .error)), name: "down")
    #expect(weigh(rule(atLeast(0.9), metric: LabelRate.compiled), labelled, down).suites == ["up"])
  }
}

@Suite("gates: what there is to compare with")
struct BaseTests {
  private let cases = singles(many(100, .pass))
  private let comparing: [GateRule] = [
    rule(.noWorseThanBaseline), rule(noLowerThanBaseline), rule(noLowerThanBaseline, metric: Blend.compiled),
    rule(.atMost(.baseline(plus: 0.1)), metric: P95.compiled),
    rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled),
  ]
  private var measured: [CaseOutcome] {
    singles(many(100, TrialOutcome(passFail: .pass, latency: 1, tokens: 1)))
  }

  @Test("without a baseline yet every comparing gate is new")
  func new() {
    for gate in comparing {
      let outcome = weigh(gate, SuiteEvidence(measured, base: .new("the first version")))
      #expect(outcome.verdict == .new)
      #expect(outcome.reason == "the first version")
    }
  }

  @Test("where the baseline cannot be had every comparing gate is undecided")
  func unavailable() {
    for gate in comparing {
      #expect(verdict(gate, SuiteEvidence(measured, base: .unavailable("shallow clone"))) == .undecided)
    }
  }

  @Test("absolute gates need no baseline")
  func absolute() {
    #expect(verdict(rule(atLeast(1)), SuiteEvidence(cases, base: .unavailable("shallow clone"))) == .pass)
  }

  @Test(
    "more than a tenth of the baseline removed is undecided for every comparing gate",
    arguments: [(10, false), (11, true)])
  func removed(count: Int, isUndecided: Bool) {
    let suite = SuiteEvidence(measured, Array(measured.dropFirst(count)))
    for gate in comparing {
      let outcome = weigh(gate, suite)
      #expect((outcome.verdict == .undecided) == isUndecided)
      #expect(outcome.evidence.contains(.scope(removed: count, edited: 0, added: 0)))
      if isUndecided {
        #expect(
          outcome.reason
            == "11 of 100 cases of the baseline were removed, more than one in ten: where that is meant, run it and commit `evalgate baseline accept --reason …`"
        )
      }
    }
  }

  @Test("an edited case is compared with nothing")
  func edited() {
    let before = singles(many(99, .pass)) + [outcome("e", [.pass], digest: "old")]
    let after = singles(many(99, .pass)) + [outcome("e", [.fail], digest: "new")]
    let gate = weigh(rule(noLowerThanBaseline), SuiteEvidence(before, after))
    #expect(gate.verdict == .pass)
    #expect(gate.remarks.contains("1 edited since the baseline"))
  }

  @Test("more edited cases than may be missing, which the base was not asked about, leave nothing to decide")
  func manyEdited() {
    let before = singles(many(60, .pass)) + (60..<90).map { outcome("e\($0)", [.pass], digest: "old") }
    let after = singles(many(60, .pass)) + (60..<90).map { outcome("e\($0)", [.fail], digest: "new") }
    for gate in comparing.prefix(3) {
      let decided = weigh(gate, SuiteEvidence(before, after, maxMissing: 0.02))
      #expect(decided.verdict == .undecided, "\(gate.ruleText)")
      #expect(decided.reason == "30 of 90 cases have no result of the base version", "\(gate.ruleText)")
    }
  }

  @Test("where every case was edited nothing is comparable")
  func allEdited() {
    let before = (0..<9).map { outcome("c\($0)", [.pass], digest: "old") }
    let after = (0..<9).map { outcome("c\($0)", [.pass], digest: "new") }
    for gate in comparing.prefix(3) {
      #expect(
        weigh(gate, SuiteEvidence(before, after)).reason
          == "no case of the baseline is comparable: where the edited cases or checks are meant, run it and commit "
          + "`evalgate baseline accept --reason …`")
    }
  }
}

@Suite("gates: waivers")
struct WaiverGateTests {
  private let suite = SuiteEvidence(singles(many(9, .pass) + [.waivedFail]))

  @Test("a waived failure counts as a pass and stays visible")
  func honoured() {
    let gate = weigh(rule(exactly(1)), suite)
    #expect(gate.verdict == .pass)
    #expect(gate.remarks == ["1 waived"])
  }

  @Test("`waivers: never` takes the failure as it is")
  func never() {
    let gate = weigh(rule(exactly(1), waivers: false), suite)
    #expect(gate.verdict == .block)
    #expect(gate.measure == .rate(passed: 9, of: 10))
  }

  @Test("a waived label counts as right for a metric of labels")
  func label() {
    let suite = SuiteEvidence(singles([.label("a", "a"), .label("a", "b", waived: true)]))
    #expect(verdict(rule(exactly(1), metric: LabelRate.compiled), suite) == .pass)
    #expect(verdict(rule(exactly(1), metric: LabelRate.compiled, waivers: false), suite) == .block)
  }

  @Test("what an attack did is never forgiven")
  func attack() {
    var trial = TrialOutcome.attack(effective: true)
    trial.waived = true
    #expect(verdict(rule(atMost(0), metric: AttackRate.compiled), SuiteEvidence(singles([trial]))) == .block)
  }
}
