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
  init(_ record: CaseRecord) {
    self.init(
      ordinal: record.ordinal, suite: record.suite, arm: record.arm, caseID: record.caseID, trial: record.trial)
  }

  init(_ head: CaseHead) {
    self.init(ordinal: head.ordinal, suite: head.suite, arm: head.arm, caseID: head.caseID, trial: head.trial)
  }

  /// Reads the first keys of a line and nothing else: what puts a run of gigabytes in order.
  ///
  /// - Parameter isWhole: false for a line that may be damaged further on.
  /// - Returns: nil for a line that evalgate did not write so, of which the whole has to be read.
  init?(startOf line: [UInt8], kind: LineKind, isWhole: Bool = true) {
    guard !isWhole || line.last == UInt8(ascii: "}") else { return nil }
    var start = LineStart(line)
    guard start.skip(kind == .case ? "{\"kind\":\"case\",\"ordinal\":" : "{\"kind\":\"confirm\",\"ordinal\":"),
      let ordinal = start.number(), start.skip(",\"suite\":\""), let suite = start.text(), start.skip(",\"arm\":\""),
      let arm = start.text().flatMap(Arm.init(rawValue:)), start.skip(",\"case\":\""), let caseID = start.text(),
      start.skip(",\"trial\":"), let trial = start.number(), start.skip(",\"")
    else { return nil }
    self.init(ordinal: ordinal, suite: suite, arm: arm, caseID: caseID, trial: trial)
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
  mutating func text() -> String? {
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard bytes[place] != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    guard place < bytes.count else { return nil }
    place += 1
    return String(decoding: bytes[start..<place - 1], as: UTF8.self)
  }
}
