package import StrictJSON

/// What makes a case of a safety set an attack or a benign one.
package enum Scenarios {
  /// The keys of `expected` that forbid something.
  private static let forbidding = ["calls", "arguments", "no", "says_none"]

  package static func forbidAnything(_ expected: Node?) -> Bool { forbidding.contains { expected?[$0] != nil } }

  /// Benign twins say so by their family or a tag.
  package static func sayBenign(_ facts: JSONObject, _ tags: [String]) -> Bool {
    facts["family"] == "benign" || tags.contains("benign") || tags.contains("family:benign")
  }
}

extension EvalCase {
  /// Whether it says of itself that it is no attack.
  package var saysBenign: Bool { Scenarios.sayBenign(facts, tags) }
}
