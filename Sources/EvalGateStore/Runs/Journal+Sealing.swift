public import EvalGateCore
import StrictJSON
import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Journal {
  /// Puts the run in plan order into its final file and removes the journal. What second routes answered stands in the lines of their
  /// trials there.
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
      return SealedLines(state.lines)
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
    let lines = state.withLock { SealedLines($0.lines) }
    var digests: [UInt8] = []
    digests.reserveCapacity(lines.count * 64)
    for line in lines.lines {
      let bytes = try read(Stretch(first: line, range: line.range), with: lines.beside)
      digests.append(contentsOf: Digest(of: bytes).hex.utf8)
    }
    return Digest(of: digests)
  }

  /// The lines that a sealed run has of a journal.
  private struct SealedLines {
    let lines: ArraySlice<IndexedLine>
    let beside: AnswersBeside

    init(_ all: [IndexedLine]) {
      let ordered = IndexedLine.inPlanOrder(all)
      beside = AnswersBeside(ordered)
      lines = ordered.dropLast(beside.count)
    }

    var count: Int { lines.count }
  }

  private func copy(_ lines: SealedLines, to file: AtomicFile) throws(Diagnostic) {
    var buffer: [UInt8] = []
    for stretch in Self.stretches(of: lines) {
      buffer.append(contentsOf: try read(stretch, with: lines.beside))
      if buffer.count >= Self.bufferSize {
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
      }
    }
    try file.write(buffer)
  }

  /// A trial's line has in it what was answered beside the trial.
  private func read(_ stretch: Stretch, with beside: AnswersBeside) throws(Diagnostic) -> [UInt8] {
    let bytes = try read(stretch.range)
    guard let answer = beside.line(beside: stretch.first) else { return bytes }
    let answered = try read(answer.range)
    do throws(LineFault) {
      return secrets.masked(try RunLine.trial(CaseRecord(line: bytes, beside: answered)).bytes)
    } catch {
      throw Diagnostic(
        .damagedRun, "a line is not what was written to the journal: \(error.message)", at: SourceLocation(path: path),
        help: "something else changed the file; go on with `evalgate run --resume \(path)`")
    }
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

  /// Lines that stand behind each other in the file.
  private struct Stretch {
    let first: IndexedLine
    var range: Range<Int>
  }

  /// Joins lines that stand behind each other in the file, so that a run made in order is copied in large pieces; one with an answer
  /// beside it stands alone.
  private static func stretches(of lines: SealedLines) -> [Stretch] {
    var stretches: [Stretch] = []
    var isOpen = false
    for line in lines.lines {
      let isAlone = lines.beside.line(beside: line) != nil
      if isOpen, !isAlone, let last = stretches.last?.range, last.upperBound == line.offset, last.count < bufferSize {
        stretches[stretches.count - 1].range = last.lowerBound..<line.range.upperBound
      } else {
        stretches.append(Stretch(first: line, range: line.range))
      }
      isOpen = !isAlone
    }
    return stretches
  }
}

extension IndexedLine {
  /// Where it stands in the file.
  fileprivate var range: Range<Int> { offset..<offset + Int(length) }
}
