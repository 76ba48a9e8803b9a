/// What all checks of a case say of one candidate, in their order. Pure.
public func runChecks(_ checks: [CompiledCheck], _ context: CheckContext) -> [Finding] {
  var reader = SubjectReader()
  return checks.flatMap { compiled in
    let subject = reader.subject(compiled.subject, of: context.candidate)
    var findings = compiled.check.findings(for: subject, in: context)
    if findings.isEmpty { findings = [Finding(compiled.id, .error, "the check came to no finding")] }
    return compiled.negated ? [negated(findings, of: compiled.id, on: subject)] : findings
  }
}

/// The opposite of what a check says. Its facts are dropped: they would tell metrics of what was not asked for.
///
/// What could not be judged stays an error, and an answer in which there is nothing to look at stays a failure: a denial of
/// something that is not there must not be a pass.
private func negated(_ findings: [Finding], of id: CheckID, on subject: Subject) -> Finding {
  if let error = findings.first(where: { $0.outcome == .error }) {
    return Finding(id, .error, error.message.unsafeText)
  }
  guard let failure = findings.first(where: { $0.outcome == .failed }) else {
    return Finding(id, .failed, "expected this not to hold, and it does")
  }
  if case .absent = subject { return Finding(id, .failed, failure.message.unsafeText) }
  return Finding(id, .passed)
}
