import CurlHTTP
import EvalGateCore
import StrictJSON

/// How chat completions are asked and answered, by OpenAI itself and by whoever took its form over.
///
/// https://platform.openai.com/docs/api-reference/chat
struct ChatForm: WireForm {
  /// When `max_tokens` is sent as `max_completion_tokens`, which OpenAI's reasoning models insist on and older servers do not
  /// know.
  enum NewNames: Sendable {
    case always
    /// For models called like OpenAI's reasoning models.
    case forReasoning
  }

  let newNames: NewNames
  let strictSchema: Bool
  let isStreamed: Bool

  static let options = [
    OptionHelp(
      "strict_schema", "whether the service is to enforce the output schema (its own subset); false when left out"),
    .stream,
  ]

  init(options: inout OptionReader, newNames: NewNames) throws(Diagnostic) {
    self.newNames = newNames
    strictSchema = try options.bool("strict_schema", default: false)
    isStreamed = try options.bool("stream", default: false)
  }

  /// The form as it is without options, to read answers with.
  init() { (newNames, strictSchema, isStreamed) = (.always, false, false) }

  var identity: JSONObject { strictSchema ? ["strict_schema": true] : [:] }

  func stream() -> any AnswerStream { FramedStream<ServerSentEvents, ChatAssembly>(ChatAssembly()) }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    let body = try BodyReader(response)
    // Gateways report what went wrong behind them with a status of 200, even beside what had been said until then.
    if let error = body.root.reportedError {
      throw GenerationFailure.reported(error, in: body.response).beside(Self.proposed(in: body))
    }
    let choices = try body.required("choices", of: body.root, as: "choices", .array)
    guard let choice = choices[0], choice.kind == .object else { throw body.unreadable("no choice in `choices`") }
    guard choices.count == 1 else { throw body.severalAnswers("choices").beside(Self.proposed(in: body)) }
    if let failure = Self.failure(in: choice, body) { throw failure.beside(Self.proposed(in: body)) }
    do throws(GenerationFailure) {
      return try Self.answer(of: choice, body)
    } catch {
      throw error.beside(Self.proposed(in: body))
    }
  }

  private static func answer(of choice: JSONNode, _ body: BodyReader) throws(GenerationFailure) -> Answer {
    let message = try body.required("message", of: choice, as: "choices[0].message", .object)
    if let made = ChatContent.made(in: message) { throw body.made(made) }
    let content = try ChatContent(of: message, body)
    let refusal = message.text("refusal") ?? content.refusal
    let finish = choice["finish_reason"]?.string.map(FinishReason.init(openAI:))
    let usage = body.root["usage"]
    let headers = body.response.headers
    let calls = try toolCalls(of: message, body)
    var extras = ChatExtras()
    extras.take(message)
    extras.calls = calls.map(\.extras)
    return Answer(
      text: content.text, toolCalls: calls.map(\.call),
      finishReason: refusal != nil && finish == .stop ? .refusal : finish, refusal: refusal,
      reasoning: message.text("reasoning_content") ?? message.text("reasoning") ?? content.reasoning,
      usage: usage.flatMap(Usage.init(openAI:)), model: body.root.text("model"), requestID: RequestID.openAI(headers),
      reportedCost: ReportedCost.read(headers, usage), continuation: extras.continuation)
  }

  /// Why a choice, or a piece of one, is no answer, whatever text it has: OpenRouter says so with an `error` of its own
  /// (https://openrouter.ai/docs/api/reference/errors-and-debugging), DeepSeek and the servers of open models with a finish
  /// reason.
  static func failure(in choice: JSONNode, _ body: BodyReader) -> GenerationFailure? {
    if let error = choice.reportedError { return .reported(error, in: body.response) }
    guard let word = choice["finish_reason"]?.string,
      ["error", "abort", "insufficient_system_resource"].contains(word)
    else { return nil }
    let status = body.response.status
    return GenerationFailure(
      .infrastructure, .server, "answered \(status) and broke off (`finish_reason: \(word)`)", status: status)
  }

  /// The calls that an answer holds which is none for another reason, as far as they can be read.
  private static func proposed(in body: BodyReader) -> [ToolCall] {
    (body.root["choices"].map(\.elements).map(Array.init) ?? []).flatMap { choice -> [ToolCall] in
      guard let message = choice["message"] else { return [] }
      return written(in: message).compactMap { try? call($0.body, id: $0.id, body) }
    }
  }

  private static func toolCalls(
    of message: JSONNode, _ body: BodyReader
  ) throws(GenerationFailure) -> [(call: ToolCall, extras: JSONObject)] {
    var calls: [(call: ToolCall, extras: JSONObject)] = []
    for (said, id, extras) in written(in: message) {
      guard let said else { throw body.unreadable("no `tool_calls[\(calls.count)].function`") }
      calls.append((try call(said, id: id, body), extras))
    }
    return calls
  }

  /// What stands in a message of each call, and `function_call`, which is what tools were called before there were tools.
  private static func written(in message: JSONNode) -> [(body: JSONNode?, id: String?, extras: JSONObject)] {
    var calls: [(body: JSONNode?, id: String?, extras: JSONObject)] = []
    for call in message["tool_calls"].map(\.elements).map(Array.init) ?? [] {
      calls.append((ChatCall.body(of: call), call.text("id"), ChatExtras.members(of: call)))
    }
    if let function = message["function_call"], !function.isNull { calls.append((function, nil, [:])) }
    return calls
  }

  private static func call(
    _ said: JSONNode?, id: String?, _ body: BodyReader
  ) throws(GenerationFailure) -> ToolCall {
    guard let said else { throw body.unreadable("a call of nothing") }
    let name = try body.requiredString("name", of: said, as: "function.name")
    guard let arguments = ChatCall.arguments(of: said) else { throw body.unreadable("no `function.arguments`") }
    return ToolCall(id: id, name: name, argumentsText: arguments)
  }
}

extension FinishReason {
  init(openAI word: String) {
    switch word {
    // What the servers of open models say (https://github.com/huggingface/text-generation-inference).
    case "stop", "eos", "eos_token", "stop_sequence": self = .stop
    case "length", "model_length": self = .length
    case "tool_calls", "function_call": self = .toolCalls
    case "content_filter": self = .contentFilter
    case "refusal": self = .refusal
    default: self = .other
    }
  }
}

extension Usage {
  /// Nil where nothing was counted. What was written to a cache is OpenRouter's and LiteLLM's addition; what was read from one
  /// stands with DeepSeek (https://api-docs.deepseek.com/guides/kv_cache) and Moonshot beside the counts.
  init?(openAI usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    let details = usage["prompt_tokens_details"]
    self.init(
      input: usage.tokens("prompt_tokens"),
      cachedInput: details?.tokens("cached_tokens") ?? usage.tokens("prompt_cache_hit_tokens")
        ?? usage.tokens("cached_tokens") ?? usage.tokens("cache_read_input_tokens"),
      cacheWrite: details?.tokens("cache_write_tokens") ?? usage.tokens("cache_creation_input_tokens"),
      output: usage.tokens("completion_tokens"),
      reasoning: usage["completion_tokens_details"]?.tokens("reasoning_tokens"))
    if self == Usage() { return nil }
    if let total = usage.tokens("total_tokens") { addWhatOnlyCounts(in: total) }
  }

  /// Takes in what is part of the sum of all and stands beside the counts: what a gateway to Anthropic's models read from a cache
  /// and wrote to one is input (https://github.com/Portkey-AI/gateway/pull/1211), and everything else is thoughts, of xAI's models
  /// (https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/grok/capabilities/reasoning) and of Google's,
  /// whose compatible endpoint counts them nowhere else (https://github.com/Clarifai/clarifai-python/pull/978).
  private mutating func addWhatOnlyCounts(in total: Int) {
    guard let prompt = input, let answer = output, prompt <= total, answer < total - prompt else { return }
    let beside = total - prompt - answer
    let (read, written) = (cachedInput ?? 0, cacheWrite ?? 0)
    if [read, written, read &+ written].contains(beside), beside != reasoning {
      input = prompt + beside
    } else {
      output = total - prompt
    }
  }
}
