public import EvalGateCore

extension Baseline {
  /// Results of one suite in one run, as they would be accepted.
  ///
  /// - Parameter mask: makes an output safe to commit before an excerpt of it is taken; nil where no excerpts are kept, which
  ///   spares reading the answers of what passed. Called from many tasks.
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
    var outcomes = OutcomeCollector()
    func add(_ trial: TrialSummary) {
      if trial.arm == .head, trial.suite.utf8.elementsEqual(suite.utf8) { outcomes.add(trial) }
    }
    guard let mask else {
      try await run.forEachRecord(counting: { $0.summary }, making: { TrialSummary($0) }, add)
      return outcomes.cases(of: suite)
    }
    try await run.forEachRecord(
      making: { record -> TrialSummary in
        var summary = TrialSummary(record)
        // Of several trials the first one's counts, with which the case begins.
        if record.suite.utf8.elementsEqual(suite.utf8) { summary.outcome.excerpt = excerpt(of: record, mask) }
        return summary
      }, add)
    return outcomes.cases(of: suite)
  }

  /// The same results with excerpts of the first outputs of some cases, as they are: whoever shows them masks them.
  ///
  /// - Parameter run: the one the results are of.
  /// - Throws: `Diagnostic` when the run cannot be read.
  public func withExcerpts(of ids: Set<String>, from run: RunFile) throws -> Baseline {
    guard !ids.isEmpty else { return self }
    var texts: [String: UntrustedText] = [:]
    let records = try run.records { name in
      name.arm == .head && name.suite.utf8.elementsEqual(suite.utf8) && ids.contains(name.caseID)
    }
    for record in records where texts[record.caseID] == nil { texts[record.caseID] = Self.excerpt(of: record) { $0 } }
    var told = self
    for place in told.cases.indices {
      if let text = texts[told.cases[place].id] { told.cases[place].excerpt = text }
    }
    return told
  }

  private static func excerpt(
    of record: CaseRecord, _ mask: @Sendable (UntrustedText) -> UntrustedText
  ) -> UntrustedText? {
    guard record.candidate.failure == nil else { return nil }
    return mask(UntrustedText(record.candidate.proposalText)).excerpt(BaselineFormat.excerptLimit)
  }
}
