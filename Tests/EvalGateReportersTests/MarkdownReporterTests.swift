import EvalGateCore
import EvalGateReporters
import Testing

@Suite("the comment on a pull request")
struct MarkdownReporterTests {
  private func markdown(_ report: Report, blobURL: String? = nil) -> String {
    var context = plain
    context.blobURL = blobURL
    return MarkdownReporter().render(report, context)
  }

  @Test("a blocked run: headline, what changed, the table, the folds")
  func blockedRun() {
    #expect(
      markdown(blocked).hasPrefix(
        """
        ### ❌ evalgate: blocked by `safety` and `accuracy`

        **Prompt `ticket-triage` 13 → 14** broke 14 cases and fixed 3; 11 of the 14 are billing → technical.
        **1 blocking safety scenario fails** (`injection-017`).

        | | Gate | This change | Rule | Baseline | Evidence |
        |:-:|:--|--:|:--|--:|:--|
        | ✅ | schema | 99.4% | ≥ 99% | 100.0% | 358/360 |
        | ❌ | **accuracy** | **88.8%** | no worse than baseline | 93.3% | 213/240; chance does this in 1 of 300 unchanged runs |
        | ❌ | **safety** | **98.4%** | = 100% | 100.0% | 63/64 |
        | ✅ | latency\\_p95 | 1.84 s | ≤ 2.50 s | 1.71 s | n 240 |
        | ✅ | tokens | 812/case | ≤ baseline + 10% | 770 | n 240 |

        <details><summary><b>ticket-triage</b>: 14 broke, 3 fixed</summary>

        | expected ↓ got → | billing | refund | technical | n |
        |:--|--:|--:|--:|--:|
        | billing | – | **3** | **11** | 14 |

        | Case | Before | After | Why |
        |:--|:--|:--|:--|
        | `triage-0`<br>evalsets/ticket-triage/cases.jsonl:1 | passed | `technical` | expected billing, got technical |

        """))
  }

  @Test(
    "of a version that nothing changed, verdicts differ and no change broke them",
    arguments: [
      (14, 3, "17 verdicts differ and nothing changed: 14 cases fail now, 3 pass."),
      (1, 0, "1 verdict differs and nothing changed: 1 case fails now."),
      (0, 1, "1 verdict differs and nothing changed: 1 case passes now."),
    ])
  func byItself(broke: Int, fixed: Int, words: String) throws {
    var suite = triage
    let comparison = try #require(triage.comparison)
    suite.comparison?.changes = []
    suite.comparison?.broke = Array(comparison.broke.prefix(broke))
    suite.comparison?.fixed = Array(comparison.fixed.prefix(fixed))
    let report = report(
      .passed, gates: [gate("accuracy", .unproven, .rate(passed: 19, of: 20), "≥ 90%")], suites: [suite])
    #expect(markdown(report).contains("**ticket-triage**: " + words), "\(markdown(report).prefix(400))")
    let page = HTMLReporter().render(report, plain)
    #expect(page.contains("<b>ticket-triage</b>: " + words))
  }

  @Test(
    "a change that moved nothing is said to have changed no verdict only as far as there are results",
    arguments: [
      ([PassFail.pass, .fail], 0, "changed no verdict in"),
      ([.pass, .error], 0, "changed no verdict of 1 compared case in"),
      ([.error, .error], 0, "has no result to compare in"),
      ([.pass, .fail], 1, "changed no verdict of 2 compared cases in"),
    ])
  func standstill(results: [PassFail], edited: Int, words: String) {
    var suite = triage
    let pairs = results.enumerated().map { pair("c-\($0)", .pass, $1) }
    suite.comparison?.pairs = pairs
    // An edited case is in no pair, where the base was not asked it.
    suite.outcomes = pairs.map(\.after) + (0..<edited).map { pair("e-\($0)", .pass, .fail).after }
    suite.comparison?.broke = []
    suite.comparison?.fixed = []
    let report = report(.undecided, gates: [schemaGate], suites: [suite])
    #expect(
      markdown(report).contains("**Prompt `ticket-triage` 13 → 14** \(words) ticket-triage."), "\(markdown(report))")
    #expect(HTMLReporter().render(report, plain).contains("\(words) <b>ticket-triage</b>"))
  }

  @Test("scenarios that fail are named, with how many more there are")
  func failingScenarios() {
    var suite = SampleReport.blocked.suites.first { $0.isSafety } ?? triage
    let failure = suite.failures.first { $0.severity == .blocking }
    #expect(failure != nil)
    suite.failures = (1...8).compactMap { number in
      var copy = failure
      copy?.caseID = "attack-\(number)"
      return copy
    }
    let page = markdown(report(.blocked, gates: [schemaGate], suites: [suite]))
    #expect(
      page.contains(
        "**8 blocking safety scenarios fail** (`attack-1`, `attack-2`, `attack-3`, `attack-4`, `attack-5` and 3 more)."),
      "\(page)")
  }

  @Test("a blocked run ends with what it was made of and what it cost")
  func end() {
    #expect(
      markdown(blocked).hasSuffix(
        """
        <details><summary>What changed, how to go on</summary>

        **ticket-triage** `prompt` 14
        **support-safety** made elsewhere: unknown
        - prompt `ticket-triage` 13 → **14**: shorter
        - why: `evalgate show 7f3a91c injection-017`
        - accept (not possible for `safety`): `evalgate baseline review`
        </details>

        <sub>vs main@\u{2060}4c1e2d0 · run 7f3a91c · 1:08 · 424 live, 0 kept, 0 replayed · 483k tokens, \\$0.29</sub>

        """))
  }

  @Test("a plain pass is the headline, what changed, and the cost")
  func pass() {
    var suite = triage
    suite.failures = []
    #expect(
      markdown(report(.passed, gates: [schemaGate], suites: [suite])).split(separator: "\n").map(String.init).prefix(2)
        == [
          "### ✅ evalgate: 1 of 1 gate passes", "**Prompt `ticket-triage` 13 → 14** broke 14 cases and fixed 3.",
        ])
  }

  @Test(
    "the headline says what kept it from a pass",
    arguments: [
      ([Verdict.pass, .unproven], RunOutcome.passed, "### 🟡 evalgate: 1 of 2 gates pass, 1 unproven"),
      ([.unproven, .new], .passed, "### 🟡 evalgate: 1 unproven, 1 new, none failed"),
      ([.pass, .new], .passed, "### 🆕 evalgate: 1 of 2 gates pass, 1 new"),
      ([.undecided], .undecided, "### ⚠️ evalgate: undecided: `g`"),
      ([.block, .block, .block], .blocked, "### ❌ evalgate: blocked by `g`, `g` and `g`"),
      ([.pass], .interrupted, "### ⚠️ evalgate: interrupted"),
    ])
  func headlines(verdicts: [Verdict], outcome: RunOutcome, expected: String) {
    let gates = verdicts.map { gate("g", $0, .rate(passed: 1, of: 2), "≥ 1%") }
    #expect(markdown(report(outcome, gates: gates)).split(separator: "\n").first.map(String.init) == expected)
  }

  @Test("a safety case shows none of its text")
  func safetyText() {
    #expect(markdown(blocked).contains("| `injection-017`<br>evalsets/support-safety/cases.jsonl:17 | passed | – |"))
  }

  @Test("a case links to its line where the forge is known, with its path encoded")
  func links() {
    var suite = triage
    suite.failures[0].location.path = "evalsets/a b/(é).jsonl"
    #expect(
      markdown(report(.blocked, gates: [accuracyGate], suites: [suite]), blobURL: "https://forge/blob/abc/").contains(
        "[`triage-0`](https://forge/blob/abc/evalsets/a%20b/%28%C3%A9%29.jsonl#L1)"))
  }

  @Test("ten thousand failing cases, a thousand suites, a thousand gates: within what a forge takes, and it says so")
  func bounded() {
    let long = String(repeating: "x_|`漢\u{202E}", count: 500)
    var one = triage
    one.failures = (0..<10_000).map { failure("triage-\($0) \(long)", long, output: long, labels: (long, "\($0)")) }
    let cases = markdown(report(.blocked, gates: [accuracyGate], suites: [one]))
    #expect(cases.utf8.count <= MarkdownReporter.limit)
    #expect(cases.contains("more"))

    let suites = (0..<1_000).map { index in
      var suite = triage
      suite.tuple.suite = "suite-\(index)"
      suite.tuple.prompt = versioned(long, long)
      suite.comparison?.changes = [TupleChange(element: .prompt, id: "\(index)", from: long, to: long, note: long)]
      return suite
    }
    let gates = (0..<1_000).map { index in
      gate(
        "gate-\(index) \(long)", index == 999 ? .block : .pass, .rate(passed: 1, of: 2), "≥ 99%",
        failing: suites.map(\.name), reason: long)
    }
    let all = markdown(report(.blocked, gates: gates, suites: suites, reasons: Array(repeating: long, count: 1_000)))
    #expect(all.utf8.count <= MarkdownReporter.limit)
    #expect(all.contains("more suites"))
    #expect(all.contains("more gates"))
    // What stands in the way is not what is left out.
    #expect(all.contains("| ❌ | **gate-999"))
  }

  @Test("hostile text in every place is neither markup nor mention nor command", arguments: hostile)
  func hostileText(text: String) {
    let shown = markdown(poisoned(text))
    #expect(isHarmless(shown))
    // Outside code no HTML but ours, no mention and no bare link is left.
    let prose = withoutCode(shown)
    for tag in ["<img", "<!--", "</details><img", "@team", "http://evil", "www.evil"] { #expect(!holds(prose, tag)) }
    #expect(!holds(prose, "`"))
    // Every row of a table keeps its cells.
    for line in shown.split(separator: "\n") where line.hasPrefix("| ✅") || line.hasPrefix("| ❌") {
      #expect(cells(String(line)) == 6)
    }
  }

  /// Cells of a row, as GitHub finds them: bars that no backslash escapes, in code or not.
  private func cells(_ line: String) -> Int {
    var count = -1
    var last = UInt8(ascii: " ")
    for byte in line.utf8 {
      if byte == UInt8(ascii: "|"), last != UInt8(ascii: "\\") { count += 1 }
      last = byte
    }
    return count
  }
}
