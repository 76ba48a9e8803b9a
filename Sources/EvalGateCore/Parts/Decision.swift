/// What becomes of a candidate.
public enum Action: String, Hashable, Sendable, CaseIterable {
  case accept, reject, escalate
}

/// Whether the output follows the prompt's schema.
public enum SchemaOutcome: Hashable, Sendable {
  /// The prompt has no schema.
  case notAsked
  case valid
  /// The first problems, as `path: message`; `reason` is a word of a closed vocabulary for counting.
  case invalid(reason: String, problems: [UntrustedText])
  /// Neither valid nor invalid: the schema asked for too much work.
  case undetermined(String)
}

/// What a policy said of one proposed tool call.
public struct CallVerdict: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable { case allow, confirm, deny }

  /// Position among the calls of the whole conversation.
  public let index: Int
  public let tool: String
  public let outcome: Outcome
  public let rule: String?
  public let reason: String?

  public init(index: Int, tool: String, outcome: Outcome, rule: String? = nil, reason: String? = nil) {
    self.index = index
    self.tool = tool
    self.outcome = outcome
    self.rule = rule
    self.reason = reason
  }
}

/// How a verdict's evidence was found, for programs that join and look closer. Holds no raw value.
public struct VerdictTrace: Hashable, Sendable {
  /// Where a tainted value was said by a source that is not trusted.
  public struct Source: Hashable, Sendable {
    /// Position among the messages of the run, from 1.
    public var message: Int
    /// `tool:read_email`
    public var tool: String
    /// UTF-8 byte of that text.
    public var offset: Int

    public init(message: Int, tool: String, offset: Int) {
      self.message = message
      self.tool = tool
      self.offset = offset
    }
  }

  /// The detector with its version: `restricted@2`; nil where a rule looked by itself.
  public var detector: String?
  /// The form of the text in which it shows.
  public var view: String?
  /// What had to be undone to see it, outermost first.
  public var decodeChain: [String]
  /// UTF-8 bytes of the text at the verdict's path.
  public var span: Range<Int>?
  /// An HMAC of the value under the key of whoever ran it; nil without one.
  public var hmac: String?
  public var source: Source?

  public init(
    detector: String? = nil, view: String? = nil, decodeChain: [String] = [], span: Range<Int>? = nil,
    hmac: String? = nil, source: Source? = nil
  ) {
    self.detector = detector
    self.view = view
    self.decodeChain = decodeChain
    self.span = span
    self.hmac = hmac
    self.source = source
  }
}

/// What the decision layer made of a candidate.
public struct PolicyVerdict: Hashable, Sendable {
  public var action: Action
  /// The rule that decided; nil where nothing had to be decided.
  public var rule: String?
  /// A word of a closed vocabulary, such as `E_PARSE` or `denied`.
  public var reason: String?
  /// JSONPath into the arguments or the text's name, where the rule looked.
  public var path: String?
  /// Masked by whoever made it: first two characters, last two, length.
  public var evidence: String?
  /// How the evidence was found; nil where nothing was looked for.
  public var trace: VerdictTrace?
  /// What a policy program said for people.
  public var message: UntrustedText?
  public var calls: [CallVerdict]
  /// The words under `no` of the scenario whose things would have been stopped: of others nobody knows whether they came about.
  /// Known while a run is judged, and not kept with it.
  public var watched: [String]
  /// Which of the things that the scenario forbids under `no` the detectors saw and stopped: all of them, whatever decided.
  /// Known while a run is judged, and not kept with it.
  public var seen: [Sighting]
  /// Where the detectors could not look to the end for what the scenario forbids under `no`, and it went out all the same.
  /// Known while a run is judged, and not kept with it.
  public var blindSpots: [BlindSpot]
  /// The answers of the conversation that do not go out as they are, by position: what stops one says nothing of the others.
  /// Known while a run is judged, and not kept with it.
  public var heldAnswers: Set<Int>

  public init(
    action: Action, rule: String? = nil, reason: String? = nil, path: String? = nil, evidence: String? = nil,
    trace: VerdictTrace? = nil, message: UntrustedText? = nil, calls: [CallVerdict] = [], watched: [String] = [],
    seen: [Sighting] = [], blindSpots: [BlindSpot] = [], heldAnswers: Set<Int> = []
  ) {
    self.action = action
    self.rule = rule
    self.reason = reason
    self.path = path
    self.evidence = evidence
    self.trace = trace
    self.message = message
    self.calls = calls
    self.watched = watched
    self.seen = seen
    self.blindSpots = blindSpots
    self.heldAnswers = heldAnswers
  }
}

/// What decision code is asked about.
public struct Proposal: Sendable {
  public let candidate: Candidate
  public let evalCase: EvalCase
  /// What was sent to the model before its last answer, with its earlier answers and the results of tools among it; empty where
  /// only the answers are known.
  public let messages: [Message]
  /// What the model was offered, as far as that is known.
  public let tools: [ToolDefinition]
  /// All calls the model proposed, over all turns.
  public var calls: [ToolCall] { candidate.allToolCalls }

  /// - Parameter tools: of the prompt; those of the case stand in for them.
  public init(candidate: Candidate, evalCase: EvalCase, messages: [Message] = [], tools: [ToolDefinition] = []) {
    self.candidate = candidate
    self.evalCase = evalCase
    self.messages = messages
    self.tools = evalCase.tools(insteadOf: tools)
  }
}

/// Deterministic rules over output and tool calls: a pure function of policy and proposal.
public protocol DecisionPolicy: Sendable {
  func decide(_ proposal: Proposal) -> PolicyVerdict

  /// Why a scenario that is set up like this cannot forbid something by a word such as `restricted:codes` or `pii`; nil where what
  /// the word names is stopped.
  func gap(in word: String, _ setting: ScenarioSetting) -> WatchGap?

  /// What its detectors see in an answer of the things that words such as `restricted:codes` name, as far as it stops them.
  func sightings(of words: [String], in proposal: Proposal) -> [Sighting]

  /// Whether its rules speak of a tool; a rule for all tools speaks of none.
  func speaks(of tool: String) -> Bool

  /// The tools that its rules name one by one.
  var toolNames: [String] { get }

  /// Where a text that is to be shown holds values that it restricts, in UTF-8 bytes: in order of place, and all of a text that
  /// cannot be looked at to its end.
  func restrictedRanges(in text: String) -> [Range<Int>]
}

extension DecisionPolicy {
  public func restrictedRanges(in text: String) -> [Range<Int>] { [] }
}

/// The outcome of the decision layer: schema verdict, policy verdict and what follows from both.
public struct Decision: Hashable, Sendable {
  public var schema: SchemaOutcome
  public var policy: PolicyVerdict?
  public var action: Action
  public var rule: String?

  public init(
    schema: SchemaOutcome = .notAsked, policy: PolicyVerdict? = nil, action: Action = .accept, rule: String? = nil
  ) {
    self.schema = schema
    self.policy = policy
    self.action = action
    self.rule = rule
  }
}

extension Decision {
  /// Whether a proposed call was let through. The policy decides call by call, so one that it allowed is carried out although it
  /// denied the one beside it, and although something else of the answer was stopped. Without a word of it about the call, its
  /// word about the answer decides. Nothing else stops a call: a schema speaks of what is said, and a generation that ends badly
  /// ends after it.
  ///
  /// - Parameter index: among all calls of the conversation.
  public func lets(call index: Int) -> Bool {
    guard let policy else { return true }
    return policy.calls.first { $0.index == index }.map { $0.outcome == .allow } ?? (policy.action == .accept)
  }

  /// Whether a call came about: nothing stopped it, or it had been carried out before anybody was asked.
  ///
  /// - Parameter index: among all calls of the conversation.
  public func lets(call index: Int, of candidate: Candidate) -> Bool {
    candidate.carrier(ofCall: index) != nil || lets(call: index)
  }

  /// Whether what an answer says went out. Each is decided about by itself: what stops one answer, or a call in it, does not take
  /// back what another said. A failure's own words are no answer.
  ///
  /// - Parameter index: among all answers of the conversation.
  public func lets(answer index: Int, of candidate: Candidate) -> Bool {
    if policy?.heldAnswers.contains(index) == true { return false }
    guard index == candidate.earlier.count else { return true }
    guard candidate.failure == nil else { return candidate.endsWithAnswer }
    // A schema speaks of the last answer.
    switch schema {
    case .notAsked, .valid: return true
    case .invalid, .undetermined: return false
    }
  }
}
