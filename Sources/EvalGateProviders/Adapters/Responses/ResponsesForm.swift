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
    return try Self.answer(from: body.root, body, response.headers)
  }

  /// Reads a response object, which is the body of a whole answer and the last event of a streamed one.
  static func answer(
    from root: JSONNode, _ body: BodyReader, _ headers: HTTPHeaders
  ) throws(GenerationFailure) -> Answer {
    if let error = root["error"], !error.isNull { throw .reported(by: body.response) }
    let items = try body.required("output", of: root, as: "output", .array)
    var answer = Answer(
      usage: root["usage"].flatMap(Usage.init(responses:)), model: root.text("model"),
      requestID: RequestID.openAI(headers), reportedCost: ReportedCost.read(headers, root["usage"]))
    var hasReasoning = false
    for item in items.elements {
      switch try body.requiredString("type", of: item, as: "output[].type") {
      case "message": try readMessage(item, body, into: &answer)
      case "function_call":
        answer.toolCalls.append(
          ToolCall(
            id: item.text("call_id") ?? item.text("id"),
            name: try body.requiredString("name", of: item, as: "output[].name"),
            argumentsText: try body.requiredString("arguments", of: item, as: "output[].arguments")))
      case "reasoning":
        hasReasoning = true
        readReasoning(item, into: &answer)
      // What the service itself did on the way, and what is not known yet.
      default: break
      }
    }
    answer.finishReason = finishReason(of: root, answer)
    // Reasoning has to stand before the call that came of it when the call's result is sent.
    if hasReasoning, !answer.toolCalls.isEmpty {
      answer.continuation = Continuation(form: Self.name, items: items.elements.map(\.value))
    }
    return answer
  }

  private static func readMessage(
    _ item: JSONNode, _ body: BodyReader, into answer: inout Answer
  ) throws(GenerationFailure) {
    for part in try body.required("content", of: item, as: "output[].content", .array).elements {
      switch try body.requiredString("type", of: part, as: "output[].content[].type") {
      case "output_text":
        let text = try body.requiredString("text", of: part, as: "output[].content[].text")
        answer.text.add(text)
      case "refusal":
        answer.refusal.add(part["refusal"]?.string ?? "")
      default: break
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
    case "completed"?: return answer.refusal != nil ? .refusal : answer.toolCalls.isEmpty ? .stop : .toolCalls
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
