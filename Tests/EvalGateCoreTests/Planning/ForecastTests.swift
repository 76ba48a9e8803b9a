import EvalGateCore
import GateStatistics
import Testing

@Suite("a plan")
struct ForecastTests {
  private func plan(_ count: Int, turns: [Turn] = [], trials: Int? = nil) throws -> Plan {
    let cases = (0..<count).map { evalCase("c\($0)", turns: turns) }
    return Plan(project(try suite(cases, trials: trials, concurrency: 4)))
  }

  private func forecast(
    _ plan: Plan, _ gates: [GateRule] = [], stored: [CaseOutcome]? = nil, margin: Double? = nil
  ) throws -> PlanForecast {
    try PlanForecast(
      plan, gates: gates, budget: Budget(),
      stored: stored.map { ["s": StoredResults(cases: $0, origin: "stored")] } ?? [:], margin: margin
    ) { _ in .live }
  }

  @Test("what nothing is known of is nil and not nothing")
  func unknown() throws {
    let suite = try forecast(plan(3)).suites[0]
    #expect((suite.cases, suite.answers, suite.calls) == (3, 3, 3))
    #expect(suite.tokens == nil && suite.usd == nil && suite.milliseconds == nil && suite.origin == nil)
  }

  /// Stored: c0 took 100 tokens and 1 s, c1 took 300 and 3 s; c2 is not stored and taken for the mean of 200 and 2 s. Twice
  /// each: 1200 tokens, and 12 s in four lanes.
  @Test("tokens and time are those stored, case by case, and the mean for others")
  func estimates() throws {
    let stored = [(100, 1000.0), (300, 3000)].enumerated().map { index, cost in
      outcome("c\(index)", [TrialOutcome(passFail: .pass, latency: cost.1, tokens: cost.0)])
    }
    let suite = try forecast(plan(3, trials: 2), stored: stored).suites[0]
    #expect(suite.answers == 6)
    #expect(near(suite.tokens, 1200))
    #expect(near(suite.milliseconds, 3000))
  }

  @Test("a conversation asks once a turn at least")
  func turns() throws {
    let turns: [Turn] = [.user("a", toolResults: [:]), .user("b", toolResults: [:])]
    #expect(try forecast(plan(3, turns: turns)).suites[0].calls == 6)
  }

  @Test("without repeats the noise is assumed, and said to be")
  func assumed() throws {
    let gate = try forecast(plan(200), [rule(.noWorseThanBaseline)]).gates[0]
    #expect(gate.noise?.isMeasured == false)
    #expect(gate.noise?.discordance == 0.095)
    // Table S.9: 7.0 points with n = 200 and ψ₀ = 9.5%, promised to within one.
    let drop: Double? = if case .drop(let drop)? = gate.found { drop } else { nil }
    #expect(near(drop, 0.07, 0.01))
    #expect(gate.remarks.contains("noise assumed: nothing ran twice yet"))
  }

  /// One case of 50 passed 2 of 5: 2·2·3/(5·4) = 0.6 over 50 cases is ψ₀ = 0.012, below 1/50, which stands in.
  @Test("with repeats it is measured, but never below what n cases can show")
  func measured() throws {
    let stored = [outcome("c0", many(2, .pass) + many(3, .fail))] + (1..<50).map { outcome("c\($0)", many(5, .pass)) }
    let gate = try forecast(plan(50), [rule(.noWorseThanBaseline)], stored: stored).gates[0]
    #expect(gate.noise?.isMeasured == true)
    #expect(gate.noise?.baselineRuns == 5)
    #expect(near(gate.noise?.discordance, 0.02))
  }

  /// 20 of 100 cases failed one of their runs: psi0 is 0.2 · 2·1·1/(2·1) = 0.2 with two runs, 0.2 · 2·4·1/(5·4) = 0.08 with
  /// five.
  @Test("stored runs find smaller drops, by √((1 + 1/K)/2)", arguments: [(2, 0.2), (5, 0.08)])
  func storedRuns(runs: Int, psi: Double) throws {
    let stored = (0..<100).map { outcome("c\($0)", many(runs - 1, .pass) + [$0 < 20 ? .fail : .pass]) }
    let gate = try forecast(plan(100), [rule(.noWorseThanBaseline)], stored: stored).gates[0]
    let single = try #require(PairedPlan(n: 100, noiseDiscordance: psi)?.minimumDetectableDrop())
    let found: Double? = if case .drop(let drop)? = gate.found { drop } else { nil }
    #expect(near(found, single * ((1 + 1 / Double(runs)) / 2).squareRoot(), 1e-9))
  }

  @Test("a margin out of reach is answered with a number of cases")
  func advice() throws {
    let gate = try forecast(plan(40), [rule(.noWorseThanBaseline)]).gates[0]
    #expect(gate.advice?.margin == 0.05)
    #expect((gate.advice?.toRuleOut ?? 0) > 200)
    #expect(try forecast(plan(2000), [rule(.noWorseThanBaseline)]).gates[0].advice == nil)
    #expect(try forecast(plan(2000), [rule(.noWorseThanBaseline)], margin: 0.01).gates[0].advice?.margin == 0.01)
  }

  @Test("an absolute rate says what is allowed and what a pass rules out")
  func absolute() throws {
    let gate = try forecast(plan(240), [rule(atLeast(0.99))]).gates[0]
    #expect(gate.allowed == 2)
    let rates = [gate.found, gate.ruledOut].map { harm -> Double? in
      if case .rate(let rate)? = harm { rate } else { nil }
    }
    #expect(near(rates[0], 1 - 0.017744780638971183, 1e-9))
    #expect(near(rates[1], 1 - 0.02599868808703561, 1e-9))
  }

  @Test("the literal rule says how often it blocks an unchanged version")
  func literal() throws {
    let gate = try forecast(plan(200), [rule(noLowerThanBaseline)]).gates[0]
    // Table S.1: 45.5 of 100 at n = 200 and f = 5%.
    #expect(abs((gate.falseBlockRate ?? 0) - 0.455) < 0.012)
  }

  @Test("what cannot be planned says why")
  func reasons() throws {
    let gates = [
      rule(atLeast(0.9), metric: Blend.compiled), rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled),
      rule(.atMost(.baseline(plus: 0.1)), metric: P95.compiled), rule(atLeast(0.9), decide: .assured),
    ]
    for gate in try forecast(plan(30), gates).gates { #expect(gate.remark != nil && gate.found == nil) }
  }

  @Test("money and tokens with two runs of every case find a rise")
  func rise() throws {
    let stored = (0..<50).map { outcome("c\($0)", [.used(100 + $0), .used(104 + $0)]) }
    let gate = try forecast(plan(50), [rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled)], stored: stored)
      .gates[0]
    // Every case took four more the second time: no spread, so what is over 10% is found.
    #expect(gate.found == .rise(0.1))
  }
}

@Suite("A/A by dealing")
struct RelabellingTests {
  private func measured(_ cases: [CaseOutcome], _ gates: [GateRule], deals: Int = 2000, seed: UInt64 = 0) -> NoiseReport
  {
    Relabelling([Relabelling.Material(suite: "s", cases: cases)]).measured(gates, suites: [], deals: deals, seed: seed)
  }

  private func twice(_ flaky: Int, of n: Int) -> [CaseOutcome] {
    (0..<n).map { outcome("c\($0)", $0 < flaky ? [.pass, .fail] : [.pass, .pass]) }
  }

  /// Ten cases differ. The test blocks alone when 8 or more break: mid-p of 8 of 10 is 0.0327 and of 7 of 10 is 0.1133. And
  /// P(X >= 8) = 56/1024 = 0.0547.
  @Test("the paired test blocks as often as its own law says")
  func paired() {
    let report = measured(twice(10, of: 100), [rule(.noWorseThanBaseline)], deals: 8000)
    #expect(abs(report.gates[0].falseBlocks.value - 56.0 / 1024) < 0.01)
    #expect(report.anyBlock == report.gates[0].falseBlocks)
  }

  @Test("a gate that only shows blocks nothing")
  func shown() {
    let report = measured(twice(10, of: 100), [rule(noLowerThanBaseline, blocks: false)], deals: 200)
    #expect(report.gates[0].falseBlocks.hits > 0)
    #expect(report.anyBlock.hits == 0)
  }

  @Test("the same seed deals the same, another one otherwise")
  func seeds() {
    let gates = [rule(noLowerThanBaseline)]
    let cases = twice(9, of: 30)
    #expect(measured(cases, gates).gates == measured(cases, gates).gates)
    #expect(measured(cases, gates).gates != measured(cases, gates, seed: 1).gates)
  }

  @Test("cases that ran once, or whose other run was an error, have nothing to deal")
  func single() {
    let material = Relabelling.Material(suite: "s", cases: [outcome("a", [.pass]), outcome("b", [.pass, .error])])
    #expect(Relabelling([material]).cases == 0)
  }

  /// ψ₀ = 10 of 100; the power is that of the plan, which its own tests hold against tables.
  @Test("power grows with the drop")
  func power() {
    let row = measured(twice(10, of: 100), [rule(.noWorseThanBaseline)], deals: 1).gates[0]
    #expect(row.noiseDiscordance == 0.1)
    #expect(row.power.map(\.drop) == [0.01, 0.02, 0.03, 0.05, 0.1])
    #expect(zip(row.power, row.power.dropFirst()).allSatisfy { $0.chance < $1.chance })
  }

  @Test("the error is that of so many deals")
  func error() {
    #expect(near(SimulatedRate(25, of: 100).error, (0.25 * 0.75 / 100).squareRoot()))
    #expect(SimulatedRate(0, of: 0).value == 0)
  }
}
