import EvalGateCore
import EvalGateReporters
import Testing

@Suite("edits to rules in reports")
struct RuleOrderTests {
  /// Edited checks, which count, behind a hundred waivers, which do not.
  private var crowded: Report {
    var report = blocked
    report.rules = (1...100).map { RuleChange(.waiver, "c-\($0)", .added, decides: .base) }
    report.rules.insert(RuleChange(.gate, "tight", .tightened, from: "≥ 80%", to: "≥ 90%", decides: .head), at: 0)
    report.rules.append(RuleChange(.checks, "triage", .changed, to: "100 cases", decides: .head))
    return report
  }

  @Test("what counts comes before any number of edits that do not, in every report that stops somewhere")
  func crowding() throws {
    let reports: [(String, first: String, rest: String)] = [
      (
        TextReporter().render(crowded, plain), "rules    checks triage changed: 100 cases",
        "+ 83 more: waivers added 83; `-v` shows them"
      ),
      (
        MarkdownReporter().render(crowded, plain), "change:**\n\n- ⚠️ checks triage changed: 100 cases",
        "waivers added "
      ),
      (
        HTMLReporter().render(crowded, plain), "<ul class=\"rules\">\n<li>checks triage changed: 100 cases</li>",
        "and 96 more edits to the rules"
      ),
    ]
    for (report, first, rest) in reports {
      #expect(report.contains(first), "\(report.prefix(3_000))")
      #expect(report.contains(rest), "\(report.prefix(3_000))")
    }
  }

  @Test("nothing is left out with `-v`")
  func verbose() {
    var context = plain
    context.verbose = true
    let text = TextReporter().render(crowded, context)
    #expect(text.contains("waiver c-100 added"), "\(text)")
    #expect(text.contains("gate tight tightened"), "\(text)")
  }

  @Test("of one kind five come before another kind that weighs the same")
  func kinds() throws {
    var report = blocked
    report.rules =
      (1...30).map { RuleChange(.gate, "g\($0)", .loosened, from: "≥ 90%", to: "≥ 80%", decides: .base) }
      + [RuleChange(.suite, "s", .changed, from: "1 trial", to: "2 trials", decides: .base)]
    let lines = TextReporter().render(report, plain).split(separator: "\n")
    let first = try #require(lines.firstIndex { $0.contains("rules    gate g1 loosened") })
    #expect(lines[first + 4].contains("gate g5 loosened"))
    #expect(lines[first + 5].contains("suite s changed"))
    #expect(lines[first + 6].contains("gate g6 loosened"))
  }

  @Test("what is undecided for no gate's sake says that the gates hold")
  func holding() {
    var report = report(.undecided, gates: [schemaGate])
    report.reasons = ["no target branch is known here"]
    #expect(TextReporter().render(report, plain).contains("UNDECIDED  1 of 1 gate holds · run"))
    report.gates = [schemaGate, schemaGate]
    #expect(TextReporter().render(report, plain).contains("UNDECIDED  2 of 2 gates hold · run"))
  }
}
