import EvalGateCore
import Testing

/// Ten cases that passed 4 of 5 stored runs each: .8 by their own rates, 10 of 10 by majority. A single run in which 8 of them
/// pass is no worse.
@Suite("gates: a single run beside pooled ones")
struct RepeatedBaselineTests {
  private let suite = SuiteEvidence(
    (0..<10).map { outcome("c\($0)", many(4, .pass) + [.fail]) }, singles(many(8, .pass) + many(2, .fail)))

  @Test("the literal rule compares the rates of runs, not the majorities of one side with the runs of the other")
  func literal() {
    let gate = weigh(rule(noLowerThanBaseline), suite)
    #expect(gate.verdict == .pass)
    let worse = SuiteEvidence(
      (0..<10).map { outcome("c\($0)", many(4, .pass) + [.fail]) }, singles(many(7, .pass) + many(3, .fail)))
    #expect(weigh(rule(noLowerThanBaseline), worse).verdict == .block)
  }

  @Test(
    "what a comparing gate shows of both sides is what it compares",
    arguments: [noLowerThanBaseline, .noWorseThanBaseline])
  func shown(bound: Bound) {
    let gate = weigh(rule(bound), suite)
    #expect(gate.baselineText == "80.0%")
    #expect(gate.valueText == "80.0%")
    #expect(gate.changeText == "=")
  }

  @Test("single runs on both sides stay counts")
  func single() {
    let gate = weigh(rule(noLowerThanBaseline), paired(both: 8, broke: 0, neither: 2))
    #expect(gate.measure == .rate(passed: 8, of: 10) && gate.baseline == .rate(passed: 8, of: 10))
  }
}
