public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension Journal {
  /// An interrupted run, ready to be gone on with.
  public struct Resumed: Sendable {
    public let journal: Journal
    /// Ordinals that have a line.
    public let done: Set<Int>
    /// Of these, the ones that ended in an error and may be tried again; a later line of the same trial counts instead.
    public let errors: Set<Int>
  }

  /// Opens a journal that a killed process left, cut at any byte. What stands after the last whole line is cut off.
  ///
  /// - Throws: `Diagnostic` when another process is writing it, when it is of a newer version, or when a line before the last
  ///   is not what evalgate writes.
  public static func resume(at path: String, secrets: SecretMask = .none) throws(Diagnostic) -> Resumed {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(path, O_RDWR | O_APPEND) } catch { throw error.writing(path) }
    try lock(descriptor, path)
    guard descriptor.hasName else {
      throw Diagnostic(
        .runNotFound, "the run was sealed by another process a moment ago", at: SourceLocation(path: path),
        help: "look at it with `evalgate show latest`")
    }
    let contents = try JournalContents(descriptor, path: path)
    guard let header = contents.header else {
      throw Diagnostic(
        .damagedRun, "the journal ends within its first line, so nothing was recorded", at: SourceLocation(path: path),
        help: "remove it and run again")
    }
    do throws(SystemError) {
      if contents.size < (try descriptor.size) { try descriptor.truncate(to: contents.size) }
    } catch {
      throw error.writing(path)
    }
    let journal = Journal(
      path: path, header: header, storage: descriptor, lines: contents.lines, size: contents.size, secrets: secrets,
      clock: systemMonotonicTime)
    return Resumed(journal: journal, done: Set(contents.verdicts.keys), errors: contents.errors)
  }

  /// Makes a sealed run a journal again, to try its errors once more; its gates and its end are left out.
  public static func reopen(
    sealed: String, at path: String, secrets: SecretMask = .none
  ) throws -> Resumed {
    guard !FilePaths.exists(path) else { return try resume(at: path, secrets: secrets) }
    try AtomicFile.write(path) { file in try copyResults(of: sealed, to: file, withHeader: true) }
    return try resume(at: path, secrets: secrets)
  }

  /// Every line of a sealed run but its gates and its end.
  static func copyResults(of sealed: String, to file: AtomicFile, withHeader: Bool = false) throws {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(reading: sealed) } catch { throw error.reading(sealed) }
    var scanner = LineScanner(descriptor, path: sealed, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      guard CaseHead.kind(of: line.bytes) == nil else {
        try file.write(line.bytes + [UInt8(ascii: "\n")])
        continue
      }
      switch try RunLine(line, in: sealed) {
      case .gate, .end: break
      case .run where !withHeader: break
      case .run, .trial, .confirmation, .opinion: try file.write(line.bytes + [UInt8(ascii: "\n")])
      }
    }
  }
}

/// What a journal holds up to its last whole line.
private struct JournalContents {
  var header: RunHeader?
  var lines: [IndexedLine] = []
  /// By ordinal, of its last line.
  var verdicts: [Int: PassFail] = [:]
  /// Bytes up to the end of the last whole line.
  var size = 0

  var errors: Set<Int> { Set(verdicts.lazy.filter { $0.value == .error }.map(\.key)) }

  init(_ descriptor: Descriptor, path: String) throws(Diagnostic) {
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      guard line.isTerminated else { return }
      do throws(Diagnostic) {
        try take(line, path)
      } catch {
        // A power cut can leave the last stretch of a file as zeros or half a line. In its middle it is damage.
        if error.code == .damagedRun, header != nil, Self.isTornTail(&scanner) { return }
        throw error
      }
      size += line.length
    }
  }

  /// Whether nothing but zeros and line ends follows.
  private static func isTornTail(_ scanner: inout LineScanner) -> Bool {
    while let line = try? scanner.next() {
      guard line.bytes.allSatisfy({ $0 == 0 }) else { return false }
    }
    return true
  }

  private mutating func take(_ line: ScannedLine, _ path: String) throws(Diagnostic) {
    let parsed = try RunLine(line, in: path)
    switch parsed {
    case .run(let header):
      guard self.header == nil else { throw Self.misplaced("a second `run` line", line, path) }
      self.header = header
    case _ where header == nil: throw Self.misplaced("a line before the `run` line", line, path)
    case .trial(let record):
      add(line, .trial, record.ordinal, IndexedLine.rank(arm: record.arm == .base, trial: record.trial))
      verdicts[record.ordinal] = record.passFail
    case .confirmation(let record):
      add(line, .confirmation, record.ordinal, IndexedLine.rank(arm: record.arm == .base, trial: record.trial))
    case .opinion(let opinion):
      add(line, .opinion, opinion.ordinal, IndexedLine.rank(of: opinion))
    case .gate, .end: throw Self.misplaced("a line of a sealed run", line, path)
    }
  }

  private mutating func add(_ line: ScannedLine, _ section: IndexedLine.Section, _ ordinal: Int, _ rank: Int) {
    lines.append(
      IndexedLine(ordinal: ordinal, rank: rank, offset: line.offset, length: Int32(line.length), section: section))
  }

  private static func misplaced(_ what: String, _ line: ScannedLine, _ path: String) -> Diagnostic {
    LineFault("\(what) stands where it does not belong").inRun(path, line: line.number)
  }
}

extension RunLine {
  /// Reads a line of a file.
  init(_ line: ScannedLine, in path: String) throws(Diagnostic) {
    do throws(LineFault) { try self.init(line.bytes) } catch { throw error.inRun(path, line: line.number) }
  }
}
