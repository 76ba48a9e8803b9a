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

  /// A block is known by its only member; what is not known yet is passed over.
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
      // What the service itself does on the way is no proposal of the model's.
      guard call["type"]?.string != "server_tool_use" else { return }
      let input = try body.required("input", of: call, as: "toolUse.input", .object)
      answer.toolCalls.append(
        ToolCall(
          id: call["toolUseId"]?.string, name: try body.requiredString("name", of: call, as: "toolUse.name"),
          argumentsText: input.value.serialized()))
    }
  }
}
