import Testing

/// Commands that ask no model open no socket, whatever the files say.
///
/// Two proofs, because either may not be possible on a machine: what the kernel saw, and a namespace without a network.
@Suite("no network")
struct NoNetworkTests {
  private static let commands = [
    ["validate"], ["gate", "latest"], ["diff"], ["show", "latest"], ["report", "latest", "--report", "json"],
    ["run", "--mode", "replay"], ["export", "latest"], ["history"], ["trend"], ["list"], ["plan"],
  ]

  @Test("no socket is opened", .enabled("strace is not installed, or may not trace", canTrace), arguments: commands)
  func noSocket(arguments: [String]) async throws {
    let project = try await recorded()
    let traced = try await EvalGate.command(
      ["strace", "-f", "-qq", "-e", "trace=socket,connect,bind", "-o", "calls.txt", EvalGate.program] + arguments,
      in: project)
    #expect(traced.code == 0, "\(traced.error)")
    // A pair of sockets, made by another call, joins the threads of a process and reaches nothing outside.
    let calls = try project.read("calls.txt").split(separator: "\n").filter { $0.contains("(") && !$0.contains("---") }
    #expect(calls.isEmpty, "\(calls)")
  }

  @Test("nothing is missed", .enabled("this machine cannot make a network namespace", canUnshare), arguments: commands)
  func withoutNetwork(arguments: [String]) async throws {
    let project = try await recorded()
    let cut = try await EvalGate.command(["unshare", "-rn", EvalGate.program] + arguments, in: project)
    #expect(cut.code == 0, "\(cut.output)\(cut.error)")
  }

  @Test("a live run is seen, so that seeing nothing means something", .enabled("strace is not installed", canTrace))
  func seen() async throws {
    try await LoopbackModel.serving({ _ in .text("billing") }) { model in
      let target = "{ provider: openai, base_url: \"\(model.url)\", model: m, api_key_env: KEY }"
      let project = try TemporaryProject(Sample.two)
      try project.write(Sample.configuration(target: target), to: "evalgate.yml")
      _ = try await EvalGate.command(
        ["strace", "-f", "-qq", "-e", "trace=socket,connect,bind", "-o", "calls.txt", EvalGate.program, "run"],
        in: project,
        environment: ["KEY": "k"])
      #expect(try project.read("calls.txt").contains("connect("))
    }
  }

  /// A run whose configuration names a model that would have to be asked, and whose answers are all recorded.
  private func recorded() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--mode", "record")
    return project
  }

  private static func canTrace() async throws -> Bool {
    try await EvalGate.command(["sh", "-c", "strace -f -o /dev/null true"], in: TemporaryProject()).code == 0
  }
  private static func canUnshare() async throws -> Bool {
    try await EvalGate.command(["sh", "-c", "unshare -rn true"], in: TemporaryProject()).code == 0
  }
}
