import EvalGateCore
import EvalGateReporters
import Testing

@Suite("slices in reports")
struct SliceTests {
  private static func slice(_ name: String, _ passed: Int, of n: Int, before: Int? = nil) -> SliceReport {
    SliceReport(
      name: name, measure: .rate(passed: passed, of: n), baseline: before.map { .rate(passed: $0, of: n) },
      interval: Evidence.Interval(0.5, 0.9), tooSmall: n < 30)
  }

  private static let sliced = report(
    .blocked, gates: [schemaGate, accuracyGate],
    suites: [
      SuiteReport(
        tuple: RunTuple(suite: "triage"), planned: 100, passed: 80, failed: 20, errors: 0,
        failures: [failure("a")],
        slices: [
          slice("lang:de", 40, of: 50, before: 40), slice("lang:fr", 20, of: 40, before: 38),
          slice("hard:<b>|x", 6, of: 10, before: 8),
        ])
    ])

  @Test("the terminal shows those that fell, the deepest first, and all of them when asked")
  func terminal() throws {
    let usual = TextReporter().render(Self.sliced, plain)
    let fell = try #require(usual.firstRange(of: "lang:fr")).lowerBound
    #expect(usual.contains("slices that fell"))
    #expect(!usual.contains("lang:de"))
    #expect(try fell < #require(usual.firstRange(of: "hard:")).lowerBound)
    #expect(usual.contains("60.0%  n 10  50.0% to 90.0%  was 80.0% · too small, needs about 20 more"))
    let verbose = TextReporter().render(Self.sliced, ReportContext(verbose: true))
    #expect(verbose.contains("lang:de") && !verbose.contains("slices that fell"))
  }

  @Test("the comment has a table of them, names made safe")
  func comment() {
    let text = MarkdownReporter().render(Self.sliced, plain)
    #expect(text.contains(" | 50.0% | 40 | 50.0% to 90.0% | 95.0% |  |"), "\(text)")
    #expect(text.contains("too small, needs about 20 more"))
    #expect(!text.contains("<b>|x"))
  }

  @Test("one page and the step's summary say the same of a small one")
  func others() {
    #expect(HTMLReporter().render(Self.sliced, plain).contains("too small, needs about 20 more"))
    #expect(JSONReporter().render(Self.sliced, plain).contains("\"too_small\": true"))
  }
}
