import GateStatistics
import Testing

@Suite("Judge")
struct JudgeTests {
  // Observed .70, expected .50: kappa .4 (the standard example of 50 grant proposals).
  @Test("kappa of 20, 5, 10, 15 is .4")
  func kappa() throws {
    let result = try #require(Agreement([[20, 5], [10, 15]]))
    #expect(isClose(result.kappa, 0.4, within: 1e-12))
    #expect(isClose(result.agreement, 0.7, within: 1e-12))
    #expect(isClose(result.ac1, (0.7 - 0.495) / (1 - 0.495), within: 1e-12))
  }

  @Test("kappa of one category only is undefined, never 0 or 1")
  func oneCategory() throws {
    let result = try #require(Agreement([[0, 0], [0, 50]]))
    #expect(result.kappa == nil && result.kappaError == nil && result.alphaNominal == nil)
    #expect(result.agreement == 1)
  }

  @Test(
    "tables that are not tables have no agreement",
    arguments: [[], [[1]], [[1, 2]], [[0, 0], [0, 0]], [[1, -1], [0, 1]]])
  func badTables(table: [[Int]]) {
    #expect(Agreement(table) == nil)
  }

  // Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example D: .743, .815, .849.
  @Test(
    "Krippendorff's alpha gives his own example",
    arguments: [
      (MeasurementLevel.nominal, 0.743), (.ordinal, 0.815), (.interval, 0.849),
    ])
  func krippendorff(level: MeasurementLevel, alpha: Double) {
    let raters: [[Double?]] = [
      [1, 2, 3, 3, 2, 1, 4, 1, 2, nil, nil, nil],
      [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nil, 3],
      [nil, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nil],
      [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nil],
    ]
    let found = Krippendorff.alpha(raters: raters, level: level)
    #expect(isClose(found, alpha, within: 5.1e-4))
    let interval = Krippendorff.interval(raters: raters, level: level, seed: 4, resamples: 200)
    #expect(interval?.contains(found ?? .nan) == true)
  }

  @Test("ratings without two raters on anything, or of unequal length, have no alpha")
  func noAlpha() {
    #expect(Krippendorff.alpha(raters: [], level: .nominal) == nil)
    #expect(Krippendorff.alpha(raters: [[1, nil], [nil, 2]], level: .nominal) == nil)
    #expect(Krippendorff.alpha(raters: [[1, 2], [1]], level: .nominal) == nil)
    #expect(Krippendorff.alpha(raters: [[.nan, 2], [1, 2]], level: .nominal) == nil)
  }

  private func judge(_ passes: Int, _ pass: Int, _ fails: Int, _ fail: Int) throws -> JudgeCalibration {
    try #require(
      JudgeCalibration(judgePassGivenPass: passes, truePass: pass, judgeFailGivenFail: fails, trueFail: fail))
  }

  // (.85 + .85 - 1)/(.90 + .85 - 1) = .70/.75, the sentence of the specification.
  @Test("a judge that fails 10% of good and passes 15% of bad answers makes 85% mean 93%")
  func corrected() throws {
    let judged = try #require(Proportion(passes: 850, of: 1000))
    let rate = try #require(try judge(180, 200, 85, 100).corrected(judged))
    #expect(isClose(rate.rate, 0.70 / 0.75, within: 1e-12))
    #expect(isClose(rate.interval, 0.88, 1, within: 5e-3))
  }

  @Test("a judge no better than chance corrects nothing")
  func uselessJudge() throws {
    let judged = try #require(Proportion(passes: 8, of: 10))
    let rate = try #require(try judge(20, 40, 20, 40).corrected(judged))
    #expect(rate.isMismatch && rate.rate == nil)
    #expect(try judge(20, 40, 20, 40).trueDrop(observed: 0.1) == nil)
  }

  @Test("a good, fresh and well-labelled judge may block")
  func trusted() throws {
    let trust = JudgeTrust(try judge(145, 151, 40, 49), ageInDays: 10, sameJudge: true)
    #expect(trust.verdict == .mayBlock)
  }

  @Test("an old judge, another judge, or few labels may only warn and say why")
  func untrusted() throws {
    #expect(
      JudgeTrust(try judge(145, 151, 40, 49), ageInDays: 91, sameJudge: false).shortcomings == [.old, .otherJudge])
    #expect(JudgeTrust(try judge(145, 151, 40, 49), ageInDays: .nan, sameJudge: true).verdict == .warn)
    #expect(
      JudgeTrust(try judge(30, 30, 20, 20), ageInDays: 1, sameJudge: true).shortcomings == [.fewLabels, .fewOfAClass])
  }

  @Test("a judge without labels of one class is uncalibrated")
  func uncalibrated() throws {
    #expect(JudgeTrust(try judge(150, 150, 0, 0), ageInDays: 1, sameJudge: true).verdict == .uncalibrated)
  }

  @Test("a judge whose sensitivity fell from 95% to 60% may not gate the pair")
  func differs() throws {
    #expect(try judge(95, 100, 45, 50).differs(from: judge(60, 100, 45, 50)))
    #expect(try !judge(95, 100, 45, 50).differs(from: judge(94, 100, 45, 50)))
  }

  // Ten of ten inconsistent pairs went to the first answer: 2/2^10.
  @Test("a judge that always takes the first answer is found out")
  func position() throws {
    let bias = try #require(PositionBias(consistentA: 5, consistentB: 5, firstBoth: 10, secondBoth: 0, tie: 0))
    #expect(isClose(bias.p, 2 / 1024.0, within: 1e-15))
    #expect(bias.firstShare == 1)
    #expect(PositionBias(consistentA: 0, consistentB: 0, firstBoth: 0, secondBoth: 0, tie: 0) == nil)
  }

  // Excess 0, 1, 2 at ratios 1, e, e²: slope 1.
  @Test("the verbosity slope is by the log of the length ratio")
  func verbosity() throws {
    let e = 2.718281828459045
    let bias = try #require(
      VerbosityBias(
        judgeTookLonger: 9, of: 9,
        observations: (0...2).map { .init(excess: Double($0), lengthRatio: [1, e, e * e][$0]) }))
    #expect(isClose(bias.slope, 1, within: 1e-12))
    #expect(isClose(bias.p, 2 / 512.0, within: 1e-15))
    #expect(VerbosityBias(judgeTookLonger: 1, of: 2, observations: [.init(excess: 1, lengthRatio: 0)]) == nil)
  }

  @Test("self-preference is a difference with an interval around it")
  func selfPreference() throws {
    let own = try #require(Proportion(passes: 45, of: 50))
    let others = try #require(Proportion(passes: 30, of: 50))
    let found = try #require(SelfPreference(ownFamily: own, others: others))
    #expect(isClose(found.preference, 0.3, within: 1e-12))
    #expect(found.interval.lower > 0)
  }

  // A judge that is always right makes the unlabelled verdicts as good as labels: mean (3 + 2)/... by hand .625.
  @Test("a perfect judge is weighted, a constant one is not")
  func predictionPowered() throws {
    let perfect = try #require(
      PredictionPoweredMean(
        human: [1, 0, 1, 1], judgeOnLabelled: [1, 0, 1, 1], judgeOnUnlabelled: [1, 0, 1, 0], tuning: .plain))
    #expect(isClose(perfect.mean, 0.5, within: 1e-12))
    let constant = try #require(
      PredictionPoweredMean(human: [1, 0, 1, 1], judgeOnLabelled: [1, 1, 1, 1], judgeOnUnlabelled: [1, 1]))
    #expect(constant.weight == 0)
    #expect(isClose(constant.mean, 0.75, within: 1e-12))
    #expect(PredictionPoweredMean(human: [1], judgeOnLabelled: [.nan], judgeOnUnlabelled: [1]) == nil)
  }
}
