import EvalGateCore
import Testing

/// The rows of statistics section 8 that other suites do not hold already.
@Suite("gates: edge cases")
struct EdgeCaseTests {
  private let gate = rule(.noWorseThanBaseline)

  @Test("no pair at all is undecided, never a pass")
  func noPairs() {
    let suite = SuiteEvidence([outcome("old", [.pass])], [outcome("new", [.pass])])
    // The one case of the baseline is gone, which alone would be enough.
    #expect(verdict(gate, suite) == .undecided)
    let edited = SuiteEvidence([outcome("a", [.pass], digest: "1")], [outcome("a", [.pass], digest: "2")])
    #expect(
      weigh(gate, edited).reason?.hasPrefix("no case of the baseline is comparable: where the edited cases") == true)
  }

  /// Newcombe's interval takes the arms' correlation in: .943 for 27 of 40, .737 for 38 of 40. By hand with the reference:
  /// ±4.56 and ±6.95 points at 90%, so a drop of five points is ruled out in the one and not in the other.
  @Test(
    "nothing changed is p = 1 with an interval of some width", arguments: [(27, 13, 0.045557760), (38, 2, 0.069533448)])
  func nothingChanged(both: Int, neither: Int, upper: Double) throws {
    let outcome = weigh(gate, paired(both: both, neither: neither))
    guard case .paired(_, _, _, let drop, let interval?, let p, let exact, _, _, _)? = outcome.evidence.first else {
      Issue.record("no paired evidence")
      return
    }
    #expect((drop, p, exact) == (0, 1, 1))
    #expect(near(interval.upper, upper, 1e-8))
    #expect(near(interval.lower, -upper, 1e-8))
    #expect(outcome.verdict == (upper < 0.05 ? .pass : .unproven))
  }

  @Test(
    "a score that is no number or out of range is undecided and names the case",
    arguments: [Double.nan, -0.1, 1.5, .infinity])
  func badScore(score: Double) {
    let scores = [0.5, 0.5, score].map { TrialOutcome(passFail: .pass, scores: [$0]) }
    let outcome = weigh(rule(atLeast(0.1), metric: Grade.compiled), SuiteEvidence(singles(scores)))
    #expect(outcome.verdict == .undecided)
    #expect(outcome.reason == "case `c2` has a score, a time or an amount that cannot be")
  }

  @Test("one cluster has no interval and cannot be told from chance")
  func oneCluster() {
    func cases(_ trial: TrialOutcome) -> [CaseOutcome] {
      (0..<30).map { outcome("c\($0)", [trial], cluster: "only") }
    }
    let decided = weigh(gate, SuiteEvidence(cases(.pass), cases(.fail).dropLast() + cases(.pass).suffix(1)))
    #expect(decided.verdict == .unproven)
    #expect(decided.reason == "too few groups of cases to tell")
  }

  @Test("clusters of one case each are no clusters")
  func singletons() {
    func cases(_ clustered: Bool) -> SuiteEvidence {
      func arm(_ count: Int) -> [CaseOutcome] {
        (0..<60).map { outcome("c\($0)", [$0 < count ? .pass : .fail], cluster: clustered ? "g\($0)" : nil) }
      }
      return SuiteEvidence(arm(60), arm(54))
    }
    func p(_ suite: SuiteEvidence) -> Double? {
      for case .paired(_, _, _, _, _, let p, _, _, _, _) in weigh(gate, suite).evidence { return p }
      return nil
    }
    // Six breaks and no fix: 2^-7.
    #expect(near(p(cases(true)), 1.0 / 128))
    #expect(near(p(cases(false)), 1.0 / 128))
  }

  @Test("a case without a run on one side is not informative")
  func noRuns() throws {
    let before = singles(many(30, .pass) + [.error])
    let after = singles(many(30, .pass) + [.fail])
    let outcome = weigh(gate, SuiteEvidence(before, after, maxMissing: 1))
    guard case .paired(let n, let broke, _, _, _, _, _, _, _, _)? = outcome.evidence.first else {
      Issue.record("no paired evidence")
      return
    }
    #expect((n, broke) == (30, 0))
  }

  @Test("outputs that are the baseline's to the byte are said to be so")
  func identical() {
    func arm(_ text: String) -> [CaseOutcome] {
      singles(many(240, .pass)).map { outcome in
        var outcome = outcome
        outcome.outputDigest = Digest(of: text.utf8)
        return outcome
      }
    }
    #expect(weigh(gate, SuiteEvidence(arm("a"), arm("a"))).remarks.contains("outputs byte-identical"))
    #expect(!weigh(gate, SuiteEvidence(arm("a"), arm("b"))).remarks.contains("outputs byte-identical"))
  }

  @Test("where a missing case could turn the verdict, the row says what it would be")
  func worstCase() {
    // 98 of 99 is 99.0%; with the missing one failed 98 of 100 is not.
    let short = SuiteEvidence(singles(many(98, .pass) + [.fail, .error]))
    #expect(weigh(rule(atLeast(0.989)), short).verdict == .pass)
    #expect(weigh(rule(atLeast(0.989)), short).remarks.contains("if what is missing had failed: block"))
    let enough = SuiteEvidence(singles(many(99, .pass) + [.error]))
    #expect(
      weigh(rule(atLeast(0.98)), enough).evidence.contains { if case .worstCase = $0 { true } else { false } } == false)
  }

  @Test("missing cases that would make a drop of it are said beside a comparison")
  func worstPaired() {
    let before = singles(many(300, .pass))
    let after = singles(many(295, .pass) + many(5, .error))
    #expect(weigh(gate, SuiteEvidence(before, after)).remarks.contains("if what is missing had failed: block"))
  }

  @Test("cases that only the base lacks, within the allowance, leave the rest compared")
  func unpaired() {
    let after = singles(many(100, .pass))
    func suite(unanswered: Int) -> SuiteEvidence {
      let known = Array(after.dropLast(unanswered))
      let base = BaseResults(
        tuple: RunTuple(suite: "s"), stored: known, cases: after.map(BaseResults.Case.init),
        asked: Set(after.suffix(unanswered).map(\.id)))
      return SuiteEvidence(
        after,
        base: .stored(
          Comparison(suite: "s", outcomes: after, tuple: RunTuple(suite: "s"), base: base, isSafety: false)))
    }
    #expect(verdict(gate, suite(unanswered: 2)) != .undecided)
    #expect(weigh(gate, suite(unanswered: 3)).reason == "3 of 100 cases have no result of the base version")
  }
}
