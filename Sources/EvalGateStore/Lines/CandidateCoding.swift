import EvalGateCore
import StrictJSON

extension JSONWriter {
  /// What was generated, but for latency and origin, which stand on the case line itself.
  mutating func body(of candidate: Candidate) {
    field("target", candidate.target)
    flag("fallback", candidate.isFallback)
    field("tries", candidate.tries)
    field("queued_ms", milliseconds: candidate.queued)
    field("request", candidate.requestDigest)
    if let failure = candidate.failure { object("failure") { $0.body(of: failure) } }
    object("answer") { $0.body(of: candidate.answer) }
    list("earlier", candidate.earlier) { $0.body(of: $1) }
    if candidate.isWorthTelling { list("hops", candidate.hops) { $0.body(of: $1) } }
    list("shadows", candidate.shadows) { $0.body(of: $1) }
    if let before = candidate.before { object("before") { $0.body(of: before) } }
  }

  mutating func body(of answer: Answer) {
    field("text", answer.text)
    list("tool_calls", answer.toolCalls) { $0.body(of: $1) }
    if let reason = answer.finishReason { field("finish_reason", reason) }
    field("refusal", answer.refusal)
    field("reasoning", answer.reasoning)
    if let usage = answer.usage { object("usage") { $0.body(of: usage) } }
    field("model", answer.model)
    field("request_id", answer.requestID)
    field("reported_cost_usd", answer.reportedCost)
    flag("gateway_fallback", answer.isGatewayFallback)
    if let continuation = answer.continuation {
      key("continuation")
      value(continuation.json)
    }
  }

  mutating func body(of usage: Usage) {
    field("input", usage.input)
    field("cached_input", usage.cachedInput)
    field("cache_write", usage.cacheWrite)
    field("output", usage.output)
    field("reasoning", usage.reasoning)
  }

  mutating func body(of call: ToolCall) {
    field("id", call.id)
    field("name", call.name)
    field("arguments", call.argumentsText)
    flag("carried_out", call.isCarriedOut)
  }

  mutating func body(of failure: GenerationFailure) {
    field("kind", failure.kind)
    field("reason", failure.reason)
    field("message", failure.message)
    field("status", failure.status)
    field("retry_after_ms", milliseconds: failure.retryAfter)
  }

  mutating func body(of message: Message) {
    field("role", message.role)
    field("content", message.text)
    list("tool_calls", message.toolCalls) { $0.body(of: $1) }
    field("tool_call_id", message.toolCallID)
    field("name", message.toolName)
  }
}

extension Candidate {
  /// Reads what `JSONWriter.body(of:)` wrote; latency and origin are the case line's.
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(answer: Answer())
    target = try fields.string("target")
    isFallback = try fields.flag("fallback")
    tries = try fields.int("tries")
    queued = try fields.optionalReal("queued_ms")
    requestDigest = try fields.optionalDigest("request")
    if var failure = try fields.optionalObject("failure") { self.failure = try GenerationFailure(&failure) }
    var answer = try fields.object("answer")
    self.answer = try Answer(&answer)
    earlier = try fields.list("earlier") { fields throws(LineFault) in try Answer(&fields) }
    hops = try fields.list("hops") { fields throws(LineFault) in try Hop(&fields) }
    shadows = try fields.list("shadows") { fields throws(LineFault) in try ShadowAnswer(&fields) }
    if var before = try fields.optionalObject("before") { self.before = try SpentBefore(&before) }
  }
}

extension Answer {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init()
    text = try fields.optionalString("text")
    toolCalls = try fields.list("tool_calls") { fields throws(LineFault) in try ToolCall(&fields) }
    finishReason = try fields.optionalWord("finish_reason")
    refusal = try fields.optionalString("refusal")
    reasoning = try fields.optionalString("reasoning")
    if var usage = try fields.optionalObject("usage") { self.usage = try Usage(&usage) }
    model = try fields.optionalString("model")
    requestID = try fields.optionalString("request_id")
    reportedCost = try fields.optionalReal("reported_cost_usd")
    isGatewayFallback = try fields.flag("gateway_fallback")
    if let node = fields.optional("continuation") {
      guard let continuation = Continuation(json: node.value) else {
        throw fields.wrong("continuation", "an object with `form` and `items`")
      }
      self.continuation = continuation
    }
  }
}

extension Usage {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init()
    input = try fields.optionalTokens("input")
    cachedInput = try fields.optionalTokens("cached_input")
    cacheWrite = try fields.optionalTokens("cache_write")
    output = try fields.optionalTokens("output")
    reasoning = try fields.optionalTokens("reasoning")
  }
}

extension ToolCall {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      id: try fields.optionalString("id"), name: try fields.string("name"),
      argumentsText: try fields.string("arguments"), isCarriedOut: try fields.flag("carried_out"))
  }
}

extension GenerationFailure {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      try fields.word("kind"), try fields.word("reason"), try fields.string("message"),
      status: try fields.optionalInt("status"), retryAfter: try fields.optionalReal("retry_after_ms"))
  }
}

extension Message {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      try fields.word("role"), try fields.string("content"),
      toolCalls: try fields.list("tool_calls") { fields throws(LineFault) in try ToolCall(&fields) },
      toolCallID: try fields.optionalString("tool_call_id"), toolName: try fields.optionalString("name"))
  }
}
