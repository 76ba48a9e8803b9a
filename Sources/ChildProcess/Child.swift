internal import Subprocess

#if canImport(System)
  internal import System
#else
  internal import SystemPackage
#endif

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

typealias ChildExecution = Execution<CustomWriteInput, SequenceOutput, SequenceOutput>

extension Launch {
  /// Starts the child, talks to it in `conversation`, and returns when it has ended and is reaped.
  ///
  /// Cancelling the calling task, or an error of the conversation, ends the child: SIGTERM to it and its descendants, then
  /// SIGKILL. The conversation itself is not cancelled: it sees the end of the child's output and comes to its own end.
  func run<Result: Sendable>(
    _ conversation: @Sendable @escaping (ChildExecution) async throws(ChildProcessError) -> Result
  ) async throws(ChildProcessError) -> (Result, ExitStatus) {
    ignoreBrokenPipesOnce()
    do {
      let outcome = try await Subprocess.run(configuration, input: .inputWriter, output: .sequence, error: .sequence) {
        execution in
        let group = execution.processIdentifier.value
        RunningGroups.add(group)
        defer { RunningGroups.remove(group) }
        let talk = Task { () async throws(ChildProcessError) -> Result in try await conversation(execution) }
        let result = try await talk.value
        // The child is not reaped before this closure returns, so the group is still its own.
        if Task.isCancelled { try? execution.send(signal: .kill, toProcessGroup: true) }
        return result
      }
      return (outcome.closureResult, ExitStatus(outcome.terminationStatus))
    } catch let error as ChildProcessError {
      throw error
    } catch {
      throw self.error(for: error)
    }
  }

  private func error(for error: any Error) -> ChildProcessError {
    if error is CancellationError { return .cancelled }
    guard let error = error as? SubprocessError else {
      return ChildProcessError(kind: .system, message: "`\(program)` could not be run: \(error)")
    }
    switch error.code {
    // It was found a moment ago: what is missing now is its interpreter, or the right to run it.
    case .executableNotFound: return .notExecutable(program)
    case .failedToChangeWorkingDirectory:
      return ChildProcessError(kind: .badWorkingDirectory, message: "the working directory cannot be entered")
    case .spawnFailed where error.underlyingError?.rawValue == ENOEXEC: return .notExecutable(program)
    default: return ChildProcessError(kind: .system, message: "`\(program)` could not be run: \(error)")
    }
  }
}

extension ExitStatus {
  init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .code(Int(code))
    case .signaled(let number): self = .signal(Int(number))
    }
  }
}

extension StandardInputWriter {
  /// Writes all bytes, or throws `inputClosed` when the child is gone or has closed its input.
  func writeAll(_ bytes: [UInt8]) async throws(ChildProcessError) {
    let written: Int
    do {
      written = try await write(bytes)
    } catch {
      throw .inputClosed
    }
    // A short count is how the library says that the child ended meanwhile.
    guard written == bytes.count else { throw .inputClosed }
  }
}

extension SubprocessOutputSequence {
  /// Hands on each piece as it comes, until the output ends, `take` throws, or the task is cancelled.
  func forEachPiece(_ take: ([UInt8]) async throws(ChildProcessError) -> Void) async throws(ChildProcessError) {
    var iterator = makeAsyncIterator()
    while true {
      let piece: Buffer?
      do {
        piece = try await iterator.next()
      } catch {
        throw ChildProcessError(kind: .system, message: "the program's output cannot be read: \(error)")
      }
      guard let piece else { return }
      try await take(piece.withUnsafeBytes { [UInt8]($0) })
    }
  }
}

/// Writing to a child that is gone must be an error, not a signal. Children get all signals back as they are by default.
private func ignoreBrokenPipesOnce() {
  enum Once {
    static let done: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
  }
  Once.done
}
