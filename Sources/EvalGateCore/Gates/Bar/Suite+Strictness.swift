extension Suite {
  /// An answer of this suite as another policy decides, where that is the stricter decision; nil where this suite's own stands.
  ///
  /// Strict means what a policy lets through least: reject before escalate before accept.
  /// - Parameters:
  ///   - record: the answer as this suite judged it.
  ///   - policy: the other one; nil where nothing was decided.
  ///   - opinions: what programs said of the answer.
  public func stricter(
    _ record: CaseRecord, of evalCase: EvalCase, under policy: PolicySource?, opinions: [Opinion], today: CalendarDate
  ) -> CaseRecord? {
    var judged = with(policy: policy).judge(
      record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: today, opinions: opinions)
    guard judged.decision.action.strictness > record.decision.action.strictness else { return nil }
    judged.policyVersion = record.policyVersion
    return judged
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
