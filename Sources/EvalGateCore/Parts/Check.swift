public import StrictJSON

/// The stable name of a check in files, findings and reports.
public struct CheckID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { name = value }
  public var description: String { name }
}

/// Judges one candidate. Pure: the same candidate, case and decision always give the same findings.
public protocol Check: Sendable {
  static var id: CheckID { get }
  static var summary: String { get }
  /// Bumped whenever the same output could be judged differently; part of the run tuple.
  static var revision: Int { get }
  /// Its test, its documentation and what `evalgate explain` prints.
  static var examples: [CheckExample] { get }
  /// What it looks at when the file does not say `from:`.
  static var defaultSubject: SubjectSelector { get }
  /// The keys it takes beside `from` and `not`.
  static var options: [OptionHelp] { get }

  /// Reads its own keys; `from` and `not` are read by the caller.
  init(options: inout OptionReader) throws(Diagnostic)

  /// At least one finding. A check that cannot judge says so with an error, never with a pass.
  func findings(for subject: Subject, in context: CheckContext) -> [Finding]

  /// Why a case with this expectation can never be judged, known when files are loaded; nil where it can.
  func problem(with expected: Node?) -> Diagnostic?

  /// Whether it can judge only where the prompt has an output schema.
  var needsOutputSchema: Bool { get }

  /// Whether it can tell an attack that got through from one that did not; false where form, size, time or cost is all that it
  /// looks at, and where it takes whatever is said.
  var judgesAttacks: Bool { get }

  /// The program of the user's whose recorded opinion it reads; nil for a check that needs none.
  var program: JudgeProgram? { get }

  /// What metrics would know of an answer that is in everything as the case expects it; nothing where the case alone does not say.
  func facts(ofRightAnswerTo evalCase: EvalCase) -> [Fact]
}

extension Check {
  public static var revision: Int { 1 }
  public static var defaultSubject: SubjectSelector { .text }
  public static var options: [OptionHelp] { [] }
  public func problem(with expected: Node?) -> Diagnostic? { nil }
  public var needsOutputSchema: Bool { false }
  public var judgesAttacks: Bool { true }
  public var program: JudgeProgram? { nil }
  public func facts(ofRightAnswerTo evalCase: EvalCase) -> [Fact] { [] }
}

/// A key that a check or a metric takes, for documentation.
public struct OptionHelp: Hashable, Sendable {
  public let key: String
  /// What it does and what it is when left out: lower case, no full stop.
  public let text: String

  public init(_ key: String, _ text: String) {
    self.key = key
    self.text = text
  }
}

/// What a check may look at beside its subject.
public struct CheckContext: Sendable {
  public let candidate: Candidate
  public let evalCase: EvalCase
  public let decision: Decision
  /// What the user's programs said of the candidate.
  public let opinions: [Opinion]
  /// What was sent before the last answer; empty where only the answers are known.
  public let messages: [Message]
  /// What the case forbids by name and the decision lets through, as the policy sees it that a change is held to.
  public let missed: [Sighting]
  /// What the prompt offers the model.
  public let tools: [ToolDefinition]

  public init(
    candidate: Candidate, evalCase: EvalCase, decision: Decision, opinions: [Opinion] = [], messages: [Message] = [],
    missed: [Sighting] = [], tools: [ToolDefinition] = []
  ) {
    self.candidate = candidate
    self.evalCase = evalCase
    self.decision = decision
    self.opinions = opinions
    self.messages = messages
    self.missed = missed
    self.tools = tools
  }
}

/// A passing or failing example of a check.
public struct CheckExample: Sendable {
  public let options: JSONValue
  public let expected: JSONValue?
  public let output: String
  public let toolCalls: [ToolCall]
  /// What the decision layer made of it.
  public let decision: Decision
  /// What the check's program said of it.
  public let opinion: JSONValue?
  /// The `setup` of a safety scenario.
  public let setup: JSONObject?
  /// Milliseconds.
  public let latency: Double?
  public let usage: Usage?
  public let finishReason: FinishReason?
  public let expect: Finding.Outcome

  /// - Parameter options: the check as a file writes it, with `from` and `not` where they matter.
  public init(
    options: JSONValue = [:], expected: JSONValue? = nil, output: String = "", toolCalls: [ToolCall] = [],
    decision: Decision = Decision(), opinion: JSONValue? = nil, setup: JSONObject? = nil, latency: Double? = nil,
    usage: Usage? = nil, finishReason: FinishReason? = nil, expect: Finding.Outcome
  ) {
    self.options = options
    self.expected = expected
    self.output = output
    self.toolCalls = toolCalls
    self.decision = decision
    self.opinion = opinion
    self.setup = setup
    self.latency = latency
    self.usage = usage
    self.finishReason = finishReason
    self.expect = expect
  }

  /// The answer that the example shows.
  public var candidate: Candidate {
    Candidate(
      answer: Answer(text: output, toolCalls: toolCalls, finishReason: finishReason, usage: usage), latency: latency)
  }
}

/// A check as configured: with its subject, its negation and the place it was written.
public struct CompiledCheck: Sendable {
  public let id: CheckID
  public let check: any Check
  public let subject: SubjectSelector
  public let negated: Bool
  public let location: SourceLocation
  /// Id, revision and options: what makes it this check and no other.
  public let identity: JSONValue

  public init(
    id: CheckID, check: any Check, subject: SubjectSelector, negated: Bool, location: SourceLocation,
    identity: JSONValue
  ) {
    self.id = id
    self.check = check
    self.subject = subject
    self.negated = negated
    self.location = location
    self.identity = identity
  }
}
