import CurlHTTP
import EvalGateCore
import StrictJSON

/// Adds up the events of a streamed message, until `message_stop`.
///
/// https://platform.claude.com/docs/en/build-with-claude/streaming
struct AnthropicAssembly: AnswerAssembly {
  /// A block that is being written.
  private struct Draft {
    var start: JSONValue
    var text = ""
    var signature = ""
    var arguments = ""
    var isWhole = false
  }

  private var drafts: [Draft] = []
  /// Where a block's number stands in the list.
  private var places: [Int: Int] = [:]
  private var hasStarted = false
  private var model: String?
  private var finish: String?
  private var refusal: String?
  /// Counts so far: an event with another count of something replaces it.
  private var usage: JSONObject = [:]
  /// Whether the output was counted when it was all there; the beginning of a message counts what had been written by then.
  private var hasOutputCount = false
  private(set) var hasFirstToken = false
  private(set) var isComplete = false

  mutating func take(_ part: [UInt8]) throws(GenerationFailure) {
    let event = try BodyReader(HTTPResponse(status: 200, body: part))
    let root = event.root
    switch try event.requiredString("type", of: root, as: "type") {
    case "message_start":
      let message = try event.required("message", of: root, as: "message", .object)
      hasStarted = true
      model = message.text("model")
      count(message["usage"])
    case "content_block_start":
      let block = try event.required("content_block", of: root, as: "content_block", .object)
      _ = try AnthropicBlock.kind(of: block, event)
      let number = try index(of: root, event)
      places[number] = drafts.count
      drafts.append(Draft(start: block.value))
    case "content_block_delta":
      let delta = try event.required("delta", of: root, as: "delta", .object)
      guard let place = places[try index(of: root, event)] else {
        throw event.unreadable("a piece of a block that has not begun")
      }
      try take(delta, at: place, event)
    case "content_block_stop":
      if let place = root.tokens("index").flatMap({ places[$0] }) { drafts[place].isWhole = true }
    case "message_delta":
      if let word = root["delta"]?["stop_reason"]?.string { finish = word }
      refusal = root["delta"]?["stop_details"]?.text("explanation") ?? refusal
      if root["usage"]?.tokens("output_tokens") != nil { hasOutputCount = true }
      count(root["usage"])
    case "message_stop": isComplete = true
    case "error": throw .reported(by: event.response)
    // `ping`, and events that are not known yet, which the service asks to be passed over.
    default: break
    }
  }

  private func index(of root: JSONNode, _ event: BodyReader) throws(GenerationFailure) -> Int {
    guard let index = root.tokens("index") else { throw event.unreadable("no `index`") }
    return index
  }

  private mutating func take(_ delta: JSONNode, at place: Int, _ event: BodyReader) throws(GenerationFailure) {
    switch try event.requiredString("type", of: delta, as: "delta.type") {
    case "text_delta": drafts[place].text += try event.optionalString("text", of: delta, as: "delta.text") ?? ""
    case "thinking_delta": drafts[place].text += delta["thinking"]?.string ?? ""
    case "input_json_delta":
      drafts[place].arguments += try event.optionalString("partial_json", of: delta, as: "delta.partial_json") ?? ""
    case "signature_delta": drafts[place].signature += delta["signature"]?.string ?? ""
    // Where something was read; a summary of what was said before.
    case "citations_delta", "compaction_delta": break
    case let kind: throw event.unknown("a piece", kind)
    }
    switch drafts[place].start["type"]?.stringValue {
    // What the service runs itself is no token of the answer.
    case "text"?, "thinking"?, "tool_use"?: hasFirstToken = true
    default: break
    }
  }

  private mutating func count(_ usage: JSONNode?) {
    guard let usage, usage.kind == .object else { return }
    for member in usage.members where !member.value.isNull { self.usage[member.key] = member.value.value }
  }

  var proposed: [ToolCall] {
    drafts.compactMap { draft in
      guard let call = (try? Self.block(draft))?.call else { return nil }
      return finish != nil || draft.isWhole || !draft.arguments.isEmpty && call.isWhole ? call : nil
    }
  }

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    guard hasStarted else {
      throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream without `message_start`")
    }
    var blocks: [AnthropicBlock] = []
    for draft in drafts { blocks.append(try Self.block(draft)) }
    var usage = usage
    if !hasOutputCount { for key in ["output_tokens", "output_tokens_details"] { usage[key] = nil } }
    let counts = try? JSONDocument(parsing: JSONValue.object(usage).serialized())
    return try AnthropicForm.answer(
      of: blocks, finish: finish, refusal: refusal, usage: counts.flatMap { Usage(anthropic: $0.root) }, model: model,
      headers: headers)
  }

  private static func block(_ draft: Draft) throws(GenerationFailure) -> AnthropicBlock {
    switch draft.start["type"]?.stringValue {
    case "text"?: return .text((draft.start["text"]?.stringValue ?? "") + draft.text)
    case "thinking"?:
      return .thinking(
        (draft.start["thinking"]?.stringValue ?? "") + draft.text,
        signature: (draft.start["signature"]?.stringValue ?? "") + draft.signature)
    case let kind? where kind == "tool_use" || AnthropicBlock.hosted.contains(kind):
      guard let name = draft.start["name"]?.stringValue else {
        throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream that calls a tool without a name")
      }
      // A call without arguments has no pieces, or one empty piece.
      let arguments = draft.arguments.isEmpty ? draft.start["input"]?.serialized() ?? "{}" : draft.arguments
      var call = ToolCall(id: draft.start["id"]?.stringValue, name: name, argumentsText: arguments)
      guard kind != "tool_use" else { return .call(call) }
      call.isCarriedOut = true
      var block = draft.start.objectValue ?? [:]
      if let input = try? JSONValue(parsing: arguments) { block["input"] = input }
      return .hosted(call, .object(block))
    default: return .other(draft.start)
    }
  }
}
