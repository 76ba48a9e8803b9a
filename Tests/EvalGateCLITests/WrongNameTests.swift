import Testing

/// What is named on the command line or in the environment and is not there, or is meant in another way.
@Suite("what is named and not there")
struct WrongNameTests {
  @Test("a base that is not there, or a branch whose name looks like a path")
  func base() async throws {
    let project = try TemporaryProject(Sample.two)
    try await project.commit("Version 1")
    #expect(try await project.evalgate("run").run.code == 0)
    let diff = try await project.evalgate("diff", "nosuchrev").run
    #expect(diff.code == 2 && diff.error.contains("there is no revision `nosuchrev`"), "\(diff)")
    #expect(!diff.error.contains("--baseline"), "\(diff)")
    #expect(try await project.evalgate("attribute", "nosuchrev", "latest").run.code == 2)
    try await project.git("branch", "release/2")
    let branch = try await project.evalgate("diff", "release/2", "latest").run
    #expect(branch.code == 0 && branch.output.contains("base release/2@"), "\(branch)")
    let missing = try await project.evalgate("diff", "runs/none.jsonl", "latest").run
    #expect(missing.code == 2 && missing.error.contains("it does not exist"), "\(missing)")
  }

  @Test("a policy at a revision that is not there is told with the path that was named")
  func policyRevision() async throws {
    let project = try TemporaryProject(Sample.two.merging(["policies/p.yml": "id: p\n"]) { $1 })
    try await project.commit("Version 1")
    let diff = try await project.evalgate("policy", "diff", "nosuchrev:policies/p.yml", "policies/p.yml").run
    #expect(diff.code == 2 && diff.error.contains("there is no revision `nosuchrev` here"), "\(diff)")
    #expect(diff.error.contains("such as `HEAD:policies/p.yml`"), "\(diff)")
  }

  @Test("a configuration above the working folder is used by its path, without git too")
  func above() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write("", to: "inner/file.txt")
    let run = try await EvalGate.run(["validate", "--config", "../evalgate.yml"], in: project, folder: "inner")
    #expect(run.code == 0, "\(run.error)")
  }

  @Test("a wrong value of the environment is named by its variable")
  func environment() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await EvalGate.run(["run"], in: project, environment: ["EVALGATE_MODE": "repaly"])
    #expect(run.code == 2 && run.error.contains("`--mode` comes from the environment variable EVALGATE_MODE\n"))
  }

  @Test("results made elsewhere want the name of their suite")
  func lines() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write("{\"id\": \"a\", \"output\": \"billing\"}\n", to: "l.jsonl")
    let run = try await project.evalgate("gate", "l.jsonl").run
    #expect(run.code == 2 && run.error.contains("`evalgate gate l.jsonl --suite t`"), "\(run.error)")
  }

  @Test("green without a case is said to be that")
  func nothing() async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await project.evalgate("run", "--no-cases", "pass", "--case", "zzz").run
    #expect(run.code == 0)
    #expect(run.error.contains("note[run/empty]: nothing to run: no case matches `--case zzz`"), "\(run.error)")
  }

  @Test("a key that is not set is undecided in CI too, and the report is written")
  func key() async throws {
    let project = try TemporaryProject(Sample.smallest)
    let run = try await EvalGate.run(
      ["run", "--report", "markdown=m.md"], in: project, environment: ["CI": "true"])
    #expect(run.code == 3, "\(run.error)")
    #expect(try project.read("m.md").hasPrefix("### ⚠️ evalgate: undecided: `accuracy`"))
  }
}
