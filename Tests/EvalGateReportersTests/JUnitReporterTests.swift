import EvalGateCore
import EvalGateReporters
import Testing

@Suite("the report for test tabs")
struct JUnitReporterTests {
  private func junit(_ report: Report) -> String { JUnitReporter().render(report, plain) }

  private func trials(_ id: String, _ verdicts: PassFail...) -> CaseOutcome {
    var one = outcome(id, .pass)
    one.trials = verdicts.enumerated().map { TrialOutcome(trial: $0.offset + 1, passFail: $0.element, latency: 1_500) }
    one.message = "expected a, got b"
    return one
  }

  @Test("a case that passed is an empty test with its time")
  func passed() {
    #expect(
      junit(report(of: [trials("c", .pass)])).contains("    <testcase name=\"c\" classname=\"s\" time=\"1.500\"/>\n"))
  }

  @Test("a case that passes most of its trials carries the others as flaky failures")
  func flaky() {
    let text = junit(report(of: [trials("c", .fail, .pass, .pass)]))
    #expect(text.contains("<flakyFailure type=\"check\" message=\"trial 1\"/></testcase>"))
    #expect(text.contains("<testsuite name=\"s\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">"))
  }

  @Test("a case that fails most of its trials is one failure, the further ones are reruns")
  func rerun() {
    let text = junit(report(of: [trials("c", .fail, .pass, .fail, .error)], failures: [failure("c", suite: "s")]))
    #expect(text.contains("<failure type=\"label\" message=\"expected billing, got technical\">"))
    #expect(
      text.contains(
        "</failure><rerunFailure type=\"label\" message=\"trial 3\"/><rerunError type=\"infrastructure\" message=\"trial 4\"/></testcase>"
      ))
  }

  @Test("a case without a judged trial is an error, and so is one without a result")
  func errors() {
    var report = report(of: [trials("c", .error)])
    report.suites[0].missing = [
      CaseHeader(
        id: "d", digest: noDigest, checksDigest: noDigest, location: SourceLocation(path: "x"), tags: [], severity: nil,
        trials: nil, cluster: nil)
    ]
    let text = junit(report)
    #expect(text.contains("<error type=\"infrastructure\" message=\"expected a, got b\"/>"))
    #expect(text.contains("<error type=\"missing\" message=\"planned, and without a result\"/>"))
    #expect(text.contains("errors=\"2\""))
  }

  @Test("a waived failure is skipped, and says until when and by whom")
  func waived() {
    #expect(
      junit(SampleReport.blocked).contains(
        "<skipped type=\"waived\" message=\"waived until 2026-06-30 (maria): $.total: expected 1180.00, got 118.00\"/>")
    )
  }

  @Test(
    "gates are a suite of their own",
    arguments: [
      (Verdict.block, true, "<failure type=\"block\""), (.undecided, true, "<error type=\"undecided\""),
      (.block, false, "<skipped type=\"note\" message=\"does not block: "), (.unproven, true, "<system-out>unproven: "),
      (.new, true, "<system-out>new: "), (.pass, true, "<system-out>pass: "),
    ])
  func gates(verdict: Verdict, blocks: Bool, element: String) {
    let text = junit(
      report(.passed, gates: [gate("accuracy", verdict, .rate(passed: 1, of: 2), "≥ 99%", blocks: blocks)]))
    #expect(text.contains("<testsuite name=\"gates\" tests=\"1\""))
    #expect(text.contains("<testcase name=\"accuracy\" classname=\"gates\">" + element))
  }

  @Test("the version tuple is in the properties")
  func properties() {
    let text = junit(SampleReport.blocked)
    #expect(text.contains("<property name=\"prompt_version\" value=\"14\"/>"))
    #expect(text.contains("<property name=\"model_route\" value=\"fast\"/>"))
    #expect(text.contains("<property name=\"check_label\" value=\"2\"/>"))
  }

  @Test("ten thousand failing cases stay below what a forge reads")
  func limit() {
    let text = junit(tenThousand)
    #expect(text.utf8.count < 30_000_000)
    #expect(text.contains("tests=\"10001\" failures=\"10001\""))
  }

  @Test(
    "no text leaves its element, and no sign is there that XML cannot hold",
    arguments: hostile + ["]]>", "\u{FFFE}\u{FFFF}", "a\u{0}b"])
  func hostileText(text: String) {
    let document = junit(poisonedWhole(text))
    for scalar in document.unicodeScalars {
      let isAllowed =
        scalar == "\t" || scalar == "\n" || (0x20...0xD7FF).contains(scalar.value)
        || (0xE000...0xFFFD).contains(scalar.value) || scalar.value >= 0x10000
      #expect(isAllowed)
    }
    #expect(!document.contains("<img") && !document.contains("</details>"))
  }

  @Test(
    "real and hostile reports are valid against the schema of Jenkins",
    .enabled(if: jenkinsSchema != nil, "no schema of Jenkins (EVALGATE_SHARED)"),
    .enabled(if: hasXMLLint, "xmllint is not installed (libxml2-utils)"),
    arguments: Sample.allCases)
  func valid(sample: Sample) throws {
    let schema = try #require(jenkinsSchema)
    let said = try withTemporaryFile(junit(sample.report)) { path in
      output(of: "xmllint --huge --noout --schema '\(schema)' '\(path)'")
    }
    #expect(said.status == 0, "\(said.text.prefix(2_000))")
  }
}
