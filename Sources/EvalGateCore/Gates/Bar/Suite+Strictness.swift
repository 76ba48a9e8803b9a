extension Suite {
  /// An answer of this suite as another policy decides, and how much stricter that is: above nothing where the other one lets less
  /// through, below where this suite's own does.
  ///
  /// Strict means what a policy lets through least: reject before escalate before accept.
  /// - Parameters:
  ///   - record: the answer as this suite judged it.
  ///   - policy: the other one; nil where nothing was decided.
  ///   - opinions: what programs said of the answer.
  public func weighed(
    _ record: CaseRecord, of evalCase: EvalCase, under policy: PolicySource?, opinions: [Opinion], today: CalendarDate
  ) -> (record: CaseRecord, stricter: Int) {
    var judged = with(policy: policy).judge(
      record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: today, opinions: opinions)
    judged.policyVersion = record.policyVersion
    return (judged, judged.decision.action.strictness - record.decision.action.strictness)
  }
}

extension Action {
  /// How little gets through.
  fileprivate var strictness: Int {
    switch self {
    case .accept: 0
    case .escalate: 1
    case .reject: 2
    }
  }
}
