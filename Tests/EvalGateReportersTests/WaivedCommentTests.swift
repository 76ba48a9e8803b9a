import EvalGateCore
import EvalGateReporters
import Testing

@Suite("what a comment says of waivers")
struct WaivedCommentTests {
  private func waived(_ id: String, before: Bool?) -> CaseFailure {
    var one = failure(id)
    one.baselinePassed = before
    one.waived = WaivedCheck(check: "label", until: CalendarDate(secondsSince1970: 1_798_000_000), owner: "ann|b")
    return one
  }

  private func green(_ waived: [CaseFailure]) -> Report {
    var suite = triage
    (suite.failures, suite.waived, suite.comparison) = ([], waived, nil)
    return report(.passed, gates: [schemaGate], suites: [suite])
  }

  @Test("the check, the owner and the last day are named, what did not fail before first")
  func named() {
    let text = MarkdownReporter().render(green([waived("old", before: false), waived("new", before: true)]), plain)
    #expect(
      text.contains(
        "**Fails in ticket-triage and is waived:** `new` (`label`, waived by ann\\|b until 2026-12-23, passed before), "
          + "`old` (`label`, waived by ann\\|b until 2026-12-23)\n"), "\(text)")
  }

  @Test("green that rests on a waiver is worth a comment only where the case did not fail before")
  func quiet() {
    #expect(!MarkdownReporter.isQuiet(green([waived("new", before: true)])))
    #expect(MarkdownReporter.isQuiet(green([waived("old", before: false)])))
    #expect(MarkdownReporter.isQuiet(green([waived("unknown", before: nil)])))
    #expect(MarkdownReporter.isQuiet(green([])))
  }

  @Test("of many waived cases the rest is counted")
  func many() {
    let text = MarkdownReporter().render(green((0..<13).map { waived("c\($0)", before: true) }), plain)
    #expect(text.contains("`c9` (") && !text.contains("`c10`") && text.contains(" and 3 more\n"), "\(text)")
  }
}
