import EvalGateCore
import Testing

@Suite("what repeats say")
struct RepeatSummaryTests {
  private func ran(_ id: String, _ passes: Int, of runs: Int, errors: Int = 0) -> CaseOutcome {
    outcome(id, many(passes, .pass) + many(runs - passes, .fail) + many(errors, .error))
  }

  @Test("single runs say nothing of flake")
  func single() { #expect(RepeatSummary(singles(many(3, .pass) + many(2, .fail))) == nil) }

  /// C(3,2)/C(5,2) = 3/10 and so on, by hand: c = 5, 3, 0 of n = 5, and k = 5 for all of them.
  @Test("pass@k and pass^k are the unbiased means over cases")
  func estimators() throws {
    let summary = try #require(RepeatSummary([ran("a", 5, of: 5), ran("b", 3, of: 5), ran("c", 0, of: 5)]))
    #expect(summary.k == 5)
    #expect(near(summary.passAtK, 2.0 / 3))
    #expect(near(summary.passHatK, 1.0 / 3))
  }

  /// With 3 and 2 runs k is 2: pass@2 of 2/3 is 1 - C(1,2)/C(3,2) = 1, pass^2 is C(2,2)/C(3,2) = 1/3; of 1/2 they are 1 and 0.
  @Test("k is what every repeated case can give")
  func mixed() throws {
    let summary = try #require(RepeatSummary([ran("a", 2, of: 3), ran("b", 1, of: 2), ran("c", 1, of: 1)]))
    #expect((summary.k, summary.cases) == (2, 2))
    #expect(near(summary.passAtK, 1))
    #expect(near(summary.passHatK, 1.0 / 6))
    // (2·2·1/(3·2) + 2·1·1/(2·1)) / 2 = (2/3 + 1) / 2
    #expect(near(summary.noiseDiscordance, 5.0 / 6))
  }

  @Test("flaky cases come with their counts, the nearest to a coin first")
  func flaky() throws {
    let summary = try #require(
      RepeatSummary([ran("a", 4, of: 5), ran("b", 5, of: 5), ran("c", 2, of: 5), ran("d", 1, of: 5)]))
    #expect(summary.flaky.map(\.id) == ["c", "a", "d"])
    #expect(summary.flaky.map(\.rateText) == ["2 of 5", "4 of 5", "1 of 5"])
    #expect(near(summary.flakeRate, 0.75))
  }

  @Test("an error is no run of a case")
  func errors() throws {
    let summary = try #require(RepeatSummary([ran("a", 2, of: 2, errors: 3), ran("b", 1, of: 1, errors: 4)]))
    #expect((summary.cases, summary.flaky.count) == (1, 0))
  }

  @Test("in words")
  func words() throws {
    let summary = try #require(RepeatSummary([ran("a", 2, of: 3), ran("b", 3, of: 3)]))
    #expect(summary.sentence(dot: " · ") == "1 of 2 cases flaky in 3 runs · pass@3 100.0% · pass^3 50.0%")
  }
}

@Suite("attempts at one version")
struct AttemptsTests {
  private func attempt(_ run: String, _ trials: [TrialOutcome]) -> (run: String, outcomes: [CaseOutcome]) {
    (run, singles(trials))
  }

  @Test("every attempt counts, so that running again draws no new lot")
  func pooled() {
    let attempts = Attempts([attempt("1", [.fail, .pass]), attempt("2", [.fail, .fail])])
    let pooled = attempts.pooled(with: singles([.pass, .pass]))
    #expect(attempts.runs == ["1", "2"])
    #expect(pooled.map(\.passes) == [1, 2])
    #expect(pooled.map(\.judged) == [3, 3])
    #expect(pooled[0].trials.map(\.trial) == [1, 2, 3])
  }

  @Test("errors and recordings are no further evidence")
  func notEvidence() {
    var replayed = TrialOutcome.fail
    replayed.source = .replayed
    let attempts = Attempts([attempt("1", [.error]), attempt("2", [replayed])])
    #expect(attempts.runs.isEmpty)
    #expect(attempts.pooled(with: singles([.pass])) == singles([.pass]))
  }

  @Test("a case that was edited between attempts starts anew")
  func edited() {
    let attempts = Attempts([("1", [outcome("c0", [.fail], digest: "old"), outcome("c1", [.fail])])])
    #expect(attempts.pooled(with: singles([.pass, .pass])).map(\.judged) == [1, 2])
  }
}
