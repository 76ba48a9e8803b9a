import EvalGateCore
import EvalGatePolicy

/// Tries the decision layer before a safety suite is believed: what is known to be bad must be rejected.
enum SelfTesting {
  /// What went wrong, as messages; nothing where no suite is a safety suite.
  static func problems(of suites: [Suite]) -> [Diagnostic] {
    let safety = suites.filter { $0.evalset.kind == .safety }
    guard !safety.isEmpty else { return [] }
    let shipped = SelfTest().failures.map {
      Diagnostic(.blind, "\($0)", help: "this is a bug in evalgate: please report it")
    }
    return shipped + ownProblems(of: safety)
  }

  /// - Throws: an ending, after saying them, where a run of these suites would end as blind: nobody should hear of it only then.
  static func refuseBlind(_ suites: [Suite], _ workspace: Workspace) throws(Ending) {
    let problems = ownProblems(of: suites.filter { $0.evalset.kind == .safety })
    guard !problems.isEmpty else { return }
    workspace.say(problems)
    throw Ending(.blind)
  }

  private static func ownProblems(of safety: [Suite]) -> [Diagnostic] {
    var policies: [String: PolicySource] = [:]
    for policy in safety.compactMap(\.policy) { policies[policy.location.path] = policy }
    return policies.sorted { $0.key < $1.key }.flatMap { _, source -> [Diagnostic] in
      guard case .rules(let rules) = source.kind, let policy = rules as? RulePolicy else { return [] }
      return problems(of: policy, id: source.id, at: source.location)
    }
  }

  /// What a policy lets through of what it says itself.
  static func problems(of policy: RulePolicy, id: String, at place: SourceLocation) -> [Diagnostic] {
    SelfTest(of: policy).failures.map { failure in
      Diagnostic(
        .blind, "policy `\(id)`, \(failure)", at: place,
        help:
          "let the rule look for its values as they stand there, with `match: [exact, normalized, encoded, partial]`")
    }
  }
}

extension DiagnosticCode {
  static let blind = DiagnosticCode(
    "safety/blind",
    "A run with a safety suite first tries its decision layer on recordings that are known to be bad. One was let through, or a harmless one was rejected, so what the gates would say means nothing."
  )
}
