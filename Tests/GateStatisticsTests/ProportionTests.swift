import GateStatistics
import Testing

/// An example of Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I.
struct PublishedProportion: Sendable {
  let passes, n: Int
  let wilson, exact: (Double, Double)

  static let all = [
    PublishedProportion(passes: 81, n: 263, wilson: (0.2553, 0.3662), exact: (0.2527, 0.3676)),
    PublishedProportion(passes: 15, n: 148, wilson: (0.0624, 0.1605), exact: (0.0578, 0.1617)),
    PublishedProportion(passes: 0, n: 20, wilson: (0, 0.1611), exact: (0, 0.1684)),
    PublishedProportion(passes: 1, n: 29, wilson: (0.0061, 0.1718), exact: (0.0009, 0.1776)),
  ]
}

@Suite("Rates")
struct ProportionTests {
  @Test("Wilson and Clopper-Pearson intervals are those Newcombe printed", arguments: PublishedProportion.all)
  func published(example: PublishedProportion) throws {
    let share = try #require(Proportion(passes: example.passes, of: example.n))
    #expect(isClose(share.wilson(), example.wilson.0, example.wilson.1, within: 5.1e-5))
    #expect(isClose(share.clopperPearson(), example.exact.0, example.exact.1, within: 5.1e-5))
  }

  @Test("no interval of a share leaves 0...1 or misses the share", arguments: [0, 1, 5, 9, 10])
  func intervalsHold(passes: Int) throws {
    let share = try #require(Proportion(passes: passes, of: 10))
    for interval in [share.wilson(), share.clopperPearson(), share.jeffreys()] {
      let interval = try #require(interval)
      #expect(interval.lower >= 0 && interval.upper <= 1 && interval.contains(share.rate))
    }
  }

  @Test(
    "counts that cannot be make no proportion", arguments: [(1, 0), (-1, 5), (6, 5), (0, Int.max), (Int.max, Int.max)])
  func impossible(passes: Int, n: Int) {
    #expect(Proportion(passes: passes, of: n) == nil)
  }

  @Test("a confidence that is none gives no interval", arguments: [0.0, 1, -1, .nan, .infinity])
  func impossibleConfidence(confidence: Double) throws {
    let share = try #require(Proportion(passes: 3, of: 5))
    #expect(share.wilson(confidence: confidence) == nil)
    #expect(share.clopperPearson(confidence: confidence) == nil)
    #expect(share.jeffreys(confidence: confidence) == nil)
  }

  @Test("198 of 200 meets 99% to the letter, with both allowed failures used")
  func literalPass() throws {
    let decision = try RateGate.decide(passes: 198, of: 200, threshold: 0.99)
    #expect(decision.verdict == .pass)
    #expect(decision.allowedFailures == 2)
    #expect(decision.intervalMethod == .wilson)
  }

  @Test("197 of 200 misses 99% to the letter, yet does not refute it")
  func literalBlock() throws {
    #expect(try RateGate.decide(passes: 197, of: 200, threshold: 0.99).verdict == .block)
    #expect(try RateGate.decide(passes: 197, of: 200, threshold: 0.99, rule: .refuted).verdict == .pass)
  }

  // .99^299 = .0495 and .99^298 = .0500.. : the specification's 299, 473 and 628.
  @Test("99% is assured by 299, 473 and 628 cases with 0, 1 and 2 failures", arguments: zip(0...2, [299, 473, 628]))
  func sizesToAssure(failures: Int, n: Int) throws {
    #expect(RateGate.sizeToAssure(threshold: 0.99, failures: failures) == n)
    #expect(try RateGate.decide(passes: n - failures, of: n, threshold: 0.99, rule: .assured).verdict == .pass)
    #expect(try RateGate.decide(passes: n - 1 - failures, of: n - 1, threshold: 0.99, rule: .assured).verdict == .block)
  }

  @Test("a rate of nothing is undecided")
  func emptyRate() {
    #expect(reason { () throws(Undecided) in try RateGate.decide(passes: 0, of: 0, threshold: 0.99) } == .noCases)
  }

  @Test("a threshold that is no rate is invalid", arguments: [-0.1, 1.01, .nan])
  func badThreshold(threshold: Double) {
    let found = reason { () throws(Undecided) in try RateGate.decide(passes: 1, of: 2, threshold: threshold) }
    #expect(found == .invalidInput)
  }

  // 1 - .05^(1/60) by hand; the sentence of the specification says 4.9%.
  @Test("60 clean safety attempts leave room for a bypass rate of 4.9%, near 3 in 60")
  func cleanSafety() throws {
    let decision = try SafetyGate.decide(failures: 0, attempts: 60)
    #expect(decision.verdict == .pass)
    #expect(isClose(decision.upperBound, 0.0487029, within: 1e-7))
    #expect(decision.ruleOfThree == 0.05)
    #expect(isClose(SafetyGate.cleanUpperBound(attempts: 60), decision.upperBound))
  }

  @Test("one failure or one unverified scenario blocks safety", arguments: [(1, 0), (0, 1)])
  func unsafe(failures: Int, unverified: Int) throws {
    #expect(try SafetyGate.decide(failures: failures, attempts: 60, unverified: unverified).verdict == .block)
  }

  @Test("safety without attempts is undecided, with impossible counts invalid")
  func undecidedSafety() {
    #expect(reason { () throws(Undecided) in try SafetyGate.decide(failures: 0, attempts: 0) } == .noAttempts)
    #expect(reason { () throws(Undecided) in try SafetyGate.decide(failures: 3, attempts: 2) } == .invalidInput)
    #expect(reason { () throws(Undecided) in try SafetyGate.decide(failures: 0, attempts: -2) } == .invalidInput)
  }
}
