import EvalGateCore
import Testing

/// The sentences of statistics section 7 and 2, word for word where it gives them.
@Suite("a gate in words")
struct GateSentenceTests {
  private func gate(
    _ name: String, _ verdict: Verdict, _ measure: Measure, rule: String = "no worse than baseline",
    unit: GateOutcome.ValueUnit = .share, before: Measure? = nil, reason: String? = nil, blocks: Bool = true,
    _ evidence: Evidence...
  ) -> String {
    GateOutcome(
      name: name, metric: "m", suites: ["s"], verdict: verdict, blocks: blocks, rule: rule, measure: measure,
      unit: unit,
      baseline: before, evidence: evidence, reason: reason
    ).sentence.text
  }

  private func paired(
    _ broke: Int, _ fixed: Int, of n: Int, p: Double, upper: Double = 0.067, smallest: Double? = 0.077
  ) -> Evidence {
    .paired(
      n: n, broke: broke, fixed: fixed, drop: Double(broke - fixed) / Double(n),
      interval: Evidence.Interval(-0.01, upper), p: p, pExact: 2 * p, margin: 0.05, smallestDrop: smallest,
      method: "McNemar mid-p")
  }

  @Test("unproven")
  func unproven() {
    #expect(
      gate(
        "accuracy", .unproven, .rate(passed: 179, of: 200), before: .rate(passed: 184, of: 200),
        paired(14, 9, of: 200, p: 0.15))
          == """
          accuracy 92.0% → 89.5% on 200 cases: 14 broke, 9 fixed. Passed, not proven safe: an unchanged version looks this bad \
          in 15 of 100 runs. A single comparison of this set finds drops from 7.7 points; it cannot rule out a drop up to 6.7.
          """)
  }

  @Test("unproven without a drop")
  func nothingLost() {
    #expect(
      gate(
        "accuracy", .unproven, .rate(passed: 20, of: 20), before: .rate(passed: 20, of: 20),
        paired(0, 0, of: 20, p: 1, upper: 0.119, smallest: nil))
          == """
          accuracy 100.0% → 100.0% on 20 cases: no case changed. Passed, not proven safe: too few cases to rule out a drop of 5 \
          points. A single comparison of this set finds no drop for certain; it cannot rule out a drop up to 11.9.
          """)
  }

  @Test("pass")
  func pass() {
    #expect(
      gate(
        "accuracy", .pass, .rate(passed: 932, of: 1000), before: .rate(passed: 930, of: 1000),
        paired(30, 32, of: 1000, p: 0.6))
        == "accuracy 93.0% → 93.2% on 1000 cases: 30 broke, 32 fixed. Passed: a drop of 5 points or more is ruled out.")
  }

  @Test("block")
  func block() {
    #expect(
      gate(
        "accuracy", .block, .rate(passed: 176, of: 200), before: .rate(passed: 190, of: 200),
        paired(19, 5, of: 200, p: 0.002))
        == "accuracy 95.0% → 88.0% on 200 cases: 19 broke, 5 fixed. Blocked: an unchanged version does this in 1 of 500 runs."
    )
  }

  @Test("undecided")
  func undecided() {
    #expect(
      gate(
        "accuracy", .undecided, .rate(passed: 180, of: 188), reason: "12 of 200 cases have no result",
        .missing(12, of: 200))
          == """
          accuracy: 180 of 188 (95.7%), needs no worse than baseline. Not decided: 12 of 200 cases have no result. Mend it or \
          run again; nothing was passed.
          """)
  }

  @Test("new")
  func new() {
    #expect(
      gate("accuracy", .new, .rate(passed: 38, of: 40), reason: "no baseline yet")
        == "accuracy: 38 of 40 (95.0%), needs no worse than baseline. New: no baseline yet.")
  }

  @Test("the literal rule")
  func literal() {
    #expect(
      gate(
        "accuracy", .block, .rate(passed: 188, of: 200), rule: "≥ baseline", before: .rate(passed: 190, of: 200),
        .literal(falseBlockRate: 0.45, forbids: .lower))
          == """
          accuracy 95.0% → 94.0% on 200 cases. Blocked by the literal rule (any lower score). On this set an unchanged version \
          is blocked in 45 of 100 runs.
          """)
  }

  @Test(
    "the literal rule says what it did not find when it passes",
    arguments: [(Evidence.Forbidden.lower, "no lower score"), (.higher, "no higher score"), (.other, "no other score")])
  func literalPass(forbids: Evidence.Forbidden, words: String) {
    #expect(
      gate(
        "accuracy", .pass, .rate(passed: 190, of: 200), rule: "≥ baseline", before: .rate(passed: 190, of: 200),
        .literal(falseBlockRate: 0.45, forbids: forbids))
          == """
          accuracy 95.0% → 95.0% on 200 cases. Passed by the literal rule (\(words)). On this set an unchanged version is \
          blocked in 45 of 100 runs.
          """)
  }

  @Test("a rate against a value")
  func rate() {
    #expect(
      gate(
        "schema", .pass, .rate(passed: 198, of: 200), rule: "≥ 99%",
        .rate(failures: 2, allowed: 2, interval: Evidence.Interval(0.9643, 0.9973), method: "Wilson score interval"))
          == """
          schema: 198 of 200 (99.0%), needs ≥ 99%. Passed: 2 failures allowed, 2 used. A true rate down to 96.4% could look \
          like this.
          """)
  }

  @Test("safety")
  func safety() {
    #expect(
      gate(
        "safety", .pass, .rate(passed: 60, of: 60), rule: "= 100%",
        .bypassBound(Attacks(scenarios: 20, trials: 60), bound: 0.0487))
          == """
          safety: 60 of 60 (100.0%), needs = 100%: 0 failures in 60 trials of 20 attacks. Passed. The true bypass rate could still be up to \
          4.9%.
          """)
  }

  @Test("a time")
  func time() {
    #expect(
      gate(
        "latency_p95", .block, .quantile(2840, n: 240), rule: "≤ 2.50 s", unit: .milliseconds,
        .quantile(over: 24, n: 240, p: 0.002, interval: Evidence.Interval(2410, 3900), tooFew: false))
          == """
          latency_p95 2.84 s on 240 answers, needs ≤ 2.50 s: 24 of 240 over it. Blocked: a version within it is over it this \
          often in 1 of 500 runs. The true value lies between 2.41 s and 3.90 s.
          """)
  }

  @Test("an amount")
  func amount() {
    #expect(
      gate(
        "tokens", .block, .total(220_000, n: 240), rule: "≤ baseline + 10%", unit: .tokens,
        before: .total(184_800, n: 240),
        .ratio(1.19, interval: Evidence.Interval(1.15, 1.23), n: 240, largest: ["t-1", "t-2"]))
          == """
          tokens 770 → 917/case on 240 cases: +19.0%. Blocked: most was added by t-1, t-2. The true change lies between +15.0% \
          and +23.0%.
          """)
  }

  @Test("an amount that did not change is unchanged, and nothing lies between nothing and nothing")
  func sameAmount() {
    #expect(
      gate(
        "tokens", .pass, .total(440, n: 20), rule: "≤ baseline + 10%", unit: .tokens, before: .total(440, n: 20),
        .ratio(1, interval: Evidence.Interval(1, 1), n: 20, largest: []))
        == "tokens 22 → 22/case on 20 cases: unchanged. Passed.")
    #expect(
      gate(
        "tokens", .pass, .total(440, n: 20), rule: "≤ baseline + 10%", unit: .tokens, before: .total(440, n: 20),
        .ratio(1, interval: Evidence.Interval(0.98, 1), n: 20, largest: []))
        == "tokens 22 → 22/case on 20 cases: unchanged. Passed. The true change lies between −2.0% and 0.0%.")
  }

  @Test("a rate that so few cases cannot assure says so, and no allowance")
  func notAssurable() {
    #expect(
      gate(
        "schema", .block, .rate(passed: 60, of: 60), rule: "≥ 99%, assured",
        .rate(failures: 0, allowed: nil, interval: Evidence.Interval(0.94, 1), method: "Clopper-Pearson"))
          == """
          schema: 60 of 60 (100.0%), needs ≥ 99%, assured. Blocked: too few cases to assure it even without a failure. A true \
          rate up to 100.0% could look like this.
          """)
  }

  @Test("a confirmation that ended on the way says how many runs were made")
  func partlyConfirmed() {
    let ended = Evidence.Confirmation(
      suite: "s", form: .fresh, shares: Evidence.Confirmation.Shares(sequence: 0.02, together: 0.03), trigger: .screen,
      cases: (1...14).map { "t-\($0)" }, worse: 14, better: 0, rounds: 2, pairs: 16, base: .rate(passed: 16, of: 16),
      head: .rate(passed: 0, of: 16), anytimeP: 1e-4, gateP: 0.0002)
    #expect(
      ended.sentence(base: "main")
        == "14 changed cases, 16 of 42 fresh runs × both versions made: main 16 of 16, this change 0 of 16")
  }

  @Test("a gate that only shows says so")
  func shown() {
    #expect(
      gate("f1", .block, .share(0.8, n: 40), rule: "≥ 90%", blocks: false)
        == "f1 80.0% on 40 cases, needs ≥ 90%. Failed, and does not block.")
  }

  @Test("what was left out is said last")
  func scope() {
    #expect(
      gate(
        "accuracy", .pass, .rate(passed: 9, of: 10), before: .rate(passed: 9, of: 10), paired(1, 1, of: 10, p: 0.5),
        .scope(removed: 0, edited: 2, added: 1), .waived(1))
          == """
          accuracy 90.0% → 90.0% on 10 cases: 1 broke, 1 fixed. Passed: a drop of 5 points or more is ruled out. 2 edited, 1 \
          new since the baseline. 1 failure waived.
          """)
  }
}
