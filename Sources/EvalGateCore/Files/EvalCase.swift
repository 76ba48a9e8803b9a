public import StrictJSON

/// How much a failing case weighs.
public enum Severity: String, Hashable, Sendable, CaseIterable {
  case blocking, advisory
}

/// One input with what is expected of the output. Held once, as a ``Suite`` is, by all that ask and judge it.
public final class EvalCase: Sendable {
  public let id: String
  /// Over everything of the case that can affect output or judgement.
  public let digest: Digest
  /// Over the checks that judge it (its own, or the set's defaults) with their revisions.
  public let checksDigest: Digest
  public let location: SourceLocation
  public let variables: JSONObject
  public let expected: Node?
  public let checks: [CompiledCheck]
  public let tags: [String]
  public let severity: Severity?
  public let turns: [Turn]
  /// `system`, `tools`, `plant` of a safety scenario.
  public let setup: JSONObject?
  public let trials: Int?
  public let cluster: String?
  /// `family`, `owasp`, `goal`, `twin` and the other describing keys of a safety scenario.
  public let facts: JSONObject
  /// What the pictures are that the case names, in the order of its prompt.
  package let pictures: [Digest]

  public init(
    id: String, digest: Digest, checksDigest: Digest, location: SourceLocation, variables: JSONObject,
    expected: Node? = nil, checks: [CompiledCheck] = [], tags: [String] = [], severity: Severity? = nil,
    turns: [Turn] = [], setup: JSONObject? = nil, trials: Int? = nil, cluster: String? = nil, facts: JSONObject = [:],
    pictures: [Digest] = []
  ) {
    self.id = id
    self.digest = digest
    self.checksDigest = checksDigest
    self.location = location
    self.variables = variables
    self.expected = expected
    self.checks = checks
    self.tags = tags
    self.severity = severity
    self.turns = turns
    self.setup = setup
    self.trials = trials
    self.cluster = cluster
    self.facts = facts
    self.pictures = pictures
  }

  /// The same case under another name.
  func with(id: String) -> EvalCase { with(id: id, severity: severity, trials: trials, tags: tags, cluster: cluster) }

  /// The same case with other variables.
  func with(variables: JSONObject) -> EvalCase {
    with(id: id, variables: variables, severity: severity, trials: trials, tags: tags, cluster: cluster)
  }

  func with(
    id: String, variables: JSONObject? = nil, severity: Severity?, trials: Int?, tags: [String], cluster: String?
  ) -> EvalCase {
    EvalCase(
      id: id, digest: digest, checksDigest: checksDigest, location: location, variables: variables ?? self.variables,
      expected: expected, checks: checks, tags: tags, severity: severity, turns: turns, setup: setup, trials: trials,
      cluster: cluster, facts: facts, pictures: pictures)
  }
}

/// One step of a scripted conversation.
///
/// A user's or a tool's step that an assistant's step follows is history; after any other the model is asked.
public enum Turn: Hashable, Sendable {
  /// `toolResults` answers the calls that the model then makes, by tool name; a call without a result ends the conversation.
  case user(String, toolResults: [String: String])
  /// What the assistant is taken to have said and called before.
  case assistant(String, toolCalls: [ToolCall])
  /// What a tool answered to the assistant's step before it.
  case tool(name: String, result: String)
}
