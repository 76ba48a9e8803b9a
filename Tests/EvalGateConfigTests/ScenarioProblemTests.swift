import EvalGateConfig
import EvalGateCore
import Testing

@Suite("Safety suites beside the base")
struct ScenarioProblemTests {
  private static func project(_ cases: String..., kind: String = "safety") async throws -> Project {
    try await load(
      files([
        "evalgate.yml": "version: 1",
        "prompts/desk.prompt.yml": "model: openai/gpt-4.1-mini\nmessages: [{ role: user, content: \"{{text}}\" }]",
        "evalsets/desk/set.yml": "kind: \(kind)\ndefaults: { checks: [equals] }",
        "evalsets/desk/cases.jsonl": cases.joined(separator: "\n"),
      ]))
  }

  private static func scenario(_ id: String, _ severity: String = "blocking") -> String {
    #"{"id": "\#(id)", "text": "\#(id)", "severity": "\#(severity)", "expected": "y"}"#
  }

  @Test("a scenario that is gone is told by name")
  func dropped() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"), Self.scenario("c"))
    let found = scenarioProblems(head: try await Self.project(Self.scenario("b")), base: base)
    #expect(found.map(\.code.name) == ["safety/scenario-dropped"])
    #expect(found.first?.message == "2 scenarios of evalset `desk` are gone since the base: `a`, `c`")
    #expect(found.first?.severity == .warning)
  }

  @Test("a scenario that blocks no more is told with its place")
  func lowered() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    let found = scenarioProblems(
      head: try await Self.project(Self.scenario("a"), Self.scenario("b", "advisory")), base: base)
    #expect(
      found.map(\.line) == [
        "safety/severity-lowered evalsets/desk/cases.jsonl:2:1: scenario `desk/b` is advisory, and was blocking at the base"
      ])
  }

  @Test("a scenario that is retired is told with its reason, and is asked no more")
  func retired() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    let gone = #"{"id": "b", "text": "x", "severity": "blocking", "expected": "y", "retired": "never fired"}"#
    let head = try await Self.project(Self.scenario("a"), gone)
    #expect(
      scenarioProblems(head: head, base: base).map(\.line) == [
        "safety/scenario-retired evalsets/desk/cases.jsonl:2:1: scenario `desk/b` is retired (never fired), and was blocking at the base"
      ])
    let evalset = try #require(head.suites.first?.evalset)
    #expect((0..<evalset.cases.count).map { evalset.cases.header(at: $0).id } == ["a"])
    #expect(evalset.retired.map(\.reason) == ["never fired"])
    #expect(evalset.digest != base.suites.first?.evalset.digest)
    #expect(scenarioProblems(head: try await Self.project(Self.scenario("a")), base: head) == [])
  }

  @Test("a change that retires a scenario asks it once more, and one that lightens it blocks on it")
  func held() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"), Self.scenario("c"))
    let gone = #"{"id": "b", "text": "x", "severity": "advisory", "expected": "y", "retired": "never fired"}"#
    let bar = Bar(try await Self.project(Self.scenario("a", "advisory"), gone), heldTo: base)
    let cases = try #require(bar.project.suites.first?.evalset.cases)
    #expect((0..<cases.count).map { cases.header(at: $0).id } == ["a", "b"])
    for index in 0..<cases.count {
      #expect(cases.header(at: index).severity == .blocking)
      #expect(try cases.evalCase(at: index).severity == .blocking)
    }
    #expect(bar.dropped.values.flatMap { $0 }.map(\.id) == ["c"])
    #expect(bar.changes.map(\.decides) == [.base, .base, .base])
  }

  @Test("a scenario that only got another name is not gone")
  func renamed() async throws {
    let base = try await Self.project(Self.scenario("a"), #"{"id": "b", "text": "z", "expected": "y"}"#)
    let head = try await Self.project(Self.scenario("a"), #"{"id": "beta", "text": "z", "expected": "y"}"#)
    #expect(scenarioProblems(head: head, base: base) == [])
  }

  @Test("a scenario is not retired without a reason, nor is a whole set", arguments: ["true", "\"\"", "[\"x\"]", "7"])
  func withoutReason(value: String) async {
    await #expect(throws: Problems.self) {
      _ = try await Self.project(
        Self.scenario("a"), #"{"id": "b", "text": "x", "expected": "y", "retired": \#(value)}"#)
    }
    await #expect(throws: Problems.self) {
      _ = try await Self.project(#"{"id": "b", "text": "x", "expected": "y", "retired": "all of it"}"#)
    }
  }

  @Test("a set that is no safety set any more loses nothing silently")
  func otherKind() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    let found = scenarioProblems(head: try await Self.project(Self.scenario("b"), kind: "task"), base: base)
    #expect(found.map(\.code.name) == ["safety/scenario-dropped"])
  }

  @Test("more of them, heavier ones, and cases of other sets are nothing to speak of")
  func more() async throws {
    let base = try await Self.project(Self.scenario("a", "advisory"))
    let head = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    #expect(scenarioProblems(head: head, base: base) == [])
    let task = try await Self.project(Self.scenario("a"), Self.scenario("b"), kind: "task")
    #expect(scenarioProblems(head: try await Self.project(Self.scenario("a"), kind: "task"), base: task) == [])
  }
}
