import EvalGateCore
import EvalGateReporters
import GateStatistics
import Testing

/// Everything the gate engine can say, as a reader of the terminal, of the comment and of the JSON meets it.
@Suite("reasons in every report")
struct ReasonTests {
  private static let moved = Evidence.Sentinels(
    suite: "triage", cases: 20, stored: .rate(passed: 95, of: 100), now: .rate(passed: 8, of: 20), p: 0.0001)

  /// With the verdict that each comes with.
  private static let all: [(reason: GateReason, verdict: Verdict)] = [
    (.noCaseMatches, .undecided), (.needsCases(20, has: 3), .undecided), (.noSuite, .undecided),
    (.repeatedResult(id: "t-03"), .undecided), (.impossibleNumber(id: "t-03"), .undecided),
    (.withoutResult(1, of: 40), .undecided), (.withoutBaseResult(12, of: 40), .undecided),
    (.removed(5, of: 40), .undecided), (.incomplete, .undecided), (.stoppedEarly, .undecided),
    (.nothingMeasured, .undecided), (.nothingTimed, .undecided), (.uncounted(.usage, of: ["openai/m"]), .undecided),
    (.uncounted(.price, of: ["openai/m", "openai/n"]), .undecided),
    (.nothingToCompare, .undecided),
    (.statistics(.noPairedCases), .undecided), (.statistics(.nothingToLose), .unproven),
    (.statistics(.zeroBaselineCost), .undecided), (.statistics(.invalidInput), .undecided),
    (.statistics(.tooLarge), .undecided), (.tooFewGroups, .unproven), (.takenBack, .unproven),
    (.unprovenBlocks, .block), (.lostEverything(cases: 3, nil), .undecided),
    (
      .together(
        Evidence.Together(metric: "pass_rate", suites: 30, n: 180, broke: 90, fixed: 3, drop: 0.48, p: 0.00001)),
      .block
    ),
    (.toBeConfirmed, .undecided), (.confirmationIsOff, .undecided), (.dropTooSmall, .unproven), (.drift(), .unproven),
    (.unresolved(nil), .unproven), (.unresolved(.missing), .unproven), (.unconfirmed(.recordings), .undecided),
    (.unrefuted(.missing), .undecided), (.unrefuted(.failed(.base, .budget)), .undecided),
    (.unrefuted(.failed(.head, .timeout)), .undecided), (.unrefuted(.recordings), .undecided),
    (.unrefuted(.otherCases), .undecided), (.belowAccepted(besides: 0), .undecided),
    (.belowAccepted(besides: 4), .undecided), (.unconfirmed(.otherCases), .undecided),
    (.unconfirmed(.incomplete), .undecided),
    (.notSettled(rounds: 6, cases: 40), .unproven), (.askedNoFurther(rounds: 0, .notAllCases), .unproven),
    (.askedNoFurther(rounds: 3, .missing), .unproven), (.rebaseline(moved), .undecided),
    (.sentinels(.missing), .undecided), (.scenariosDropped(2), .undecided),
    (.given("no baseline yet"), .new), (.newBypass(["inj-007", "inj-012"]), .block),
    (.firstBypass(["inj-007"]), .block),
    (.allEdited, .undecided), (.allFail, .undecided), (.lastCaseGone, .undecided),
    (.withoutMore(.share(0.71, n: 40), .share, more: 5), .block),
    (.escaped(EscapedCases(of: 100, gone: 12)), .undecided),
    (.escaped(EscapedCases(of: 100, replaced: 20)), .undecided),
    (.escaped(EscapedCases(of: 100, gone: 1, replaced: 1, unjudged: 40, by: "label")), .undecided),
    (.noSuiteAnyMore, .undecided), (.allEditedAlone, .new),
    (.escaped(EscapedCases(of: 20, unfiltered: 3)), .undecided),
    (.unread(3, variable: "mail"), .undecided),
  ]

  /// Fails to compile when a reason is added, so that none is left out above.
  private static func isListed(_ reason: GateReason) -> Bool {
    switch reason {
    case .noCaseMatches, .needsCases, .noSuite, .repeatedResult, .impossibleNumber, .withoutResult, .withoutBaseResult,
      .removed, .scenariosDropped, .incomplete, .stoppedEarly, .nothingMeasured, .nothingTimed, .uncounted,
      .nothingToCompare, .statistics,
      .tooFewGroups, .takenBack, .together, .lostEverything, .unprovenBlocks, .toBeConfirmed, .confirmationIsOff,
      .dropTooSmall, .drift,
      .unresolved,
      .unconfirmed, .unrefuted, .belowAccepted, .notSettled, .askedNoFurther, .rebaseline, .sentinels, .given,
      .newBypass, .firstBypass, .allEdited, .allFail, .lastCaseGone, .withoutMore, .escaped, .noSuiteAnyMore,
      .allEditedAlone,
      .unread:
      all.contains { $0.reason == reason }
    }
  }

  private static let report = Report(
    header: RunHeader(
      id: "7f3a91c5d2e0b846", evalgateVersion: "0.0.0", mode: .live, tuples: [],
      planDigest: Digest(of: "".utf8), planned: 40, plannedBySuite: [:]),
    outcome: .undecided,
    gates: all.enumerated().map { index, one in
      GateOutcome(
        name: "gate\(index + 1)", metric: "pass_rate", suites: ["triage"], verdict: one.verdict, blocks: true,
        rule: "no worse than baseline", measure: .rate(passed: 36, of: 40), unit: .share,
        baseline: .rate(passed: 38, of: 40), reason: one.reason.words)
    }, suites: [], totals: RunTotals(cases: 40, live: 40, kept: 0, replayed: 0))

  @Test("terminal, comment and JSON say each in the same words")
  func snapshot() throws {
    let context = ReportContext(unicode: true, width: 120)
    try Snapshot.expect(
      text: [TextReporter().render(Self.report, context), MarkdownReporter().render(Self.report, context)]
        .joined(separator: "\n---\n"), "reasons")
    let json = JSONReporter().render(Self.report, context)
    for (reason, _) in Self.all {
      #expect(Self.isListed(reason))
      let words = reason.words.replacing("\"", with: "\\\"")
      #expect(json.contains(words), "\(words)")
    }
  }

  @Test("none speaks of significance, shows a bare p, or ends like a sentence")
  func manners() {
    for (reason, _) in Self.all {
      let words = reason.words
      #expect(!words.contains("signific") && !words.contains("p =") && !words.hasSuffix("."))
      #expect(words.first?.isUppercase == false)
    }
  }
}
