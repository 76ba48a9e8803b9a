import ChildProcess
import Testing

@Suite("Running a command")
struct RunCommandTests {
  @Test("standard output comes back byte for byte")
  func output() async throws {
    let result = try await runCommand(["sh", "-c", #"printf 'a\000\377b'"#])
    #expect(result.standardOutput == [0x61, 0, 0xff, 0x62])
  }

  @Test("standard error is kept apart")
  func errorOutput() async throws {
    let result = try await runCommand(["sh", "-c", "echo out; echo err >&2"])
    #expect(result == CommandResult(exit: .code(0), standardOutput: bytes("out\n"), standardError: bytes("err\n")))
  }

  @Test("an exit code is a result", arguments: [0, 1, 2, 127, 255])
  func exitCode(code: Int) async throws {
    #expect(try await runCommand(["sh", "-c", "exit \(code)"]).exit == .code(code))
  }

  @Test("death by a signal names the signal")
  func signalled() async throws {
    #expect(try await runCommand(["sh", "-c", "kill -9 $$"]).exit == .signal(9))
  }

  @Test("an argument reaches the program without a shell")
  func noShell() async throws {
    let hostile = "$(id); `id` && 'x' \"y\" * \u{1f600}\n"
    #expect(try await runCommand(["printf", "%s", hostile]).standardOutput == bytes(hostile))
  }

  @Test("input and output larger than any pipe pass through")
  func largeThrough() async throws {
    let input = [UInt8]((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    #expect(try await runCommand(["cat"], input: input).standardOutput == input)
  }

  @Test("a program that does not read its input is no error")
  func unreadInput() async throws {
    let result = try await runCommand(
      ["sh", "-c", "exec <&-; exit 3"], input: [UInt8](repeating: 0x61, count: 1 << 20))
    #expect(result.exit == .code(3))
  }

  @Test("standard error full to the brim does not hold up standard output")
  func fullErrors() async throws {
    let script = "head -c 1000000 /dev/zero >&2; echo done"
    #expect(try await runCommand(["sh", "-c", script]).standardOutput == bytes("done\n"))
  }

  @Test("all that a program wrote just before its end is there", arguments: 0..<20)
  func lastWords(round: Int) async throws {
    let result = try await runCommand(["sh", "-c", "head -c 60000 /dev/zero; head -c 60000 /dev/zero >&2"])
    #expect([result.standardOutput.count, result.standardError.count] == [60000, 60000])
  }

  @Test("output over the limit ends the program", arguments: ["yes", "yes >&2"])
  func outputLimit(script: String) async {
    await expectFailure(.outputTooLarge, #_sourceLocation) {
      try await runCommand(["sh", "-c", script], outputLimit: 1000)
    }
  }

  @Test("output of exactly the limit is taken")
  func exactlyTheLimit() async throws {
    let result = try await runCommand(["head", "-c", "1000", "/dev/zero"], outputLimit: 1000)
    #expect(result.standardOutput.count == 1000)
  }

  @Test("a program that takes too long is ended")
  func timeout() async {
    await expectFailure(.timeout, #_sourceLocation) {
      try await runCommand(["sleep", "1000"], timeout: .milliseconds(50))
    }
  }

  @Test("a descendant that keeps the output open does not hold up the result")
  func descendantKeepsOutput() async throws {
    let result = try await runCommand(["sh", "-c", "sleep 20 & echo started"])
    #expect(result.standardOutput == bytes("started\n"))
  }

  @Test("a cancelled task ends the program")
  func cancelled() async {
    let task = Task { try await runCommand(["sleep", "1000"]) }
    task.cancel()
    await expectFailure(.cancelled, #_sourceLocation) { try await task.value }
  }

  @Test(
    "a program that is not there is named so",
    arguments: ["no-such-program-here", "/no/such/program", "./no-such-program"])
  func notFound(program: String) async {
    await expectFailure(.notFound, #_sourceLocation) { try await runCommand([program]) }
  }

  @Test("a file that is no program is named so", arguments: ["/etc/passwd", "/tmp"])
  func notExecutable(path: String) async {
    await expectFailure(.notExecutable, #_sourceLocation) { try await runCommand([path]) }
  }

  @Test("a script whose interpreter is missing is named so")
  func missingInterpreter() async throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("script", "#!/no/such/interpreter\n", mode: 0o755)
    await expectFailure(.notExecutable, #_sourceLocation) { try await runCommand([script]) }
  }

  @Test("a missing working directory is named so")
  func badDirectory() async {
    await expectFailure(.badWorkingDirectory, #_sourceLocation) {
      try await runCommand(["pwd"], workingDirectory: "/no/such/place")
    }
  }

  @Test("the program runs in its working directory")
  func directory() async throws {
    #expect(try await runCommand(["sh", "-c", "pwd"], workingDirectory: "/usr/bin").standardOutput.last == 0x0a)
    #expect(try await runCommand(["sh", "-c", "pwd"], workingDirectory: "/").standardOutput == bytes("/\n"))
  }

  @Test("a program named by a relative path is found from the working directory")
  func relativeProgram() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("tool", "#!/bin/sh\necho here\n", mode: 0o755)
    #expect(try await runCommand(["./tool"], workingDirectory: folder.path).standardOutput == bytes("here\n"))
  }

  @Test("variables can be added and left out")
  func environment() async throws {
    let changes = ChildEnvironment.inherited(changing: ["EG_NEW": "x=y", "HOME": nil])
    let result = try await runCommand(["sh", "-c", "echo ${EG_NEW} ${HOME-none}"], environment: changes)
    #expect(result.standardOutput == bytes("x=y none\n"))
  }

  @Test("an environment of its own holds nothing else")
  func ownEnvironment() async throws {
    let result = try await runCommand(["/usr/bin/env"], environment: .only(["A": "1"]))
    #expect(result.standardOutput == bytes("A=1\n"))
  }

  @Test("the child's own PATH decides which program is meant")
  func childPath() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("tool", "#!/bin/sh\necho mine\n", mode: 0o755)
    let result = try await runCommand(["tool"], environment: .only(["PATH": folder.path]))
    #expect(result.standardOutput == bytes("mine\n"))
  }

  @Test("what cannot be passed on is refused", arguments: [[], [""], ["echo", "a\0b"]])
  func badArguments(arguments: [String]) async {
    await expectFailure(.badArgument, #_sourceLocation) { try await runCommand(arguments) }
  }

  @Test("a variable with a zero byte is refused without showing its value")
  func badVariable() async throws {
    let error = await expectFailure(.badArgument, #_sourceLocation) {
      try await runCommand(["true"], environment: .only(["KEY": "sk-secret\0"]))
    }
    #expect(error?.message.contains("sk-secret") == false)
  }

  @Test("many at once all come to their end")
  func manyAtOnce() async throws {
    let outputs = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
      for index in 0..<60 {
        group.addTask { (index, try await runCommand(["cat"], input: bytes("\(index)")).standardOutput) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    #expect(outputs == Dictionary(uniqueKeysWithValues: (0..<60).map { ($0, bytes("\($0)")) }))
  }

  @Test("a child has its signals as they are by default, SIGPIPE among them")
  func signalsAreDefault() async throws {
    let result = try await runCommand(["sh", "-c", "yes | head -n 1 >/dev/null; kill -PIPE $$; echo alive"])
    #expect(result.exit == .signal(13))
  }

  @Test("two hundred commands leave no descriptor behind")
  func noLeakedDescriptors() async throws {
    let before = openDescriptors()
    for _ in 0..<200 { _ = try await runCommand(["true"], input: [1]) }
    // Other tests run at the same time; six descriptors a command would make 1200.
    #expect(openDescriptors() - before < 200)
  }
}
