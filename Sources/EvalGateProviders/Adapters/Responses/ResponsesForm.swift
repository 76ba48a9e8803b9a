import CurlHTTP
import EvalGateCore
import StrictJSON

/// How the Responses API is asked and answers.
///
/// https://platform.openai.com/docs/api-reference/responses/object
struct ResponsesForm: WireForm {
  static let name = "openai-responses"

  let strictSchema: Bool
  let isStreamed: Bool

  static let options = ChatForm.options

  init(options: inout OptionReader) throws(Diagnostic) {
    strictSchema = try options.bool("strict_schema", default: false)
    isStreamed = try options.bool("stream", default: false)
  }

  /// The form as it is without options, to read answers with.
  init() { (strictSchema, isStreamed) = (false, false) }

  var identity: JSONObject { strictSchema ? ["strict_schema": true] : [:] }

  func stream() -> any AnswerStream { FramedStream<ServerSentEvents, ResponsesAssembly>(ResponsesAssembly()) }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    let body = try BodyReader(response)
    return try Self.answer(from: body.root, items: nil, body, response.headers)
  }

  /// Reads a response object, which is the body of a whole answer and the last event of a streamed one.
  /// - Parameter streamed: the items that came before it, where they are what counts.
  static func answer(
    from root: JSONNode, items streamed: [JSONNode]?, _ body: BodyReader, _ headers: HTTPHeaders
  ) throws(GenerationFailure) -> Answer {
    do throws(GenerationFailure) {
      if let failure = failure(in: root, body) { throw failure }
      let items =
        if let streamed { streamed } else {
          Array(try body.required("output", of: root, as: "output", .array).elements)
        }
      return try answer(of: items, root, body, headers)
    } catch {
      let items = streamed ?? root["output"].map { Array($0.elements) } ?? []
      throw error.beside(ResponsesCalls.all(in: items, body))
    }
  }

  private static func answer(
    of items: [JSONNode], _ root: JSONNode, _ body: BodyReader, _ headers: HTTPHeaders
  ) throws(GenerationFailure) -> Answer {
    let calls = ResponsesCalls(in: items)
    var answer = Answer(
      usage: root["usage"].flatMap(Usage.init(responses:)), model: root.text("model"),
      requestID: RequestID.openAI(headers), reportedCost: ReportedCost.read(headers, root["usage"]))
    var isPlain = true
    for item in items {
      switch try body.requiredString("type", of: item, as: "output[].type") {
      case "message": try readMessage(item, body, into: &answer)
      case "reasoning":
        isPlain = false
        readReasoning(item, into: &answer)
      case let kind:
        guard let call = try calls.call(item, kind, body) else { break }
        answer.toolCalls.append(call)
        if kind != "function_call" { isPlain = false }
      }
    }
    answer.finishReason = finishReason(of: root, answer)
    // Reasoning has to stand before the call that came of it when the call's result is sent, and other calls as they were.
    if !isPlain, !answer.toolCalls.awaitingResults.isEmpty {
      answer.continuation = Continuation(form: Self.name, items: items.map(\.value))
    }
    return answer
  }

  /// Why a response is no answer, though it may hold something: only one that is completed, or was cut off, has been given.
  static func failure(in root: JSONNode, _ body: BodyReader) -> GenerationFailure? {
    if let error = root.reportedError { return .reported(error, in: body.response) }
    let http = body.response.status
    switch root["status"]?.string {
    case nil, "completed"?, "incomplete"?: return nil
    case "failed"?:
      return GenerationFailure(
        .infrastructure, .server, "answered \(http) with a response that failed, without a reason", status: http)
    case let word? where ["queued", "in_progress", "cancelled"].contains(word):
      return GenerationFailure(
        .infrastructure, .other, "answered \(http) with a response that is not finished (`status: \(word)`)",
        status: http)
    case _?: return body.unreadable("an unknown `status`")
    }
  }

  private static func readMessage(
    _ item: JSONNode, _ body: BodyReader, into answer: inout Answer
  ) throws(GenerationFailure) {
    for part in try body.required("content", of: item, as: "output[].content", .array).elements {
      switch try body.requiredString("type", of: part, as: "output[].content[].type") {
      case "output_text", "text":
        let text = try body.requiredString("text", of: part, as: "output[].content[].text")
        answer.text.add(text)
      case "refusal":
        answer.refusal.add(part["refusal"]?.string ?? "")
      case let kind: throw body.unknown("a part", kind)
      }
    }
  }

  /// The summary where there is one, else the thoughts that open models show.
  private static func readReasoning(_ item: JSONNode, into answer: inout Answer) {
    for list in [item["summary"], item["content"]] {
      guard let list else { continue }
      let text = list.elements.compactMap { $0["text"]?.string }.joined(separator: "\n\n")
      guard !text.isEmpty else { continue }
      answer.reasoning.add(answer.reasoning == nil ? text : "\n\n" + text)
      return
    }
  }

  private static func finishReason(of root: JSONNode, _ answer: Answer) -> FinishReason? {
    switch root["status"]?.string {
    case "incomplete"?:
      switch root["incomplete_details"]?["reason"]?.string {
      case "max_output_tokens"?: return .length
      case "content_filter"?: return .contentFilter
      default: return .other
      }
    case "completed"?:
      return answer.refusal != nil ? .refusal : answer.toolCalls.awaitingResults.isEmpty ? .stop : .toolCalls
    case nil: return nil
    default: return .other
    }
  }
}

extension Usage {
  init?(responses usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    let details = usage["input_tokens_details"]
    self.init(
      input: usage.tokens("input_tokens"), cachedInput: details?.tokens("cached_tokens"),
      cacheWrite: details?.tokens("cache_write_tokens"), output: usage.tokens("output_tokens"),
      reasoning: usage["output_tokens_details"]?.tokens("reasoning_tokens"))
    if self == Usage() { return nil }
  }
}
