import StrictJSON

/// An answer that another policy was asked about too, and what came of both.
public struct WeighedAnswer: Sendable {
  /// Which of two policies lets less through.
  public enum Stricter: Hashable, Sendable { case own, other, neither }

  public var stricter: Stricter
  /// The answer as it counts; nil where the suite's own judgement of it stands.
  public var record: CaseRecord?
  /// What a blocking scenario forbids, the other policy sees, and the suite's own lets through.
  public var missed: [Sighting] = []
  /// Whether it is a blocking scenario that does not hold under the suite's own policy, whatever the other one would have stopped.
  public var fails = false
}

extension Suite {
  /// An answer of this suite as another policy decides too. Of two decisions the stricter one counts, and a blocking scenario has to
  /// hold under both.
  ///
  /// Strict means what a policy lets through least: reject before escalate before accept. What a policy does not look for it does
  /// not find either, so what a blocking scenario forbids by name is looked for by the detectors of both.
  /// - Parameters:
  ///   - record: the answer as this suite judged it.
  ///   - policy: the other one; nil where nothing was decided.
  ///   - opinions: what programs said of the answer.
  public func weighed(
    _ record: CaseRecord, of evalCase: EvalCase, under policy: PolicySource?, opinions: [Opinion], today: CalendarDate
  ) -> WeighedAnswer {
    func judged(by suite: Suite, missed: [Sighting] = []) -> CaseRecord {
      suite.judge(
        record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
        messages: record.messages, today: today, opinions: opinions, missed: missed)
    }
    var other = judged(by: with(policy: policy))
    other.policyVersion = record.policyVersion
    let isBlocking = record.severity == .blocking
    if isBlocking, other.decision.action != .accept {
      let seen = sightings(of: policy, in: record, of: evalCase)
      let decision =
        seen.isEmpty ? nil : decide(record.candidate, evalCase, messages: record.messages, opinions: opinions)
      let missed = seen.filter { decision?.lets($0, of: record.candidate) ?? false }
      if !missed.isEmpty {
        let own = judged(by: self, missed: missed)
        return WeighedAnswer(stricter: .other, record: own, missed: missed, fails: own.waived.isEmpty)
      }
    }
    let difference = other.decision.action.strictness - record.decision.action.strictness
    guard difference > 0 else { return WeighedAnswer(stricter: difference < 0 ? .own : .neither) }
    // What nobody could judge under the policy that ships did not hold under it.
    let fails = isBlocking && record.passFail != .pass && record.waived.isEmpty
    return WeighedAnswer(stricter: .other, record: fails ? nil : other, fails: fails)
  }

  private func sightings(of policy: PolicySource?, in record: CaseRecord, of evalCase: EvalCase) -> [Sighting] {
    guard case .rules(let rules)? = policy?.kind, let words = evalCase.expected?["no"]?.json.listedTexts, !words.isEmpty
    else { return [] }
    return rules.sightings(
      of: words,
      in: Proposal(
        candidate: record.candidate, evalCase: evalCase, messages: record.messages, tools: prompt.tools?.tools ?? []))
  }
}

extension Decision {
  /// Whether what another policy sees got through. Calls are decided one by one, and every answer before the conversation goes on.
  fileprivate func lets(_ sighting: Sighting, of candidate: Candidate) -> Bool {
    switch sighting.place {
    case .call(let index): lets(call: index, of: candidate)
    case .answer(let index): lets(answer: index, of: candidate)
    }
  }
}

extension Action {
  /// How little gets through.
  var strictness: Int {
    switch self {
    case .accept: 0
    case .escalate: 1
    case .reject: 2
    }
  }
}
