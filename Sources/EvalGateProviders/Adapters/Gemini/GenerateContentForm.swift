import CurlHTTP
import EvalGateCore
import StrictJSON

/// How `generateContent` is asked and answers, in the Gemini API and in Vertex AI.
///
/// https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
struct GenerateContentForm: WireForm {
  static let name = "gemini"

  let isStreamed: Bool

  var identity: JSONObject { [:] }

  /// What follows the model in the address. Without `alt=sse` a stream is one JSON list.
  var method: String { isStreamed ? ":streamGenerateContent?alt=sse" : ":generateContent" }

  func stream() -> any AnswerStream {
    FramedStream<ServerSentEvents, GenerateContentAssembly>(GenerateContentAssembly())
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    var assembly = GenerateContentAssembly()
    try assembly.take(try BodyReader(response))
    return try assembly.answer(response.headers)
  }
}

/// Adds up the chunks of an answer; each chunk is a whole response, and a whole response is an answer of one chunk.
struct GenerateContentAssembly: AnswerAssembly {
  private var answer = Answer()
  private var finish: String?
  private var blocked: String?
  private var parts: [JSONValue] = []
  private var isSigned = false
  /// A call that has begun and goes on.
  private var open: GeminiStreamedCall?
  private var lookups: GeminiLookups?
  private var last: BodyReader?
  private(set) var hasFirstToken = false

  /// No event says "the end": a chunk with a finish reason is the last one with content, and the body ends after it.
  static let endsWithBody = true
  var isComplete: Bool { finish != nil || blocked != nil }

  mutating func take(_ part: [UInt8]) throws(GenerationFailure) {
    try take(try BodyReader(HTTPResponse(status: 200, body: part)))
  }

  mutating func take(_ chunk: BodyReader) throws(GenerationFailure) {
    let root = chunk.root
    if let error = root["error"], !error.isNull {
      if let candidate = root["candidates"]?[0] { try? take(candidate: candidate, chunk) }
      throw GenerationFailure.reported(by: chunk.response).beside(proposed)
    }
    last = chunk
    if let model = root.text("modelVersion") { answer.model = model }
    if let id = root.text("responseId") { answer.requestID = id }
    // Each chunk counts from the beginning.
    if let usage = root["usageMetadata"].flatMap(Usage.init(gemini:)) { answer.usage = usage }
    if let feedback = root["promptFeedback"], let reason = feedback.text("blockReason") {
      blocked = feedback.text("blockReasonMessage") ?? "the service blocked the prompt (\(reason))"
    }
    guard let candidates = root["candidates"], let candidate = candidates[0] else { return }
    guard candidates.count == 1, candidate.tokens("index") ?? 0 == 0 else {
      throw chunk.severalAnswers("candidates").beside(proposed)
    }
    try take(candidate: candidate, chunk)
  }

  private mutating func take(candidate: JSONNode, _ chunk: BodyReader) throws(GenerationFailure) {
    if let word = candidate.text("finishReason") { finish = word }
    var failure: GenerationFailure?
    for part in candidate["content"]?["parts"].map(\.elements).map(Array.init) ?? [] {
      // A call after what cannot be read was made all the same.
      do throws(GenerationFailure) { try take(part, chunk) } catch { failure = failure ?? error }
    }
    if let failure { throw failure.beside(proposed) }
    if let lookups = GeminiLookups(candidate) { self.lookups = lookups }
  }

  private mutating func take(_ part: JSONNode, _ chunk: BodyReader) throws(GenerationFailure) {
    if part["thoughtSignature"] != nil { isSigned = true }
    if let call = part["functionCall"], open != nil || GeminiStreamedCall.begins(with: call) {
      return try take(piece: call, of: part, chunk)
    }
    parts.append(part.value)
    if let call = part["functionCall"] {
      hasFirstToken = true
      // No arguments are not written at all.
      let arguments = call["args"].map { $0.isNull ? "{}" : $0.value.serialized() } ?? "{}"
      let name = try chunk.requiredString("name", of: call, as: "functionCall.name")
      answer.toolCalls.append(ToolCall(id: call.text("id"), name: name, argumentsText: arguments))
    }
    let text = try chunk.optionalString("text", of: part, as: "parts[].text")
    // A part is mostly its text and nothing else.
    if text == nil || part.count > 1, let call = try GeminiHosted.call(part, chunk) { answer.toolCalls.append(call) }
    guard let text else { return }
    if !text.isEmpty { hasFirstToken = true }
    if part["thought"]?.bool == true {
      answer.reasoning.add(text)
    } else {
      answer.text.add(text)
    }
  }

  private mutating func take(
    piece call: JSONNode, of part: JSONNode, _ chunk: BodyReader
  ) throws(GenerationFailure) {
    hasFirstToken = true
    guard open == nil || call["name"] == nil else { throw chunk.unreadable("a call within one that goes on") }
    var streamed = if let open { open } else { try GeminiStreamedCall(part, call, chunk) }
    open = nil
    guard try streamed.take(call, chunk) else {
      open = streamed
      return
    }
    let whole = try streamed.whole(chunk)
    answer.toolCalls.append(whole.call)
    parts.append(whole.part)
  }

  var proposed: [ToolCall] { answer.toolCalls + (lookups?.calls ?? []) }

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    var answer = answer
    answer.toolCalls = proposed
    answer.reportedCost = ReportedCost.read(headers, nil)
    if let blocked {
      answer.finishReason = .contentFilter
      // What had been said by then was cut off.
      if answer.text?.isEmpty ?? true { answer.refusal = blocked }
      return answer
    }
    guard let finish, open == nil else {
      guard let last else { throw GenerationFailure(.infrastructure, .unreadable, "answered with nothing") }
      throw last.unreadable(open == nil ? "no `candidates[0].finishReason`" : "a call that does not end")
        .beside(proposed)
    }
    answer.finishReason = FinishReason(gemini: finish, hasCalls: !answer.toolCalls.awaitingResults.isEmpty)
    // Signed thoughts have to come back with the calls that came of them.
    if isSigned, !answer.toolCalls.awaitingResults.isEmpty {
      answer.continuation = Continuation(form: GenerateContentForm.name, items: parts)
    }
    return answer
  }
}

extension FinishReason {
  /// https://ai.google.dev/api/generate-content#FinishReason
  init(gemini word: String, hasCalls: Bool) {
    switch word {
    case "STOP": self = hasCalls ? .toolCalls : .stop
    case "MAX_TOKENS": self = .length
    case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT",
      "MODEL_ARMOR":
      self = .contentFilter
    default: self = .other
    }
  }
}

extension Usage {
  /// The service counts thoughts apart from the candidates' tokens; here reasoning is a part of the output, as everywhere, and as
  /// it is paid for. What a tool of the service's own put before the model is counted apart from the prompt and is input too. A
  /// count of 0 is not written (https://protobuf.dev/programming-guides/json), so that next to counted
  /// thoughts no candidates' tokens are none.
  init?(gemini usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    let input = usage.tokens("promptTokenCount").flatMap { _ in
      usage.tokens(inAll: ["promptTokenCount", "toolUsePromptTokenCount"])
    }
    self.init(
      input: input, cachedInput: usage.tokens("cachedContentTokenCount"),
      output: usage.tokens(inAll: ["candidatesTokenCount", "thoughtsTokenCount"]),
      reasoning: usage.tokens("thoughtsTokenCount"))
    if self == Usage() { return nil }
  }
}
