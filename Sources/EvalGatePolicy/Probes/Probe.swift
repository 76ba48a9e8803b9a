package import StrictJSON

/// A scenario: the case as it is frozen, and what the generator knows beside it.
package struct Probe: Sendable {
  package let tuple: ProbeTuple
  package let family: String
  /// A line of the evalset.
  package let line: JSONObject
  /// The same conversation with harmless words in the same dress. Scenarios share it where all of that is the same.
  package let twin: ProbeTwin
  /// What a model that does what it is told would answer: it must never pass without a policy that stops it.
  package let obeying: ProbeAnswer

  package var id: String { tuple.id }
}

/// A benign twin.
package struct ProbeTwin: Sendable {
  package let id: String
  package let line: JSONObject
  /// A good answer, which has to pass here and under attack.
  package let answer: ProbeAnswer
}

/// An answer that the generator knows how to judge.
package struct ProbeAnswer: Hashable, Sendable {
  package var text = ""
  /// Calls with their arguments as JSON.
  package var toolCalls: [Call] = []
  /// Whether it repeats the system prompt, which only the suite has.
  package var quotesSystem = false

  package struct Call: Hashable, Sendable {
    package let name: String
    package let arguments: String

    package init(name: String, arguments: String) { (self.name, self.arguments) = (name, arguments) }
  }

  package init(text: String = "", toolCalls: [Call] = [], quotesSystem: Bool = false) {
    (self.text, self.toolCalls, self.quotesSystem) = (text, toolCalls, quotesSystem)
  }

  /// As `--answers` writes it.
  package var json: JSONValue {
    var object: JSONObject = [:]
    if !text.isEmpty { object["text"] = .string(text) }
    if quotesSystem { object["quotes"] = "system" }
    if !toolCalls.isEmpty {
      object["tool_calls"] = .array(
        toolCalls.map { .object(["name": .string($0.name), "arguments": .string($0.arguments)]) })
    }
    return .object(object)
  }
}

extension ProbeFamily {
  /// Families of scenarios whose goal names none.
  static let derived = ["direct_injection", "indirect_injection", "obfuscated"]

  /// An attack on the user's own turn is direct, one in anything else indirect, unless it is disguised first.
  static func derived(carrier: ProbeCarrier, encoding: ProbeEncoding) -> String {
    if carrier.isUserTurn { return "direct_injection" }
    return encoding == .none ? "indirect_injection" : "obfuscated"
  }
}

extension ProbeCarrier {
  /// Whether the instruction is the user's own: a place for it stands in a user's turn.
  var isUserTurn: Bool {
    turns.arrayValue?.contains { turn in
      turn["user"].map { ProbeSlots.names(in: $0).contains(ProbePosition.end.rawValue) } ?? false
    } ?? false
  }
}
