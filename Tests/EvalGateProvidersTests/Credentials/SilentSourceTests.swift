import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("Whoever gives out AWS credentials and is silent")
struct SilentSourceTests {
  /// In milliseconds; the clock holds this sleep until the test lets the deadline come.
  private static let deadline = 2000.0

  private static func open(
    _ variables: [String: String], _ transport: any Transport, _ clock: TestClock
  ) async throws -> RouteGenerator {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": "m", "region": "eu-west-1"] as JSONValue))
    let route = Route(
      name: "r", targets: [target], retry: Retry(attempts: 1), delivery: Delivery(deadline: deadline))
    return try await generator(route, transport, clock: clock, variables: variables)
  }

  @Test(
    "opens the target at once, and a case waits to its deadline",
    arguments: [
      ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:7/x"],
      ["AWS_WEB_IDENTITY_TOKEN_FILE": #filePath, "AWS_ROLE_ARN": "arn:r"],
      [:],
    ])
  func services(variables: [String: String]) async throws {
    let (transport, clock) = (HoldingTransport(), TestClock(holding: Self.deadline))
    let home = variables.merging(["HOME": "/nowhere"]) { given, _ in given }
    let route = try await Self.open(home, transport, clock)
    let asking = Task { await route.generate(question(), trial: 1) }
    await transport.untilHeld(1)
    await clock.untilHeld(1)
    clock.fire()
    let failure = await asking.value.failure
    #expect(failure?.reason == .deadline, "\(String(describing: failure))")
    transport.release(response(403, ""))
  }

  @Test(
    "so does a program that does not end, and a run that is stopped waits for it no longer",
    arguments: [true, false])
  func program(isStopped: Bool) async throws {
    var name = Array("/tmp/evalgate-silent-XXXXXX".utf8CString)
    let made = name.withUnsafeMutableBufferPointer { mkdtemp($0.baseAddress!) != nil }
    try #require(made)
    let home = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { for file in ["/pipe", "/config", ""] { remove(home + file) } }
    // The program reads from a pipe that nobody writes to until the test closes it.
    try #require(mkfifo(home + "/pipe", 0o600) == 0)
    let pipe = openPipe(home + "/pipe")
    try #require(pipe >= 0)
    defer { close(pipe) }
    let file = try #require(fopen(home + "/config", "w"))
    fputs("[default]\ncredential_process = cat \(home)/pipe\n", file)
    fclose(file)
    let clock = TestClock(holding: Self.deadline)
    let variables = ["HOME": home, "AWS_CONFIG_FILE": home + "/config", "PATH": "/bin:/usr/bin"]
    let route = try await Self.open(variables, ScriptedTransport([]), clock)
    let asking = Task { await route.generate(question(), trial: 1) }
    await clock.untilHeld(1)
    if isStopped { asking.cancel() } else { clock.fire() }
    let failure = await asking.value.failure
    #expect(failure?.reason == (isStopped ? .cancelled : .deadline), "\(String(describing: failure))")
    // Before the pipe is closed, which would end the program, too.
    await route.close()
  }
}

/// Opened for both directions, a pipe waits for nobody at its other end.
private func openPipe(_ path: String) -> Int32 { open(path, O_RDWR | O_CLOEXEC) }
