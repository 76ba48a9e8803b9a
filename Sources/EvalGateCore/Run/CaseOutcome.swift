/// `pass_fail` of a case line.
public enum PassFail: String, Hashable, Sendable { case pass, fail, error }

/// A case with its trials, from a run or from a baseline: the unit of every metric and comparison.
public struct CaseOutcome: Hashable, Sendable {
  private var facts: CaseFacts
  private var results: Results

  /// What came of it, held once however many comparisons name it.
  fileprivate final class Results: Hashable, Sendable {
    /// By far most cases have one trial, which then needs no list of its own.
    let first: TrialOutcome?
    let further: [TrialOutcome]
    let outputDigest: Digest?
    /// Nil where there are none, as of most cases that pass.
    private let words: Words?
    /// Counted once: every gate and every report asks for it of every case.
    let (count, judged, passes): (Int32, Int32, Int32)
    let isWaived: Bool

    var excerpt: UntrustedText? { words?.excerpt }
    var message: UntrustedText? { words?.message }

    init(trials: [TrialOutcome], outputDigest: Digest?, excerpt: UntrustedText?, message: UntrustedText?) {
      first = trials.first
      further = trials.count > 1 ? Array(trials.dropFirst()) : []
      self.outputDigest = outputDigest
      words = excerpt == nil && message == nil ? nil : Words(excerpt: excerpt, message: message)
      count = Int32(clamping: trials.count)
      judged = Int32(clamping: trials.count { $0.passFail != .error })
      passes = Int32(clamping: trials.count { $0.passFail == .pass })
      isWaived = trials.contains(where: \.waived)
    }

    var trials: [TrialOutcome] { first.map { further.isEmpty ? [$0] : [$0] + further } ?? [] }

    static func == (a: Results, b: Results) -> Bool {
      a === b
        || (a.first == b.first && a.further == b.further && a.outputDigest == b.outputDigest && a.excerpt == b.excerpt
          && a.message == b.message)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(first)
      hasher.combine(outputDigest)
    }
  }

  /// Texts about a case.
  private final class Words: Sendable {
    let excerpt: UntrustedText?
    let message: UntrustedText?

    init(excerpt: UntrustedText?, message: UntrustedText?) {
      self.excerpt = excerpt
      self.message = message
    }
  }

  public init(
    id: String, digest: Digest, checksDigest: Digest, tags: [String] = [], severity: Severity? = nil,
    cluster: String? = nil, location: SourceLocation? = nil, trials: [TrialOutcome], outputDigest: Digest? = nil,
    excerpt: UntrustedText? = nil, message: UntrustedText? = nil
  ) {
    self.init(
      CaseFacts(
        id: id, digest: digest, checksDigest: checksDigest, tags: tags, severity: severity, cluster: cluster,
        location: location),
      trials: trials, outputDigest: outputDigest, excerpt: excerpt, message: message)
  }

  init(
    _ facts: CaseFacts, trials: [TrialOutcome], outputDigest: Digest?, excerpt: UntrustedText?, message: UntrustedText?
  ) {
    self.facts = facts
    results = Results(trials: trials, outputDigest: outputDigest, excerpt: excerpt, message: message)
  }
}

extension CaseOutcome {
  /// What names the case, without a number of trials.
  public var header: CaseHeader { CaseHeader(facts, trials: nil) }
  public var id: String { facts.id }
  public var digest: Digest { facts.digest }
  public var checksDigest: Digest { facts.kind.checksDigest }
  public var tags: [String] { facts.kind.tags }
  public var severity: Severity? { facts.kind.severity }
  public var cluster: String? { facts.kind.cluster }
  public var location: SourceLocation? {
    get { facts.location }
    set {
      facts = CaseFacts(
        id: id, digest: digest, checksDigest: checksDigest, tags: tags, severity: severity, cluster: cluster,
        location: newValue)
    }
  }

  /// Takes over what today's files say of the case beside its content: where it stands, its tags, its severity and its
  /// cluster.
  public mutating func describe(as header: CaseHeader) {
    facts = CaseFacts(
      id: id, digest: digest, checksDigest: checksDigest, tags: header.tags, severity: header.severity,
      cluster: header.cluster, location: header.location)
  }

  /// What came of the case under another id.
  func called(_ id: String) -> CaseOutcome {
    var outcome = self
    outcome.facts = header.called(id).facts
    return outcome
  }

  public var trials: [TrialOutcome] {
    get { results.trials }
    set { change(trials: newValue, outputDigest, excerpt, message) }
  }
  /// Digest of the first trial's output, to notice byte-identical outputs.
  public var outputDigest: Digest? {
    get { results.outputDigest }
    set { change(trials: trials, newValue, excerpt, message) }
  }
  /// A masked excerpt of the first trial's output, for the "before" of a diff; none for safety suites.
  public var excerpt: UntrustedText? {
    get { results.excerpt }
    set { change(trials: trials, outputDigest, newValue, message) }
  }
  /// What a failing check said first.
  public var message: UntrustedText? {
    get { results.message }
    set { change(trials: trials, outputDigest, excerpt, newValue) }
  }

  private mutating func change(
    trials: [TrialOutcome], _ outputDigest: Digest?, _ excerpt: UntrustedText?, _ message: UntrustedText?
  ) {
    results = Results(trials: trials, outputDigest: outputDigest, excerpt: excerpt, message: message)
  }

  /// Its trials one by one, of which no list is made.
  var eachTrial: EachTrial { EachTrial(results: results) }

  struct EachTrial: Sequence, IteratorProtocol {
    fileprivate let results: Results
    private var place = 0

    fileprivate init(results: Results) { self.results = results }

    mutating func next() -> TrialOutcome? {
      defer { place += 1 }
      if place == 0 { return results.first }
      return place <= results.further.count ? results.further[place - 1] : nil
    }
  }

  /// How many trials there are.
  public var trialCount: Int { Int(results.count) }

  /// Whether there is such a trial.
  public func hasTrial(where isMeant: (TrialOutcome) -> Bool) -> Bool {
    guard let first = results.first else { return false }
    return isMeant(first) || results.further.contains(where: isMeant)
  }

  /// Trials that were judged at all.
  public var judged: Int { Int(results.judged) }
  public var passes: Int { Int(results.passes) }
  public var hasError: Bool { results.judged < results.count }
  /// Whether a waiver covers what went wrong in one.
  var isWaived: Bool { results.isWaived }

  /// Whether the case passes: strictly more than half of its judged trials; nil when none was judged.
  public var majority: Bool? { judged == 0 ? nil : 2 * passes > judged }
  /// All of k, as safety wants it.
  public var allPassed: Bool { trialCount > 0 && passes == trialCount }
}
