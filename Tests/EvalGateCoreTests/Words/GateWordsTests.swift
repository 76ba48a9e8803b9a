import EvalGateCore
import Testing

@Suite("a gate's row in words")
struct GateWordsTests {
  @Test(
    "the rule as it was meant",
    arguments: [
      (rule(atLeast(0.99)), "≥ 99%"), (rule(atLeast(0.9995)), "≥ 99.95%"), (rule(exactly(1)), "= 100%"),
      (rule(atMost(0.05)), "≤ 5%"), (rule(.noWorseThanBaseline), "no worse than baseline"),
      (rule(noLowerThanBaseline), "≥ baseline"), (rule(.atMost(.baseline(plus: 0.1))), "≤ baseline + 10%"),
      (rule(.atLeast(.baseline(plus: -0.025))), "≥ baseline − 2.5%"),
      (rule(atMost(2500), metric: P95.compiled), "≤ 2.50 s"), (rule(atMost(800), metric: Tokens.compiled), "≤ 800"),
    ])
  func rules(gate: GateRule, text: String) { #expect(gate.ruleText == text) }

  private func gate(
    _ measure: Measure, _ unit: GateOutcome.ValueUnit, baseline: Measure? = nil, verdict: Verdict = .pass,
    evidence: [Evidence] = [], reason: String? = nil
  ) -> GateOutcome {
    GateOutcome(
      name: "g", metric: "m", suites: ["s"], verdict: verdict, blocks: true, rule: "r", measure: measure, unit: unit,
      baseline: baseline, evidence: evidence, reason: reason)
  }

  @Test("value, baseline, change and count of a share")
  func share() {
    let row = gate(.rate(passed: 213, of: 240), .share, baseline: .rate(passed: 224, of: 240))
    #expect(
      [row.valueText, row.baselineText, row.changeText, row.countText] == ["88.8%", "93.3%", "−4.6 pt", "213/240"])
  }

  @Test("value, baseline, change and count of a time")
  func time() {
    let row = gate(.quantile(1840, n: 240), .milliseconds, baseline: .quantile(1710, n: 240))
    #expect(
      [row.valueText, row.baselineText, row.changeText, row.countText] == ["1.84 s", "1.71 s", "+7.6%", "n 240"])
  }

  @Test("value, baseline, change and count of an amount")
  func amount() {
    let row = gate(.total(194_880, n: 240), .tokens, baseline: .total(184_800, n: 240))
    #expect([row.valueText, row.baselineText, row.changeText, row.countText] == ["812/case", "770", "+5.5%", "n 240"])
  }

  @Test("what is not known is a dash, not a number")
  func undefined() {
    let row = gate(.undefined, .share, baseline: .rate(passed: 1, of: 2))
    #expect(row.valueText == "–")
    #expect(row.changeText == nil)
    #expect(row.countText == "n 0")
  }

  private func comparedBy(
    _ verdict: Verdict, n: Int = 200, broke: Int, fixed: Int, p: Double, upper: Double = 0.067
  ) -> [String] {
    let drop = Double(broke - fixed) / Double(n)
    return gate(
      .rate(passed: 1, of: 2), .share, verdict: verdict,
      evidence: [
        .paired(
          n: n, broke: broke, fixed: fixed, drop: drop, interval: Evidence.Interval(0, upper), p: p, pExact: p,
          margin: 0.05, smallestDrop: nil, method: "mcnemar")
      ]
    ).remarks
  }

  @Test("chance is said in plain odds, and what the set could not have seen")
  func paired() {
    #expect(comparedBy(.pass, broke: 2, fixed: 4, p: 0.8) == ["a drop of 5 points is ruled out"])
    #expect(
      comparedBy(.block, broke: 10, fixed: 2, p: 0.00001)
        == ["chance does this in fewer than 1 of 10,000 unchanged runs"])
    #expect(
      comparedBy(.unproven, broke: 14, fixed: 9, p: 0.15)
        == ["14 broke, 9 fixed · an unchanged version looks this bad in 15 of 100 runs"])
    #expect(
      comparedBy(.unproven, broke: 3, fixed: 3, p: 0.5)
        == ["3 broke, 3 fixed · too few cases to rule out a drop of 5 points"])
    #expect(
      comparedBy(.unproven, n: 20, broke: 0, fixed: 0, p: 1)
        == ["no verdict changed, but 20 cases cannot rule out a drop up to 6.7 points"])
    #expect(comparedBy(.undecided, broke: 14, fixed: 9, p: 0.15) == ["14 broke, 9 fixed"])
  }

  @Test("what was left out of a comparison is counted by kind")
  func scope() {
    let row = gate(.undefined, .share, evidence: [.scope(removed: 1, edited: 0, added: 3)])
    #expect(row.remarks == ["1 removed, 3 new since the baseline"])
  }

  @Test("why nothing was decided is said once")
  func reasons() {
    let row = gate(
      .undefined, .share, verdict: .undecided, evidence: [.missing(3, of: 10)], reason: "3 of 10 cases have no result")
    #expect(row.remarks == ["3 of 10 cases have no result"])
  }
}
