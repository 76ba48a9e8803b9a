import EvalGateCore

/// Cases of a JSONL file of which only the headers stay in memory; a case is read again when it is asked for.
final class JSONLCases: CaseList {
  /// What is kept of a case.
  struct Slot: Sendable {
    let header: PackedHeader
    let offset: Int
    let length: Int32
    let line: Int32
  }

  private let path: String
  private let file: CaseFile
  private let reader: CaseReader
  private let slots: [Slot]
  private let shared: SharedHeaders

  init(path: String, file: CaseFile, reader: CaseReader, slots: [Slot], shared: SharedHeaders) {
    self.path = path
    self.file = file
    self.reader = reader
    self.slots = slots
    self.shared = shared
  }

  var count: Int { slots.count }

  func header(at index: Int) -> CaseHeader {
    let slot = slots[index]
    return shared.unpacked(slot.header, at: SourceLocation(path: path, line: Int(slot.line)))
  }

  func evalCase(at index: Int) throws -> EvalCase {
    let slot = slots[index]
    let place = SourceLocation(path: path, line: Int(slot.line))
    guard let bytes = file.read(Int(slot.length), at: slot.offset), bytes.count == Int(slot.length) else {
      throw changed(at: place)
    }
    var problems = Problems()
    guard let node = try? JSONReader.read(bytes, path: path, firstLine: Int(slot.line)),
      let evalCase = reader.read(node, &problems), evalCase.digest == slot.header.digest,
      evalCase.checksDigest == shared.checks[Int(slot.header.checks)]
    else { throw changed(at: place) }
    return evalCase
  }

  /// A case as it is written, for messages; nil where it is too long to be shown.
  func text(ofLine line: Int) -> String? {
    guard let slot = slots.first(where: { $0.line == line }), slot.length <= SourceText.longestExcerpt else {
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

/// A header in few bytes: what many cases have in common is kept once in `SharedHeaders`.
struct PackedHeader: Sendable {
  let id: String
  let digest: Digest
  let cluster: String?
  let checks: Int32
  let tags: Int32
  let trials: Int16
  let severity: Severity?
}

/// Digests of checks and lists of tags, each once.
struct SharedHeaders: Sendable {
  private(set) var checks: [Digest] = []
  private(set) var tags: [[String]] = []
  private var checkPlaces: [Digest: Int32] = [:]
  private var tagPlaces: [[String]: Int32] = [:]

  mutating func packed(_ evalCase: EvalCase) -> PackedHeader {
    PackedHeader(
      id: evalCase.id, digest: evalCase.digest, cluster: evalCase.cluster,
      checks: Self.place(of: evalCase.checksDigest, in: &checks, &checkPlaces),
      tags: Self.place(of: evalCase.tags, in: &tags, &tagPlaces), trials: Int16(evalCase.trials ?? 0),
      severity: evalCase.severity)
  }

  func unpacked(_ header: PackedHeader, at place: SourceLocation) -> CaseHeader {
    CaseHeader(
      id: header.id, digest: header.digest, checksDigest: checks[Int(header.checks)], location: place,
      tags: tags[Int(header.tags)], severity: header.severity, trials: header.trials == 0 ? nil : Int(header.trials),
      cluster: header.cluster)
  }

  private static func place<Value: Hashable>(
    of value: Value, in list: inout [Value], _ places: inout [Value: Int32]
  ) -> Int32 {
    if let place = places[value] { return place }
    let place = Int32(list.count)
    list.append(value)
    places[value] = place
    return place
  }
}
