import EvalGateCore

/// Cases of a JSONL file of which only the headers stay in memory; a case is read again when it is asked for.
final class JSONLCases: CaseList {
  /// What is kept of a case.
  struct Slot: Sendable {
    let header: CaseHeader
    let offset: Int
    let length: Int32
    /// Of the line's bytes, to know it again without reading it as strictly as the first time.
    let fingerprint: Int32

    init(header: CaseHeader, line: ReadLine) {
      self.header = header
      offset = line.offset
      length = Int32(clamping: line.bytes?.count ?? 0)
      fingerprint = line.fingerprint
    }

    func isOf(_ line: [UInt8]) -> Bool { line.count == Int(length) && Self.fingerprint(of: line) == fingerprint }

    /// By the library's SipHash, whose seed is drawn anew in every process.
    static func fingerprint(of line: [UInt8]) -> Int32 {
      var hasher = Hasher()
      line.withUnsafeBytes { hasher.combine(bytes: $0) }
      return Int32(truncatingIfNeeded: hasher.finalize())
    }
  }

  let path: String
  private let file: NearbyReads
  private let reader: CaseReader
  private let slots: [Slot]

  init(path: String, file: CaseFile, reader: CaseReader, slots: [Slot]) {
    self.path = path
    self.file = NearbyReads(file)
    self.reader = reader
    self.slots = slots
  }

  var count: Int { slots.count }

  func header(at index: Int) -> CaseHeader { slots[index].header }

  func evalCase(at index: Int) throws -> EvalCase {
    let slot = slots[index]
    let place = slot.header.location
    guard let bytes = file.read(Int(slot.length), at: slot.offset), slot.isOf(bytes),
      let node = try? JSONReader.read(bytes, path: path, firstLine: place.line),
      let evalCase = reader.read(node, again: slot.header)
    else { throw changed(at: place) }
    return evalCase
  }

  /// A case as it is written, for messages; nil where it is too long to be shown.
  func text(ofLine line: Int) -> String? {
    guard let slot = slots.first(where: { $0.header.location.line == line }), slot.length <= SourceText.longestExcerpt
    else {
      return nil
    }
    return file.read(Int(slot.length), at: slot.offset).map { String(decoding: $0, as: UTF8.self) }
  }

  private func changed(at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .changedFile, "the case in this line is no longer the one that was planned", at: place,
      help: "leave case files alone while a run is going on, then run again")
  }
}
