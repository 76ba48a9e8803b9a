public import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A run on disk, sealed or still a journal, read in one pass that keeps outcomes and not answers.
public struct RunFile: Sendable {
  public let path: String
  public let header: RunHeader
  /// What came of every trial, as cases, in plan order.
  public let outcomes: OutcomeCollector
  /// Fresh trials that confirm or refute a drop.
  public let confirmations: OutcomeCollector
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
  /// What programs said of each trial. Of a trial that was done again, as a resumed run does with errors, the last counts.
  public var opinionsByOrdinal: [Int: [Opinion]] {
    opinions.reduce(into: [:]) { said, opinion in
      said[opinion.ordinal, default: []].removeAll { $0.program == opinion.program }
      said[opinion.ordinal, default: []].append(opinion)
    }
  }

  private let lines: [IndexedLine]
  private let descriptor: Descriptor

  static func isJournal(_ path: String) -> Bool { path.utf8.suffix(8).elementsEqual(".journal".utf8) }

  /// - Parameter passingOverDamage: for a look at one case, which needs no other line; nothing may be decided from such a run.
  /// - Throws: `Diagnostic` when the file cannot be read, is damaged, or was written by a newer version.
  public init(at path: String, passingOverDamage: Bool = false) throws(Diagnostic) {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(reading: path) } catch { throw error.reading(path) }
    var pass = RunPass(path: path, isJournal: Self.isJournal(path))
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    while let line = try scanner.next() {
      if pass.isJournal, !line.isTerminated { break }
      do throws(Diagnostic) { try pass.take(line) } catch {
        guard passingOverDamage, pass.header != nil, error.code == .damagedRun else { throw error }
        pass.damage.append(error)
      }
    }
    guard let header = pass.header else {
      throw Diagnostic(
        .damagedRun, "the run has no first line", at: SourceLocation(file: path),
        help: "give a file that `evalgate run` made")
    }
    guard pass.isJournal || pass.end != nil || passingOverDamage else {
      throw Diagnostic(
        .damagedRun, "the run is cut off: it has no last line", at: SourceLocation(file: path),
        help: "copy the file again, or make the run again")
    }
    self.path = path
    self.header = header
    self.descriptor = descriptor
    gates = pass.gates
    end = pass.end
    damage = pass.damage
    opinions = pass.opinions
    lines = IndexedLine.inPlanOrder(pass.lines)
    if pass.isInOrder {
      (outcomes, confirmations) = (pass.outcomes, pass.confirmations)
    } else {
      var (outcomes, confirmations) = (OutcomeCollector(), OutcomeCollector())
      for line in lines where line.section != .opinion {
        let summary = try Self.head(of: line, descriptor, path).summary
        line.section == .trial ? outcomes.add(summary) : confirmations.add(summary)
      }
      (self.outcomes, self.confirmations) = (outcomes, confirmations)
    }
  }
}

extension RunFile {
  /// What a run was made with, from its first line alone.
  /// - Throws: `Diagnostic` when the file cannot be read or does not begin as a run does.
  public static func header(at path: String) throws(Diagnostic) -> RunHeader {
    let descriptor: Descriptor
    do throws(SystemError) { descriptor = try Descriptor(reading: path) } catch { throw error.reading(path) }
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    guard let line = try scanner.next(), case .run(let header) = try RunLine(line, in: path) else {
      throw Diagnostic(
        .damagedRun, "the run has no first line", at: SourceLocation(file: path),
        help: "give a file that `evalgate run` made")
    }
    return header
  }
}

// MARK: Whole lines

extension RunFile {
  /// One trial whole; nil where the run has none of this ordinal.
  public func record(at ordinal: Int) throws(Diagnostic) -> CaseRecord? {
    guard let line = lines.first(where: { $0.section == .trial && $0.ordinal == ordinal }) else { return nil }
    return try Self.record(line, descriptor, path)
  }

  /// Whole trials in plan order, chosen by their heads.
  public func records(where isWanted: (TrialSummary) throws -> Bool) throws -> [CaseRecord] {
    var records: [CaseRecord] = []
    for line in lines where line.section == .trial {
      let head = try Self.head(of: line, descriptor, path)
      if try isWanted(head.summary) { records.append(try Self.record(line, descriptor, path)) }
    }
    return records
  }

  /// Whole trials in plan order, one in memory at a time.
  public func forEachRecord(_ body: (CaseRecord) throws -> Void) throws {
    for line in lines where line.section == .trial { try body(try Self.record(line, descriptor, path)) }
  }

  /// Whole confirming trials in plan order, one in memory at a time.
  public func forEachConfirmation(_ body: (CaseRecord) throws -> Void) throws {
    for line in lines where line.section == .confirmation { try body(try Self.record(line, descriptor, path)) }
  }

  private static func bytes(_ line: IndexedLine, _ descriptor: Descriptor, _ path: String) throws(Diagnostic) -> [UInt8]
  {
    do throws(SystemError) {
      return try descriptor.read(Int(line.length) - 1, at: line.offset)
    } catch {
      throw error.reading(path)
    }
  }

  private static func head(
    of line: IndexedLine, _ descriptor: Descriptor, _ path: String
  ) throws(Diagnostic) -> CaseHead {
    let bytes = try bytes(line, descriptor, path)
    do throws(LineFault) { return try CaseHead(line: bytes) } catch { throw changed(path) }
  }

  private static func record(
    _ line: IndexedLine, _ descriptor: Descriptor, _ path: String
  ) throws(Diagnostic) -> CaseRecord {
    let bytes = try bytes(line, descriptor, path)
    let parsed: RunLine
    do throws(LineFault) { parsed = try RunLine(bytes) } catch {
      throw LineFault("trial \(line.ordinal): \(error.message)").inRun(path, line: 1)
    }
    switch parsed {
    case .trial(let record), .confirmation(let record): return record
    case .run, .opinion, .gate, .end: throw changed(path)
    }
  }

  private static func changed(_ path: String) -> Diagnostic {
    Diagnostic(
      .damagedRun, "the run changed while it was being read", at: SourceLocation(file: path), help: "try again")
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
  var outcomes = OutcomeCollector()
  var confirmations = OutcomeCollector()
  /// Whether trials have come in plan order so far, as they do in a sealed run.
  var isInOrder = true
  private var last = (trial: -1, confirmation: -1)

  init(path: String, isJournal: Bool) {
    self.path = path
    self.isJournal = isJournal
  }

  mutating func take(_ line: ScannedLine) throws(Diagnostic) {
    if header != nil, let kind = CaseHead.kind(of: line.bytes) {
      let head: CaseHead
      do throws(LineFault) { head = try CaseHead(line: line.bytes) } catch {
        throw error.inRun(path, line: line.number)
      }
      return take(head.summary, head.trial, kind == .case ? .trial : .confirmation, line)
    }
    let parsed = try RunLine(line, in: path)
    guard (header == nil) == parsed.isHeader else {
      throw LineFault("a line stands where it does not belong").inRun(path, line: line.number)
    }
    switch parsed {
    case .run(let header): self.header = header
    case .trial(let record), .confirmation(let record):
      // Written by somebody else: equal in content, not in the order of its keys.
      take(TrialSummary(record), record.trial, parsed.section, line)
    case .opinion(let opinion): opinions.append(opinion)
    case .gate(let gate): gates.append(gate)
    case .end(let end): self.end = end
    }
  }

  private mutating func take(
    _ summary: TrialSummary, _ trial: Int, _ section: IndexedLine.Section, _ line: ScannedLine
  ) {
    let rank = IndexedLine.rank(arm: summary.arm == .base, trial: trial)
    lines.append(
      IndexedLine(
        ordinal: summary.ordinal, rank: rank, offset: line.offset, length: Int32(line.bytes.count + 1),
        section: section))
    if section == .trial {
      isInOrder = isInOrder && summary.ordinal > last.trial
      last.trial = summary.ordinal
      if isInOrder { outcomes.add(summary) }
    } else {
      isInOrder = isInOrder && summary.ordinal >= last.confirmation
      last.confirmation = summary.ordinal
      if isInOrder { confirmations.add(summary) }
    }
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
