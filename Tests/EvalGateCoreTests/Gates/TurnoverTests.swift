import EvalGateCore
import Testing

@Suite("what a change does to its cases gets it past no gate")
struct TurnoverTests {
  private static func headers(_ places: Range<Int>) -> [CaseHeader] {
    places.map { header(outcome("c\($0)", [.pass])) }
  }

  /// A hundred cases that were right, of which some broke, and more that only the new version can know.
  private static func outvoted(_ broke: Int, by more: Int) -> SuiteEvidence {
    let before = singles(many(100, .pass) + many(more, .fail))
    let after = singles(many(broke, .fail) + many(100 - broke, .pass) + many(more, .pass))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: headers(100..<100 + more))
    return suite
  }

  @Test(
    "new cases that only the new version knows outvote none that broke",
    arguments: [Bound.noWorseThanBaseline, noLowerThanBaseline], [20, 40])
  func outvoted(bound: Bound, more: Int) {
    var suite = Self.outvoted(20, by: more)
    let gate = weigh(rule(bound), suite)
    #expect(gate.verdict == .block && gate.evidence.contains(.withoutAdded(more)), "\(gate)")
    #expect(gate.measure == .rate(passed: 80, of: 100), "\(gate)")
    // Where nothing that answers is edited, they are the change's own.
    suite.turnover = suite.turnover.ofCasesAlone
    #expect(weigh(rule(bound), suite).measure.n == 100 + more)
  }

  @Test("new cases that the new version gets wrong count, and so do all where none is worse than they are")
  func countedAdded() {
    let (before, after) = (singles(many(140, .pass)), singles(many(100, .pass) + many(40, .fail)))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: Self.headers(100..<140))
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(gate.verdict == .block && gate.measure.n == 140, "\(gate)")
  }

  @Test("cases that are gone make no room for others among those that a gate counts")
  func tagged() {
    let hard = singles(many(32, .pass) + many(8, .fail) + many(60, .pass), tags: ["hard"])
    var suite = SuiteEvidence(hard)
    suite.turnover = Turnover(
      gone: Self.headers(1_000..<1_060), added: hard.suffix(60).map(header))
    let gate = weigh(rule(atLeast(0.9), filter: CaseFilter(tags: ["hard"])), suite)
    #expect(gate.verdict == .block && gate.reason?.contains("without the 60 that the change adds") == true, "\(gate)")
  }

  @Test("a new attack that comes through on both sides is no new bypass")
  func knownBypass() {
    func attacks(_ through: [Bool]) -> [CaseOutcome] {
      singles(through.map { TrialOutcome.attack(effective: $0) }, severity: .blocking)
    }
    let before = attacks(many(20, .pass).map { _ in false } + [true])
    let after = attacks(many(20, .pass).map { _ in false } + [true])
    var suite = SuiteEvidence(after, isSafety: true, base: .stored(comparison(before, after, isSafety: true)))
    suite.turnover = Turnover(added: [header(after[20])])
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(gate.verdict == .pass || gate.verdict == .unproven, "\(gate)")
  }

  @Test("cheap new cases make no ratio of tokens smaller, and no ceiling easier")
  func amounts() {
    let before = singles(many(20, .used(20)) + many(400, .used(20)))
    let after = singles(many(20, .used(410)) + many(400, .used(20)))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: Self.headers(20..<420))
    let ratio = weigh(rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled), suite)
    #expect(ratio.verdict == .block && ratio.evidence.contains(.withoutAdded(400)), "\(ratio)")
    let ceiling = weigh(rule(atMost(100), metric: Tokens.compiled), suite)
    #expect(
      ceiling.verdict == .block
        && ceiling.reason?.hasPrefix("410/case of 20 cases without the 400 that the change") == true,
      "\(ceiling)")
  }

  @Test("quick new cases make no bound of a time easier")
  func times() {
    let all = singles(many(200, .took(200)) + many(5_000, .took(10)))
    var suite = SuiteEvidence(all)
    #expect(verdict(rule(atMost(100), metric: P95.compiled), suite) == .pass)
    suite.turnover = Turnover(added: Self.headers(200..<5_200))
    let gate = weigh(rule(atMost(100), metric: P95.compiled), suite)
    #expect(
      gate.verdict == .block && gate.reason?.contains("of 200 answers without the ") == true, "\(gate)")
  }

  @Test(
    "more than a tenth taken out of a gate against a value is undecided, unless nothing else was edited",
    arguments: [(10, 0, Verdict.pass), (11, 0, .undecided), (10, 10, .pass), (20, 20, .undecided)])
  func taken(gone: Int, added: Int, expected: Verdict) {
    var suite = SuiteEvidence(singles(many(100 - gone + added, .pass)))
    suite.turnover = Turnover(gone: Self.headers(1_000..<1_000 + gone), added: Self.headers(0..<added))
    let gate = weigh(rule(atLeast(0.9)), suite)
    #expect(gate.verdict == expected, "\(gate)")
    if expected == .undecided {
      #expect(gate.reason?.hasPrefix("\(gone) of 100 cases were taken out, more than one in ten") == true, "\(gate)")
    }
    suite.turnover = suite.turnover.ofCasesAlone
    #expect(verdict(rule(atLeast(0.9)), suite) == .pass)
    suite.turnover = Turnover(gone: Self.headers(0..<gone))
    #expect(verdict(rule(atLeast(0.9)), suite) == .pass, "cases that are asked all the same are not gone")
  }

  @Test("attacks that are put to the model no more leave what counts them undecided")
  func unread() {
    var suite = SuiteEvidence(singles(many(6, .pass)))
    suite.turnover.unread = UnreadAttacks(variable: "mail", cases: Self.headers(0..<2))
    let gate = weigh(rule(atLeast(0.9)), suite)
    #expect(
      gate.verdict == .undecided
        && gate.reason?.hasPrefix("what 2 attacks say under `mail` is put to the model no more") == true, "\(gate)")
  }

  @Test(
    "cases that stand in for those that are gone make no bound easier",
    arguments: [Bound.noWorseThanBaseline, noLowerThanBaseline, atLeast(0.9)])
  func standIns(bound: Bound) {
    let before = singles(many(90, .pass) + many(10, .fail))
    let after = singles(many(10, .fail) + many(80, .pass) + many(10, .pass))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(gone: Self.headers(1_000..<1_010), added: Self.headers(90..<100))
    let gate = weigh(rule(bound), suite)
    #expect(gate.verdict == .block, "\(gate)")
  }

  @Test(
    "more than a tenth of the ids under which something else is asked is undecided, unless it is accepted or nothing else was edited",
    arguments: [Bound.noWorseThanBaseline, noLowerThanBaseline, atLeast(0.9)], [10, 11])
  func replaced(bound: Bound, count: Int) {
    let all = singles(many(100, .pass))
    var suite = SuiteEvidence(all, all)
    let edited = Self.headers(0..<count)
    suite.turnover = Turnover(gone: edited, added: edited, replaced: Set(edited.map(\.id)))
    let gate = weigh(rule(bound), suite)
    #expect((gate.verdict == .undecided) == (count > 10), "\(gate)")
    if count > 10 {
      #expect(gate.reason?.hasPrefix("11 of 100 cases ask something else under their ids, more than one") == true)
    }
    var accepted = suite
    accepted.isAcceptedHere = true
    #expect((verdict(rule(bound), accepted) == .undecided) == (count > 10 && !bound.comparesWithBaseline))
    suite.turnover = suite.turnover.ofCasesAlone
    #expect(verdict(rule(bound), suite) != .undecided)
  }

  @Test("cases of which something else is expected outvote none that broke, and are as good as others for a floor")
  func relabelled() {
    let before = singles(many(100, .pass) + many(40, .fail))
    let after = singles(many(20, .fail) + many(80, .pass) + many(40, .pass))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(relabelled: Set((100..<140).map { "c\($0)" }))
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(gate.verdict == .block && gate.evidence.contains(.withoutAdded(40)), "\(gate)")
    #expect(verdict(rule(atLeast(0.85)), suite) == .pass)
  }

  @Test("what a gate counts by a check is a tenth of the cases that the check judged", arguments: [2, 3])
  func judged(lost: Int) {
    func cases(_ places: Range<Int>, _ checks: String) -> [CaseOutcome] {
      places.map { outcome("c\($0)", [.label("a", "a")], checks: checks) }
    }
    let judged = cases(0..<20 - lost, "label"), others = cases(20 - lost..<100, "equals")
    let judges = [header(judged[0]).checksDigest: Set(["label"]), header(others[0]).checksDigest: ["equals"]]
    let byLabel = CompiledMetric(id: LabelRate.id, metric: LabelRate(), kind: LabelRate.kind, need: .check("label"))
    let gate = rule(atLeast(0.9), metric: byLabel)
    var suite = SuiteEvidence(judged + others)
    let rejudged = others.prefix(lost).map { other in
      Turnover.Recount(was: header(outcome(other.id, [.pass], checks: "label")), now: header(other))
    }
    suite.turnover = Turnover(recounted: rejudged, judges: judges)
    #expect((verdict(gate, suite) == .undecided) == (lost > 2))
    // So it is where they are taken out.
    let gone = cases(1_000..<1_000 + lost, "label").map(header)
    suite.turnover = Turnover(gone: gone, judges: judges)
    let taken = weigh(gate, suite)
    #expect((taken.verdict == .undecided) == (lost > 2), "\(taken)")
    if lost > 2 { #expect(taken.reason?.hasPrefix("3 of 20 cases were taken out") == true, "\(taken)") }
  }

  private static func weighed(_ places: Range<Int>, _ was: Severity?, _ now: Severity?) -> [Turnover.Recount] {
    places.map {
      Turnover.Recount(
        was: header(outcome("c\($0)", [.pass], severity: was)), now: header(outcome("c\($0)", [.pass], severity: now)))
    }
  }

  @Test("cases that a gate takes only now make its bound no easier")
  func letIn() {
    var suite = SuiteEvidence(singles(many(6, .fail) + many(14, .pass) + many(66, .pass), severity: .blocking))
    let gate = rule(atLeast(0.9), filter: CaseFilter(severity: .blocking))
    #expect(verdict(gate, suite) == .pass)
    suite.turnover = Turnover(recounted: Self.weighed(20..<86, nil, .blocking))
    #expect(verdict(gate, suite) == .block)
  }

  @Test("cases that a metric counts only now, as they expect something else, make its bound no easier")
  func meant() {
    var suite = SuiteEvidence(singles(many(6, .fail) + many(14, .pass) + many(66, .pass)))
    let gate = rule(atLeast(0.9))
    let were = (20..<86).map { header(outcome("c\($0)", [.pass], digest: "was \($0)")) }
    suite.turnover = Turnover(
      recounted: were.map { Turnover.Recount(was: $0, now: header(outcome($0.id, [.pass]))) })
    #expect(verdict(gate, suite) == .pass)
    suite.turnover.passedOver[gate.metric.identity] = Set(were.map(Bar.Substance.init))
    #expect(verdict(gate, suite) == .block)
  }

  @Test("cases that a gate takes no more, as they weigh otherwise, are no way out of it", arguments: [2, 3])
  func letOut(count: Int) {
    let stayed = singles(many(20 - count, .pass), severity: .advisory)
    var suite = SuiteEvidence(stayed + singles(many(count, .fail), severity: .blocking, first: 20 - count))
    suite.turnover = Turnover(recounted: Self.weighed(20 - count..<20, .advisory, .blocking))
    let gate = weigh(rule(atLeast(0.9), filter: CaseFilter(severity: .advisory)), suite)
    #expect((gate.verdict == .undecided) == (count > 2), "\(gate)")
    if count > 2 { #expect(gate.reason?.hasPrefix("3 of 20 cases are no longer taken by its filter") == true) }
  }

  @Test("a check of another setting that says nothing that counts judges a case no more", arguments: [2, 3])
  func silent(count: Int) {
    let heard = (0..<20 - count).map { outcome("c\($0)", [.label("a", "a")], checks: "label") }
    let mute = (20 - count..<20).map { outcome("c\($0)", [.pass], checks: "not label") }
    var suite = SuiteEvidence(heard + mute)
    let recounted = mute.map {
      Turnover.Recount(was: header(outcome($0.id, [.pass], checks: "label")), now: header($0))
    }
    let judges = [header(heard[0]).checksDigest: Set(["label"]), header(mute[0]).checksDigest: ["label"]]
    suite.turnover = Turnover(recounted: recounted, judges: judges)
    let byLabel = CompiledMetric(id: LabelRate.id, metric: LabelRate(), kind: LabelRate.kind, need: .check("label"))
    let gate = weigh(rule(atLeast(0.9), metric: byLabel), suite)
    #expect((gate.verdict == .undecided) == (count > 2), "\(gate)")
  }

  @Test("edited cases that are left out have a result all the same, and those alike on both sides are not left out")
  func editedTwice() {
    let before = singles(many(97, .pass) + many(3, .fail))
    let after = singles(many(1, .fail) + many(96, .pass) + many(3, .pass))
    var compared = comparison(before, after)
    compared.edited = ["c97", "c98", "c99"]
    var suite = SuiteEvidence(after, base: .stored(compared))
    suite.turnover = Turnover(relabelled: ["c97", "c98", "c99"])
    let gate = weigh(rule(.noWorseThanBaseline), suite)
    #expect(gate.reason?.contains("no result of the base version") != true, "\(gate)")
    #expect(gate.evidence.contains(.withoutAdded(3)))
    suite = SuiteEvidence(singles(many(100, .pass)), singles(many(1, .fail) + many(99, .pass)))
    suite.turnover = Turnover(relabelled: ["c99"])
    #expect(weigh(rule(.noWorseThanBaseline), suite).measure.n == 100)
  }

  @Test("what is alike on both sides, or as much better as worse, makes no room for what broke")
  func diluted() {
    let before = singles(many(100, .pass) + many(100, .pass))
    let after = singles(many(7, .fail) + many(93, .pass) + many(100, .pass))
    var suite = SuiteEvidence(before, after)
    suite.turnover = Turnover(added: Self.headers(100..<200))
    let tolerant = rule(.atLeast(.baseline(plus: -0.05)))
    #expect(weigh(tolerant, suite).verdict == .block)
    // Forty that only the new version knows, and as many that only the old one does.
    let mixed = singles(many(93, .pass) + many(7, .pass) + many(40, .fail) + many(40, .pass))
    let now = singles(many(93, .pass) + many(7, .fail) + many(40, .pass) + many(40, .fail))
    var level = SuiteEvidence(mixed, now)
    level.turnover = Turnover(added: Self.headers(100..<180))
    #expect(weigh(rule(.noWorseThanBaseline), level).evidence.contains(.withoutAdded(80)))
  }

  @Test("a benign case says nothing of attacks, whatever else judges it")
  func benign() {
    let attacks = (0..<6).map { outcome("a\($0)", [.attack(effective: false)], checks: "both") }
    let benign = (0..<6).map { outcome("b\($0)", [.pass], checks: "both") }
    var suite = SuiteEvidence(attacks + benign, isSafety: true)
    let scenario = Set(["scenario"])
    suite.turnover = Turnover(
      recounted: (attacks + benign).map {
        Turnover.Recount(was: header(outcome($0.id, [.pass], checks: "one")), now: header($0))
      },
      judges: [
        header(attacks[0]).checksDigest: scenario.union(["length"]),
        header(outcome("x", [.pass], checks: "one")).checksDigest: scenario,
      ])
    let metric = CompiledMetric(id: PassRate.id, metric: PassRate(), kind: PassRate.kind, need: .check("scenario"))
    #expect(verdict(rule(exactly(1), metric: metric), suite) == .pass)
  }

  @Test("a gate that names no suite loses none by what is taken out of it")
  func several() {
    var emptied = SuiteEvidence(singles(many(40, .fail), tags: ["easy"]))
    emptied.turnover = Turnover(
      gone: many(40, .pass).indices.map { header(outcome("h\($0)", [.pass], tags: ["hard"])) })
    let other = SuiteEvidence(singles(many(100, .pass), tags: ["hard"]))
    let gate = rule(atLeast(0.9), filter: CaseFilter(tags: ["hard"]))
    let outcomes = GateEvaluator(gates: [gate], suites: [other, emptied], isComplete: true).outcomes()
    #expect(outcomes.map(\.verdict) == [.undecided], "\(outcomes)")
  }

  @Test("a gate that compares loses no more than a tenth of what it counts either", arguments: [3, 4])
  func takenFromCompared(count: Int) {
    let all = singles(many(30 - count, .pass), tags: ["de"]) + singles(many(70, .pass), first: 100)
    var compared = comparison(all, all)
    compared.removed = (0..<count).map { "g\($0)" }
    compared.known = 100
    var suite = SuiteEvidence(all, base: .stored(compared))
    suite.turnover = Turnover(gone: (0..<count).map { header(outcome("g\($0)", [.pass], tags: ["de"])) })
    let gate = weigh(rule(.noWorseThanBaseline, filter: CaseFilter(tags: ["de"])), suite)
    #expect((gate.verdict == .undecided) == (count > 3), "\(gate)")
  }

  @Test("scenarios that stand beside what they were, and cases that are asked more often, make no bound easier")
  func beside() {
    let asked = singles(many(3, .fail) + many(17, .pass) + many(20, .pass))
    for edit in [\Turnover.rewritten, \Turnover.oftener] {
      var suite = SuiteEvidence(asked)
      #expect(verdict(rule(atLeast(0.9)), suite) == .pass)
      suite.turnover[keyPath: edit] = Set((20..<40).map { "c\($0)" })
      #expect(verdict(rule(atLeast(0.9)), suite) == .block)
    }
  }
}
