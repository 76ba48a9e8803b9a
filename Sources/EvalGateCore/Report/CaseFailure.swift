/// A case that did not pass, with as much of it as a report shows.
public struct CaseFailure: Hashable, Sendable {
  public var suite: String
  public var caseID: String
  public var location: SourceLocation
  public var severity: Severity?
  public var check: String
  public var message: UntrustedText
  public var input: UntrustedText?
  public var output: UntrustedText?
  /// What the baseline gave: passed, failed, or nil where it has no comparable result.
  public var baselinePassed: Bool?
  public var baselineOutput: UntrustedText?
  public var expectedLabel: UntrustedText?
  public var gotLabel: UntrustedText?
  public var waived: WaivedCheck?
  /// Which trial failed first, counted from 1.
  public var trial = 1
  /// The policy's rule behind the final action.
  public var rule: String?
  /// Other checks of the same trial that failed, in their order.
  public var alsoFailed: [FailedCheck] = []

  public init(
    suite: String, caseID: String, location: SourceLocation, severity: Severity? = nil, check: String,
    message: UntrustedText, input: UntrustedText? = nil, output: UntrustedText? = nil, baselinePassed: Bool? = nil,
    baselineOutput: UntrustedText? = nil, expectedLabel: UntrustedText? = nil, gotLabel: UntrustedText? = nil,
    waived: WaivedCheck? = nil
  ) {
    self.suite = suite
    self.caseID = caseID
    self.location = location
    self.severity = severity
    self.check = check
    self.message = message
    self.input = input
    self.output = output
    self.baselinePassed = baselinePassed
    self.baselineOutput = baselineOutput
    self.expectedLabel = expectedLabel
    self.gotLabel = gotLabel
    self.waived = waived
  }
}

/// "provider `openai` · 429 rate limited · 37 of 424 calls after 4 tries · first at triage-012".
public struct ErrorGroup: Hashable, Sendable {
  public var target: String
  public var reason: String
  public var message: UntrustedText
  public var count: Int
  public var firstCase: String
  public var tries: Int

  public init(target: String, reason: String, message: UntrustedText, count: Int, firstCase: String, tries: Int) {
    self.target = target
    self.reason = reason
    self.message = message
    self.count = count
    self.firstCase = firstCase
    self.tries = tries
  }
}

extension CaseFailure {
  /// How much beyond an excerpt is looked at before it is cut, in scalars: what begins in the excerpt may end there.
  private static let margin = 2_048

  /// What a report says of a case line that did not pass.
  ///
  /// - Parameters:
  ///   - limit: how much of a text is kept, in scalars.
  ///   - mask: is given each text before that is cut, because of half a key nobody can tell what it was.
  public init(_ record: CaseRecord, limit: Int, mask: (String) -> String = { $0 }) {
    func masked(_ text: UntrustedText) -> UntrustedText { UntrustedText(mask(text.unsafeText)) }
    func excerpt(_ text: UntrustedText) -> UntrustedText {
      masked(text.excerpt(limit + Self.margin)).excerpt(limit)
    }
    let failed = record.findings.filter { $0.outcome == .failed }
    // What an attack brought about goes before how its generation ended.
    let ordered = failed.filter(\.isEffect) + failed.filter { !$0.isEffect }
    let finding = ordered.first ?? record.findings.first { $0.outcome == .error }
    let label = finding?.facts.lazy.compactMap(\.label).first
    self.init(
      suite: record.suite, caseID: record.caseID, location: record.location, severity: record.severity,
      check: finding?.check.name ?? "", message: masked(finding?.message ?? ""),
      input: (record.messages.last { $0.role == .user }?.text).map { excerpt(UntrustedText($0)) },
      output: record.candidate.masked(excerpt: limit + Self.margin, mask).excerpt(limit),
      expectedLabel: label.map { masked(UntrustedText($0.expected)) },
      gotLabel: label.map { masked(UntrustedText($0.got)) },
      waived: record.waived.first)
    trial = record.trial
    rule = record.decision.rule
    alsoFailed = ordered.dropFirst().prefix(FailedCheck.limit).map {
      FailedCheck(check: $0.check.name, message: excerpt($0.message))
    }
  }
}
