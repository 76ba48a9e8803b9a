import CurlHTTP
import EvalGateCore
import StrictJSON

/// The whole answer of Converse, read.
struct ConverseAnswer {
  private(set) var answer: Answer
  private let body: BodyReader

  /// - Throws: `unreadable` where something is missing that must be there.
  init(_ response: HTTPResponse) throws(GenerationFailure) {
    body = try BodyReader(response)
    let output = try body.required("output", of: body.root, as: "output", .object)
    let message = try body.required("message", of: output, as: "output.message", .object)
    let content = try body.required("content", of: message, as: "output.message.content", .array)
    let stop = try body.requiredString("stopReason", of: body.root, as: "stopReason")
    answer = Answer(
      finishReason: FinishReason(converse: stop), usage: body.root["usage"].flatMap(Usage.init(converse:)),
      // A prompt router names the model it chose; otherwise the service does not say which one answered.
      model: body.root["trace"]?["promptRouter"]?.text("invokedModelId"),
      requestID: response.headers["x-amzn-requestid"])
    for block in content.elements { try read(block) }
    if answer.finishReason == .refusal { answer.refusal = answer.text ?? "" }
  }

  /// A block is known by its only member.
  private mutating func read(_ block: JSONNode) throws(GenerationFailure) {
    guard block.kind == .object else { throw body.unreadable("a content block that is no object") }
    if let text = block["text"]?.string {
      answer.text = (answer.text ?? "") + text
    } else if let cited = block["citationsContent"] {
      for part in cited["content"]?.elements.map({ $0 }) ?? [] {
        if let text = part["text"]?.string { answer.text = (answer.text ?? "") + text }
      }
    } else if let reasoning = block["reasoningContent"]?["reasoningText"]?["text"]?.string {
      answer.reasoning = (answer.reasoning ?? "") + reasoning
    } else if let call = block["toolUse"] {
      let input = try body.required("input", of: call, as: "toolUse.input", .object)
      answer.toolCalls.append(
        ToolCall(
          id: call["toolUseId"]?.string, name: try body.requiredString("name", of: call, as: "toolUse.name"),
          argumentsText: input.value.serialized(), isCarriedOut: call["type"]?.string == ConverseBlock.hosted))
    } else if let kind = ConverseBlock.unknown(in: block) {
      throw body.unknown("a part", kind)
    }
  }
}

/// What blocks of an answer may be.
///
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html
enum ConverseBlock {
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
}
