public import EvalGateCore
import StrictJSON

extension RunFile {
  /// What came of every trial, as cases, in plan order, from the heads of their lines.
  /// - Parameter isWanted: which trials, where not all of them.
  /// - Throws: `Diagnostic` when a line is damaged or the file cannot be read.
  public func outcomes(where isWanted: ((TrialName) -> Bool)? = nil) throws(Diagnostic) -> OutcomeCollector {
    var outcomes = OutcomeCollector()
    for stretch in stretches(of: .trial) {
      let bytes = try read(stretch)
      for line in stretch.lines {
        let bytes = Self.cut(line, from: bytes, stretch)
        if let isWanted, let name = TrialName(startOf: bytes, kind: .case), !isWanted(name) { continue }
        let head = try head(of: line, bytes)
        guard isWanted?(TrialName(head)) ?? true else { continue }
        outcomes.add(head.summary)
      }
    }
    return outcomes
  }

  /// Whether it is finished and leaves nothing to be asked again: every trial has a result, and the gates could decide.
  var isOver: Bool {
    get throws(Diagnostic) {
      guard let end, damage.isEmpty, end.outcome != .undecided else { return false }
      for stretch in stretches(of: .trial) {
        let bytes = try read(stretch)
        for line in stretch.lines {
          if try head(of: line, Self.cut(line, from: bytes, stretch)).passFail == .error { return false }
        }
      }
      return true
    }
  }

  /// One trial whole; nil where the run has none of this ordinal.
  public func record(at ordinal: Int) throws(Diagnostic) -> CaseRecord? {
    guard let line = lines.first(where: { $0.section == .trial && $0.ordinal == ordinal }) else { return nil }
    return try record(line, read(LineStretch(line)))
  }

  /// Whole trials in plan order, chosen by what they are of.
  public func records(where isWanted: (TrialName) throws -> Bool) throws -> [CaseRecord] {
    var records: [CaseRecord] = []
    for stretch in stretches(of: .trial) {
      let bytes = try read(stretch)
      for line in stretch.lines {
        let bytes = Self.cut(line, from: bytes, stretch)
        let name = try TrialName(startOf: bytes, kind: .case) ?? TrialName(head(of: line, bytes))
        if try isWanted(name) { records.append(try record(line, bytes)) }
      }
    }
    return records
  }

  /// Whole trials in plan order, one in memory at a time.
  public func forEachRecord(_ body: (CaseRecord) throws -> Void) throws {
    for stretch in stretches(of: .trial) { try forEach(in: stretch, body) }
  }

  /// Whole confirming trials in plan order, one in memory at a time.
  public func forEachConfirmation(_ body: (CaseRecord) throws -> Void) throws {
    for stretch in stretches(of: .confirmation) { try forEach(in: stretch, body) }
  }

  /// What second routes answered beside trials of which nothing came, one in memory at a time.
  public func forEachAnswerAlone(_ body: (_ ordinal: Int, ShadowAnswer) throws -> Void) throws {
    guard beside.count > 0 else { return }
    let trials = Set(lines.lazy.filter { $0.section == .trial }.map(\.ordinal))
    for line in beside.lines(besidesTrials: trials) {
      let bytes = try read(LineStretch(line))
      let parsed: RunLine
      do throws(LineFault) { parsed = try RunLine(bytes) } catch { throw fault(error, in: line) }
      guard case .beside(let ordinal, let answer) = parsed else { throw changed }
      try body(ordinal, answer)
    }
  }
}

// MARK: Lines

extension RunFile {
  func stretches(of section: IndexedLine.Section) -> [LineStretch] { LineStretch.of(lines, section) }

  func forEach(in stretch: LineStretch, _ body: (CaseRecord) throws -> Void) throws {
    let bytes = try read(stretch)
    for line in stretch.lines { try body(try record(line, Self.cut(line, from: bytes, stretch))) }
  }

  func read(_ stretch: LineStretch) throws(Diagnostic) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try descriptor.read(stretch.length, at: stretch.offset) } catch {
      throw error.reading(path)
    }
    guard bytes.count == stretch.length else { throw changed }
    return bytes
  }

  static func cut(_ line: IndexedLine, from bytes: [UInt8], _ stretch: LineStretch) -> [UInt8] {
    stretch.lines.count > 1 ? Array(bytes[range(of: line, in: stretch)]) : bytes
  }

  /// Where a line stands in the bytes of its stretch.
  static func range(of line: IndexedLine, in stretch: LineStretch) -> Range<Int> {
    let start = line.offset - stretch.offset
    return start..<start + Int(line.length) - 1
  }

  private func head(of line: IndexedLine, _ bytes: [UInt8]) throws(Diagnostic) -> CaseHead {
    do throws(LineFault) { return try CaseHead(line: bytes) } catch { throw fault(error, in: line) }
  }

  func record(_ line: IndexedLine, _ bytes: [UInt8]) throws(Diagnostic) -> CaseRecord {
    if let answer = beside.line(beside: line) {
      let answered = try read(LineStretch(answer))
      do throws(LineFault) { return try CaseRecord(line: bytes, beside: answered) } catch {
        throw fault(error, in: line)
      }
    }
    do throws(LineFault) {
      var fields = try RunLine.fields(of: bytes)
      let kind = try fields.word("kind", as: LineKind.self)
      if kind == .case || kind == .confirm { return try CaseRecord(&fields) }
    } catch {
      throw fault(error, in: line)
    }
    throw changed
  }

  /// With the line's number, for which the file is counted through only now.
  private func fault(_ fault: LineFault, in line: IndexedLine) -> Diagnostic {
    var scanner = LineScanner(descriptor, path: path, limit: RunLine.limits.bytes)
    while let scanned = try? scanner.next() {
      if scanned.offset >= line.offset { return fault.inRun(path, line: scanned.number) }
    }
    return changed
  }

  private var changed: Diagnostic {
    Diagnostic(
      .damagedRun, "the run changed while it was being read", at: SourceLocation(file: path), help: "try again")
  }
}
