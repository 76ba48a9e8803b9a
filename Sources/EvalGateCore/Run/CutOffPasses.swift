/// Answers of one suite that the length limit cut off and that passed all the same, perhaps by luck.
public struct CutOffPasses: Hashable, Sendable {
  public let suite: String
  public private(set) var count = 0
  /// The earliest in the plan.
  public private(set) var firstCase = ""
  private var firstOrdinal = Int.max

  init(suite: String) { self.suite = suite }

  mutating func add(_ record: CaseRecord) {
    count += 1
    guard record.ordinal < firstOrdinal else { return }
    (firstOrdinal, firstCase) = (record.ordinal, record.caseID)
  }
}
