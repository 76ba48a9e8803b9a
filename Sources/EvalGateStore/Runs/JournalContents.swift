import EvalGateCore
import StrictJSON

/// What a journal holds up to its last whole line.
struct JournalContents {
  private(set) var header: RunHeader?
  private(set) var lines: [IndexedLine] = []
  /// By ordinal, of its last line.
  private(set) var verdicts: [Int: PassFail] = [:]
  /// Bytes up to the end of the last whole line.
  private(set) var size = 0
  /// Lines of which nothing counts.
  private(set) var lost: [Diagnostic] = []
  private let path: String
  private var headerLength = 0
  /// By ordinal, where the last line of a trial stands that cannot be read: those before it count no more.
  private var unreadable: [Int: Int] = [:]

  var errors: Set<Int> { Set(verdicts.lazy.filter { $0.value == .error }.map(\.key)) }

  /// - Parameters:
  ///   - admitting: says what keeps a line from being one of this run.
  ///   - lacking: says, when all lines were looked at, which results do not count for want of something else.
  /// - Throws: `Diagnostic` when the file cannot be read, or its first line is not one that this evalgate knows.
  init(
    _ descriptor: Descriptor, path: String, admitting: (RunLine) -> String?, lacking: () -> Set<Int>
  ) throws(Diagnostic) {
    self.path = path
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    var end = 0
    while let line = try scanner.next() {
      guard line.isTerminated else { break }
      end += line.length
      do throws(Diagnostic) {
        try take(line, admitting)
        size = end
      } catch {
        guard header != nil else { throw error }
        // A power cut can leave the last stretch of a file as zeros, and half a line before them.
        guard line.bytes.last.map({ $0 != 0 }) ?? true else { continue }
        size = end
        lose(line, error)
      }
    }
    lines.removeAll { line in line.section == .trial && unreadable[line.ordinal].map { line.offset < $0 } ?? false }
    try dropContradictions(in: descriptor)
    drop(lacking())
  }

  /// Of two results neither wins in silence.
  private mutating func dropContradictions(in descriptor: Descriptor) throws(Diagnostic) {
    let found = try Contradiction.all(among: IndexedLine.sorted(lines), in: descriptor, path: path)
    guard !found.isEmpty else { return }
    let trials = Set(found.map { Trial($0.line) })
    lines.removeAll { trials.contains(Trial($0)) }
    for one in found {
      if one.line.section == .trial { verdicts[one.line.ordinal] = nil }
      lost.append(
        one.diagnostic(in: path, .warning, wayOut: "the case is asked again; all other lines are kept"))
    }
  }

  private mutating func drop(_ lacking: Set<Int>) {
    let dropped = lacking.filter { verdicts[$0] != nil }
    guard !dropped.isEmpty else { return }
    lines.removeAll { $0.section == .trial && dropped.contains($0.ordinal) }
    for ordinal in dropped { verdicts[ordinal] = nil }
    lost.append(
      Diagnostic(
        .damagedRun, "\(Format.count(dropped.count, "result")) without what a program said of it: asked again",
        severity: .warning, help: "an opinion was lost with a damaged line"))
  }

  private struct Trial: Hashable {
    let section: IndexedLine.Section
    let ordinal: Int
    let rank: Int

    init(_ line: IndexedLine) { (section, ordinal, rank) = (line.section, line.ordinal, line.rank) }
  }

  /// Writes the lines that count, in the order of the file.
  func copy(from descriptor: Descriptor, to file: AtomicFile) throws(Diagnostic) {
    for (offset, length) in [(0, headerLength)] + lines.map({ ($0.offset, Int($0.length)) }) {
      let bytes: [UInt8]
      do throws(SystemError) { bytes = try descriptor.read(length, at: offset) } catch { throw error.reading(path) }
      try file.write(bytes)
    }
  }

  private mutating func take(_ line: ScannedLine, _ admitting: (RunLine) -> String?) throws(Diagnostic) {
    let parsed = try RunLine(line, in: path)
    switch parsed {
    case .run(let header):
      guard self.header == nil else { throw fault("a second `run` line stands in it", line) }
      self.header = header
      headerLength = line.length
      return
    case _ where header == nil: throw fault("a line stands before the `run` line", line)
    case .gate, .end: throw fault("it is a line of a sealed run", line)
    case .trial, .confirmation, .opinion, .beside: break
    }
    if let why = admitting(parsed) { throw fault("it is no line of this run: \(why)", line) }
    switch parsed {
    case .trial(let record):
      add(line, .trial, record.ordinal, IndexedLine.rank(arm: record.arm == .base, trial: record.trial))
      verdicts[record.ordinal] = record.passFail
    case .confirmation(let record):
      add(line, .confirmation, record.ordinal, IndexedLine.rank(arm: record.arm == .base, trial: record.trial))
    case .opinion(let opinion): add(line, .opinion, opinion.ordinal, IndexedLine.rank(of: opinion))
    case .beside(let ordinal, _): add(line, .beside, ordinal, 0)
    case .run, .gate, .end: break
    }
  }

  private mutating func add(_ line: ScannedLine, _ section: IndexedLine.Section, _ ordinal: Int, _ rank: Int) {
    lines.append(
      IndexedLine(ordinal: ordinal, rank: rank, offset: line.offset, length: Int32(line.length), section: section))
  }

  /// A line that cannot be read may have said something else of its case than an earlier one did, so that one counts no more.
  private mutating func lose(_ line: ScannedLine, _ error: Diagnostic) {
    let name = TrialName(startOf: line.bytes, kind: .case, isWhole: false)
    if let name {
      unreadable[name.ordinal] = line.offset
      verdicts[name.ordinal] = nil
    }
    let subject = name.map { "the line of case `\($0.caseID)` counts no more and what it answered is asked again" }
    lost.append(
      Diagnostic(
        .damagedRun, "\(subject ?? "a line counts no more"): \(error.message)", at: error.location,
        severity: .warning, help: "all other lines are kept"))
  }

  private func fault(_ why: String, _ line: ScannedLine) -> Diagnostic {
    LineFault(why).inRun(path, line: line.number)
  }
}

extension RunLine {
  /// Reads a line of a file.
  init(_ line: ScannedLine, in path: String) throws(Diagnostic) {
    do throws(LineFault) { try self.init(line.bytes) } catch { throw error.inRun(path, line: line.number) }
  }
}
