import EvalGateCore
import StrictJSON

/// Reads the `messages` of a row as chat services write them: with parts for what is said, for calls and for their results.
///
/// What is not known is an error: a text that nobody read would be one that nobody said.
struct PolicyMessages {
  private(set) var messages: [Message] = []
  /// The tools of the calls so far, by the ids of the calls.
  private var tools: [String: String] = [:]

  /// What is wrong with a message, as a sentence that goes on after `message 3`.
  struct Problem: Error {
    let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }

  /// Parts in which nothing is said that a rule looks at: pictures, sounds, and what a model thinks by itself.
  private static let silent: Set<String> = [
    "image", "image_url", "input_image", "input_audio", "audio", "video", "video_url", "thinking", "redacted_thinking",
    "reasoning", "reasoningContent", "cachePoint",
  ]

  mutating func add(_ message: JSONValue) throws(Problem) {
    // As the Responses interface lists calls and their results beside the messages.
    if message["role"] == nil, message["type"]?.stringValue != nil {
      var said = Said()
      try read(message, into: &said)
      messages += said.messages(.assistant)
      return
    }
    guard let role = message["role"]?.stringValue.flatMap(Self.role) else {
      let known = Role.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw Problem("needs a `role`, one of \(known)")
    }
    var said = Said()
    try read(content: message["content"] ?? message["parts"] ?? .null, into: &said)
    for call in try list(message["tool_calls"], "tool_calls") {
      try add(call: call["function"] ?? call["custom"] ?? call, of: call, to: &said)
    }
    let named =
      (message["name"] ?? message["tool_name"])?.stringValue
      ?? message["tool_call_id"]?.stringValue.flatMap { tools[$0] }
    if role == .tool {
      guard said.calls.isEmpty else { throw Problem("is one of a tool, which calls nothing") }
      let isResult = !said.texts.isEmpty || said.results.isEmpty
      messages += said.results + (isResult ? [Message(.tool, said.text, toolName: named)] : [])
    } else {
      messages += said.messages(role)
    }
  }

  /// Gemini's `model` is the assistant, its `function` a tool.
  private static func role(_ name: String) -> Role? {
    switch name {
    case "model": .assistant
    case "function": .tool
    default: Role(rawValue: name)
    }
  }

  /// What one message says.
  private struct Said {
    var texts: [String] = []
    var calls: [ToolCall] = []
    /// Of tools, each with its name.
    var results: [Message] = []

    var text: String { texts.joined(separator: "\n") }

    /// The results are told before what is said beside them.
    func messages(_ role: Role) -> [Message] {
      let isEmpty = texts.isEmpty && calls.isEmpty && !results.isEmpty
      return results + (isEmpty ? [] : [Message(role, text, toolCalls: calls)])
    }
  }

  // MARK: Parts

  private mutating func read(content: JSONValue, into said: inout Said) throws(Problem) {
    switch content {
    case .null: break
    case .string(let text): said.texts.append(text)
    case .array(let parts): for part in parts { try read(part, into: &said) }
    default:
      throw Problem("has a `content` that is neither text, nor `null`, nor a list of parts")
    }
  }

  private mutating func read(_ part: JSONValue, into said: inout Said) throws(Problem) {
    if let text = part.stringValue { return said.texts.append(text) }
    guard let object = part.objectValue else { throw Problem("has a part that is neither text nor an object") }
    let kind = object["type"]?.stringValue ?? Self.unnamed.first { object[$0] != nil } ?? ""
    switch kind {
    case "text", "input_text", "output_text", "refusal":
      guard let text = object["text"]?.stringValue ?? object["refusal"]?.stringValue else {
        throw Problem("has a part `\(kind)` without its `text`")
      }
      said.texts.append(text)
    case "message": try read(content: object["content"] ?? .null, into: &said)
    case "tool_use", "server_tool_use", "mcp_tool_use", "function_call", "mcp_call":
      try add(call: part, of: part, to: &said)
      if kind == "mcp_call", let output = object["output"] { add(result: output, of: part, to: &said) }
    case "tool_result", "mcp_tool_result":
      add(result: object["content"] ?? .null, of: part, to: &said)
    case "function_call_output": add(result: object["output"] ?? .null, of: part, to: &said)
    case "functionCall", "toolUse": try add(call: object[kind] ?? .null, of: object[kind] ?? .null, to: &said)
    case "toolResult": add(result: object[kind]?["content"] ?? .null, of: object[kind] ?? .null, to: &said)
    case "functionResponse":
      let answer = object[kind] ?? .null
      add(result: answer["response"] ?? .null, of: answer, to: &said)
    case "document", "search_result", "guardContent": said.texts += Self.texts(of: part)
    case "inlineData", "inline_data", "fileData", "file_data": break
    case _ where Self.silent.contains(kind): break
    default:
      throw Problem(
        "has a part of a kind that is not known, `\(UntrustedText(kind).excerpt(40).unsafeText)`: write what it says as `text`"
      )
    }
  }

  /// Members that say what a part is where it has no `type`.
  private static let unnamed = [
    "text", "functionCall", "functionResponse", "inlineData", "inline_data", "fileData", "file_data", "toolUse",
    "toolResult",
    "image", "video", "document", "guardContent", "reasoningContent", "cachePoint",
  ]

  /// - Parameter whole: what has the id of the call.
  private mutating func add(call: JSONValue, of whole: JSONValue, to said: inout Said) throws(Problem) {
    guard let name = call["name"]?.stringValue, !name.isEmpty else { throw Problem("has a call without a `name`") }
    let arguments = call["arguments"] ?? call["input"] ?? call["args"] ?? [:]
    said.calls.append(ToolCall(name: name, argumentsText: arguments.stringValue ?? arguments.serialized()))
    for id in ["id", "call_id", "toolUseId"].compactMap({ whole[$0]?.stringValue }) { tools[id] = name }
  }

  /// What a tool said: a text, or all that stands in its parts and members.
  private func add(result: JSONValue, of whole: JSONValue, to said: inout Said) {
    let name =
      whole["name"]?.stringValue
      ?? ["tool_use_id", "call_id", "tool_call_id", "toolUseId"].lazy.compactMap { whole[$0]?.stringValue }.compactMap {
        tools[$0]
      }
      .first
    said.results.append(Message(.tool, Self.texts(of: result).joined(separator: "\n"), toolName: name))
  }

  /// A result is what it says, an object with all its names; of parts their texts.
  private static func texts(of value: JSONValue) -> [String] {
    switch value {
    case .null: []
    case .string(let text): [text]
    case .array(let parts):
      parts.flatMap { part in
        let isText = part["type"]?.stringValue == "text" || part["type"] == nil && part.objectValue?.count == 1
        return isText
          ? part["text"]?.stringValue.map { [$0] } ?? part["json"].map(texts) ?? texts(of: part) : texts(of: part)
      }
    default: [value.serialized()]
    }
  }

  private func list(_ value: JSONValue?, _ key: String) throws(Problem) -> [JSONValue] {
    guard let value, !value.isNull else { return [] }
    guard let list = value.arrayValue else { throw Problem("has `\(key)` that are no list") }
    return list
  }
}
