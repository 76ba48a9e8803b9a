/// How a case counts beside what its file says of it, because it counted so before.
struct CaseAmendment: Hashable, Sendable {
  /// In place of its own.
  var severity: Severity?
  /// In place of what it and its suite say.
  var trials: Int?
  /// In place of its own.
  var tags: [String]?
  /// In place of its own; none for a case that stands for itself.
  var cluster: String??
}

extension CaseHeader {
  /// The same case as it counts.
  func amended(by amendment: CaseAmendment) -> CaseHeader {
    CaseHeader(
      id: id, digest: digest, checksDigest: checksDigest, location: location, tags: amendment.tags ?? tags,
      severity: amendment.severity ?? severity, trials: amendment.trials ?? trials,
      cluster: amendment.cluster ?? cluster)
  }
}

extension EvalCase {
  /// The same case as it counts.
  func amended(by amendment: CaseAmendment) -> EvalCase {
    with(
      id: id, severity: amendment.severity ?? severity, trials: amendment.trials ?? trials,
      tags: amendment.tags ?? tags, cluster: amendment.cluster ?? cluster)
  }
}
