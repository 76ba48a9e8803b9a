public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A run on disk, sealed or still a journal. Opening it looks at the beginning of each line only; what a trial holds is read when
/// it is asked for and kept by nobody.
public struct RunFile: Sendable {
  public let path: String
  public let header: RunHeader
  /// What programs said, in the order of the file.
  public let opinions: [Opinion]
  public let gates: [GateOutcome]
  /// Nil for a run that was interrupted.
  public let end: RunEnd?
  /// Lines that could not be read and were passed over, where that was asked for.
  public let damage: [Diagnostic]
  /// How many trials the file holds; fewer than `header.planned` when it was interrupted.
  public var trials: Int { lines.count { $0.section == .trial } }
  /// Whether it was interrupted and can be gone on with.
  public var isJournal: Bool { Self.isJournal(path) }
  /// Whether some process is writing it.
  public var isBeingWritten: Bool { isJournal && RunsFolder.isInUse(path) }
  /// What programs said of each trial. Of a trial that was done again, as a resumed run does with errors, the last counts.
  public var opinionsByOrdinal: [Int: [Opinion]] {
    opinions.reduce(into: [:]) { said, opinion in
      said[opinion.ordinal, default: []].removeAll { $0.program == opinion.program && $0.answer == opinion.answer }
      said[opinion.ordinal, default: []].append(opinion)
    }
  }

  /// In plan order.
  let lines: [IndexedLine]
  let beside: AnswersBeside
  let descriptor: Descriptor

  static func isJournal(_ path: String) -> Bool { path.utf8.suffix(8).elementsEqual(".journal".utf8) }

  /// - Parameter passingOverDamage: for a look at one case, which needs no other line; nothing may be decided from such a run.
  /// - Throws: `Diagnostic` when the file cannot be read, lacks lines, or was written by a newer version. Damage within a case
  ///   line is found by whoever reads that line.
  public init(at path: String, passingOverDamage: Bool = false) throws(Diagnostic) {
    let descriptor = try Self.open(path)
    var pass = RunPass(path: path, isJournal: Self.isJournal(path))
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      if pass.isJournal, !line.isTerminated { break }
      do throws(Diagnostic) { try pass.take(line) } catch {
        guard passingOverDamage, pass.header != nil, error.code == .damagedRun else { throw error }
        pass.damage.append(error)
      }
    }
    guard let header = pass.header else { throw Self.noFirstLine(path) }
    if !pass.isJournal, let shortfall = pass.shortfall {
      guard passingOverDamage else { throw shortfall }
      pass.damage.append(shortfall)
    }
    let sorted = IndexedLine.sorted(pass.lines)
    for one in try Contradiction.all(among: sorted, in: descriptor, path: path) {
      let problem = one.diagnostic(
        in: path,
        wayOut: pass.isJournal
          ? "ask the case again with `evalgate run --resume`, which takes both out"
          : "make the run again, or ask the case again with `evalgate run --resume`")
      guard passingOverDamage else { throw problem }
      pass.damage.append(problem)
    }
    self.path = path
    self.header = header
    self.descriptor = descriptor
    gates = pass.gates
    end = pass.end
    damage = pass.damage
    opinions = pass.opinions
    lines = IndexedLine.inPlanOrder(sorted)
    beside = AnswersBeside(lines)
  }
}

extension RunFile {
  /// What a run was made with, from its first line alone.
  /// - Throws: `Diagnostic` when the file cannot be read or does not begin as a run does.
  public static func header(at path: String) throws(Diagnostic) -> RunHeader {
    guard let line = try firstLine(of: path), case .run(let header) = try RunLine(line, in: path) else {
      throw noFirstLine(path)
    }
    return header
  }

  /// Whether a file holds nothing, or a run that was broken off before its first line was whole: nothing was asked in it.
  /// - Throws: `Diagnostic` when the file cannot be read.
  public static func isUnbegun(at path: String) throws(Diagnostic) -> Bool {
    try firstLine(of: path).map { !$0.isTerminated && isJournal(path) } ?? true
  }

  /// Whether a file begins as a run does, whatever becomes of the rest; a baseline does not.
  /// - Throws: `Diagnostic` when the file cannot be read.
  public static func isRun(at path: String) throws(Diagnostic) -> Bool {
    guard let line = try firstLine(of: path) else { return false }
    return (try? JSONDocument(parsing: line.bytes, limits: RunLine.limits))?.root["kind"]?.string == "run"
  }

  private static func firstLine(of path: String) throws(Diagnostic) -> ScannedLine? {
    var scanner = LineScanner(try open(path), path: path, limit: RunLine.limits.bytes, piece: 1 << 16)
    return try scanner.next()
  }

  private static func open(_ path: String) throws(Diagnostic) -> Descriptor {
    do throws(SystemError) { return try Descriptor(reading: path) } catch { throw error.reading(path) }
  }

  private static func noFirstLine(_ path: String) -> Diagnostic {
    Diagnostic(
      .damagedRun, "the run has no first line", at: SourceLocation(file: path),
      help: "give a file that `evalgate run` made")
  }
}

/// What one pass over the file collects.
private struct RunPass {
  let path: String
  let isJournal: Bool
  var header: RunHeader?
  var end: RunEnd?
  var gates: [GateOutcome] = []
  var opinions: [Opinion] = []
  var damage: [Diagnostic] = []
  var lines: [IndexedLine] = []
  private var count = 0
  /// Asked of every line, and cheaper than the header itself.
  private var hasHeader = false

  init(path: String, isJournal: Bool) {
    self.path = path
    self.isJournal = isJournal
  }

  /// Why a sealed run is not what it was sealed as: a verdict over answers that are gone is no verdict.
  var shortfall: Diagnostic? {
    guard let end else { return damaged("the run is cut off: it has no last line") }
    if let sealed = end.lines {
      return sealed == count ? nil : damaged("the run is not whole: it has \(count) of its \(sealed) lines")
    }
    guard let header, header.shard == nil, lines.count(where: { $0.section == .trial }) < header.planned else {
      return nil
    }
    return damaged("the run is not whole: results are missing of the \(header.planned) that were planned")
  }

  private func damaged(_ message: String) -> Diagnostic {
    Diagnostic(
      .damagedRun, message, at: SourceLocation(file: path),
      help: "copy the file again, or ask what is missing with `evalgate run --resume`")
  }

  mutating func take(_ line: ScannedLine) throws(Diagnostic) {
    count += 1
    if hasHeader, let kind = CaseHead.kind(of: line.bytes) {
      return take(try start(of: line, kind), kind == .case ? .trial : .confirmation, line)
    }
    let parsed = try RunLine(line, in: path)
    guard hasHeader != parsed.isHeader else {
      throw LineFault("a line stands where it does not belong").inRun(path, line: line.number)
    }
    switch parsed {
    case .run(let header):
      self.header = header
      hasHeader = true
    case .trial(let record), .confirmation(let record):
      // Written by somebody else: equal in content, not in the order of its keys.
      take(TrialStart(record), parsed.section, line)
    case .opinion(let opinion): opinions.append(opinion)
    case .beside(let ordinal, _):
      guard isJournal else { throw LineFault("it is a line of a journal").inRun(path, line: line.number) }
      lines.append(
        IndexedLine(
          ordinal: ordinal, rank: 0, offset: line.offset, length: Int32(line.bytes.count + 1), section: .beside))
    case .gate(let gate): gates.append(gate)
    case .end(let end): self.end = end
    }
  }

  private func start(of line: ScannedLine, _ kind: LineKind) throws(Diagnostic) -> TrialStart {
    if let start = TrialStart(of: line.bytes, kind: kind) { return start }
    do throws(LineFault) { return TrialStart(try CaseHead(line: line.bytes)) } catch {
      throw error.inRun(path, line: line.number)
    }
  }

  private mutating func take(_ start: TrialStart, _ section: IndexedLine.Section, _ line: ScannedLine) {
    lines.append(
      IndexedLine(
        ordinal: start.ordinal, rank: IndexedLine.rank(arm: start.arm == .base, trial: start.trial),
        offset: line.offset, length: Int32(line.bytes.count + 1), section: section))
  }
}

extension RunLine {
  fileprivate var isHeader: Bool {
    if case .run = self { true } else { false }
  }

  fileprivate var section: IndexedLine.Section {
    if case .confirmation = self { .confirmation } else { .trial }
  }
}
