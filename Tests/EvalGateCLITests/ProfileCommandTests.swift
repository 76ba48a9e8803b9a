import StrictJSON
import Testing

@Suite("flags, environment, profiles and files")
struct ProfileCommandTests {
  private func project(_ profiles: String) throws -> TemporaryProject {
    try TemporaryProject(
      Sample.two.merging(["evalgate.yml": Sample.configuration(more: "profiles: \(profiles)")]) { $1 })
  }

  private func header(_ project: TemporaryProject) throws -> JSONValue {
    let name = try #require(project.runFiles.last)
    let line = try #require(try project.read(".evalgate/runs/" + name).split(separator: "\n").first)
    return try JSONValue(parsing: Array(line.utf8))
  }

  @Test("a profile gives flags that nobody else gives, and the run says which it was")
  func used() async throws {
    let project = try project("{ thorough: { trials: 3 } }")
    let run = try await project.evalgate("run", "-P", "thorough").run
    #expect(run.code == 0)
    #expect(run.output.contains("profile thorough"))
    #expect(try header(project)["planned"]?.numberValue?.int == 6)
  }

  @Test(
    "a flag wins over the environment, the environment over the profile",
    arguments: [([], "2", 4), (["--trials", "1"], "2", 2)] as [([String], String, Int)])
  func precedence(flags: [String], environment: String, planned: Int) async throws {
    let project = try project("{ thorough: { trials: 3 } }")
    let run = try await EvalGate.run(
      ["run", "--profile", "thorough"] + flags, in: project, environment: ["EVALGATE_TRIALS": environment])
    #expect(run.code == 0)
    #expect(try header(project)["planned"]?.numberValue?.int == planned)
  }

  @Test("a profile that is not there is named, with the one that was meant")
  func unknown() async throws {
    try await Snapshot.expect([try project("{}").evalgate("run", "-P", "cii")], "profile-unknown")
  }

  @Test("the built-in configuration can be read")
  func builtIn() async throws {
    let run = try await TemporaryProject().evalgate("config", "--show", "default").run
    #expect(run.code == 0)
    #expect(run.output.contains("max_missing: 2%"))
  }

  @Test("a run whose time is over keeps what it has and is undecided")
  func maxDuration() async throws {
    let project = try TemporaryProject(
      Sample.two.merging([
        "evalgate.yml": Sample.configuration(target: "{ provider: exec, command: [sh, slow.sh] }"),
        // Says what it is, answers the first question and never the second.
        "slow.sh": #"""
        read hello
        echo '{"name":"slow"}'
        read question
        id=$(printf '%s' "$question" | sed 's/^{"id":"\([^"]*\)".*/\1/')
        printf '{"id":"%s","text":"billing"}\n' "$id"
        read question
        sleep 600
        """#,
      ]) { $1 })
    let run = try await project.evalgate("run", "--max-duration", "1500ms", "--concurrency", "1").run
    #expect(run.code == 3, "\(run.output)\(run.error)")
    #expect(run.output.contains("the time for the run was over"))
    #expect(run.output.contains("evalgate run --resume"))
  }
}

@Suite("where nothing can be written")
struct UnwritableTests {
  @Test("answers that cannot be kept are used all the same in `auto`, and that is said")
  func auto() async throws {
    // A file where the folder of recordings would be.
    let project = try TemporaryProject(
      Sample.two.merging(["evalgate.yml": Sample.configuration(mode: "auto"), ".evalgate/recordings": "x"]) { $1 })
    let run = try await project.evalgate("run", "--save", project.path + "/out/run.jsonl").run
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.error.contains("answers are not kept"))
  }

  @Test("`record` asks nothing where it cannot keep the answer")
  func record() async throws {
    let project = try TemporaryProject(Sample.two.merging([".evalgate/recordings": "x"]) { $1 })
    let run = try await project.evalgate("run", "--mode", "record", "--save", project.path + "/out/run.jsonl").run
    #expect(run.code == 2)
    #expect(run.error.contains("store/unwritable"))
  }
}
