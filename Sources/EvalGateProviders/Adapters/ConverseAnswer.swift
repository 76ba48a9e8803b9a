import CurlHTTP
import EvalGateCore
import StrictJSON

/// The whole answer of Converse, read.
struct ConverseAnswer {
  let answer: Answer

  /// - Throws: `unreadable` where something is missing that must be there.
  init(_ response: HTTPResponse) throws(GenerationFailure) {
    let body = try BodyReader(response)
    let output = try body.required("output", of: body.root, as: "output", .object)
    let message = try body.required("message", of: output, as: "output.message", .object)
    let content = try body.required("content", of: message, as: "output.message.content", .array)
    let stop = try body.requiredString("stopReason", of: body.root, as: "stopReason")
    var blocks: [ConverseBlock] = []
    var failure: GenerationFailure?
    for block in content.elements {
      // A call after what cannot be read was made all the same.
      do throws(GenerationFailure) { blocks += try Self.read(block, body) } catch { failure = failure ?? error }
    }
    if let failure { throw failure.beside(blocks.compactMap(\.call)) }
    answer = Answer(
      converse: blocks, stop: stop, usage: body.root["usage"].flatMap(Usage.init(converse:)),
      // A prompt router names the model it chose; otherwise the service does not say which one answered.
      model: body.root["trace"]?["promptRouter"]?.text("invokedModelId"),
      requestID: response.headers["x-amzn-requestid"])
  }

  /// A block is known by its only member.
  private static func read(_ block: JSONNode, _ body: BodyReader) throws(GenerationFailure) -> [ConverseBlock] {
    guard block.kind == .object else { throw body.unreadable("a content block that is no object") }
    if let text = try body.optionalString("text", of: block, as: "content[].text") { return [.text(text)] }
    if let cited = block["citationsContent"] {
      return (cited["content"]?.elements.map { $0 } ?? []).compactMap { $0["text"]?.string.map { .text($0) } }
    }
    if let reasoning = block["reasoningContent"] {
      if let bytes = reasoning["redactedContent"]?.string { return [.redacted(bytes)] }
      let thoughts = reasoning["reasoningText"]
      guard let text = thoughts?["text"]?.string else { return [] }
      return [.thoughts(text, signature: thoughts?["signature"]?.string ?? "")]
    }
    if let call = block["toolUse"] {
      let input = try body.required("input", of: call, as: "toolUse.input", .object)
      return [
        .call(
          ToolCall(
            id: call["toolUseId"]?.string, name: try body.requiredString("name", of: call, as: "toolUse.name"),
            argumentsText: input.value.serialized(), isCarriedOut: call["type"]?.string == ConverseBlock.hosted))
      ]
    }
    if let kind = ConverseBlock.unknown(in: block) { throw body.unknown("a part", kind) }
    return []
  }
}
