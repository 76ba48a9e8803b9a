extension Plan {
  /// What keeps a trial from being the answer to the question that stands at its place; nil where it is that answer.
  ///
  /// A line says what it is of: the case and its digests, the trial, the arm, the versions it was made with. A line of another
  /// run, or of a case that has changed since, is told by these.
  public func difference(of record: CaseRecord) -> String? {
    guard entries.indices.contains(record.ordinal) else { return "its place is not in the plan" }
    let entry = entries[record.ordinal]
    let header = header(of: record.ordinal)
    if let shard, !shard.takes(ordinal: record.ordinal, caseID: header.id) { return "it is of another shard" }
    guard entry.trial == record.trial else { return "it is of trial \(record.trial), not of trial \(entry.trial)" }
    return difference(of: record, from: entry)
  }

  /// The same of a fresh trial that confirms or refutes a drop, which has a place behind the plan.
  public func difference(ofConfirmation record: CaseRecord) -> String? {
    guard let (ordinal, round, arm) = FreshQuestions.origin(of: record.ordinal, behind: entries.count) else {
      return "its place is within the plan"
    }
    guard entries.indices.contains(ordinal) else { return "its place is not in the plan" }
    let entry = entries[ordinal]
    guard record.arm == arm, entry.arm == .head, record.trial > round else { return "it stands in the wrong place" }
    return difference(of: record, from: Entry(suite: entry.suite, caseIndex: entry.caseIndex, trial: 1, arm: arm))
  }

  private func difference(of record: CaseRecord, from entry: Entry) -> String? {
    // A base arm that cannot be asked now may have been asked before.
    let suite = suite(at: entry.suite, on: entry.arm)
    let header = suites[entry.suite].evalset.cases.header(at: entry.caseIndex)
    guard record.suite.utf8.elementsEqual((suite ?? suites[entry.suite]).name.utf8) else {
      return "it is of another suite"
    }
    guard record.caseID.utf8.elementsEqual(header.id.utf8) else { return "it is of another case" }
    guard record.arm == entry.arm else { return "it is of the \(record.arm.rawValue) arm" }
    guard record.caseDigest == header.digest else { return "its case reads otherwise now" }
    guard record.checksDigest == header.checksDigest else { return "its case is checked otherwise now" }
    guard let suite else { return nil }
    guard record.promptVersion == suite.prompt.version else { return "it was made with another version of the prompt" }
    guard record.policyVersion == suite.policy?.version else { return "it was made with another version of the policy" }
    guard record.evalsetVersion == suite.evalset.version else {
      return "it was made with another version of the evalset"
    }
    return record.modelRoute == suite.route.name ? nil : "it was asked by another route"
  }
}
