import ChildProcess
import EvalGateCore
import StrictJSON
import Synchronization

/// One running program that is asked many things at once.
final class ProgramProcess: Sendable {
  let greeting: ProgramGreeting
  private let process: LineProcess
  private let launch: ProgramLaunch
  private let mailbox: Mailbox
  private let reader: Task<Void, Never>

  /// Starts the program and waits for its greeting.
  static func start(_ launch: ProgramLaunch) async throws(GenerationFailure) -> ProgramProcess {
    let process: LineProcess
    do throws(ChildProcessError) {
      process = try await LineProcess(
        launch.command, environment: .only(launch.environment), workingDirectory: launch.directory,
        limits: LineProcess.Limits(grace: .seconds(1)))
    } catch {
      throw .program(error.message)
    }
    do throws(GenerationFailure) {
      return ProgramProcess(process, launch, try await greeting(of: process, launch))
    } catch {
      _ = try? await process.terminate()
      throw error
    }
  }

  private init(_ process: LineProcess, _ launch: ProgramLaunch, _ greeting: ProgramGreeting) {
    self.process = process
    self.launch = launch
    self.greeting = greeting
    let mailbox = Mailbox()
    self.mailbox = mailbox
    // The reader knows the program but not this object, so that dropping this object ends the program's input.
    reader = Task { await Self.read(process, into: mailbox) }
  }

  deinit {
    process.endInput()
  }

  /// Whether it can no longer be asked.
  var isEnded: Bool { mailbox.ending != nil }

  /// The ids that it answered more than once, each with the beginning of the later line. Which answer was meant nobody knows.
  var repeated: [(id: String, line: String)] { mailbox.repeated }

  /// The last of what it wrote to standard error.
  var standardError: String { Self.errors(of: process) }

  /// Asks one thing and waits for its answer.
  func ask(_ id: String, _ line: [UInt8]) async -> ProgramAttempt {
    let latch = Latch<Result<ProgramReply, GenerationFailure>>()
    if let ending = mailbox.expect(id, latch) { return ProgramAttempt(outcome: .failure(ending)) }
    let start = launch.clock.now
    let timer = Task { [launch, mailbox, process] in
      guard (try? await launch.clock.sleep(milliseconds: launch.timeout)) != nil else { return }
      guard mailbox.timeOut(id, after: launch.timeout) else { return }
      _ = try? await process.terminate()
    }
    defer { timer.cancel() }
    // A program that reads no more has mostly ended: the reader finds out how, and tells everybody who waits.
    try? await process.send(line: line)
    guard let outcome = await latch.value() else {
      mailbox.abandon(id)
      return ProgramAttempt(
        outcome: .failure(GenerationFailure(.infrastructure, .cancelled, "cancelled while the program was asked")))
    }
    if case .failure(let failure) = outcome, failure.reason == .timeout {
      return ProgramAttempt(outcome: outcome, latency: .infinity)
    }
    return ProgramAttempt(outcome: outcome, latency: launch.clock.now - start)
  }

  /// Ends its input and waits, a little, until it has finished. One that still works on what nobody waits for is ended at once.
  func end() async {
    process.endInput()
    let farewell = mailbox.isAbandoned ? Duration.zero : Self.farewell
    let patience = Task { [process] in
      try await Task.sleep(for: farewell)
      _ = try await process.terminate()
    }
    _ = try? await process.waitForExit()
    // What it wrote last counts too.
    await reader.value
    patience.cancel()
  }

  private static let farewell = Duration.seconds(5)

  private static func greeting(
    of process: LineProcess, _ launch: ProgramLaunch
  ) async throws(GenerationFailure) -> ProgramGreeting {
    let latch = Latch<Result<ProgramGreeting, GenerationFailure>>()
    let timer = Task {
      guard (try? await launch.clock.sleep(milliseconds: launch.timeout)) != nil else { return }
      latch.fill(.failure(.program("it sent no greeting within \(launch.timeout.wholeNumber) ms" + words(of: process))))
    }
    let reader = Task { latch.fill(await firstLine(of: process, launch.role)) }
    defer {
      timer.cancel()
      reader.cancel()
    }
    guard let outcome = await latch.value() else {
      throw GenerationFailure(.infrastructure, .cancelled, "cancelled while the program was starting")
    }
    return try outcome.get()
  }

  private static func firstLine(
    of process: LineProcess, _ role: ProgramRole
  ) async -> Result<ProgramGreeting, GenerationFailure> {
    do throws(ChildProcessError) {
      // One that ends at once may not have read; how it ended says more than that.
      try? await process.send(line: Array(role.greeting.utf8))
      guard let line = try await process.nextLine() else { return .failure(await ending(of: process)) }
      return Result { () throws(GenerationFailure) in try ProgramGreeting(line: line) }
    } catch {
      return .failure(.program(error.message))
    }
  }

  private static func read(_ process: LineProcess, into mailbox: Mailbox) async {
    do throws(ChildProcessError) {
      while let line = try await process.nextLine() {
        guard let fault = mailbox.receive(line) else { continue }
        mailbox.end(because: fault)
        _ = try? await process.terminate()
        return
      }
      mailbox.end(because: await ending(of: process))
    } catch {
      mailbox.end(because: .program(error.message))
      _ = try? await process.terminate()
    }
  }

  /// How a program ended that has closed its output.
  private static func ending(of process: LineProcess) async -> GenerationFailure {
    let how: String
    switch try? await process.terminate() {
    case .code(let code)?: how = "it ended with exit code \(code)"
    case .signal(let number)?: how = "it was ended by signal \(number)"
    case nil: how = "it closed its output"
    }
    return .program(how + words(of: process))
  }

  private static func words(of process: LineProcess) -> String {
    let text = errors(of: process).trimmingSpaces
    return text.isEmpty ? "" : "; standard error ends with: \(UntrustedText(String(text)).ending(400).unsafeText)"
  }

  private static func errors(of process: LineProcess) -> String {
    String(decoding: process.standardErrorTail, as: UTF8.self)
  }
}

/// What came of asking a program once.
struct ProgramAttempt: Sendable {
  var outcome: Result<ProgramReply, GenerationFailure>
  /// How long it took, in milliseconds: infinite when the program did not answer in time, nil where it was not asked.
  var latency: Double?
}

/// Who waits for which answer of a program.
private final class Mailbox: Sendable {
  typealias Waiter = Latch<Result<ProgramReply, GenerationFailure>>

  private struct State {
    var waiting: [String: Waiter] = [:]
    /// Ids nobody waits for any more, though an answer may come.
    var abandoned: Set<String> = []
    var answered: Set<String> = []
    var repeated: [(id: String, line: String)] = []
    var ending: GenerationFailure?
  }

  private let state = Mutex(State())

  /// Why the program answers no more, once it does not.
  var ending: GenerationFailure? { state.withLock { $0.ending } }

  var repeated: [(id: String, line: String)] { state.withLock { $0.repeated } }

  /// Whether it has yet to answer what nobody waits for any more.
  var isAbandoned: Bool { state.withLock { !$0.abandoned.isEmpty } }

  /// Announces a question; returns why it cannot be asked.
  func expect(_ id: String, _ waiter: Waiter) -> GenerationFailure? {
    state.withLock { state in
      if let ending = state.ending { return ending }
      guard state.waiting[id] == nil, !state.abandoned.contains(id) else {
        return .program("two requests with the id `\(id)` at once")
      }
      state.waiting[id] = waiter
      return nil
    }
  }

  /// Hands a line to who waits for it; returns what is wrong with it.
  func receive(_ line: [UInt8]) -> GenerationFailure? {
    let reply: ProgramReply
    do throws(GenerationFailure) {
      reply = try ProgramReply(line: line)
    } catch {
      return error
    }
    let (waiter, isAbandoned) = state.withLock { state in
      let waiter = state.waiting.removeValue(forKey: reply.id)
      if waiter == nil, state.answered.contains(reply.id) { state.repeated.append((reply.id, reply.excerpt)) }
      if waiter != nil { state.answered.insert(reply.id) }
      return (waiter, state.abandoned.remove(reply.id) != nil)
    }
    guard waiter != nil || isAbandoned else {
      return .program("it answered an unknown or repeated id: \(reply.excerpt)")
    }
    waiter?.fill(.success(reply))
    return nil
  }

  func abandon(_ id: String) {
    state.withLock { state in
      if state.waiting.removeValue(forKey: id) != nil { state.abandoned.insert(id) }
    }
  }

  /// Ends the program for one question's sake; false when that was answered in time.
  func timeOut(_ id: String, after limit: Double) -> Bool {
    let waiter = state.withLock { $0.waiting.removeValue(forKey: id) }
    guard let waiter else { return false }
    waiter.fill(
      .failure(
        GenerationFailure(.infrastructure, .timeout, "the program did not answer within \(limit.wholeNumber) ms")))
    end(because: .program("the program was ended because it did not answer another case in time"))
    return true
  }

  /// Tells everybody who waits.
  func end(because failure: GenerationFailure) {
    let waiters = state.withLock { state in
      if state.ending == nil { state.ending = failure }
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for waiter in waiters { waiter.fill(.failure(failure)) }
  }
}
