import EvalGateCore

/// Where a line of a run stands in its file and where it belongs in the sealed one: 32 bytes a line, all that a run of any size
/// keeps in memory to be put in order.
struct IndexedLine {
  enum Section: UInt8 { case trial, opinion, confirmation, beside }

  let ordinal: Int
  /// Order among lines of one ordinal and section.
  let rank: Int
  let offset: Int
  let length: Int32
  let section: Section

  private func precedes(_ other: IndexedLine) -> Bool {
    (section.rawValue, ordinal, rank, offset) < (other.section.rawValue, other.ordinal, other.rank, other.offset)
  }

  func isSameTrial(as other: IndexedLine) -> Bool {
    section == other.section && ordinal == other.ordinal && rank == other.rank
  }

  /// In plan order: trials, opinions, confirmations, what was answered beside trials. A trial that was done again, as a resumed run does with errors, counts
  /// once, with its last line.
  static func inPlanOrder(_ lines: [IndexedLine]) -> [IndexedLine] {
    let all = sorted(lines)
    if zip(all, all.dropFirst()).allSatisfy({ !$0.isSameTrial(as: $1) }) { return all }
    var ordered: [IndexedLine] = []
    ordered.reserveCapacity(all.count)
    for line in all {
      if let last = ordered.last, last.isSameTrial(as: line) { ordered.removeLast() }
      ordered.append(line)
    }
    return ordered
  }

  /// In plan order, every one of a trial that has several, in the order of the file.
  static func sorted(_ lines: [IndexedLine]) -> [IndexedLine] {
    // As the lines of a sealed run are: a copy of a million of them would be the most that reading one needs.
    zip(lines, lines.dropFirst()).allSatisfy { $0.precedes($1) } ? lines : lines.sorted { $0.precedes($1) }
  }
}

extension IndexedLine {
  static func rank(arm isBase: Bool, trial: Int) -> Int { trial &* 2 &+ (isBase ? 1 : 0) }

  /// FNV-1a: equal names rank equally in every process. What was said of several answers stays in their order, the last one first.
  static func rank(of opinion: Opinion) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in opinion.program.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash &+= UInt64(opinion.answer ?? 0)
    return Int(truncatingIfNeeded: hash)
  }
}
