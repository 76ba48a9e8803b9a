import EvalGateCore
import Testing

/// Whatever is wrong with the input, every kind of gate gives the verdict that is specified for it: never a crash, and never a
/// pass (statistics section 8).
@Suite("gates: bad input")
struct BadInputTests {
  private static let wayOut =
    ", more than one in ten: where that is meant, run it and commit `evalgate baseline accept --reason …`"

  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let suite: SuiteEvidence
    var reason: String?
    var testDescription: String { name }

    init(_ name: String, _ suite: SuiteEvidence, _ reason: String? = nil) {
      (self.name, self.suite, self.reason) = (name, suite, reason)
    }
  }

  private static let fine = singles(many(60, .pass))

  private static func versus(_ after: [CaseOutcome], before: [CaseOutcome]? = nil) -> SuiteEvidence {
    SuiteEvidence(before ?? fine, after, maxMissing: 0.02)
  }

  /// What leaves every gate undecided, comparing or not.
  static let undecidedForAll = [
    Row("no case at all", versus([], before: []), "no case matches"),
    Row(
      "an id that names two results", versus(fine + [outcome("c3", [.pass])]), "case `c3` has more than one result"),
    Row(
      "more missing than may be", versus(fine.dropLast(2) + singles([.error, .error], first: 58)),
      "2 of 60 cases have no result"),
    Row(
      "one missing where none may be",
      SuiteEvidence(fine, fine.dropLast() + singles([.error], first: 59), maxMissing: 0),
      "1 of 60 cases has no result"),
    Row("every answer an error", versus(singles(many(60, .error))), "60 of 60 cases have no result"),
  ]

  @Test("is undecided for every kind of gate", arguments: undecidedForAll)
  func forAll(row: Row) {
    for bound in [.noWorseThanBaseline, noLowerThanBaseline, atLeast(0), exactly(1)] {
      let gate = rule(bound, suite: "s")
      let outcome = weigh(gate, row.suite)
      #expect(outcome.verdict == .undecided, "\(gate.ruleText)")
      #expect(outcome.reason == row.reason, "\(gate.ruleText)")
    }
  }

  private static let nothingComparable =
    "no case of the baseline is comparable: where the edited cases or checks are meant, run it and commit "
    + "`evalgate baseline accept --reason …`"

  /// What leaves comparing gates undecided, while an absolute one still has its cases.
  static let undecidedForComparing = [
    Row(
      "every case under another digest, as after an edit of the set",
      versus((0..<60).map { outcome("c\($0)", [.pass], digest: "edited") }), nothingComparable),
    Row(
      "every case under other checks", versus((0..<60).map { outcome("c\($0)", [.pass], checks: "other") }),
      nothingComparable),
    Row(
      "all cases renamed", versus((0..<60).map { outcome("new-\($0)", [.pass]) }),
      "60 of 60 cases of the baseline were removed" + wayOut),
    Row(
      "seven of sixty renamed: more than a tenth is gone",
      versus((0..<60).map { outcome($0 < 7 ? "new-\($0)" : "c\($0)", [.pass]) }),
      "7 of 60 cases of the baseline were removed" + wayOut),
    Row(
      "seven of sixty removed", versus(Array(fine.dropFirst(7))), "7 of 60 cases of the baseline were removed" + wayOut),
    Row(
      "no run of any case on the base's side", versus(fine, before: singles(many(60, .error))),
      "no case of the baseline is comparable"),
  ]

  @Test("is undecided for comparing gates", arguments: undecidedForComparing)
  func forComparing(row: Row) {
    for gate in [rule(.noWorseThanBaseline), rule(noLowerThanBaseline)] {
      let outcome = weigh(gate, row.suite)
      #expect(outcome.verdict == .undecided, "\(gate.ruleText)")
      #expect(outcome.reason == row.reason, "\(gate.ruleText)")
    }
  }

  @Test("six of sixty removed are a tenth and no more: the rest is compared")
  func aTenth() {
    #expect(verdict(rule(.noWorseThanBaseline), Self.versus(Array(Self.fine.dropFirst(6)))) == .pass)
  }

  @Test(
    "all pass on both sides: p is 1, and only a set that rules the margin out passes",
    arguments: [(20, false), (240, true)])
  func allPass(n: Int, passes: Bool) {
    let cases = singles(many(n, .pass))
    #expect(verdict(rule(.noWorseThanBaseline), SuiteEvidence(cases, cases)) == (passes ? .pass : .unproven))
  }

  @Test("all that passed fails: an absolute gate and a comparing one block")
  func allFail() {
    let lost = Self.versus(singles(many(60, .fail)))
    for gate in [rule(.noWorseThanBaseline), rule(noLowerThanBaseline), rule(atLeast(0.5)), rule(exactly(1))] {
      #expect(verdict(gate, lost) == .block, "\(gate.ruleText)")
    }
  }

  @Test(
    "a time or an amount that cannot be leaves every gate over it undecided, and names the case",
    arguments: [Double.nan, -1, -Double.infinity])
  func impossible(value: Double) {
    let times = SuiteEvidence(
      singles(many(60, .took(100))), singles(many(59, .took(100)) + [.took(value)]))
    for bound in [atMost(1000), Bound.atMost(.baseline(plus: 0.1)), .exactly(.value(Quantity(100)))] {
      let outcome = weigh(rule(bound, metric: P95.compiled), times)
      #expect(outcome.verdict == .undecided)
      #expect(outcome.reason == "case `c59` has a score, a time or an amount that cannot be")
    }
  }

  @Test("negative tokens leave a gate over them undecided, absolute or beside the baseline")
  func negativeTokens() {
    let tokens = SuiteEvidence(singles(many(60, .used(100))), singles(many(59, .used(100)) + [.used(-5)]))
    for bound in [atMost(1000), Bound.atMost(.baseline(plus: 0.1))] {
      #expect(verdict(rule(bound, metric: Tokens.compiled), tokens) == .undecided)
    }
  }

  @Test("a baseline that cost nothing has no ratio")
  func freeBaseline() {
    let free = SuiteEvidence(singles(many(20, .used(0))), singles(many(20, .used(9))))
    let outcome = weigh(rule(.atMost(.baseline(plus: 0.1)), metric: Tokens.compiled), free)
    #expect(outcome.verdict == .undecided && outcome.reason == "the baseline cost nothing")
  }

  @Test("a cost of which only a part was counted is undecided, whatever the part says")
  func uncounted() {
    let counted = outcome("c0", [.used(10)])
    let decided = weigh(
      rule(atMost(100), metric: Tokens.compiled), SuiteEvidence([counted] + singles(many(29, .pass), first: 1)))
    #expect(decided.verdict == .undecided && decided.reason == "29 of 30 cases have no result")
  }

  @Test(
    "fewer groups than the test needs are unproven and say so, and undecided where nothing is left", arguments: [1, 4])
  func fewClusters(groups: Int) {
    func arm(_ trial: TrialOutcome) -> [CaseOutcome] {
      (0..<40).map { outcome("c\($0)", [trial], cluster: "g\($0 % groups)") }
    }
    let rest = Array(arm(.fail).dropLast()) + [outcome("c39", [.pass], cluster: "g\(39 % groups)")]
    let decided = weigh(rule(.noWorseThanBaseline), SuiteEvidence(arm(.pass), rest))
    #expect(decided.verdict == .unproven && decided.reason == "too few groups of cases to tell")
    // What no case shows either way is ruled out for none of them.
    let same = weigh(rule(.noWorseThanBaseline, margin: 0.2), SuiteEvidence(arm(.pass), arm(.pass)))
    #expect(same.verdict == .unproven && same.reason == "too few groups of cases to tell")
    let lost = weigh(rule(.noWorseThanBaseline), SuiteEvidence(arm(.pass), arm(.fail)))
    #expect(lost.verdict == .undecided && lost.reason?.hasSuffix(": too few groups of cases to tell") == true)
  }
}
