import EvalGateCore
import Testing

@Suite("a gate's calculation")
struct CalculationTests {
  private func lines(_ label: String, _ gate: GateRule, _ suite: SuiteEvidence) -> [String] {
    let calculation = GateEvaluator(gates: [gate], suites: [suite], isComplete: true).calculations(of: gate.name).first
    return calculation?.parts.lazy.compactMap { part -> [String]? in
      if case .step(label, let lines) = part { lines } else { nil }
    }.first ?? []
  }

  /// C(17,14) = 680, C(17,15) = 136, C(17,16) = 17, C(17,17) = 1 by Pascal's triangle; half of 680 and the rest are 494.
  @Test("the p value is written out as a sum of whole numbers")
  func sum() {
    #expect(
      lines("p", rule(.noWorseThanBaseline), paired(both: 210, broke: 14, fixed: 3, neither: 13)).dropFirst() == [
        "P(X ≥ 14) − ½·P(X = 14), X ~ Bin(17, ½)", "= (½·C(17,14) + C(17,15) + C(17,16) + C(17,17)) / 2^17",
        "= (½·680 + 136 + 17 + 1) / 131072", "= 494 / 131072 = 0.003769",
      ])
  }

  @Test("an odd half stays a half")
  func half() {
    #expect(
      lines("p", rule(.noWorseThanBaseline), paired(both: 30, broke: 12, fixed: 1)).last == "= 7.5 / 8192 = 0.0009155")
  }

  /// 12 to 1: the whole tail is (13 + 1) / 2^13, where the mid-p counts only half of the 13.
  @Test("an exact gate takes the whole tail, and says so")
  func exact() {
    var gate = rule(.noWorseThanBaseline)
    gate.isExact = true
    let suite = paired(both: 30, broke: 12, fixed: 1)
    #expect(
      lines("p", gate, suite).dropFirst() == [
        "P(X ≥ 12), X ~ Bin(13, ½)", "= (C(13,12) + C(13,13)) / 2^13", "= (13 + 1) / 8192",
        "= 14 / 8192 = 0.001709",
      ])
    guard case .paired(_, _, _, _, _, let p, _, _, _, let method)? = weigh(gate, suite).evidence.first else {
      Issue.record("no paired evidence")
      return
    }
    #expect(near(p, 14.0 / 8192) && method == "exact McNemar test")
    #expect(gate.ruleText == "no worse than baseline, exact")
  }

  /// Five breaks and no fix: 2^-5 by the whole tail, half of that by the mid-p; four of them are over 5% by the one alone.
  @Test("an exact gate blocks where the whole tail is small enough, and no sooner", arguments: [(5, true), (4, false)])
  func exactBlocks(broke: Int, blocks: Bool) {
    var gate = rule(.noWorseThanBaseline)
    let suite = paired(both: 30, broke: broke)
    #expect(verdict(gate, suite) == .block)
    gate.isExact = true
    #expect((verdict(gate, suite) == .block) == blocks)
  }

  @Test("beyond what 64 bits hold the terms are chances")
  func manyCoins() {
    let last = lines("p", rule(.noWorseThanBaseline), paired(both: 500, broke: 60, fixed: 40)).last
    #expect(last == "= 0.02302")
  }

  @Test("nothing changed is p = 1")
  func none() {
    #expect(lines("p", rule(.noWorseThanBaseline), paired(both: 40)).last == "no case changed: p = 1")
  }

  @Test("the table has its margins")
  func table() {
    let calculation = GateEvaluator(
      gates: [rule(.noWorseThanBaseline)], suites: [paired(both: 210, broke: 14, fixed: 3, neither: 13)],
      isComplete: true
    ).calculations(of: "gate")
    #expect(
      calculation[0].parts.contains(
        .table([
          ["", "now pass", "now fail", "all"], ["was pass", "210", "14", "224"], ["was fail", "3", "13", "16"],
          ["all", "213", "27", "240"],
        ])))
  }

  /// 14 to 3 is p = 0.003769. Both suites together are smaller, 16 to 3: (969 / 2 + 171 + 19 + 1) / 2^19 = 0.001288, doubled for
  /// the first, which could have reached it; two breaks alone (1/8) could not.
  @Test("Holm's correction names its place among the run's tests")
  func family() {
    let evaluator = GateEvaluator(
      gates: [
        rule(.noWorseThanBaseline, name: "a", suite: "one"), rule(.noWorseThanBaseline, name: "b", suite: "two"),
      ],
      suites: [
        paired(both: 210, broke: 14, fixed: 3, neither: 13, name: "one"), paired(both: 50, broke: 2, name: "two"),
      ], isComplete: true)
    let text = "\(evaluator.calculations(of: "a"))"
    #expect(text.contains("this is number 2 from the smallest"))
    #expect(text.contains("0.001288 × 2  pass_rate in all 2 suites"))
    #expect(text.contains("0.003769 × 1  a in one"))
    #expect(text.contains("0.003769 against 0.05"))
  }

  @Test("a count says what is allowed, and where the interval comes from")
  func rate() {
    let suite = SuiteEvidence(singles(many(198, .pass) + many(2, .fail)))
    #expect(
      lines("allowed", rule(atLeast(0.99)), suite) == ["⌊200 × (1 − 0.99) + 10⁻⁹⌋ = 2 failures; 2 used"])
    #expect(lines("interval", rule(atLeast(0.99)), suite).first == "95%, Wilson score interval: 0.9643 to 0.9973")
  }

  @Test("requests over a budget are counted into a binomial tail")
  func time() {
    let suite = SuiteEvidence(singles(many(90, .took(100)) + many(10, .took(900))))
    let p = lines("p", rule(atMost(500), metric: P95.compiled), suite).last
    // P(X >= 10) - ½ P(X = 10) for Bin(100, .05), by scipy: 0.01983035.
    #expect(p == "P(X ≥ 10) − ½·P(X = 10), X ~ Bin(100, 0.05) = 0.01983")
  }

  @Test("with repeats cases are told by their strata")
  func strata() {
    let before = [outcome("a", many(5, .pass)), outcome("b", many(4, .pass) + [.fail])]
    let after = [outcome("a", [.fail]), outcome("b", [.pass])]
    let calculation = GateEvaluator(
      gates: [rule(.noWorseThanBaseline)], suites: [SuiteEvidence(before, after)], isComplete: true
    ).calculations(of: "gate")
    #expect(
      calculation[0].parts.contains(
        .table([
          ["passes before", "passes now", "cases", "difference d"], ["5 of 5", "0 of 1", "1", "1"],
          ["4 of 5", "1 of 1", "1", "−0.2"],
        ])))
  }

  /// Sixty cases by how they came out. NumPy and SciPy: mean .1333333, std/√60 .05385340, t.ppf(.95, 59) 1.6710930, ends .0433393
  /// and .2233274; the convolution of 19 hypergeometric laws has P(T < 8) .00073758 and P(T = 8) .00259530.
  @Test("repeats have their table, the law of the stratified test and the t interval")
  func repeats() {
    let kinds: [(before: Int, after: TrialOutcome, count: Int)] = [
      (3, .pass, 41), (3, .fail, 10), (2, .pass, 8), (2, .fail, 1),
    ]
    var (before, after): ([CaseOutcome], [CaseOutcome]) = ([], [])
    for kind in kinds {
      for _ in 0..<kind.count {
        let id = "c\(before.count)"
        before.append(outcome(id, many(kind.before, .pass) + many(3 - kind.before, .fail)))
        after.append(outcome(id, [kind.after]))
      }
    }
    let (gate, suite) = (rule(.noWorseThanBaseline), SuiteEvidence(before, after))
    #expect(
      lines("p", gate, suite).suffix(2) == [
        "T = 8, expected 14: P(T < 8) = 0.0007376, P(T = 8) = 0.002595", "P(T < 8) + ½·P(T = 8) = 0.002035",
      ])
    #expect(
      lines("interval", gate, suite) == [
        "90%, t interval on per-case differences: 4.334 to 22.33 points",
        "d̄ = 0.1333333; SE = √(Σ(d − d̄)² / (n(n−1))), n = 60: 0.0538534",
        "d̄ ∓ t·SE, t = 1.671093 at 0.95 with 59 degrees of freedom",
      ])
  }

  /// Each of eight groups loses one case: of all patterns of signs only the one without a minus reaches 8.
  @Test("groups have their totals and the patterns of signs that reach the sum")
  func groups() {
    func arm(_ lost: (Int) -> Bool) -> [CaseOutcome] {
      (0..<40).map { outcome("c\($0)", [lost($0) ? .fail : .pass], cluster: "g\($0 % 8)") }
    }
    let suite = SuiteEvidence(arm { _ in false }, arm { $0 < 8 })
    #expect(
      lines("sign-flip", rule(.noWorseThanBaseline), suite).last
        == "1 of 2^8 patterns of signs reach their sum 8: 0.003906")
  }

  /// Seven of twenty over 110 ms only now: ½ / 2^7.
  @Test("times beside the baseline's have their limit and who is over it")
  func timesBesideBaseline() {
    let suite = SuiteEvidence(
      singles(many(20, .took(100))), singles(many(13, .took(100)) + many(7, .took(900))))
    let gate = rule(.atMost(.baseline(plus: 0.1)), metric: P95.compiled)
    #expect(
      lines("limit", gate, suite) == [
        "number 19 of 20 times of the baseline in order, rank ⌈0.95·20⌉: 100 ms", "× (1 + 0.1) = 110 ms",
      ])
    #expect(lines("over", gate, suite).first == "before 0 of 20 took longer than that, now 7 of 20")
    #expect(lines("p", gate, suite).last == "= 0.5 / 128 = 0.003906")
  }

  @Test("every kind of gate has a calculation, also where there is nothing to calculate from")
  func everyKind() {
    let bounds: [Bound] = [
      .noWorseThanBaseline, atLeast(0.9), atMost(0.1), exactly(1), noLowerThanBaseline, .atMost(.baseline(plus: 0.1)),
    ]
    for metric in [PassRate.compiled, Blend.compiled, P95.compiled, Tokens.compiled] {
      for bound in bounds {
        for suite in [SuiteEvidence([]), SuiteEvidence(singles([.pass, .error])), paired(both: 3, broke: 1)] {
          let evaluator = GateEvaluator(
            gates: [rule(bound, metric: metric, suite: "s")], suites: [suite], isComplete: true)
          #expect(evaluator.calculations(of: "gate").first?.parts.isEmpty == false)
        }
      }
    }
  }

  @Test("a name that no gate has has none")
  func unknown() {
    #expect(GateEvaluator(gates: [], suites: [], isComplete: true).calculations(of: "gate").isEmpty)
  }
}
