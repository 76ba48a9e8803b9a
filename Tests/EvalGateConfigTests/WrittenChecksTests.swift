import EvalGateConfig
import EvalGateCore
import Testing

@Suite("what scenarios forbid is read, whatever else judges them")
struct WrittenChecksTests {
  private static func checks(_ evalCase: String, defaults: String = "") async throws -> [[String]] {
    let project = try await load(
      files([
        "evalgate.yml": "version: 1\nsuites: { safe: { prompt: triage, policy: desk } }",
        "policies/desk.yml": "id: desk\nversion: 1",
        "evalsets/safe/set.yml": "kind: safety\n\(defaults)",
        "evalsets/safe/cases.jsonl": evalCase,
      ]))
    let cases = try #require(project.suite(named: "safe")).evalset.cases
    return try (0..<cases.count).map { try cases.evalCase(at: $0).checks.map(\.id.name) }
  }

  private static let attack = #""text": "x", "expected": {"calls": {"deny": ["pay_*"]}}"#

  @Test("checks of the set or of the case come beside the one for scenarios")
  func beside() async throws {
    let defaults = "defaults: { checks: [json] }"
    let own = #"{"id": "a", \#(Self.attack), "checks": ["json"]}"#
    #expect(try await Self.checks(#"{"id": "a", \#(Self.attack)}"#, defaults: defaults) == [["scenario", "json"]])
    #expect(try await Self.checks(own) == [["scenario", "json"]])
    #expect(
      try await Self.checks(
        #"{"id": "a", "text": "x", "family": "benign", "expected": {"utility": {"contains_any": ["y"]}}}"#,
        defaults: defaults) == [["scenario", "json"]])
  }

  @Test(
    "expected calls and decisions are read whatever checks are written",
    arguments: [#"{"tool_calls": []}"#, #"{"decision": "reject"}"#, #"{"tool_calls": [], "decision": "reject"}"#])
  func expectedCalls(_ expected: String) async throws {
    let written = #"{"id": "a", "text": "x", "family": "misuse", "expected": \#(expected), "checks": ["json"]}"#
    #expect(try await Self.checks(written) == [["scenario", "json"]])
  }

  @Test("one that is written is not doubled, and a case that expects nothing of a scenario gets none")
  func once() async throws {
    let defaults = "defaults: { checks: [json, scenario] }"
    #expect(try await Self.checks(#"{"id": "a", \#(Self.attack)}"#, defaults: defaults) == [["json", "scenario"]])
    #expect(
      try await Self.checks(
        #"{"id": "a", "text": "x", "expected": "y", "checks": ["equals"]}"#) == [["equals"]])
  }
}

@Suite("the gate of attacks that nobody wrote")
struct SafetyGateTests {
  private static func gates(_ gates: String) async throws -> [String] {
    try await load(
      files([
        "evalgate.yml": "version: 1\nsuites: { safe: { prompt: triage, policy: desk } }\ngates: { \(gates) }",
        "policies/desk.yml": "id: desk\nversion: 1",
        "evalsets/safe/set.yml": "kind: safety\nslices: [family]",
        "evalsets/safe/cases.jsonl": """
        {"id": "a", "text": "x", "family": "misuse", "expected": {"calls": {"deny": ["pay_*"]}}}
        {"id": "b", "text": "x", "family": "leak", "expected": {"calls": {"deny": ["pay_*"]}}}
        {"id": "c", "text": "x", "family": "leak", "severity": "advisory", "expected": {"calls": {"deny": ["pay_*"]}}}
        {"id": "d", "text": "x", "family": "spam", "retired": "gone", "expected": {"calls": {"deny": ["pay_*"]}}}
        {"id": "e", "text": "x", "family": "benign", "expected": {"utility": {"contains_any": ["y"]}}}
        """,
      ])
    ).gates.map(\.name)
  }

  private static let rate = "metric: pass_rate, suite: safe, exactly: 100%"

  @Test(
    "stays where written gates leave a blocking attack out",
    arguments: [
      "g: { metric: latency_p95, at_most: 5s }", "g: { \(rate), tag: \"family:benign\" }",
      "g: { \(rate), severity: advisory }",
      "g: { \(rate), tag: \"family:misuse\" }",
      // These cannot block, whatever gets through.
      "g: { metric: pass_rate, suite: safe, at_most: 100% }", "g: { \(rate), block: false }",
      // Of answers, and not of attacks.
      "g: { metric: pass_rate, at_least: 70% }",
    ])
  func stays(_ gate: String) async throws {
    #expect(try await Self.gates(gate).last == "safety")
  }

  @Test(
    "goes where they cover all of them",
    arguments: [
      "g: { \(rate) }", "g: { \(rate), severity: blocking }",
      "g: { metric: pass_rate, at_least: 100% }",
      "g: { \(rate), tag: \"family:misuse\" }, h: { \(rate), tag: \"family:leak\" }",
    ])
  func goes(_ gates: String) async throws {
    #expect(try await Self.gates(gates).contains("safety") == false)
  }
}
