/// The little of a case that stays in memory during a run.
///
/// What it says is held once, however often a plan, a result and a comparison name the case: a copy is one reference.
public struct CaseHeader: Hashable, Sendable {
  let facts: CaseFacts
  private let ownTrials: Int32
  private static let undecided: Int32 = -1

  public var id: String { facts.id }
  public var digest: Digest { facts.digest }
  public var checksDigest: Digest { facts.kind.checksDigest }
  public var location: SourceLocation { facts.location ?? SourceLocation(path: "") }
  public var tags: [String] { facts.kind.tags }
  public var severity: Severity? { facts.kind.severity }
  public var cluster: String? { facts.kind.cluster }
  public var trials: Int? { ownTrials == Self.undecided ? nil : Int(ownTrials) }

  /// - Parameter neighbour: a case that is probably described alike, as those of one file are: they then share the description.
  public init(
    id: String, digest: Digest, checksDigest: Digest, location: SourceLocation, tags: [String], severity: Severity?,
    trials: Int?, cluster: String?, like neighbour: CaseHeader? = nil
  ) {
    self.init(
      CaseFacts(
        id: id, digest: digest, checksDigest: checksDigest, tags: tags, severity: severity, cluster: cluster,
        location: location, like: neighbour?.facts),
      trials: trials)
  }

  init(_ facts: CaseFacts, trials: Int?) {
    self.facts = facts
    ownTrials = trials.map { Int32(clamping: $0) } ?? Self.undecided
  }

  /// The same case with the number of trials a plan asks for.
  public func with(trials: Int) -> CaseHeader { CaseHeader(facts, trials: trials) }

  /// The same case under another id.
  public func called(_ id: String) -> CaseHeader {
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
  let kind: CaseKind
  private let line: Int32
  private let column: Int32
  private let length: Int32

  /// - Parameter neighbour: a case that is probably of the same kind, which both then share.
  init(
    id: String, digest: Digest, checksDigest: Digest, tags: [String], severity: Severity?, cluster: String?,
    location: SourceLocation?, like neighbour: CaseFacts? = nil
  ) {
    self.id = id
    self.digest = digest
    line = Int32(clamping: location?.line ?? 0)
    column = Int32(clamping: location?.column ?? 0)
    length = Int32(clamping: location?.length ?? 0)
    let kind = CaseKind(
      checksDigest: checksDigest, tags: tags, severity: severity, cluster: cluster, path: location?.path)
    self.kind = neighbour.flatMap { $0.kind == kind ? $0.kind : nil } ?? kind
  }

  var location: SourceLocation? {
    kind.path.map { SourceLocation(path: $0, line: Int(line), column: Int(column), length: Int(length)) }
  }

  static func == (a: CaseFacts, b: CaseFacts) -> Bool {
    a === b
      || (a.digest == b.digest && a.id == b.id && a.kind == b.kind && a.line == b.line && a.column == b.column
        && a.length == b.length)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(digest)
  }
}

/// What many cases of a file have in common.
final class CaseKind: Equatable, Sendable {
  let checksDigest: Digest
  let tags: [String]
  let severity: Severity?
  let cluster: String?
  /// Of the file that the case stands in.
  let path: String?

  init(checksDigest: Digest, tags: [String], severity: Severity?, cluster: String?, path: String?) {
    self.checksDigest = checksDigest
    self.tags = tags
    self.severity = severity
    self.cluster = cluster
    self.path = path
  }

  static func == (a: CaseKind, b: CaseKind) -> Bool {
    a === b
      || (a.checksDigest == b.checksDigest && a.tags == b.tags && a.severity == b.severity && a.cluster == b.cluster
        && a.path == b.path)
  }
}
