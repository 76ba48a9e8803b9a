import EvalGateCore
import EvalGateReporters
import Testing

@Suite("history and trend")
struct TrendTextTests {
  private func point(
    _ value: Double?, of gate: String = "accuracy", verdict: Verdict = .pass, unit: GateOutcome.ValueUnit = .share
  ) -> PastGate {
    PastGate(
      run: "7f3a91c000000000", moment: 1_795_000_000, revision: "4c1e2d0", gate: gate, suites: ["triage"], unit: unit,
      rule: "no worse than baseline", verdict: verdict.rawValue, value: value, baseline: 0.9)
  }

  @Test("a gate is a line: its last verdict, its course, its last value, the range")
  func line() {
    let text = TrendText.render([point(0.8), point(0.9), point(1, verdict: .block)], ReportContext())
    #expect(text == "  ✗  accuracy  ▁▅█  100.0%  80.0% to 100.0%  no worse than baseline  3 runs  triage\n")
  }

  @Test("no line is wider than a narrow terminal", arguments: [40, 60])
  func narrow(width: Int) {
    let points = [point(0.8), point(0.9), point(1, verdict: .block), point(512, of: "latency", unit: .milliseconds)]
    let run = PastRun(
      id: "7f3a91c000000000", moment: 1_795_000_000, revision: "4c1e2d0", outcome: "passed",
      suites: ["ticket-triage", "invoice-extract", "support-agent"], planned: 424)
    let context = ReportContext(width: width)
    for text in [TrendText.render(points, context), HistoryText.render([run, run], context)] {
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
    }
    #expect(TrendText.render(points, context).hasPrefix("  ✗ accuracy\n"))
  }

  @Test("what never changed is neither high nor low, and what was not measured is a gap")
  func flat() {
    #expect(TrendText.render([point(0.5), point(nil), point(0.5)], ReportContext()).contains("  ▅ ▅  "))
  }

  @Test("a terminal without UTF-8 gets digits")
  func ascii() {
    let text = TrendText.render([point(0.8), point(1)], ReportContext(unicode: false))
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(text.contains("  18  "))
  }

  @Test("every gate stands for itself, in its own unit")
  func several() {
    let text = TrendText.render(
      [point(0.8), point(512, of: "latency", unit: .milliseconds), point(770, of: "tokens", unit: .tokens)],
      ReportContext())
    #expect(text.split(separator: "\n").count == 3)
    #expect(text.contains("512 ms"))
    #expect(text.contains("770/case"))
  }

  @Test("a name out of a file moves nothing on the terminal and starts no formula in a spreadsheet")
  func hostile() {
    let point = point(1, of: "=cmd()\u{1B}[2J,\"x\"")
    #expect(!TrendText.render([point], ReportContext()).contains("\u{1B}"))
    let row = TrendText.csv([point]).split(separator: "\r\n")[1]
    #expect(row.hasPrefix("\"'=cmd()"), "\(row)")
  }

  @Test("runs are listed with when, how and what, and as rows for a spreadsheet")
  func history() {
    let run = PastRun(
      id: "7f3a91c000000000", moment: 1_795_000_000, revision: "4c1e2d0aaaa", outcome: "passed",
      suites: ["triage", "safety"], planned: 240)
    #expect(
      HistoryText.render([run], ReportContext())
        == "  7f3a91c  2026-11-18 11:06 UTC  passed  4c1e2d0  240 answers  triage safety\n")
    #expect(
      HistoryText.csv([run])
        == "run,started_at,outcome,revision,planned,suites\r\n"
        + "7f3a91c000000000,2026-11-18T11:06:40Z,passed,4c1e2d0aaaa,240,triage safety\r\n")
  }
}
