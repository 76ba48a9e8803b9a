/// What is kept of one trial until it is taken: small, whatever the answer holds, unless there is more to tell of it.
public struct CountedTrial: Sendable {
  public let summary: TrialSummary
  /// Nil for a call that brought nothing: that is no answer, wherever one was looked for.
  let source: Candidate.Source?
  let spent: Spending
  let route: String
  let model: String?
  let more: More?

  /// What most trials do not have.
  final class More: Sendable {
    let record: CaseRecord
    let own: TrialSummary?
    let failure: CaseFailure?
    let scenario: ScenarioTrial?

    init(_ record: CaseRecord, own: TrialSummary?, failure: CaseFailure?, scenario: ScenarioTrial?) {
      self.record = record
      self.own = own
      self.failure = failure
      self.scenario = scenario
    }
  }

  init(
    _ record: borrowing CaseRecord, _ summary: TrialSummary, own: TrialSummary?, failure: CaseFailure?,
    scenario: ScenarioTrial?
  ) {
    self.summary = summary
    source = record.candidate.failure == nil ? record.candidate.source : nil
    spent = Spending(of: record.candidate)
    route = record.modelRoute
    model = record.candidate.answer.model
    let isPlain = own == nil && failure == nil && scenario == nil
    if isPlain, record.passFail != .error, !record.tellsMore {
      more = nil
    } else {
      more = More(copy record, own: own, failure: failure, scenario: scenario)
    }
  }
}

extension CaseRecord {
  /// Whether a report has more to tell of the answer than what came of it.
  package var tellsMore: Bool {
    !candidate.shadows.isEmpty || cutOff != nil || candidate.uncountedRequests > 0 || candidate.isOfFallback
      || candidate.before != nil
  }
}
