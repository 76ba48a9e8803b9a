import EvalGateCore

/// What lets through, in a policy, what one of its detectors takes for something else than it is.
enum PolicyWayOut {
  private static let keys = [
    "secret": "the value under `secrets: { allow: [...] }`", "pii": "the value under `pii: { allow_values: [...] }`",
    "channel": "the host under `channels: { allow_hosts: [...] }`",
    "system_prompt": "the text under `system_prompt: { allow: [...] }`",
  ]

  /// The end of a sentence about a rule such as `secret:assigned-secret`; nothing for rules that somebody wrote.
  static func hint(for rule: String?) -> String {
    guard let rule, let key = keys[String(rule.prefix { $0 != ":" })] else { return "" }
    return "; where it should pass, name \(key) of the policy"
  }
}

extension Decision {
  /// What a detector found and where, to follow its rule; masked by the policy. Nothing where another rule decided.
  var evidenceInWords: String {
    guard let policy, policy.rule == rule, policy.trace?.detector != nil, let evidence = policy.evidence else {
      return ""
    }
    let byte = policy.trace?.span.map { ", byte \($0.lowerBound)" } ?? ""
    return " (\(brief(evidence))\(policy.path.map { " at \(brief($0))" } ?? "")\(byte))"
  }
}
