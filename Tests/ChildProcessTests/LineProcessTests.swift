import ChildProcess
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("A process that speaks lines", .timeLimit(.minutes(10)))
struct LineProcessTests {
  @Test("a line sent is a line answered, again and again")
  func echo() async throws {
    let cat = try await LineProcess(["cat"])
    for round in 0..<100 {
      try await cat.send(line: bytes("line \(round)"))
      let answer = try await cat.nextLine()
      #expect(answer == bytes("line \(round)"))
    }
  }

  @Test("the end of input is the end of a program that waits for it")
  func endOfInput() async throws {
    let cat = try await LineProcess(["cat"])
    try await cat.send(line: bytes("last"))
    cat.endInput()
    #expect(try await collect(cat.lines) == ["last"])
    #expect(try await cat.waitForExit() == .code(0))
  }

  @Test("lines are cut at line feeds and nowhere else")
  func lineFeedsOnly() async throws {
    let process = try await LineProcess(["sh", "-c", #"printf 'a\r\n\nb\302\205c\n\000\377\nrest'"#])
    var lines: [[UInt8]] = []
    for try await line in process.lines { lines.append(line) }
    #expect(lines == [[0x61, 0x0d], [], [0x62, 0xc2, 0x85, 0x63], [0, 0xff], bytes("rest")])
  }

  @Test("a line longer than any pipe arrives whole")
  func longLine() async throws {
    let cat = try await LineProcess(["cat"])
    let line = [UInt8](repeating: 0x78, count: 3_000_000)
    async let answer = cat.nextLine()
    try await cat.send(line: line)
    #expect(try await answer == line)
  }

  @Test("a line over the limit is an error and ends the process")
  func lineTooLong() async throws {
    let process = try await LineProcess(["sh", "-c", "yes | tr -d '\\n'"], limits: .init(line: 1000))
    await expectFailure(.lineTooLong, #_sourceLocation) { try await process.nextLine() }
    #expect(try await process.waitForExit() == .signal(9))
  }

  @Test("lines written before the end stay readable after it")
  func linesAfterExit() async throws {
    let process = try await LineProcess(["sh", "-c", "seq 1 5000"])
    #expect(try await process.waitForExit() == .code(0))
    #expect(try await collect(process.lines) == (1...5000).map(String.init))
  }

  @Test("a child that fills its output waits for its reader and loses nothing")
  func slowReader() async throws {
    let process = try await LineProcess(["seq", "1", "200000"], limits: .init(unread: 1000))
    #expect(try await collect(process.lines) == (1...200_000).map(String.init))
  }

  @Test("a child that fills standard error is not held up, and the end of it is kept")
  func fullErrors() async throws {
    let script = "seq 1 300000 >&2; echo done"
    let process = try await LineProcess(["sh", "-c", script], limits: .init(standardError: 14))
    #expect(try await process.nextLine() == bytes("done"))
    _ = try await process.waitForExit()
    #expect(text(process.standardErrorTail) == "299999\n300000\n")
  }

  @Test(
    "what is kept of standard error begins with a whole line, since half a key cannot be told from any other word",
    arguments: [
      ("printf 'key=secret-one\\nlast\\n' >&2", 9, "last\n"), ("printf 'first\\nlast\\n' >&2", 11, "first\nlast\n"),
      ("printf 'first\\nlast\\n' >&2", 5, "last\n"), ("printf 'one-long-secret-without-an-end' >&2", 10, ""),
    ])
  func errorsFromALine(script: String, limit: Int, kept: String) async throws {
    let process = try await LineProcess(["sh", "-c", script + "; echo done"], limits: .init(standardError: limit))
    #expect(try await process.nextLine() == bytes("done"))
    _ = try await process.waitForExit()
    #expect(text(process.standardErrorTail) == kept)
  }

  @Test("a sender to a child that never reads is let go when it is cancelled")
  func neverReads() async throws {
    let process = try await LineProcess(["sleep", "1000"])
    let sender = Task { try await process.send(line: [UInt8](repeating: 0x78, count: 1 << 20)) }
    let next = Task { try await process.send(line: bytes("behind it")) }
    sender.cancel()
    next.cancel()
    await expectFailure(.cancelled, #_sourceLocation) { try await sender.value }
    await expectFailure(.cancelled, #_sourceLocation) { try await next.value }
    #expect(try await process.terminate() == .signal(15))
  }

  @Test("senders that wait for a child that never reads get an error when it ends")
  func sendersAtTheEnd() async throws {
    let process = try await LineProcess(["sleep", "1000"])
    let senders = (0..<5).map { _ in Task { try await process.send(line: [UInt8](repeating: 0x78, count: 1 << 20)) } }
    try await process.terminate()
    for sender in senders {
      await expectFailure(.inputClosed, #_sourceLocation) { try await sender.value }
    }
  }

  @Test("writing to a dead child is an error, not a signal")
  func deadChild() async throws {
    let process = try await LineProcess(["true"])
    _ = try await process.waitForExit()
    await expectFailure(.inputClosed, #_sourceLocation) { try await process.send(line: bytes("hello?")) }
  }

  @Test("writing to a child that closed its input is an error, not a signal")
  func closedInput() async throws {
    let process = try await LineProcess(["sh", "-c", "exec <&-; echo closed; sleep 1000"])
    #expect(try await process.nextLine() == bytes("closed"))
    // More than a pipe holds: another child that is just being started may have the reading side for a moment.
    let line = [UInt8](repeating: 0x78, count: 4 << 20)
    await expectFailure(.inputClosed, #_sourceLocation) { try await process.send(line: line) }
    #expect(try await process.terminate() == .signal(15))
  }

  @Test("sending after the end of input is an error")
  func sendAfterEnd() async throws {
    let cat = try await LineProcess(["cat"])
    cat.endInput()
    await expectFailure(.inputClosed, #_sourceLocation) { try await cat.send(line: bytes("late")) }
  }

  @Test("a line with a line feed in it is refused")
  func lineFeedInLine() async throws {
    let cat = try await LineProcess(["cat"])
    await expectFailure(.badArgument, #_sourceLocation) { try await cat.send(line: bytes("a\nb")) }
  }

  @Test("a child that ignores SIGTERM is killed after the grace period")
  func ignoresTermination() async throws {
    let process = try await LineProcess(
      ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"], limits: .init(grace: .milliseconds(100)))
    #expect(try await process.nextLine() == bytes("ready"))
    #expect(try await process.terminate() == .signal(9))
  }

  @Test("a child may use SIGTERM to say farewell")
  func farewell() async throws {
    let process = try await LineProcess([
      "sh", "-c", "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done",
    ])
    #expect(try await process.nextLine() == bytes("ready"))
    #expect(try await process.terminate() == .code(7))
    #expect(try await collect(process.lines) == ["bye"])
  }

  @Test("a terminated child is reaped")
  func noZombie() async throws {
    let process = try await LineProcess(["sh", "-c", "echo $$; exec sleep 1000"])
    let number = try #require(Int(text(try await process.nextLine() ?? [])))
    try await process.terminate()
    #expect(!processExists(number))
  }

  @Test("descendants are ended with the child")
  func descendants() async throws {
    let folder = try TemporaryFolder()
    let fifo = try folder.fifo("held-open")
    let process = try await LineProcess(["sh", "-c", "sleep 1000 >\(fifo) & wait"])
    // Opens when the descendant does, and hangs up when nobody has the other side open any more.
    let held = await onThread { open(fifo, O_RDONLY | O_CLOEXEC) }
    defer { close(held) }
    try await process.terminate()
    #expect(await hangsUp(held))
  }

  @Test("dropping the last reference ends the child")
  func dropped() async throws {
    let folder = try TemporaryFolder()
    let fifo = try folder.fifo("held-open")
    var process: LineProcess? = try await LineProcess(["sh", "-c", "exec sleep 1000 >\(fifo)"])
    let held = await onThread { open(fifo, O_RDONLY | O_CLOEXEC) }
    defer { close(held) }
    #expect(process != nil)
    process = nil
    #expect(await hangsUp(held))
  }

  @Test("a reader that is cancelled is let go and the child lives on")
  func cancelledReader() async throws {
    let cat = try await LineProcess(["cat"])
    let reader = Task { try await cat.nextLine() }
    reader.cancel()
    await expectFailure(.cancelled, #_sourceLocation) { try await reader.value }
    try await cat.send(line: bytes("still here"))
    #expect(try await cat.nextLine() == bytes("still here"))
  }

  @Test("a program that is not there is an error at the start")
  func notFound() async {
    await expectFailure(.notFound, #_sourceLocation) { try await LineProcess(["no-such-program-here"]) }
  }

  @Test("forty at once answer each their own lines")
  func manyAtOnce() async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<40 {
        group.addTask {
          let cat = try await LineProcess(["cat"])
          for round in 0..<20 { try await cat.send(line: bytes("\(index) \(round)")) }
          cat.endInput()
          let lines = try await collect(cat.lines)
          let exit = try await cat.waitForExit()
          return exit == .code(0) && lines == (0..<20).map { "\(index) \($0)" }
        }
      }
      for try await isRight in group { #expect(isRight) }
    }
  }

  @Test("many senders and one reader share a process without tearing a line")
  func manySenders() async throws {
    let cat = try await LineProcess(["cat"], limits: .init(unread: 10_000))
    let sent = (0..<200).map { String(repeating: "\($0 % 10)", count: 5000) + "\($0)" }
    async let got = collect(cat.lines)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for line in sent { group.addTask { try await cat.send(line: bytes(line)) } }
      try await group.waitForAll()
    }
    cat.endInput()
    #expect(try await Set(got) == Set(sent))
  }
}

private func collect(_ lines: LineProcess.Lines) async throws -> [String] {
  var all: [String] = []
  for try await line in lines { all.append(text(line)) }
  return all
}
