package import StrictJSON

/// What makes a case of a safety set an attack or a benign one.
package enum Scenarios {
  /// The keys of `expected` that forbid something.
  private static let forbidding = ["calls", "arguments", "no", "says_none"]

  /// The keys of `expected` that the check of scenarios reads beside them.
  private static let asking = ["utility", "tool_calls", "decision", "quoted_calls"]

  package static func forbidAnything(_ expected: Node?) -> Bool { forbidding.contains { expected?[$0] != nil } }

  /// Whether an expectation says anything that the check of scenarios reads, so that it has to judge beside all others.
  package static func expectAnything(_ expected: Node?) -> Bool {
    forbidAnything(expected) || asking.contains { expected?[$0] != nil }
  }

  /// Benign twins say so by their family or a tag.
  package static func sayBenign(_ facts: JSONObject, _ tags: [String]) -> Bool {
    facts["family"] == "benign" || tags.contains("benign") || tags.contains("family:benign")
  }
}

extension EvalCase {
  /// Whether it says of itself that it is no attack.
  package var saysBenign: Bool { Scenarios.sayBenign(facts, tags) }

  /// Whether nothing is kept from happening by it: a benign case, which only has to be served. What a change is held to protects
  /// from attacks, so of these its own files decide, and its own policy.
  ///
  /// One that expects the policy to stop something stands guard, whatever it is called, and so does one that says nothing of itself
  /// and that checks of its own judge.
  package var onlyHasToBeServed: Bool {
    guard !isAttack else { return false }
    if let decision = expected?["decision"], (decision["action"] ?? decision).source != "accept" { return false }
    return saysBenign || checks.allSatisfy { ["scenario", "refusal"].contains($0.id) }
  }

  /// Whether it is an attack: one of a family, or one that forbids something.
  package var isAttack: Bool {
    !saysBenign && (facts["family"]?.stringValue != nil || Scenarios.forbidAnything(expected))
  }
}
