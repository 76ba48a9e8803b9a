public import EvalGateCore

extension Baseline {
  /// Results of one suite in one run, as they would be accepted.
  ///
  /// - Parameter mask: makes an output safe to commit before an excerpt of it is taken; nil for safety suites, of whose
  ///   outputs nothing is kept.
  /// - Returns: nil where the run has no such suite.
  /// - Throws: `Diagnostic` when the run cannot be read.
  public init?(
    suite: String, from run: RunFile, reason: String, author: String? = nil, acceptedOn: CalendarDate? = nil,
    mask: ((UntrustedText) -> UntrustedText)?
  ) throws {
    guard let tuple = run.header.tuples.first(where: { $0.suite.utf8.elementsEqual(suite.utf8) }) else { return nil }
    self.init(
      suite: suite, tuple: tuple, reason: reason, author: author, acceptedOn: acceptedOn, runs: [run.header.id],
      cases: try run.outcomes().cases(of: suite))
    if let mask { try takeExcerpts(from: run, mask) }
  }

  /// From the first trial of each case, which is where the case begins in plan order.
  private mutating func takeExcerpts(from run: RunFile, _ mask: (UntrustedText) -> UntrustedText) throws {
    var place = 0
    try run.forEachRecord { record in
      guard record.suite.utf8.elementsEqual(suite.utf8), record.arm == .head, place < cases.count,
        record.caseID.utf8.elementsEqual(cases[place].id.utf8)
      else { return }
      cases[place].excerpt = record.candidate.failure == nil ? mask(UntrustedText(record.candidate.proposalText)) : nil
      cases[place].excerpt = cases[place].excerpt?.excerpt(BaselineFormat.excerptLimit)
      place += 1
    }
  }
}
