import StrictJSON

extension Answer {
  /// Over what the model proposed, to notice byte-identical outputs; not over how it was delivered.
  ///
  /// Of the text's own bytes where there are no tool calls, so that `sha256sum` gives the same.
  public var outputDigest: Digest {
    let text = text ?? ""
    guard !toolCalls.isEmpty else { return Digest(of: text.utf8) }
    return Digest(of: ["text": .string(text), "tool_calls": .array(toolCalls.map(\.jsonWithoutID))])
  }
}

extension CaseRecord {
  /// Digest of the last answer; nil where the generation failed.
  public var outputDigest: Digest? { candidate.failure == nil ? candidate.answer.outputDigest : nil }

  /// What the first check that did not pass said.
  public var firstMessage: UntrustedText? { findings.first { $0.outcome != .passed }?.message }
}

extension TrialOutcome {
  /// What metrics and comparisons need of a case line.
  ///
  /// A trial whose failed checks are all waived stays a fail and is marked `waived`: each gate says whether it forgives.
  ///
  /// - Parameter shared: gives equal facts one place.
  public init(_ record: borrowing CaseRecord, facts shared: ([Fact]) -> [Fact] = { $0 }) {
    let usage = record.candidate.answer.usage
    let (schemaValid, schemaReason) = Self.schema(record.decision.schema)
    self.init(
      trial: record.trial, passFail: record.passFail, schemaValid: schemaValid,
      schemaReason: schemaReason, latency: record.candidate.latency,
      timeToFirstToken: record.candidate.timeToFirstToken, inputTokens: usage?.input, outputTokens: usage?.output,
      tokens: usage?.total, usd: record.candidate.cost,
      facts: shared(record.findings.flatMap(\.facts)), scores: record.findings.compactMap(\.score),
      action: record.decision.action, rule: record.decision.rule, waived: !record.waived.isEmpty,
      source: record.candidate.source, toolCalls: record.candidate.allToolCalls.map(\.name))
  }

  /// From the decision alone, which asks no schema of an infrastructure's failure: a case line's head has to be enough.
  package static func schema(_ outcome: SchemaOutcome) -> (valid: Bool?, reason: String?) {
    switch outcome {
    case .notAsked, .undetermined: return (nil, nil)
    case .valid: return (true, nil)
    case .invalid(let reason, _): return (false, reason)
    }
  }
}

/// One trial with what names its case: what a reader keeps of a case line.
public struct TrialSummary: Hashable, Sendable {
  public var ordinal: Int
  public var suite: String
  public var arm: Arm
  /// The case with this one trial.
  public var outcome: CaseOutcome

  public init(ordinal: Int, suite: String, arm: Arm, outcome: CaseOutcome) {
    self.ordinal = ordinal
    self.suite = suite
    self.arm = arm
    self.outcome = outcome
  }

  /// - Parameters:
  ///   - header: the case as the plan knows it, to share what is known of it.
  ///   - facts: gives equal facts one place.
  public init(_ record: borrowing CaseRecord, header: CaseHeader? = nil, facts: ([Fact]) -> [Fact] = { $0 }) {
    if let header, header.describes(record) {
      self.init(
        ordinal: record.ordinal, suite: record.suite, arm: record.arm,
        outcome: header.outcome(
          trials: [TrialOutcome(record, facts: facts)], outputDigest: record.outputDigest, message: record.firstMessage)
      )
      return
    }
    self.init(
      ordinal: record.ordinal, suite: record.suite, arm: record.arm,
      outcome: CaseOutcome(
        id: record.caseID, digest: record.caseDigest, checksDigest: record.checksDigest, tags: record.tags,
        severity: record.severity, cluster: record.cluster, location: record.location,
        trials: [TrialOutcome(record, facts: facts)], outputDigest: record.outputDigest, message: record.firstMessage))
  }
}

extension CaseHeader {
  /// Whether all that an outcome says of its case stands here, so that it can be shared.
  fileprivate func describes(_ record: borrowing CaseRecord) -> Bool {
    guard id == record.caseID, digest == record.caseDigest, checksDigest == record.checksDigest else { return false }
    guard tags == record.tags, severity == record.severity, cluster == record.cluster else { return false }
    let place = location
    guard place.path == record.location.path, place.line == record.location.line else { return false }
    return true
  }
}

/// The cases of one suite on one arm, in plan order.
public struct SuiteOutcomes: Hashable, Sendable {
  public let suite: String
  public let arm: Arm
  public internal(set) var cases: [CaseOutcome]
}

/// Puts trials together into cases as they are read, in plan order, without keeping anything else.
public struct OutcomeCollector: Sendable {
  /// In the order in which suites and arms first came.
  public private(set) var groups: [SuiteOutcomes] = []

  public init() {}

  public init(_ records: some Sequence<CaseRecord>) {
    for record in records.sorted(by: { $0.ordinal < $1.ordinal }) { add(TrialSummary(record)) }
  }

  /// Takes the next trial. Trials of one case on one arm must follow each other among those of their suite and arm, as they do
  /// in a plan.
  public mutating func add(_ trial: TrialSummary) {
    let group = index(of: trial.suite, trial.arm)
    let last = groups[group].cases.count - 1
    if last >= 0, groups[group].cases[last].id.sameBytes(as: trial.outcome.id) {
      groups[group].cases[last].trials.append(contentsOf: trial.outcome.trials)
      if groups[group].cases[last].message == nil { groups[group].cases[last].message = trial.outcome.message }
    } else {
      groups[group].cases.append(trial.outcome)
    }
  }

  /// The cases of a suite on an arm; none where there was no line.
  public func cases(of suite: String, arm: Arm = .head) -> [CaseOutcome] {
    groups.first { $0.suite == suite && $0.arm == arm }?.cases ?? []
  }

  private mutating func index(of suite: String, _ arm: Arm) -> Int {
    if let index = groups.lastIndex(where: { $0.suite == suite && $0.arm == arm }) { return index }
    groups.append(SuiteOutcomes(suite: suite, arm: arm, cases: []))
    return groups.count - 1
  }
}
