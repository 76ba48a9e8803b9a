/// Why a model stopped, in one vocabulary for all services.
public enum FinishReason: String, Hashable, Sendable {
  case stop, length
  case toolCalls = "tool_calls"
  case contentFilter = "content_filter"
  case refusal
  case other
}

/// What a service counted. Absent is absent, never 0.
public struct Usage: Hashable, Sendable {
  public var input: Int?
  /// Of `input`, how many were read from the service's cache.
  public var cachedInput: Int?
  public var cacheWrite: Int?
  public var output: Int?
  /// Of `output`, how many were spent on reasoning.
  public var reasoning: Int?

  public init(
    input: Int? = nil, cachedInput: Int? = nil, cacheWrite: Int? = nil, output: Int? = nil, reasoning: Int? = nil
  ) {
    self.input = input
    self.cachedInput = cachedInput
    self.cacheWrite = cacheWrite
    self.output = output
    self.reasoning = reasoning
  }

  /// Input and output together; nil unless both were counted.
  public var total: Int? {
    guard let input, let output else { return nil }
    let (sum, overflow) = input.addingReportingOverflow(output)
    return overflow ? nil : sum
  }
}

/// Why there is no answer.
public struct GenerationFailure: Error, Hashable, Sendable {
  /// The two kinds are never mixed: a model's failure is a result, an infrastructure's is missing evidence.
  public enum Kind: String, Hashable, Sendable {
    case model, infrastructure
  }

  /// A closed vocabulary, so that failures can be grouped.
  public enum Reason: String, Hashable, Sendable {
    case timeout, connection, server, unauthorized, unreadable, refused, cancelled, budget, deadline, program, fallback,
      other
    /// The answer held a secret of the environment, and is kept without it.
    case secret
    case rateLimited = "rate_limited"
    case outOfCredit = "out_of_credit"
    case badRequest = "bad_request"
    case missingRecording = "missing_recording"
    case missingUsage = "missing_usage"
  }

  public var kind: Kind
  public var reason: Reason
  /// For people; from a server or a program, so hostile until made safe.
  public var message: UntrustedText
  public var status: Int?
  /// How long a server asked us to wait, in milliseconds.
  public var retryAfter: Double?
  /// What was proposed before it came to that, or beside the word of it: an application may have carried these calls out already.
  public var proposed: [ToolCall] = []

  public init(
    _ kind: Kind, _ reason: Reason, _ message: String, status: Int? = nil, retryAfter: Double? = nil
  ) {
    self.kind = kind
    self.reason = reason
    self.message = UntrustedText(message)
    self.status = status
    self.retryAfter = retryAfter
  }
}

/// What an adapter reads from one answer of a service.
public struct Answer: Hashable, Sendable {
  public var text: String?
  public var toolCalls: [ToolCall]
  public var finishReason: FinishReason?
  /// What the service itself declared to be a refusal.
  public var refusal: String?
  public var reasoning: String?
  public var usage: Usage?
  /// The model id that answered, as the service reports it.
  public var model: String?
  public var requestID: String?
  /// What a gateway says it charged for this answer, in USD.
  public var reportedCost: Double?
  /// Whether a gateway says that it fell back: another model answered than the one that was asked for.
  public var isGatewayFallback = false
  /// What the service wants back when the conversation goes on.
  public var continuation: Continuation?

  public init(
    text: String? = nil, toolCalls: [ToolCall] = [], finishReason: FinishReason? = nil, refusal: String? = nil,
    reasoning: String? = nil, usage: Usage? = nil, model: String? = nil, requestID: String? = nil,
    reportedCost: Double? = nil, continuation: Continuation? = nil
  ) {
    self.text = text
    self.toolCalls = toolCalls
    self.finishReason = finishReason
    self.refusal = refusal
    self.reasoning = reasoning
    self.usage = usage
    self.model = model
    self.requestID = requestID
    self.reportedCost = reportedCost
    self.continuation = continuation
  }
}

/// What the generation layer produced for one trial of a case: an answer, or the failure that stood in its way.
public struct Candidate: Hashable, Sendable {
  /// Where the answer came from.
  public enum Source: String, Hashable, Sendable {
    /// Asked in this run.
    case live
    /// Kept earlier on this machine or in the repository and found in `auto` mode.
    case kept
    /// From a recording in `replay` mode.
    case replayed
  }

  public var answer: Answer
  /// The answers before the last one, in a conversation of several turns.
  public var earlier: [Answer] = []
  public var failure: GenerationFailure?
  public var source: Source
  /// Service time of the last try in milliseconds, without queueing, waiting and earlier tries; infinite when it timed out. Where a
  /// second request was sent because the first was slow, it counts from the first.
  public var latency: Double?
  public var timeToFirstToken: Double?
  /// How long the case waited for its turn at the target, in milliseconds.
  public var queued: Double?
  /// Tries made, all targets together.
  public var tries: Int
  /// `provider/model` of the target that answered last, and whether it was not the first of the route.
  public var target: String
  public var isFallback: Bool
  /// Every target that was asked on the way, in order; empty for an answer from a recording.
  public var hops: [Hop] = []
  /// What was asked beside it, to be compared.
  public var shadows: [ShadowAnswer] = []
  /// What earlier attempts at the trial cost; nil where there were none.
  public var before: SpentBefore?
  /// The digest of the canonical request, which keys recordings.
  public var requestDigest: Digest?
  /// Money in USD by the target's prices, else what a gateway reported; nil where there is neither.
  public var cost: Double?

  public init(
    answer: Answer = Answer(), failure: GenerationFailure? = nil, source: Source = .live, latency: Double? = nil,
    timeToFirstToken: Double? = nil, queued: Double? = nil, tries: Int = 1, target: String = "",
    isFallback: Bool = false, requestDigest: Digest? = nil, cost: Double? = nil
  ) {
    self.answer = answer
    self.failure = failure
    self.source = source
    self.latency = latency
    self.timeToFirstToken = timeToFirstToken
    self.queued = queued
    self.tries = tries
    self.target = target
    self.isFallback = isFallback
    self.requestDigest = requestDigest
    self.cost = cost
  }

  public var text: String { answer.text ?? "" }
  /// Every call proposed, over all turns in order.
  public var allToolCalls: [ToolCall] { earlier.flatMap(\.toolCalls) + answer.toolCalls }
  /// Requests on the way that may be on the bill although nobody said what they used.
  public var uncountedRequests: Int { hops.reduce(0) { $0 &+ $1.uncounted } }
  /// Whether another model answered than the one that was asked first.
  public var isOfFallback: Bool {
    !isError && (isFallback || answer.isGatewayFallback || earlier.contains(where: \.isGatewayFallback))
  }
  /// Whether the infrastructure, rather than the model, is why there is nothing to judge.
  public var isError: Bool { failure?.kind == .infrastructure }
}
