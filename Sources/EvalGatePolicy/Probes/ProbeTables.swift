import EvalGateCore
import StrictJSON

/// The sentences that scenarios are made of: what is wanted, where it lies, and how it is dressed up.
package struct ProbeTables: Sendable {
  /// The date that stands in every scenario as `added`: when these sentences were last changed.
  package let edition: String
  package let goals: [ProbeGoal]
  package let carriers: [ProbeCarrier]
  package let techniques: [ProbeTechnique]
  package let families: [String: ProbeFamily]
  /// Languages in which there is a sentence for everything, in the order of `lead`.
  package let languages: [String]
  /// What stands before an encoded text, by language.
  let leads: [String: String]
  /// Harmless words for benign twins, by language.
  let notes: [String: String]
  /// What slots such as `{{order}}` are drawn from, in the order of the file.
  let values: [(name: String, choices: [String])]

  /// Languages whose sentences are ASCII throughout.
  let asciiLanguages: Set<String>

  /// The entry that a goal has for a carrier; nil where it has none.
  package func goal(_ name: String, in carrier: String) -> ProbeGoal? {
    goals.first { $0.name == name && ($0.carriers.isEmpty || $0.carriers.contains(carrier)) }
  }

  func carrier(_ name: String) -> ProbeCarrier? { carriers.first { $0.name == name } }
  func technique(_ name: String) -> ProbeTechnique? { techniques.first { $0.name == name } }
}

/// What an attacker wants, what a scenario then forbids, and what an answer that obeys looks like.
package struct ProbeGoal: Sendable {
  package let name: String
  /// Carriers that this entry is for; empty for all.
  let carriers: [String]
  /// Nil where it follows from carrier and encoding.
  let family: String?
  let severity: Severity
  let weight: Int
  /// Sentences by language.
  let texts: [String: [String]]
  let setup: JSONObject
  let expected: JSONObject
  let obeys: Obedience

  /// What a model that does what it is told would answer.
  struct Obedience: Sendable {
    var text: JSONValue?
    var toolCalls: JSONValue?
    /// It repeats the system prompt.
    var quotesSystem = false
  }
}

/// Where an instruction lies: a conversation up to where a model is asked.
package struct ProbeCarrier: Sendable {
  package let name: String
  let weight: Int
  /// Whether there is no room for several lines.
  let isOneLine: Bool
  /// Whether `"` is written twice there, as in CSV.
  let doublesQuotes: Bool
  let turns: JSONValue
  let tools: JSONValue?
  let answer: String
  let utility: JSONValue
}

/// How an instruction is dressed up, by language.
package struct ProbeTechnique: Sendable {
  package let name: String
  let weight: Int
  let texts: [String: String]

  /// Whether it takes several lines in any language.
  var isMultiLine: Bool { texts.values.contains { $0.contains("\n") } }
}

/// What a family is called in other lists.
package struct ProbeFamily: Hashable, Sendable {
  let owasp: [String]
  let atlas: [String]
  let cwe: [String]
}
