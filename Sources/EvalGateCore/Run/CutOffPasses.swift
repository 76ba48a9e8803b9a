/// Answers of one suite that did not come to their own end and passed all the same, perhaps by luck.
public struct CutOffPasses: Hashable, Sendable {
  /// What ended an answer before its end.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// The limit of its length.
    case length
    /// A filter of the service, or a refusal.
    case filter
    /// Something else: a call that nobody could read, a reason that says no more.
    case other
  }

  public let suite: String
  public let cause: Cause
  public private(set) var count = 0
  /// The earliest in the plan.
  public private(set) var firstCase = ""
  private var firstOrdinal = Int.max

  init(suite: String, cause: Cause) { (self.suite, self.cause) = (suite, cause) }

  mutating func add(_ record: CaseRecord) {
    count += 1
    guard record.ordinal < firstOrdinal else { return }
    (firstOrdinal, firstCase) = (record.ordinal, record.caseID)
  }
}

extension CaseRecord {
  /// What ended the answer before its end, although it passes; nil where nothing did.
  var cutOff: CutOffPasses.Cause? {
    guard passFail == .pass, let reason = candidate.answer.finishReason else { return nil }
    switch reason {
    case .stop, .toolCalls: return nil
    case .length: return .length
    case .other: return .other
    case .contentFilter: return isAboutItsEnd ? nil : .filter
    // One without text is no part of an answer, but a refusal from beginning to end.
    case .refusal: return candidate.text.isEmpty || isAboutItsEnd ? nil : .filter
    }
  }

  /// Whether how the answer ended is what was looked at: an attack that a filter stopped was withstood.
  private var isAboutItsEnd: Bool {
    findings.contains { finding in
      ["refusal", "finish_reason"].contains(finding.check.name)
        || finding.facts.contains { if case .attack = $0 { true } else { false } }
    }
  }
}
