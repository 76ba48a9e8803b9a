import EvalGateCore
import Testing

@Suite("gates: times")
struct TimeGateTests {
  private func times(_ fast: Int, _ slow: Int, timeouts: Int = 0) -> SuiteEvidence {
    SuiteEvidence(singles(many(fast, .took(1000)) + many(slow, .took(3000)) + many(timeouts, .timeout)))
  }
  private func budget(_ decide: Decide? = nil, metric: CompiledMetric = P95.compiled) -> GateRule {
    rule(atMost(2000), metric: metric, decide: decide)
  }

  /// Mid-p of Bin(100, .05): 8 or more .0956, 9 or more .0457.
  @Test("of 100 requests 8 over budget may be chance, 9 may not", arguments: [(8, Verdict.pass), (9, .block)])
  func refuted(slow: Int, expected: Verdict) {
    #expect(verdict(budget(), times(100 - slow, slow)) == expected)
  }

  @Test(
    "`point` takes the p95 as it is: 5 of 100 over budget leave it within", arguments: [(5, Verdict.pass), (6, .block)])
  func point(slow: Int, expected: Verdict) {
    #expect(verdict(budget(.point), times(100 - slow, slow)) == expected)
  }

  @Test("`assured` passes only where the interval's upper end is within")
  func assured() {
    #expect(verdict(budget(.assured), times(100, 0)) == .pass)
    #expect(verdict(budget(.assured), times(97, 3)) == .block)
    #expect(verdict(budget(.assured), times(20, 0)) == .block)
  }

  @Test("a timeout is infinitely late, not missing")
  func timeouts() {
    let gate = weigh(budget(), times(90, 0, timeouts: 10))
    #expect(gate.verdict == .block)
    #expect(gate.measure == .quantile(.infinity, n: 100))
    #expect(gate.valueText == "timeout")
    #expect(!gate.evidence.contains(.missing(10, of: 100)))
  }

  @Test("another error has no time and is missing")
  func otherErrors() {
    let refused = TrialOutcome(passFail: .error, latency: 5000)
    let suite = SuiteEvidence(singles(many(90, .took(1000)) + many(10, refused)))
    #expect(weigh(budget(), suite).reason == "10 of 100 cases have no result")
    let tolerant = SuiteEvidence(singles(many(90, .took(1000)) + many(10, refused)), maxMissing: 0.5)
    #expect(weigh(budget(), tolerant).verdict == .pass)
  }

  @Test("one request is too few to bound anything", arguments: [(1, "n 1"), (58, "n 58"), (59, nil)])
  func tooFew(n: Int, count: String?) {
    let gate = weigh(budget(), times(n, 0))
    #expect(gate.verdict == .pass)
    #expect(gate.remarks.contains("too few to bound it") == (count != nil))
  }

  @Test("nothing timed is undecided")
  func nothing() {
    let gate = weigh(rule(atMost(2000), metric: P95.compiled, suite: "s"), SuiteEvidence(singles([.pass])))
    #expect(gate.verdict == .undecided)
    #expect(gate.reason == "nothing was timed")
  }

  @Test("a gate on the time to the first token looks at that time")
  func firstToken() {
    let trial = TrialOutcome(passFail: .pass, latency: 60_000, timeToFirstToken: 100)
    let gate = weigh(budget(metric: FirstToken.compiled), SuiteEvidence(singles(many(60, trial))))
    #expect(gate.verdict == .pass)
    #expect(gate.measure == .quantile(100, n: 60))
  }

  private func against(
    _ before: [TrialOutcome], _ after: [TrialOutcome], plus: Double = 0.1, metric: CompiledMetric = P95.compiled,
    decide: Decide? = nil
  ) -> Verdict {
    verdict(
      rule(.atMost(.baseline(plus: plus)), metric: metric, decide: decide),
      SuiteEvidence(singles(before), singles(after)))
  }

  @Test("against the baseline, requests beyond its p95 are compared in pairs")
  func paired() {
    let before = many(100, TrialOutcome.took(1000))
    #expect(against(before, many(94, .took(1000)) + many(6, .took(1200))) == .block)
    // More answers over the limit than chance explains (p is 1/32), and a p95 that is within it.
    #expect(against(before, many(95, .took(1000)) + many(5, .took(1200))) == .pass)
    #expect(against(before, many(100, .took(1099))) == .pass)
  }

  @Test("against the baseline's median, the median is what counts")
  func pairedMedian() {
    let before = many(50, TrialOutcome.took(100)) + many(50, .took(1000))
    let after = many(50, TrialOutcome.took(500)) + many(50, .took(1000))
    #expect(against(before, after, metric: Median.compiled) == .block)
    #expect(against(before, after) == .pass)
  }

  @Test("`decide: point` and a baseline to be undercut are taken literally")
  func literal() {
    let before = many(20, TrialOutcome.took(1000))
    #expect(against(before, many(20, .took(1101)), decide: .point) == .block)
    #expect(against(before, many(20, .took(1099)), decide: .point) == .pass)
    #expect(against(before, many(20, .took(960)), plus: -0.05) == .block)
    #expect(against(before, many(20, .took(940)), plus: -0.05) == .pass)
  }

  @Test("a filter holds for times too")
  func filter() {
    func cases(_ slow: Double) -> [CaseOutcome] {
      singles(many(60, .took(1000)), tags: ["a"]) + singles(many(60, .took(slow)), tags: ["b"], first: 60)
    }
    let suite = SuiteEvidence(cases(1000), cases(9000))
    func gate(_ tag: String) -> GateRule {
      rule(.atMost(.baseline(plus: 0.1)), metric: P95.compiled, filter: CaseFilter(tags: [tag]))
    }
    #expect(verdict(gate("a"), suite) == .pass)
    #expect(verdict(gate("b"), suite) == .block)
    #expect(weigh(gate("a"), suite).baseline == .quantile(1000, n: 60))
  }
}

@Suite("gates: amounts")
struct AmountGateTests {
  private func tokens(_ bound: Bound, decide: Decide? = nil) -> GateRule {
    rule(bound, metric: Tokens.compiled, decide: decide)
  }
  private func against(_ before: [Int], _ after: [Int], plus: Double = 0.1, decide: Decide? = nil) -> GateOutcome {
    weigh(
      tokens(.atMost(.baseline(plus: plus)), decide: decide),
      SuiteEvidence(
        singles(before.map { TrialOutcome.used($0) }), singles(after.map { TrialOutcome.used($0) })))
  }

  @Test("a budget per case", arguments: [(800, Verdict.pass), (801, .block)])
  func budget(each: Int, expected: Verdict) {
    #expect(verdict(tokens(atMost(800)), SuiteEvidence(singles(many(10, .used(each))))) == expected)
  }

  @Test("twenty per cent more in every case blocks, five per cent more does not")
  func proportional() {
    let before = [90, 100, 110, 120]
    #expect(against(before, before.map { $0 * 12 / 10 }).verdict == .block)
    #expect(against(before, before.map { $0 * 105 / 100 }).verdict == .pass)
    #expect(against(before, before).verdict == .pass)
  }

  /// R = 2, but Fieller's 90% interval of two cases with sums 200 and 400 reaches far below 1.
  @Test("one dear case among few is no proof; the value alone would block")
  func spread() {
    #expect(against([100, 100], [100, 300]).verdict == .pass)
    #expect(against([100, 100], [100, 300], decide: .point).verdict == .block)
  }

  @Test("a ratio is of sums, with the dearest cases beside it")
  func evidence() {
    let gate = against([100, 200, 300, 400], [110, 260, 360, 520])
    guard case .ratio(let ratio, _, let n, let largest)? = gate.evidence.first else {
      Issue.record("no ratio in \(gate.evidence)")
      return
    }
    #expect(near(ratio, 1.25))
    #expect(n == 4)
    #expect(largest == ["c3", "c1", "c2"])
    #expect(gate.verdict == .block)
    #expect(gate.remarks == ["most added by c3, c1, c2"])
    #expect(gate.valueText == "312/case" || gate.valueText == "313/case")
    #expect(gate.baselineText == "250")
    #expect(gate.changeText == "+25.0%")
  }

  @Test("one case has no interval and cannot block by chance")
  func single() {
    #expect(against([100], [200]).verdict == .pass)
    #expect(against([100], [200], decide: .point).verdict == .block)
  }

  @Test("a baseline that cost nothing is undecided")
  func free() {
    #expect(against([0, 0], [10, 10]).reason == "the baseline cost nothing")
  }

  @Test("a negative count is undecided")
  func negative() {
    #expect(against([100, 100], [-100, 100]).verdict == .undecided)
  }

  @Test("answers without usage are undecided, never free")
  func uncounted() {
    var suite = SuiteEvidence(singles(many(5, .pass)), singles(many(5, .pass)))
    suite.targets = ["openai/m"]
    let gate = weigh(
      rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled, suite: "s"), suite)
    #expect(gate.verdict == .undecided)
    #expect(
      gate.reason
        == "nothing was counted: no answer of `openai/m` says how many tokens it used; with `suite:` the gate speaks of one whose answers do"
    )
  }

  @Test("a count no integer holds does not stop the report")
  func enormous() {
    let gate = weigh(tokens(atMost(1e300)), SuiteEvidence(singles([.used(.max), .used(.max)])))
    #expect(gate.verdict == .pass)
    #expect(gate.valueText == "9.2e18/case")
    #expect(gate.rule == "≤ 1.0e300")
  }
}
