public import EvalGateCore

extension Baseline {
  /// Results of one suite in one run, as they would be accepted.
  ///
  /// - Parameter mask: makes an output safe to commit before an excerpt of it is taken; nil for safety suites, of whose
  ///   outputs nothing is kept. Called from many tasks.
  /// - Returns: nil where the run has no such suite.
  /// - Throws: `Diagnostic` when the run cannot be read.
  public init?(
    suite: String, from run: RunFile, reason: String, author: String? = nil, acceptedOn: CalendarDate? = nil,
    mask: (@Sendable (UntrustedText) -> UntrustedText)?
  ) async throws {
    guard let tuple = run.header.tuples.first(where: { $0.suite.utf8.elementsEqual(suite.utf8) }) else { return nil }
    self.init(
      suite: suite, tuple: tuple, reason: reason, author: author, acceptedOn: acceptedOn, runs: [run.header.id],
      cases: try await Self.cases(of: suite, in: run, mask))
  }

  private static func cases(
    of suite: String, in run: RunFile, _ mask: (@Sendable (UntrustedText) -> UntrustedText)?
  ) async throws -> [CaseOutcome] {
    guard let mask else { return try run.outcomes().cases(of: suite) }
    var outcomes = OutcomeCollector()
    try await run.forEachRecord(making: { record -> TrialSummary? in
      guard record.arm == .head, record.suite.utf8.elementsEqual(suite.utf8) else { return nil }
      var summary = TrialSummary(record)
      // Of several trials the first one's counts, with which the case begins.
      summary.outcome.excerpt = excerpt(of: record, mask)
      return summary
    }) { summary in
      if let summary { outcomes.add(summary) }
    }
    return outcomes.cases(of: suite)
  }

  private static func excerpt(
    of record: CaseRecord, _ mask: @Sendable (UntrustedText) -> UntrustedText
  ) -> UntrustedText? {
    guard record.candidate.failure == nil else { return nil }
    return mask(UntrustedText(record.candidate.proposalText)).excerpt(BaselineFormat.excerptLimit)
  }
}
