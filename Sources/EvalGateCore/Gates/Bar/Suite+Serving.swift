extension Suite {
  /// Whether a case of a safety set only has to be served, so that the change's own policy decides about it: being held to another
  /// one would keep a false alarm, and a tool that is new, from ever being mended or brought in.
  package func serves(_ evalCase: EvalCase) -> Bool { evalset.kind == .safety && evalCase.onlyHasToBeServed }

  /// Whether this suite's decision on an answer lets more through than another policy's.
  ///
  /// - Parameters:
  ///   - policy: the other one; nil where nothing was decided.
  ///   - opinions: what programs said of the answer.
  package func letsMoreThrough(
    _ record: CaseRecord, of evalCase: EvalCase, than policy: PolicySource?, opinions: [Opinion]
  ) -> Bool {
    let other = with(policy: policy)
      .decide(record.candidate, evalCase, messages: record.messages, opinions: opinions)
    return other.action.strictness > record.decision.action.strictness
  }
}

extension CaseRecord {
  /// The record of another policy's decision, with every finding marked that is due to it: `show` and the policy file of the change
  /// say something else.
  ///
  /// - Parameter own: the same answer as the change's own policy decides.
  package func attributed(besides own: CaseRecord) -> CaseRecord {
    guard decision != own.decision else { return self }
    var marked = self
    marked.findings = findings.map { finding in
      guard finding.outcome != .passed, !own.findings.contains(finding) else { return finding }
      var finding = finding
      finding.message = UntrustedText("by the base's policy: \(finding.message.unsafeText)")
      return finding
    }
    return marked
  }
}
