import CurlHTTP
import EvalGateCore
import StrictJSON

/// How Anthropic's Messages are asked and answered.
struct AnthropicForm: WireForm {
  static let name = "anthropic"

  let isStreamed: Bool

  var identity: JSONObject { [:] }

  func stream() -> any AnswerStream { FramedStream<ServerSentEvents, AnthropicAssembly>(AnthropicAssembly()) }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    let body = try BodyReader(response)
    do throws(GenerationFailure) {
      if let error = body.root.reportedError { throw GenerationFailure.reported(error, in: body.response) }
      return try Self.answer(in: body)
    } catch {
      let blocks = (body.root["content"].map(\.elements).map(Array.init) ?? []).compactMap {
        try? AnthropicBlock($0, body)
      }
      throw error.beside(blocks.compactMap(\.call))
    }
  }

  private static func answer(in body: BodyReader) throws(GenerationFailure) -> Answer {
    let content = try body.required("content", of: body.root, as: "content", .array)
    var blocks: [AnthropicBlock] = []
    for block in content.elements { blocks.append(try AnthropicBlock(block, body)) }
    let usage = body.root["usage"]
    return try answer(
      of: blocks, finish: body.root["stop_reason"]?.string,
      refusal: body.root["stop_details"]?.text("explanation"), usage: usage.flatMap(Usage.init(anthropic:)),
      model: body.root.text("model"), headers: body.response.headers)
  }

  /// Puts an answer together from what both ways of answering have in common.
  /// - Throws: for a turn that the service has interrupted: what was said so far is no answer
  ///   (https://platform.claude.com/docs/en/build-with-claude/handling-stop-reasons).
  static func answer(
    of blocks: [AnthropicBlock], finish: String?, refusal: String?, usage: Usage?, model: String?,
    headers: HTTPHeaders
  ) throws(GenerationFailure) -> Answer {
    if let finish, ["pause_turn", "compaction"].contains(finish) {
      throw GenerationFailure(
        .infrastructure, .other, "answered 200 with a turn that is not finished (`stop_reason: \(finish)`)", status: 200
      )
    }
    var answer = Answer(
      finishReason: finish.map(FinishReason.init(anthropic:)), usage: usage, model: model,
      requestID: headers["request-id"] ?? RequestID.openAI(headers), reportedCost: ReportedCost.read(headers, nil))
    var isSigned = false
    for block in blocks {
      switch block {
      case .text(let text): answer.text.add(text)
      case .thinking(let text, _):
        isSigned = true
        answer.reasoning.add(text)
      case .call(let call): answer.toolCalls.append(call)
      case .hosted(let call, _):
        isSigned = true
        answer.toolCalls.append(call)
      case .other(let block): isSigned = isSigned || block["type"] == "redacted_thinking"
      }
    }
    if answer.finishReason == .refusal { answer.refusal = refusal ?? answer.text ?? "" }
    // Thoughts have to come back with the calls that came of them, signature and all, and so has what the service did on the way.
    if isSigned, !answer.toolCalls.awaitingResults.isEmpty {
      answer.continuation = Continuation(form: name, items: blocks.map(\.json))
    }
    return answer
  }
}

/// One block of an answer.
///
/// https://platform.claude.com/docs/en/build-with-claude/extended-thinking
enum AnthropicBlock: Sendable {
  case text(String)
  case thinking(String, signature: String)
  case call(ToolCall)
  /// What the service itself did on the way, as it wrote it.
  case hosted(ToolCall, JSONValue)
  /// What says nothing that could be judged.
  case other(JSONValue)

  /// - Throws: `unreadable` where something is missing, and for a kind that is not known.
  init(_ block: JSONNode, _ body: BodyReader) throws(GenerationFailure) {
    let kind = try Self.kind(of: block, body)
    switch kind {
    case "text": self = .text(try body.requiredString("text", of: block, as: "content[].text"))
    case "thinking":
      self = .thinking(block["thinking"]?.string ?? "", signature: block["signature"]?.string ?? "")
    case "tool_use":
      let input = try body.required("input", of: block, as: "content[].input", .object)
      self = .call(
        ToolCall(
          id: block["id"]?.string, name: try body.requiredString("name", of: block, as: "content[].name"),
          argumentsText: input.value.serialized()))
    case _ where Self.hosted.contains(kind):
      self = .hosted(
        ToolCall(
          id: block["id"]?.string, name: try body.requiredString("name", of: block, as: "content[].name"),
          argumentsText: block["input"]?.value.serialized() ?? "{}", isCarriedOut: true), block.value)
    default: self = .other(block.value)
    }
  }

  /// What kind of block it is.
  /// - Throws: `unreadable` for one that is not known: passed over, it would never be judged.
  static func kind(of block: JSONNode, _ body: BodyReader) throws(GenerationFailure) -> String {
    let kind = try body.requiredString("type", of: block, as: "content[].type")
    guard ["text", "thinking", "tool_use"].contains(kind) || hosted.contains(kind) || saysNothing(kind) else {
      throw body.unknown("a part", kind)
    }
    return kind
  }

  /// Calls of the service's own tools, and of the tools of servers that it was told of.
  static let hosted: Set = ["server_tool_use", "mcp_tool_use"]

  /// Thoughts that nobody may read, what came of calls that the service carried out, files it was given, a summary of what was said
  /// before, the model that took over.
  private static func saysNothing(_ kind: String) -> Bool {
    kind.hasSuffix("_tool_result")
      || ["redacted_thinking", "container_upload", "compaction", "fallback"].contains(kind)
  }

  /// The call that it is.
  var call: ToolCall? {
    switch self {
    case .call(let call), .hosted(let call, _): call
    case .text, .thinking, .other: nil
    }
  }

  /// As the service takes it back.
  var json: JSONValue {
    switch self {
    case .text(let text): ["type": "text", "text": .string(text)]
    case .thinking(let text, let signature):
      ["type": "thinking", "thinking": .string(text), "signature": .string(signature)]
    case .call(let call):
      [
        "type": "tool_use", "id": .string(call.id ?? call.name), "name": .string(call.name),
        "input": call.argumentsObject,
      ]
    case .hosted(_, let block), .other(let block): block
    }
  }
}

extension ToolCall {
  /// What a model wrote may not be an object; services that want one get an empty one then.
  var argumentsObject: JSONValue {
    let arguments = (try? self.arguments()) ?? [:]
    return arguments.objectValue == nil ? [:] : arguments
  }
}

extension FinishReason {
  init(anthropic word: String) {
    switch word {
    case "end_turn", "stop_sequence": self = .stop
    case "max_tokens", "model_context_window_exceeded": self = .length
    case "tool_use": self = .toolCalls
    case "refusal": self = .refusal
    default: self = .other
    }
  }
}

extension Usage {
  /// The service counts cached input apart from `input_tokens`; here it is a part of the input, as everywhere.
  init?(anthropic usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    self.init(
      input: usage.tokens("input_tokens").flatMap { _ in
        usage.tokens(inAll: ["input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"])
      }, cachedInput: usage.tokens("cache_read_input_tokens"),
      cacheWrite: usage.tokens("cache_creation_input_tokens"), output: usage.tokens("output_tokens"),
      reasoning: usage["output_tokens_details"]?.tokens("thinking_tokens"))
    if self == Usage() { return nil }
  }
}
