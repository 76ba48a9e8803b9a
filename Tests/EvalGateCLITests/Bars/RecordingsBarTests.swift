import Testing

/// Where recordings may decide, a change that edits them brings its own answers.
@Suite("recordings that a change edits")
struct RecordingsBarTests {
  private static let kept = "evalsets/t/recordings.jsonl"

  /// Two cases, answered from recordings at the base as in the change.
  private static func project() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(mode: "replay, recordings: allow"), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/set.yml": "version: 1\ndefaults: { checks: [equals] }\n",
      "evalsets/t/cases.jsonl": """
      {"id": "a", "text": "billing", "expected": "billing"}
      {"id": "b", "text": "technical", "expected": "technical"}

      """,
    ])
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    try await project.commit("As it was")
    return project
  }

  private static func rules(_ project: TemporaryProject) async throws -> [String] {
    let run = try await EvalGate.run(["run", "--baseline", "HEAD"], in: project, environment: ["CI": "true"])
    return run.output.split(separator: "\n").filter { $0.contains("recordings t") }.map {
      String($0.drop { $0 == " " })
    }
  }

  @Test("are shown, with how many answers are other ones")
  func edited() async throws {
    let project = try await Self.project()
    #expect(try await Self.rules(project).isEmpty)
    let lines = try project.read(Self.kept)
    try project.write(lines.replacing(#""text":"technical""#, with: #""text":"unheard""#), to: Self.kept)
    let rule = "rules    recordings t changed: 1 answer edited; what is replayed is what the change brings"
    #expect(try await Self.rules(project) == [rule])
  }

  @Test("are not shown where the base asks the model, for nothing is replayed then")
  func live() async throws {
    let project = try await Self.project()
    try project.write(project.read("evalgate.yml").replacing("mode: replay", with: "mode: live"), to: "evalgate.yml")
    try await project.commit("Live")
    try project.write(project.read(Self.kept).replacing(#""text":"technical""#, with: #""text":"x""#), to: Self.kept)
    #expect(try await Self.rules(project).isEmpty)
  }
}
