import ChildProcess
import Testing

@Suite("the command line")
struct CommandLineTests {
  @Test("no command at all is a usage error that shows what there is")
  func nothing() async throws {
    let run = try await EvalGate.run([], in: TemporaryProject())
    #expect(run.code == 2)
    #expect(run.error.contains("USAGE: evalgate"))
  }

  @Test(
    "a wrong flag ends with 2, never with the library's 64",
    arguments: [
      ["run", "--nope"], ["frobnicate"], ["run", "--trials", "0"], ["run", "--shard", "slice:5/4"],
      ["run", "--budget", "tokens=-1"],
    ])
  func wrongFlag(arguments: [String]) async throws {
    let run = try await EvalGate.run(arguments, in: TemporaryProject())
    #expect(run.code == 2)
    #expect(run.output.isEmpty)
  }

  @Test(
    "a mistyped command, flag or value is told as every other problem, with what was meant",
    arguments: [
      (["rnu"], "unexpected argument `rnu`\n   = did you mean `run`?"),
      (["policy", "chekc"], "unexpected argument `chekc`\n   = did you mean `check`?"),
      (["plan", "--format", "json"], "unknown option `--format`\n   = did you mean `--json`?"),
      (["scan", "--json", "x"], "unknown option `--json`\n   = did you mean `--format json`?"),
      (["run", "--trails", "3"], "unknown option `--trails`\n   = help: did you mean `--trials`?"),
      (["run", "--mode", "liv"], "please provide one of `live`, `record`, `replay` or `auto`"),
      (["noise", "--runs", "1"], "error[command/usage]: --runs is a whole number from 2 to 20"),
      (["explain"], "usage: evalgate explain"),
    ])
  func mistyped(arguments: [String], expected: String) async throws {
    let run = try await EvalGate.run(arguments, in: TemporaryProject())
    #expect(run.code == 2)
    #expect(run.error.hasPrefix("error[command/usage]: "))
    #expect(run.error.contains(expected))
  }

  @Test(
    "help and version go to standard output and are no failure",
    arguments: [["--help"], ["--version"], ["run", "--help"]])
  func help(arguments: [String]) async throws {
    let run = try await EvalGate.run(arguments, in: TemporaryProject())
    #expect(run.code == 0)
    #expect(!run.output.isEmpty)
  }
}
