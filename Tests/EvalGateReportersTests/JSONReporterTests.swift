import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

@Suite("the report for programs")
struct JSONReporterTests {
  private func json(_ report: Report) -> String { JSONReporter().render(report, plain) }

  @Test("one gate, whole")
  func gateDocument() {
    let shown = json(report(.blocked, gates: [accuracyGate]))
    #expect(
      shown.contains(
        """
            {
              "baseline": {
                "passed": 224,
                "total": 240
              },
              "blocks": true,
              "evidence": [
                {
                  "alpha": 0.05,
                  "broke": 14,
                  "drop": 0.04583333333333333,
                  "fixed": 3,
                  "interval": null,
                  "kind": "paired",
                  "margin": 0.05,
                  "method": "mcnemar",
                  "n": 240,
                  "p_one_sided": 0.00377,
                  "p_two_sided_exact": 0.0127,
                  "smallest_drop_found": 0.061,
                  "two_sided_method": "twice the smaller tail"
                }
              ],
              "failing": [
                "ticket-triage"
              ],
              "measure": {
                "passed": 213,
                "total": 240
              },
              "metric": "m",
              "name": "accuracy",
              "parts": [],
              "reason": null,
              "rule": "no worse than baseline",
              "sentence": "accuracy 93.3% → 88.8% on 240 cases: 14 broke, 3 fixed. Blocked: an unchanged version does this in 1 of 300 runs.",
              "suites": [
                "s"
              ],
              "unit": "share",
              "verdict": "block"
            }
        """))
  }

  @Test(
    "outcome and exit code stand at the top",
    arguments: [
      (RunOutcome.passed, "passed", 0), (.blocked, "blocked", 1), (.undecided, "undecided", 3),
      (.interrupted, "interrupted", 130), (.unchanged, "unchanged", 0),
    ])
  func outcomes(outcome: RunOutcome, word: String, code: Int) {
    let shown = json(report(outcome, gates: [], reasons: ["because"]))
    #expect(shown.contains("\n  \"outcome\": \"\(word)\",\n"))
    #expect(shown.contains("\n  \"exit_code\": \(code),\n"))
    #expect(shown.contains("\n  \"schema_version\": 1,\n"))
    #expect(shown.contains("\"because\""))
  }

  @Test("keys are sorted at every level")
  func sorted() throws {
    func check(_ value: JSONValue) {
      for item in value.arrayValue ?? [] { check(item) }
      guard let object = value.objectValue else { return }
      let keys = object.map(\.key)
      #expect(keys == keys.sorted())
      for entry in object { check(entry.value) }
    }
    check(try JSONValue(parsing: json(blocked)))
  }

  @Test("an infinite time is the word for it, because JSON has no such number")
  func timeout() {
    let shown = json(
      report(.blocked, gates: [gate("p95", .block, .quantile(.infinity, n: 3), "≤ 1.00 s", unit: .milliseconds)]))
    #expect(shown.contains("\"value\": \"timeout\""))
  }

  @Test("hostile text comes back as it was", arguments: hostile)
  func hostileText(text: String) throws {
    let document = try JSONValue(parsing: json(poisoned(text)))
    #expect(document["gates"]?[0]?["name"]?.stringValue?.utf8.elementsEqual(text.utf8) == true)
  }
}
