/// The little of a case that stays in memory during a run.
///
/// What it says is held once, however often a plan, a result and a comparison name the case: a copy is one reference.
public struct CaseHeader: Hashable, Sendable {
  private let facts: CaseFacts
  private let ownTrials: Int32
  private static let undecided: Int32 = -1

  public var id: String { facts.id }
  public var digest: Digest { facts.digest }
  public var checksDigest: Digest { facts.checksDigest }
  public var location: SourceLocation { facts.location ?? SourceLocation(path: "") }
  public var tags: [String] { facts.tags }
  public var severity: Severity? { facts.severity }
  public var cluster: String? { facts.cluster }
  public var trials: Int? { ownTrials == Self.undecided ? nil : Int(ownTrials) }

  public init(
    id: String, digest: Digest, checksDigest: Digest, location: SourceLocation, tags: [String], severity: Severity?,
    trials: Int?, cluster: String?
  ) {
    self.init(
      CaseFacts(
        id: id, digest: digest, checksDigest: checksDigest, tags: tags, severity: severity, cluster: cluster,
        location: location),
      trials: trials)
  }

  init(_ facts: CaseFacts, trials: Int?) {
    self.facts = facts
    ownTrials = trials.map { Int32(clamping: $0) } ?? Self.undecided
  }

  /// The same case with the number of trials a plan asks for.
  public func with(trials: Int) -> CaseHeader { CaseHeader(facts, trials: trials) }

  /// The same case with another weight.
  func with(severity: Severity) -> CaseHeader {
    CaseHeader(
      id: id, digest: digest, checksDigest: checksDigest, location: location, tags: tags, severity: severity,
      trials: trials, cluster: cluster)
  }

  /// What came of the case, which shares what is known of it.
  func outcome(trials: [TrialOutcome], outputDigest: Digest?, message: UntrustedText?) -> CaseOutcome {
    CaseOutcome(facts, trials: trials, outputDigest: outputDigest, excerpt: nil, message: message)
  }
}

/// What names a case and says how it counts, shared by all that speak of it.
final class CaseFacts: Hashable, Sendable {
  let id: String
  let digest: Digest
  let checksDigest: Digest
  let tags: [String]
  let severity: Severity?
  let cluster: String?
  let location: SourceLocation?

  init(
    id: String, digest: Digest, checksDigest: Digest, tags: [String], severity: Severity?, cluster: String?,
    location: SourceLocation?
  ) {
    self.id = id
    self.digest = digest
    self.checksDigest = checksDigest
    self.tags = tags
    self.severity = severity
    self.cluster = cluster
    self.location = location
  }

  static func == (a: CaseFacts, b: CaseFacts) -> Bool {
    a === b
      || (a.digest == b.digest && a.id == b.id && a.checksDigest == b.checksDigest && a.tags == b.tags
        && a.severity == b.severity && a.cluster == b.cluster && a.location == b.location)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(digest)
  }
}
