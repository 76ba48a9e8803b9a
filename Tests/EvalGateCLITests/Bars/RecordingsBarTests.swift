import Testing

/// Where recordings may decide, a change that edits them brings its own answers.
@Suite("recordings that a change edits")
struct RecordingsBarTests {
  private static let kept = "evalsets/t/recordings.jsonl"

  /// Twenty cases, answered from recordings at the base as in the change.
  private static func project() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(
        gates: "{ acc: { metric: pass_rate, no_worse_than: baseline } }", mode: "replay, recordings: allow"),
      ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/set.yml": "version: 1\ndefaults: { checks: [equals] }\n",
      "evalsets/t/cases.jsonl": (1...20).map { #"{"id": "c\#($0)", "text": "t\#($0)", "expected": "t\#($0)"}"# + "\n" }
        .joined(),
    ])
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    try await project.commit("As it was")
    return project
  }

  private static func run(_ project: TemporaryProject) async throws -> EvalGate.Run {
    try await EvalGate.run(["run", "--baseline", "HEAD"], in: project, environment: ["CI": "true"])
  }

  private static func rules(_ project: TemporaryProject) async throws -> [String] {
    try await run(project).output.split(separator: "\n").filter { $0.contains("recordings t") }.map {
      String($0.drop { $0 == " " })
    }
  }

  @Test("are shown, with how many answers are other ones")
  func edited() async throws {
    let project = try await Self.project()
    #expect(try await Self.rules(project).isEmpty)
    let lines = try project.read(Self.kept)
    try project.write(lines.replacing(#""text":"t7""#, with: #""text":"unheard""#), to: Self.kept)
    let rule = "rules    recordings t changed: 1 answer edited; what is replayed is what the change brings"
    #expect(try await Self.rules(project) == [rule])
  }

  @Test("that are worse are undecided, for nobody can blame the model that was not asked")
  func worse() async throws {
    let project = try await Self.project()
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--all", "--reason", "x")
    try await project.commit("Accepted")
    let before = try project.read(Self.kept)
    #expect(try await Self.run(project).code == 0)
    try project.write(before.replacing(#""text":"t"#, with: #""text":"x"#), to: Self.kept)
    let run = try await Self.run(project)
    #expect(run.code == 3 && run.output.contains("the change edits 20 answers that it is judged by"), "\(run)")
    #expect(!run.output.contains("drift"), "\(run)")
  }

  @Test("are not shown where the base asks the model, for nothing is replayed then")
  func live() async throws {
    let project = try await Self.project()
    try project.write(project.read("evalgate.yml").replacing("mode: replay", with: "mode: live"), to: "evalgate.yml")
    try await project.commit("Live")
    try project.write(project.read(Self.kept).replacing(#""text":"t7""#, with: #""text":"x""#), to: Self.kept)
    #expect(try await Self.rules(project).isEmpty)
  }
}
