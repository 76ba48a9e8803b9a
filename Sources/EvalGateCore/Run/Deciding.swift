import JSONSchema
import StrictJSON

extension Suite {
  /// What the decision layer makes of a candidate: schema first, then policy. Pure.
  ///
  /// - Parameters:
  ///   - messages: what was sent before the last answer, for rules about where a value comes from.
  ///   - opinions: what programs said of it while generating, which a policy of rules does not look at.
  public func decide(
    _ candidate: Candidate, _ evalCase: EvalCase, messages: [Message] = [], opinions: [Opinion] = []
  ) -> Decision {
    if let failure = candidate.failure {
      // A model that brought no output has not brought one that follows the schema either.
      let schema: SchemaOutcome =
        prompt.outputSchema == nil || failure.kind == .infrastructure
        ? .notAsked : .invalid(reason: "no_output", problems: [failure.message])
      return Decision(
        schema: schema, policy: candidate.standing.flatMap { self.verdict(on: $0, evalCase, messages, opinions) },
        action: .reject, rule: failure.kind == .model ? "generation" : nil)
    }
    let schema = prompt.outputSchema.map { SchemaOutcome(of: candidate, against: $0) } ?? .notAsked
    let verdict = self.verdict(on: candidate, evalCase, messages, opinions)
    if case .invalid = schema { return Decision(schema: schema, policy: verdict, action: .reject, rule: "schema") }
    if case .undetermined = schema { return Decision(schema: schema, policy: verdict, action: .reject, rule: "schema") }
    return Decision(schema: schema, policy: verdict, action: verdict?.action ?? .accept, rule: verdict?.rule)
  }

  /// What the policy says of every answer; nil without one.
  private func verdict(
    on candidate: Candidate, _ evalCase: EvalCase, _ messages: [Message], _ opinions: [Opinion]
  ) -> PolicyVerdict? {
    var verdict: PolicyVerdict? =
      switch policy?.kind {
      case .rules(let rules):
        rules.decide(
          Proposal(
            candidate: candidate, evalCase: evalCase, messages: messages, tools: prompt.tools?.tools ?? []))
      case .program(let program): PolicyVerdict(of: program, in: opinions, on: candidate)
      case nil: nil
      }
    verdict?.watched = watched(in: evalCase)
    return verdict
  }
}

extension SchemaOutcome {
  /// How many problems are kept; the first ones say what to mend.
  private static let keptProblems = 3

  /// The verdict on the output's text by strict parsing and the schema; no repair, no filling in of defaults.
  init(of candidate: Candidate, against schema: OutputSchema) {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: candidate.text)
    } catch {
      // What the service cut off is that first, whatever the place looks like.
      let isCutOff = candidate.answer.finishReason == .length || candidate.answer.finishReason == .contentFilter
      let reason = isCutOff ? JSONError.Reason.truncated : error.reason
      self = .invalid(
        reason: reason.rawValue,
        problems: [UntrustedText("\(error.message) at line \(error.line), column \(error.column)")])
      return
    }
    switch schema.compiled.validate(value) {
    case .valid: self = .valid
    case .invalid(let issues):
      self = .invalid(
        reason: issues.first?.keyword ?? "schema",
        problems: issues.prefix(Self.keptProblems).map { issue in
          let path = issue.instancePath.description
          return UntrustedText("\(path.isEmpty ? "output" : path): \(issue.message)")
        })
    case .tooExpensive(let what): self = .undetermined(what)
    }
  }
}
