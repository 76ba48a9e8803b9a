extension Suite {
  /// Everything right of generation, for one candidate: decide, check, apply waivers. A pure function of recorded values, so a
  /// run can be judged again for nothing.
  ///
  /// - Parameter missed: what the policy that a change is held to sees, and the suite's own lets through.
  public func judge(
    _ candidate: Candidate, of evalCase: EvalCase, ordinal: Int, trial: Int, arm: Arm, messages: [Message],
    today: CalendarDate, opinions: [Opinion] = [], missed: [Sighting] = []
  ) -> CaseRecord {
    guard !candidate.isOfFallback, candidate.shadows.isEmpty else {
      var candidate = admissible(candidate)
      for (index, shadow) in candidate.shadows.enumerated() {
        candidate.shadows[index].passFail = passFail(
          of: shadow, to: evalCase, ordinal: ordinal, trial: trial, arm: arm, messages: messages, today: today)
      }
      return judged(
        candidate, of: evalCase, ordinal: ordinal, trial: trial, arm: arm, messages: messages, today: today,
        opinions: opinions, missed: missed)
    }
    return judged(
      candidate, of: evalCase, ordinal: ordinal, trial: trial, arm: arm, messages: messages, today: today,
      opinions: opinions, missed: missed)
  }

  /// The same of a candidate that counts as it is.
  private func judged(
    _ candidate: Candidate, of evalCase: EvalCase, ordinal: Int, trial: Int, arm: Arm, messages: [Message],
    today: CalendarDate, opinions: [Opinion], missed: [Sighting]
  ) -> CaseRecord {
    let decision = decide(candidate, evalCase, messages: messages, opinions: opinions)
    let findings = findings(
      CheckContext(
        candidate: candidate, evalCase: evalCase, decision: decision, opinions: opinions, messages: messages,
        missed: missed, tools: prompt.tools?.tools ?? []))
    let failed = findings.filter { $0.outcome == .failed }
    let isUnjudged = candidate.isError || findings.contains { $0.outcome == .error }
    // What an attack brought about is a result, whatever nobody could judge beside it.
    let passFail: PassFail =
      isUnjudged && !findings.contains(where: \.isEffect) ? .error : failed.isEmpty ? .pass : .fail
    return CaseRecord(
      ordinal: ordinal, suite: name, arm: arm, caseID: evalCase.id, caseDigest: evalCase.digest,
      checksDigest: evalCase.checksDigest, location: evalCase.location, tags: evalCase.tags,
      severity: evalCase.severity, cluster: evalCase.cluster, trial: trial, promptVersion: prompt.version,
      policyVersion: policy?.version, evalsetVersion: evalset.version, modelRoute: route.name, passFail: passFail,
      messages: messages, candidate: candidate, decision: decision, findings: findings,
      waived: passFail == .fail && !isUnjudged ? waivers(covering: failed, of: evalCase.id, on: today) : [])
  }

  /// How the case would have ended with an answer that was asked for beside the one that counts.
  ///
  /// - Parameter messages: what was sent before the one that counts.
  func passFail(
    of shadow: ShadowAnswer, to evalCase: EvalCase, ordinal: Int, trial: Int, arm: Arm, messages: [Message],
    today: CalendarDate
  ) -> PassFail {
    judge(
      shadow.candidate, of: evalCase, ordinal: ordinal, trial: trial, arm: arm,
      messages: shadow.messages ?? messages, today: today
    ).passFail
  }

  /// A model's failure is judged by the checks as well: a case without an answer still counts against accuracy.
  private func findings(_ context: CheckContext) -> [Finding] {
    let candidate = context.candidate
    let generation = candidate.failure.map { [Self.finding(for: $0)] } ?? []
    guard !candidate.isError else { return generation + effects(context) }
    let schema =
      candidate.failure == nil
      ? Self.schemaFindings(context.decision.schema) + LossyNumbers.findings(candidate, context.decision.schema) : []
    return generation + schema + Self.policyFindings(context.decision.policy)
      + runChecks(context.evalCase.checks, context)
  }

  /// What an attack had brought about before the infrastructure failed. It came about, whoever tries it again.
  private func effects(_ context: CheckContext) -> [Finding] {
    guard let standing = context.candidate.standing else { return [] }
    return runChecks(
      context.evalCase.checks,
      CheckContext(
        candidate: standing, evalCase: context.evalCase, decision: context.decision, opinions: context.opinions,
        messages: context.messages, missed: context.missed, tools: context.tools)
    ).filter(\.isEffect)
  }

  /// What a fallback answered, or failed to, is another model's doing, so it is missing evidence unless the route allows it.
  func admissible(_ candidate: Candidate) -> Candidate {
    guard candidate.isOfFallback, !route.allowFallback else { return candidate }
    let who =
      candidate.isFallback ? "the fallback `\(candidate.target)`" : "a fallback of the gateway `\(candidate.target)`"
    var refused = candidate
    refused.failure = GenerationFailure(.infrastructure, .fallback, "answered by \(who), which is another model")
    return refused
  }

  /// A failed generation is a result too: the model's counts as a fail, the infrastructure's as an error.
  private static func finding(for failure: GenerationFailure) -> Finding {
    Finding("generation", failure.kind == .model ? .failed : .error, failure.message.unsafeText)
  }

  /// An output that breaks its schema has failed, whatever its checks say.
  private static func schemaFindings(_ outcome: SchemaOutcome) -> [Finding] {
    switch outcome {
    case .notAsked, .valid: []
    case .invalid(_, let problems): [Finding("schema", .failed, problems.map(\.unsafeText).joined(separator: "; "))]
    case .undetermined(let what): [Finding("schema", .error, what)]
    }
  }

  /// A policy program that did not decide leaves the case undecided, whatever its checks say.
  private static func policyFindings(_ verdict: PolicyVerdict?) -> [Finding] {
    guard let verdict, verdict.reason == PolicyVerdict.noOpinion else { return [] }
    return [Finding("policy", .error, verdict.message?.unsafeText ?? "the policy program gave no opinion")]
  }

  /// The waivers in force that together cover every failed check; empty when even one is not covered.
  private func waivers(covering failed: [Finding], of caseID: String, on today: CalendarDate) -> [WaivedCheck] {
    let inForce = evalset.waivers.filter { $0.caseID == caseID && today <= $0.expires }
    var covered: [WaivedCheck] = []
    for finding in failed {
      guard let waiver = inForce.first(where: { $0.check == nil || $0.check == finding.check.name }) else { return [] }
      covered.append(WaivedCheck(check: finding.check.name, until: waiver.expires, owner: waiver.owner))
    }
    return covered
  }
}
