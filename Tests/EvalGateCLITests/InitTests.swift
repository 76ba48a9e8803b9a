import Testing

@Suite("evalgate init")
struct InitTests {

  @Test("what it writes is valid and passes at once, without a key and in CI too")
  func passes() async throws {
    let project = try TemporaryProject()
    try await Snapshot.expect(
      [project.evalgate("init"), project.evalgate("validate"), project.evalgate("run")], "init")
    try await project.commit("A first gate")
    let inCI = try await project.evalgate("run", environment: ["CI": "true"]).run
    #expect(inCI.code == 0, "\(inCI.output)\(inCI.error)")
  }

  @Test("what is accepted already is not asked for once more", arguments: [false, true])
  func accepted(hasGit: Bool) async throws {
    let project = try TemporaryProject()
    if hasGit { try await project.git("init", "--quiet") }
    _ = try await project.evalgate("init")
    let first = try await project.evalgate("run").run
    #expect(first.output.contains("evalgate baseline accept"), "\(first)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "first").run
    #expect(accepted.code == 0, "\(accepted)")
    let second = try await project.evalgate("run").run
    #expect(second.code == 0 && !second.output.contains("baseline accept"), "\(second)")
    let shown = try await project.evalgate("diff").run
    #expect(!shown.output.contains("baseline accept"), "\(shown)")
  }

  @Test(
    "in a clone it names the branch that is the default one there, also where git was not told which that is",
    arguments: [true, false])
  func defaultBranch(isTold: Bool) async throws {
    let project = try TemporaryProject(["README.md": "hi\n"])
    let origin = try TemporaryProject()
    try await origin.git("init", "--quiet", "--bare", "--initial-branch", "master")
    try await project.git("init", "--quiet", "--initial-branch", "master")
    try await project.commit("First")
    try await project.git("remote", "add", "origin", origin.path)
    try await project.git("push", "--quiet", "origin", "master")
    if isTold { try await project.git("remote", "set-head", "origin", "master") }
    _ = try await project.evalgate("init", "--no-workflow")
    #expect(try project.read("evalgate.yml").contains("\nbase: origin/master\n"))
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
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

  @Test("the README's first tour can be followed word for word, in an empty folder and without a key")
  func tour() async throws {
    let readme = try TemporaryProject.read(path: Repository.root + "/README.md")
    let start = try #require(readme.ranges(of: "## In 60 seconds").first)
    let block = try #require(readme[start.upperBound...].ranges(of: "```sh\n").first)
    let script = try #require(readme[block.upperBound...].split(separator: "```").first)
    let project = try TemporaryProject()
    let run = try await EvalGate.command(
      ["sh", "-ec", "evalgate() { \"\(EvalGate.program)\" \"$@\"; }\n" + script], in: project,
      environment: [
        "GIT_AUTHOR_NAME": "Test", "GIT_AUTHOR_EMAIL": "test@example.com", "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@example.com",
      ])
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.output.ranges(of: "\nPASSED  1 of 2 gates, 1 new").count == 1, "\(run.output)")
    #expect(run.output.ranges(of: "\nPASSED  1 of 2 gates, 1 unproven").count == 1, "\(run.output)")
  }

  @Test("in a part of a repository the workflow goes to the top, where GitHub reads it, and names the configuration")
  func part() async throws {
    let project = try TemporaryProject()
    try await project.git("init", "--quiet")
    let first = try await project.evalgate("init", "services/a").run
    #expect(first.output.contains("wrote  .github/workflows/evalgate.yml, at the top of the repository\n"), "\(first)")
    #expect(first.output.contains("replace OWNER and COMMIT in .github/workflows/evalgate.yml\n"), "\(first)")
    #expect(!project.exists("services/a/.github"))
    let workflow = try project.read(".github/workflows/evalgate.yml")
    #expect(workflow.contains("/evalgate run --config services/a/evalgate.yml --report html=evalgate.html\n"))
    // As the workflow has it, from the top.
    let run = try await project.evalgate("run", "--config", "services/a/evalgate.yml").run
    #expect(run.code == 0, "\(run)")
    let second = try await project.evalgate("init", "b", in: "services").run
    #expect(
      second.output.contains("run this too: evalgate run --config services/b/evalgate.yml\n"), "\(second)")
    #expect(!project.exists("services/b/.github"))
    #expect(try project.read(".github/workflows/evalgate.yml") == workflow)
  }

  @Test("the workflow it writes is the one the README shows")
  func workflow() async throws {
    let project = try TemporaryProject()
    _ = try await project.evalgate("init")
    let readme = try TemporaryProject.read(path: Repository.root + "/README.md")
    #expect(
      readme.contains(
        "# .github/workflows/evalgate.yml\n" + (try project.read(".github/workflows/evalgate.yml")) + "```"))
  }
}
