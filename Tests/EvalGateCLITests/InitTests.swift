import Testing

@Suite("evalgate init")
struct InitTests {
  private static let root =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")

  @Test("what it writes is valid and passes at once, without a key and in CI too")
  func passes() async throws {
    let project = try TemporaryProject()
    try await Snapshot.expect(
      [project.evalgate("init"), project.evalgate("validate"), project.evalgate("run")], "init")
    try await project.commit("A first gate")
    let inCI = try await project.evalgate("run", environment: ["CI": "true"]).run
    #expect(inCI.code == 0, "\(inCI.output)\(inCI.error)")
  }

  @Test("nothing that is there is written over")
  func taken() async throws {
    let project = try TemporaryProject(["app/evalsets/triage/cases.jsonl": "mine"])
    let run = try await project.evalgate("init", "app").run
    #expect(run.code == 2)
    #expect(run.error.contains("`evalsets/triage/cases.jsonl` is there already"))
    #expect(try project.read("app/evalsets/triage/cases.jsonl") == "mine")
    #expect(!project.exists("app/evalgate.yml"))
  }

  @Test("into another folder, without a workflow")
  func elsewhere() async throws {
    let project = try TemporaryProject()
    let run = try await project.evalgate("init", "new folder", "--no-workflow").run
    #expect(run.code == 0)
    #expect(run.output.contains("cd 'new folder' && evalgate run"))
    #expect(!project.exists("new folder/.github"))
    #expect(project.exists("new folder/prompts/triage.prompt.yml"))
  }

  @Test("the workflow it writes is the one the README shows")
  func workflow() async throws {
    let project = try TemporaryProject()
    _ = try await project.evalgate("init")
    let readme = try TemporaryProject.read(path: Self.root + "/README.md")
    #expect(
      readme.contains(
        "# .github/workflows/evalgate.yml\n" + (try project.read(".github/workflows/evalgate.yml")) + "```"))
  }
}
