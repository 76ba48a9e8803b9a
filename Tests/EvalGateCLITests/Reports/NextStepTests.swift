import Testing

/// The command that a report ends with gets past what stopped the run.
@Suite("the next step after errors")
struct NextStepTests {
  private static let prompt = "messages: [{ role: user, content: \"{{text}}\" }]\n"

  private static func project(target: String) throws -> TemporaryProject {
    try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [\(target)], retry: { attempts: 1 } } }
      suites: { triage: { route: r } }
      """,
      "triage.prompt.yml": prompt, "triage.cases.jsonl": "{\"text\": \"a\", \"expected\": \"a\"}\n",
    ])
  }

  @Test("where recordings are missing it records them, since asking for them again finds as little")
  func record() async throws {
    let project = try TemporaryProject()
    _ = try await project.evalgate("init", "--no-workflow")
    let path = "prompts/triage.prompt.yml"
    try project.write(try project.read(path).replacing("You sort messages", with: "Sort messages"), to: path)
    let run = try await project.evalgate("run").run
    #expect(run.code == 3 && run.output.contains("record   evalgate run --mode record triage\n"), "\(run)")
    #expect(!run.output.contains("--resume"), "\(run)")
  }

  @Test("where a file has to be mended first it runs again, since a run that is begun keeps its plan")
  func again() async throws {
    let project = try Self.project(
      target: "{ provider: exec, command: [sh, -c, \"read -r line; echo '{}'; read -r line; exit 1\"] }")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3 && run.output.contains("again    evalgate run triage"), "\(run)")
    #expect(!run.output.contains("--resume"), "\(run)")
  }

  @Test("where time mends it the run goes on")
  func resume() async throws {
    let project = try Self.project(
      target: "{ provider: openai, model: m, base_url: \"http://127.0.0.1:9/v1\" }")
    let run = try await project.evalgate("run", environment: ["OPENAI_API_KEY": "stand-in"]).run
    #expect(run.code == 3 && run.output.contains("resume   evalgate run --resume "), "\(run)")
  }
}
