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
      let number = try index(of: root, event)
      places[number] = drafts.count
      drafts.append(Draft(start: block.value))
    case "content_block_delta":
      let delta = try event.required("delta", of: root, as: "delta", .object)
      guard let place = places[try index(of: root, event)] else {
        throw event.unreadable("a piece of a block that has not begun")
      }
      take(delta, at: place)
    case "message_delta":
      if let word = root["delta"]?["stop_reason"]?.string { finish = word }
      refusal = root["delta"]?["stop_details"]?.text("explanation") ?? refusal
      count(root["usage"])
    case "message_stop": isComplete = true
    case "error": throw .reported(by: event.response)
    // `ping`, `content_block_stop`, and what is not known yet.
    default: break
    }
  }

  private func index(of root: JSONNode, _ event: BodyReader) throws(GenerationFailure) -> Int {
    guard let index = root.tokens("index") else { throw event.unreadable("no `index`") }
    return index
  }

  private mutating func take(_ delta: JSONNode, at place: Int) {
    if let text = delta["text"]?.string ?? delta["thinking"]?.string { drafts[place].text += text }
    if let text = delta["partial_json"]?.string { drafts[place].arguments += text }
    if let text = delta["signature"]?.string { drafts[place].signature += text }
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

  func answer(_ headers: HTTPHeaders) throws(GenerationFailure) -> Answer {
    guard hasStarted else {
      throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream without `message_start`")
    }
    var blocks: [AnthropicBlock] = []
    for draft in drafts { blocks.append(try Self.block(draft)) }
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
    case "tool_use"?:
      guard let name = draft.start["name"]?.stringValue else {
        throw GenerationFailure(.infrastructure, .unreadable, "answered with a stream that calls a tool without a name")
      }
      // A call without arguments has no pieces, or one empty piece.
      let arguments = draft.arguments.isEmpty ? draft.start["input"]?.serialized() ?? "{}" : draft.arguments
      return .call(ToolCall(id: draft.start["id"]?.stringValue, name: name, argumentsText: arguments))
    default:
      // A tool of the service's own is called in pieces as well.
      guard var block = draft.start.objectValue, let input = try? JSONValue(parsing: draft.arguments) else {
        return .other(draft.start)
      }
      block["input"] = input
      return .other(.object(block))
    }
  }
}
