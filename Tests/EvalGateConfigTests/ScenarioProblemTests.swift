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
    #"{"id": "\#(id)", "text": "x", "severity": "\#(severity)", "expected": "y"}"#
  }

  @Test("a scenario that is gone is told by name")
  func dropped() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"), Self.scenario("c"))
    let found = versionProblems(head: try await Self.project(Self.scenario("b")), base: base)
    #expect(found.map(\.code.name) == ["safety/scenario-dropped"])
    #expect(found[0].message == "2 scenarios of evalset `desk` are gone since the base: `a`, `c`")
    #expect(found[0].severity == .warning)
  }

  @Test("a scenario that blocks no more is told with its place")
  func lowered() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    let found = versionProblems(
      head: try await Self.project(Self.scenario("a"), Self.scenario("b", "advisory")), base: base)
    #expect(
      found.map(\.line) == [
        "safety/severity-lowered evalsets/desk/cases.jsonl:2:1: scenario `b` is advisory, and was blocking at the base"
      ])
  }

  @Test("a set that is no safety set any more loses nothing silently")
  func otherKind() async throws {
    let base = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    let found = versionProblems(head: try await Self.project(Self.scenario("b"), kind: "task"), base: base)
    #expect(found.map(\.code.name) == ["safety/scenario-dropped"])
  }

  @Test("more of them, heavier ones, and cases of other sets are nothing to speak of")
  func more() async throws {
    let base = try await Self.project(Self.scenario("a", "advisory"))
    let head = try await Self.project(Self.scenario("a"), Self.scenario("b"))
    #expect(versionProblems(head: head, base: base) == [])
    let task = try await Self.project(Self.scenario("a"), Self.scenario("b"), kind: "task")
    #expect(versionProblems(head: try await Self.project(Self.scenario("a"), kind: "task"), base: task) == [])
  }
}
