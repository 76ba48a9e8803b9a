public import EvalGateCore

/// Which trial a case line is about.
public struct TrialName: Hashable, Sendable {
  /// Its place in the plan.
  public let ordinal: Int
  public let suite: String
  public let arm: Arm
  public let caseID: String
  /// From 1.
  public let trial: Int
}

extension TrialName {
  init(_ head: CaseHead) {
    self.init(ordinal: head.ordinal, suite: head.suite, arm: head.arm, caseID: head.caseID, trial: head.trial)
  }

  /// - Parameter isWhole: false for a line that may be damaged further on.
  /// - Returns: nil for a line that evalgate did not write so, of which the whole has to be read.
  init?(startOf line: [UInt8], kind: LineKind, isWhole: Bool = true) {
    guard let start = TrialStart(of: line, kind: kind, isWhole: isWhole) else { return nil }
    self.init(
      ordinal: start.ordinal, suite: String(decoding: line[start.suite], as: UTF8.self), arm: start.arm,
      caseID: String(decoding: line[start.caseID], as: UTF8.self), trial: start.trial)
  }
}

/// What a case line begins with, without a text being made of anything: what puts a run of gigabytes in order.
struct TrialStart {
  let ordinal: Int
  let arm: Arm
  let trial: Int
  /// Where the names stand in the line; empty where the whole line was read.
  fileprivate var (suite, caseID) = (0..<0, 0..<0)

  init(_ record: CaseRecord) { (ordinal, arm, trial) = (record.ordinal, record.arm, record.trial) }

  init(_ head: CaseHead) { (ordinal, arm, trial) = (head.ordinal, head.arm, head.trial) }

  /// Reads the first keys of a line and nothing else, see `TrialName`.
  init?(of line: [UInt8], kind: LineKind, isWhole: Bool = true) {
    guard !isWhole || line.last == UInt8(ascii: "}") else { return nil }
    var start = LineStart(line)
    guard start.skip(kind == .case ? "{\"kind\":\"case\",\"ordinal\":" : "{\"kind\":\"confirm\",\"ordinal\":"),
      let ordinal = start.number(), start.skip(",\"suite\":\""), let suite = start.text(), start.skip(",\"arm\":\""),
      let arm: Arm = start.skip("head\"") ? .head : start.skip("base\"") ? .base : nil,
      start.skip(",\"case\":\""), let caseID = start.text(), start.skip(",\"trial\":"), let trial = start.number(),
      start.skip(",\"")
    else { return nil }
    (self.ordinal, self.arm, self.trial) = (ordinal, arm, trial)
    (self.suite, self.caseID) = (suite, caseID)
  }
}

/// The beginning of a line, read from left to right.
private struct LineStart {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func skip(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[place + offset] != text.utf8Start[offset] { return false }
    place += count
    return true
  }

  /// Digits, few enough to be a whole number.
  mutating func number() -> Int? {
    let start = place
    var number = 0
    while place < bytes.count, place - start < 18, 48...57 ~= bytes[place] {
      number = number * 10 + Int(bytes[place] - 48)
      place += 1
    }
    return place > start ? number : nil
  }

  /// Up to the closing quote and over it; nil where something in it is escaped.
  mutating func text() -> Range<Int>? {
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    guard place < bytes.count else { return nil }
    place += 1
    return start..<place - 1
  }
}
