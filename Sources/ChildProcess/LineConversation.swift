internal import Subprocess
internal import Synchronization

/// The three streams of a child that speaks lines, each served by a task of its own, so that none can hold up another.
struct LineConversation: Sendable {
  let input = LineInput()
  let output: LineBuffer
  let errors: Tail
  private let lineLimit: Int

  init(_ limits: LineProcess.Limits) {
    output = LineBuffer(room: limits.unread)
    errors = Tail(limit: limits.standardError)
    lineLimit = limits.line
  }

  /// Serves the child until it has ended or closed its outputs.
  func hold(with child: ChildExecution) async {
    async let written: Void = write(to: child.standardInputWriter)
    async let told: Void = keepErrors(of: child.standardError)
    let read = await readLines(of: child.standardOutput)
    if case .failure = read { try? child.send(signal: .kill, toProcessGroup: true) }
    await told
    input.close()
    await written
    output.end(read)
  }

  /// Ends what was never begun or has broken off.
  func end(_ error: ChildProcessError) {
    input.close()
    output.end(.failure(error))
  }

  private func write(to writer: StandardInputWriter) async {
    for await line in input.lines where line.beginWriting() {
      do throws(ChildProcessError) {
        try await writer.writeAll(line.bytes)
        line.finish(.success(()))
      } catch {
        line.finish(.failure(error))
      }
    }
    // Closing twice is harmless, and what goes wrong at the close of a pipe nobody can mend.
    try? await writer.finish()
  }

  private func readLines(of stream: SubprocessOutputSequence) async -> Result<Void, ChildProcessError> {
    var splitter = LineSplitter(limit: lineLimit)
    do throws(ChildProcessError) {
      try await stream.forEachPiece { (piece) async throws(ChildProcessError) in
        await output.add(try splitter.lines(completedBy: piece))
      }
      if let last = splitter.unfinishedLine { await output.add([last]) }
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  private func keepErrors(of stream: SubprocessOutputSequence) async {
    // When standard error cannot be read the child's lines still can; the tail is then simply shorter.
    try? await stream.forEachPiece { (piece) throws(ChildProcessError) in errors.append(piece) }
    // Its end is the sign that the child has ended. What its pipe still holds must then find room even if nobody reads, or
    // the end could not be told. A child that closed standard error and lives on stays bounded.
    output.widen(by: lineLimit + pipeCapacity * (1 + LineBuffer.lineOverhead))
  }
}

/// The last bytes of a stream, from the beginning of a line where something was cut off: of half a line nobody can tell what it was,
/// a key included.
final class Tail: Sendable {
  private let limit: Int
  /// With the byte before them, which tells whether a line begins there.
  private let kept = Mutex<[UInt8]>([])

  init(limit: Int) {
    self.limit = limit
  }

  var bytes: [UInt8] {
    kept.withLock { kept in
      guard kept.count > limit else { return kept }
      let tail = kept.suffix(limit + 1)
      guard let lineFeed = tail.firstIndex(of: UInt8(ascii: "\n")) else { return [] }
      return [UInt8](tail[(lineFeed + 1)...])
    }
  }

  func append(_ piece: [UInt8]) {
    kept.withLock { kept in
      kept.append(contentsOf: piece.suffix(limit + 1))
      // Cut only at twice the limit, so that many small pieces cost constant time each.
      if kept.count > 2 * (limit + 1) { kept.removeFirst(kept.count - limit - 1) }
    }
  }
}

/// The most a pipe holds (Linux: `/proc/sys/fs/pipe-max-size`).
private let pipeCapacity = 1 << 20
