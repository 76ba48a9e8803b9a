import EvalGateCore
import Testing

@Suite("the anchor")
struct AnchorTests {
  /// 40 cases; the baseline has lost `before` of them already and the change loses `now` more.
  private func evidence(lostBefore before: Int, lostNow now: Int) -> SuiteEvidence {
    let pinned = singles(many(40, .pass))
    let rolling = singles(many(40 - before, .pass) + many(before, .fail))
    let head = singles(many(40 - before - now, .pass) + many(before + now, .fail))
    var evidence = SuiteEvidence(rolling, head)
    evidence.anchor = .stored(comparison(pinned, head))
    return evidence
  }

  private func outcomes(_ evidence: SuiteEvidence, _ gates: [GateRule] = [rule(.noWorseThanBaseline)]) -> [GateOutcome]
  {
    weigh(gates.withAnchors(of: [evidence]), [evidence])
  }

  /// Three broke and none fixed is p = 1/16 by mid-p; seven broke is 1/256.
  @Test("many small losses are found against it, where the baseline has followed them")
  func decay() {
    let rows = outcomes(evidence(lostBefore: 4, lostNow: 3))
    #expect(rows.map(\.name) == ["gate", "gate@anchor"])
    #expect(rows.map(\.rule) == ["no worse than baseline", "no worse than anchor"])
    #expect(rows.map(\.verdict) == [.unproven, .block])
    #expect(rows.map { $0.baseline?.value } == [0.9, 1])
  }

  /// Five broke against the baseline alone is p = 1/64, below 0.05 by itself; doubled by Holm it is 1/32. With a second test
  /// that is not small and could have been (three broke and three mended), 0.03125 still blocks; four broke, 1/32 doubled to
  /// 1/16, does not.
  @Test("both stand in one family of tests", arguments: [(5, Verdict.block), (4, .unproven)])
  func family(broke: Int, expected: Verdict) {
    let head = singles(many(40 - broke, .pass) + many(broke, .fail))
    var evidence = SuiteEvidence(singles(many(40, .pass)), head)
    let pinned = singles(many(3, .fail) + many(37 - broke, .pass) + many(broke - 3, .fail) + many(3, .pass))
    evidence.anchor = .stored(comparison(pinned, head))
    #expect(outcomes(evidence).map(\.verdict)[0] == expected)
  }

  @Test("only statistical comparing gates are held against it")
  func others() {
    let evidence = evidence(lostBefore: 0, lostNow: 0)
    #expect(outcomes(evidence, [rule(atLeast(0.5)), rule(noLowerThanBaseline)]).count == 2)
  }

  @Test("a suite without one has one row")
  func without() {
    #expect(outcomes(paired(both: 20)).map(\.name) == ["gate"])
  }

  @Test("one that cannot be read leaves its row undecided")
  func unreadable() {
    var evidence = evidence(lostBefore: 0, lostNow: 0)
    evidence.anchor = .unavailable("the anchor cannot be read")
    let row = outcomes(evidence)[1]
    #expect(row.verdict == .undecided)
    #expect(row.reason == "the anchor cannot be read")
  }
}
