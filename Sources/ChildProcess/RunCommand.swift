internal import Subprocess

/// What a finished command left.
public struct CommandResult: Sendable, Hashable {
  /// How it ended.
  public let exit: ExitStatus
  /// All it wrote to standard output.
  public let standardOutput: [UInt8]
  /// All it wrote to standard error.
  public let standardError: [UInt8]

  /// Makes a result, for doubles of a command in tests.
  public init(exit: ExitStatus, standardOutput: [UInt8] = [], standardError: [UInt8] = []) {
    self.exit = exit
    self.standardOutput = standardOutput
    self.standardError = standardError
  }
}

/// Runs a program to its end and returns what it wrote.
///
/// The first argument is the program: a path, or a name looked for on the child's `PATH`. No shell is involved. A program that
/// does not read its input is no error. What descendants write after the program ended is not waited for.
///
/// - Parameters:
///   - arguments: the program and its arguments, passed on byte for byte.
///   - input: what the program reads from standard input, which then ends.
///   - environment: the variables it sees.
///   - workingDirectory: where it runs; here when nil.
///   - outputLimit: the most bytes of standard output, and of standard error, that are taken.
///   - timeout: the longest it may run; for ever when nil.
/// - Throws: ``ChildProcessError`` of kind `notFound`, `notExecutable`, `badWorkingDirectory`, `badArgument`,
///   `outputTooLarge`, `timeout`, `cancelled` or `system`. The program and its descendants have been ended by then.
public func runCommand(
  _ arguments: [String], input: [UInt8] = [], environment: ChildEnvironment = .inherited,
  workingDirectory: String? = nil, outputLimit: Int = 16 << 20, timeout: Duration? = nil
) async throws(ChildProcessError) -> CommandResult {
  let launch = try Launch(
    arguments, environment: environment, workingDirectory: workingDirectory, grace: commandGrace)
  guard let timeout else { return try await launch.collect(input: input, limit: outputLimit).get() }
  let first = await withTaskGroup(of: Result<CommandResult, ChildProcessError>?.self) { group in
    group.addTask { await launch.collect(input: input, limit: outputLimit) }
    group.addTask {
      // The sleep ends early only when it no longer matters.
      try? await Task.sleep(for: timeout)
      return nil
    }
    let first = await group.next() ?? nil
    group.cancelAll()
    return first
  }
  if Task.isCancelled { throw .cancelled }
  guard let first else { throw .timeout(launch.program, after: timeout) }
  return try first.get()
}

extension Launch {
  fileprivate func collect(input: [UInt8], limit: Int) async -> Result<CommandResult, ChildProcessError> {
    do throws(ChildProcessError) {
      let ((output, error), exit) = try await run { (child) async throws(ChildProcessError) in
        async let written: Void = child.standardInputWriter.feed(input)
        async let error = child.collect(child.standardError, limit: limit)
        let output = await child.collect(child.standardOutput, limit: limit)
        await written
        return (try output.get(), try await error.get())
      }
      if Task.isCancelled { throw ChildProcessError.cancelled }
      return .success(CommandResult(exit: exit, standardOutput: output, standardError: error))
    } catch {
      return .failure(error)
    }
  }
}

extension StandardInputWriter {
  /// Writes what the program will read and ends its input. One that reads less has all it wants.
  fileprivate func feed(_ input: [UInt8]) async {
    try? await writeAll(input)
    try? await finish()
  }
}

extension ChildExecution {
  /// All bytes of a stream. Over the limit it kills the child, which is what ends the other streams too.
  fileprivate func collect(
    _ stream: SubprocessOutputSequence, limit: Int
  ) async -> Result<[UInt8], ChildProcessError> {
    var bytes: [UInt8] = []
    do throws(ChildProcessError) {
      try await stream.forEachPiece { (piece) throws(ChildProcessError) in
        guard piece.count <= limit - bytes.count else { throw .outputTooLarge(limit: limit) }
        bytes.append(contentsOf: piece)
      }
      return .success(bytes)
    } catch {
      try? send(signal: .kill, toProcessGroup: true)
      return .failure(error)
    }
  }
}

/// How long a command that has to be ended may take to tidy up.
private let commandGrace = Duration.seconds(2)
