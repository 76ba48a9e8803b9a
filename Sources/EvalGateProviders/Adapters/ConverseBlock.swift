import EvalGateCore
import StrictJSON

/// One block of an answer, whole or put together from its pieces.
///
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
enum ConverseBlock: Sendable {
  case text(String)
  case thoughts(String, signature: String)
  /// Thoughts that nobody may read, in Base64.
  case redacted(String)
  case call(ToolCall)

  /// The `type` of calls that the service carries out itself.
  static let hosted = "server_tool_use"

  /// Text, calls, thoughts, citations and what came of the service's own calls; a picture or a film is nothing that can be judged.
  private static let known: Set = [
    "text", "toolUse", "reasoningContent", "citationsContent", "citation", "toolResult", "cachePoint",
  ]

  /// The kind of a block, or of a piece of one, that is not known: passed over, it would never be judged.
  static func unknown(in block: JSONNode) -> String? {
    block.members.first { !$0.value.isNull && !known.contains($0.key) }?.key
  }

  /// The call that it is.
  var call: ToolCall? { if case .call(let call) = self { call } else { nil } }

  /// Whether the service insists on getting it back with the calls that came of it.
  fileprivate var isSigned: Bool {
    switch self {
    case .thoughts(_, let signature): !signature.isEmpty
    case .redacted: true
    case .text, .call: false
    }
  }

  /// As the service takes it back; nil for what it does not take: an empty text, thoughts without a signature, of which some models
  /// say that nobody but them may have any, and what it did itself.
  fileprivate var json: JSONValue? {
    switch self {
    case .text(let text): text.isEmpty ? nil : ["text": .string(text)]
    case .thoughts(let text, let signature):
      isSigned
        ? ["reasoningContent": ["reasoningText": ["text": .string(text), "signature": .string(signature)]]] : nil
    case .redacted(let bytes): ["reasoningContent": ["redactedContent": .string(bytes)]]
    case .call(let call): call.isCarriedOut ? nil : call.converse
    }
  }
}

extension ToolCall {
  /// As a block of a message. What a model wrote may not be an object; the service takes nothing else.
  var converse: JSONValue {
    ["toolUse": ["toolUseId": .string(id ?? name), "name": .string(name), "input": argumentsObject]]
  }
}

extension Answer {
  /// Puts an answer together from what both ways of answering have in common.
  init(
    converse blocks: [ConverseBlock], stop: String, usage: Usage?, model: String?, requestID: String?
  ) {
    self.init(finishReason: FinishReason(converse: stop), usage: usage, model: model, requestID: requestID)
    for block in blocks {
      switch block {
      case .text(let words): text.add(words)
      case .thoughts(let words, _): if !words.isEmpty { reasoning.add(words) }
      case .redacted: break
      case .call(let call): toolCalls.append(call)
      }
    }
    if finishReason == .refusal { refusal = text ?? "" }
    // Thoughts have to come back with the calls that came of them, signature and all.
    if blocks.contains(where: \.isSigned), !toolCalls.awaitingResults.isEmpty {
      continuation = Continuation(form: Bedrock.name, items: blocks.compactMap(\.json))
    }
  }
}
