public import EvalGateCore
import StrictJSON
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Journal {
  /// Puts the run in plan order into its final file and removes the journal.
  ///
  /// The file appears whole, by a rename, and survives a power cut from then on. On any error the journal stays as it was.
  /// - Parameters:
  ///   - header: the final one, with the id and the reported models, which are known only now; the journal's own when nil.
  ///   - destination: where the run goes; an earlier file there is replaced.
  /// - Throws: `Diagnostic` when the file cannot be written.
  public func seal(
    as header: RunHeader? = nil, gates: [GateOutcome], end: RunEnd, to destination: String
  ) throws {
    try synchronize()
    let lines = state.withLock { state in
      state.isSealed = true
      return IndexedLine.inPlanOrder(state.lines)
    }
    do {
      try AtomicFile.write(destination) { file in
        try file.write(secrets.masked(RunLine.run(header ?? self.header).bytes))
        try copy(lines, to: file)
        var writer = JSONWriter()
        for gate in gates { writer.line(gate) }
        var end = end
        end.lines = lines.count + gates.count + 2
        writer.line(end)
        try file.write(secrets.masked(writer.bytes))
      }
    } catch {
      state.withLock { $0.isSealed = false }
      throw error
    }
    // The run is safe in its place; a journal that cannot be removed only takes up room.
    unlink(path)
  }

  /// The digest of all trials in plan order, the same however they came: with the plan's digest it names a replayed run.
  public func trialsDigest() throws -> Digest {
    let lines = state.withLock { IndexedLine.inPlanOrder($0.lines) }
    var digests: [UInt8] = []
    digests.reserveCapacity(lines.count * 64)
    try forEachLine(of: lines) { bytes in digests.append(contentsOf: Digest(of: bytes).hex.utf8) }
    return Digest(of: digests)
  }

  private func copy(_ lines: [IndexedLine], to file: AtomicFile) throws(Diagnostic) {
    var buffer: [UInt8] = []
    for stretch in Self.stretches(of: lines) {
      buffer.append(contentsOf: try read(stretch))
      if buffer.count >= Self.bufferSize {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try file.write(buffer)
  }

  private func forEachLine(of lines: [IndexedLine], _ body: ([UInt8]) -> Void) throws(Diagnostic) {
    for line in lines { body(try read(line.offset..<line.offset + Int(line.length))) }
  }

  private func read(_ range: Range<Int>) throws(Diagnostic) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try storage.read(range.count, at: range.lowerBound) } catch {
      throw error.reading(path)
    }
    guard bytes.count == range.count else {
      throw Diagnostic(
        .damagedRun, "the journal is shorter than what was written to it", at: SourceLocation(path: path),
        help: "something else cut the file; go on with `evalgate run --resume \(path)`")
    }
    return bytes
  }

  private static let bufferSize = 1 << 20

  /// Joins lines that stand behind each other in the file, so that a run made in order is copied in large pieces.
  private static func stretches(of lines: [IndexedLine]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for line in lines {
      let range = line.offset..<line.offset + Int(line.length)
      if let last = stretches.last, last.upperBound == range.lowerBound, last.count < bufferSize {
        stretches[stretches.count - 1] = last.lowerBound..<range.upperBound
      } else {
        stretches.append(range)
      }
    }
    return stretches
  }
}
