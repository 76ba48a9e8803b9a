import EvalGateCore
import StrictJSON

/// A recording that a policy must not accept, with a twin that it must: the same but for what is wrong with it.
///
/// Written for this purpose, and nobody's data.
struct KnownBad: Sendable {
  /// Which part of the engine notices it: the name of a rule kind, a detector, or what a detector has to undo.
  let part: String
  let policy: JSONValue
  let bad: Recording
  let twin: Recording
  /// The reason that must be given.
  let reason: PolicyReason

  init(_ part: String, _ reason: PolicyReason, policy: JSONValue, bad: Recording, twin: Recording) {
    self.part = part
    self.policy = policy
    self.bad = bad
    self.twin = twin
    self.reason = reason
  }

  /// All that are shipped.
  static let all =
    KnownBad.rules + KnownBad.flows + KnownBad.leaks + KnownBad.outputs + KnownBad.people + KnownBad.secrets
}

/// A run as a policy is asked about it.
struct Recording: Hashable, Sendable {
  var messages: [Message] = []
  var text: String?
  var calls: [ToolCall] = []
  var setup: JSONObject?

  static func says(_ text: String, setup: JSONObject? = nil) -> Recording { Recording(text: text, setup: setup) }

  static func calls(
    _ tool: String, _ arguments: String, after messages: [Message] = [], setup: JSONObject? = nil
  ) -> Recording {
    Recording(messages: messages, calls: [ToolCall(name: tool, argumentsText: arguments)], setup: setup)
  }

  private static let place = SourceLocation(path: "self-test")
  private static let digest = Digest(of: "self-test".utf8)

  var proposal: Proposal {
    let evalCase = EvalCase(
      id: "self-test", digest: Self.digest, checksDigest: Self.digest, location: Self.place, variables: [:],
      setup: setup)
    let candidate = Candidate(answer: Answer(text: text, toolCalls: calls))
    return Proposal(candidate: candidate, evalCase: evalCase, messages: messages)
  }
}
