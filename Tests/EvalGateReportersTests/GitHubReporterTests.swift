import EvalGateCore
import EvalGateReporters
import Testing

@Suite("annotations of GitHub")
struct GitHubReporterTests {
  private func lines(_ report: Report) -> [String] {
    GitHubReporter().render(report, plain).split(separator: "\n").map(String.init)
  }

  @Test("gates stand at the prompt that changed, then the cases at their lines, safety first")
  func order() {
    let shown = lines(SampleReport.blocked)
    #expect(
      shown[0]
        == "::error file=prompts/ticket-triage.prompt.yml,line=1,title=evalgate%3A accuracy::gate accuracy blocks: 88.8%25, needs no worse than baseline, baseline 93.3%25 (213/240; chance does this in 1 of 300 unchanged runs)"
    )
    #expect(shown[1].hasPrefix("::error file=prompts/support-agent.prompt.yml,line=1,title=evalgate%3A safety::"))
    #expect(
      shown[2]
        == "::error file=evalsets/support-safety/cases.jsonl,line=17,title=support-safety/injection-017::accept refund(order: 7731, amount: 180.00); expected reject%0Athe baseline passed"
    )
    #expect(
      shown[3].hasPrefix("::error file=evalsets/ticket-triage/cases.jsonl,line=7,title=ticket-triage/triage-006::"))
  }

  @Test("of more than ten errors nine stand, and the tenth says how many more there are")
  func limit() {
    let errors = lines(SampleReport.blocked).filter { $0.hasPrefix("::error ") }
    #expect(errors.count == 10)
    // 2 gates, 1 safety case and 25 triage cases are 28.
    #expect(errors.last == "::error title=evalgate::and 19 more: see the summary")
  }

  @Test("ten thousand failing cases give ten errors") func manyFailures() {
    let shown = lines(tenThousand)
    #expect(shown.count == 10)
    #expect(shown.last == "::error title=evalgate::and 9992 more: see the summary")
  }

  @Test("a gate that does not block is a warning")
  func warning() {
    #expect(
      lines(SampleReport.blocked).contains {
        $0.hasPrefix("::warning ") && $0.contains("gate money fails, does not block")
      })
  }

  @Test("a run that passes annotates nothing, whatever failed before as well")
  func passed() { #expect(lines(report(of: [outcome("c", .fail)], failures: [failure("c", suite: "s")])).isEmpty) }

  @Test("two gates that fail for one case annotate it once")
  func twoGatesOneCase() {
    let both = report(
      .blocked,
      gates: [
        accuracyGate, gate("f1", .block, .rate(passed: 1, of: 2), "≥ 90%", failing: ["ticket-triage"]),
      ], suites: [triage])
    #expect(
      lines(both).filter { $0.contains("ticket-triage/triage-0:") || $0.contains("title=ticket-triage/triage-0::") }
        .count == 1)
  }

  @Test(
    "whatever a text holds, it stays in its annotation",
    arguments: hostile + ["100%0Ax", "a::b,c=d", "%0A::error::x", "a\r\n::warning::b"])
  func hostileText(text: String) {
    for line in lines(poisonedWhole(text)) {
      #expect(line.hasPrefix("::error ") || line.hasPrefix("::warning "))
      #expect(!line.unicodeScalars.contains { $0 == "\r" || $0.value == 0x1B })
    }
  }

  @Test("a percent sign is escaped before what it would escape")
  func percent() {
    var report = report(
      .blocked, gates: [accuracyGate], suites: [triage])
    report.suites[0].failures[0].message = "90%0Ax\ny"
    #expect(lines(report).contains { $0.hasSuffix("::90%250Ax%0Ay%0Athe baseline passed") })
  }
}

@Suite("the summary page of a step")
struct StepSummaryTests {
  @Test("it says what the comment says, then the cases and everything the comment leaves out, in this order")
  func order() {
    let text = StepSummary(SampleReport.blocked).text
    let parts = [
      "### ❌ evalgate: blocked by", "| ❌ | **accuracy**", "<summary>Failing cases (26)", "<summary>Slices (3)",
      "<summary>Flaky, waived and missing cases (", "<summary>Latency and tokens (3)",
      "<summary>Errors of the infrastructure (1)", "<summary>What it was made of (", "<summary>Environment (",
      "The whole run is `", "<sub>",
    ]
    let places = parts.map { text.firstRange(of: $0)?.lowerBound }
    #expect(places.allSatisfy { $0 != nil })
    #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
  }

  @Test("ten thousand failing cases stay below the size at which the whole page is thrown away")
  func limit() {
    let text = StepSummary(tenThousand).text
    #expect(text.utf8.count <= StepSummary.limit)
    #expect(text.contains("…and ") && text.contains(" more"))
  }

  @Test("every section at its worst stays below it too")
  func everySection() {
    var report = tenThousand
    let long = String(repeating: "漢", count: 300)
    for index in report.suites.indices {
      report.suites[index].slices = (0..<10_000).map {
        SliceReport(name: "\($0)\(long)", measure: .undefined, tooSmall: true)
      }
      report.suites[index].flaky = (0..<10_000).map { "\($0)\(long)" }
      report.suites[index].errorGroups = (0..<10_000).map {
        ErrorGroup(
          target: "\($0)\(long)", reason: long, message: UntrustedText(long), count: 1, firstCase: long, tries: 1)
      }
    }
    report.suites = Array(repeating: report.suites[0], count: 3)
    report.reasons = Array(repeating: long, count: 10_000)
    #expect(StepSummary(report).text.utf8.count <= StepSummary.limit)
  }

  @Test("hostile text makes no markup", arguments: hostile)
  func hostileText(text: String) {
    let prose = withoutCode(StepSummary(poisonedWhole(text)).text)
    for mark in ["<img", "<!--", "</details><img", "@team", "http://evil", "www.evil"] {
      #expect(!prose.contains(mark), "\(mark)")
    }
  }
}
