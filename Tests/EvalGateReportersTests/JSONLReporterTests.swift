import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

@Suite("the report as events")
struct JSONLReporterTests {
  private func events(_ report: Report) throws -> [JSONValue] {
    try JSONLReporter().render(report, plain).split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  @Test("a start, a line for each trial, one for each gate, and an end")
  func order() throws {
    let names = try events(SampleReport.blocked).compactMap { $0["event"]?.stringValue }
    #expect(names.first == "run.started")
    #expect(names.last == "run.finished")
    // 423 cases with a result, four of which were asked three times.
    #expect(names.count { $0 == "case.finished" } == 423 + 8)
    #expect(names.count { $0 == "gate.decided" } == 7)
  }

  @Test("a case carries the names every run does")
  func names() throws {
    let event = try #require(try events(SampleReport.blocked).first { $0["case"] == "triage-023" })
    for name in [
      "prompt_version", "policy_version", "eval_set_version", "model_route", "latency_ms", "cost_tokens", "pass_fail",
    ] { #expect(event[name] != nil && event[name] != .null) }
    #expect(event["message"] == "expected billing, got technical")
  }

  @Test("the end says outcome and exit code")
  func end() throws {
    let last = try #require(try events(SampleReport.blocked).last)
    #expect(last["outcome"] == "blocked")
    #expect(last["exit_code"] == 1)
  }

  @Test("a trial that has just ended is the same line as in the whole")
  func live() throws {
    let suite = SampleReport.blocked.suites[0]
    let one = suite.outcomes[3]
    let line = JSONLReporter.line(
      for: TrialSummary(ordinal: 3, suite: suite.name, arm: .head, outcome: one), tuple: suite.tuple)
    #expect(JSONLReporter().render(SampleReport.blocked, plain).contains(line))
  }

  @Test("hostile text makes no line of its own", arguments: hostile)
  func hostileText(text: String) throws {
    let all = try events(poisonedWhole(text))
    #expect(all.allSatisfy { $0["event"] != nil })
  }
}
