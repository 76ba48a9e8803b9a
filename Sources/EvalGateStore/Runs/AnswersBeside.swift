import EvalGateCore
import StrictJSON

/// What second routes answered beside the trials of a journal, where each answer has a line of its own: no trial waits for it.
struct AnswersBeside {
  /// By the trial's ordinal.
  private var lines: [Int: IndexedLine] = [:]

  /// - Parameter ordered: see `IndexedLine.inPlanOrder`.
  init(_ ordered: [IndexedLine]) {
    for line in ordered.reversed() {
      guard line.section == .beside else { break }
      lines[line.ordinal] = line
    }
  }

  var count: Int { lines.count }

  /// What was answered beside trials of which nothing came.
  func lines(besidesTrials trials: Set<Int>) -> [IndexedLine] {
    lines.values.filter { !trials.contains($0.ordinal) }
  }

  /// What belongs to a trial's line. What stands before that is of an earlier attempt at the trial, or in the line already.
  func line(beside trial: IndexedLine) -> IndexedLine? {
    guard trial.section == .trial, let line = lines[trial.ordinal], line.offset > trial.offset else { return nil }
    return line
  }
}

extension CaseRecord {
  /// The trial of a line, with what was answered beside it.
  init(line: [UInt8], beside answer: [UInt8]) throws(LineFault) {
    guard case .trial(let record) = try RunLine(line), case .beside(_, let shadow) = try RunLine(answer) else {
      throw LineFault("a line of another kind stands where a trial was")
    }
    self = record
    candidate.add(beside: shadow)
  }
}
