public import StrictJSON

/// Who says a message.
public enum Role: String, Hashable, Sendable, CaseIterable {
  case system, developer, user, assistant, tool
}

/// One message of a conversation as it is sent to a model.
public struct Message: Hashable, Sendable {
  public var role: Role
  public var text: String
  /// What the assistant had proposed, in a conversation that goes on.
  public var toolCalls: [ToolCall]
  /// Which call a `tool` message answers.
  public var toolCallID: String?
  /// The tool's name in a `tool` message, which some services want.
  public var toolName: String?
  /// Pictures that go with the text, for services that take them.
  public var images: [ImageFile]
  /// Of an assistant's message: what its service wants back beside text and calls.
  public var continuation: Continuation?

  public init(
    _ role: Role, _ text: String, toolCalls: [ToolCall] = [], toolCallID: String? = nil, toolName: String? = nil,
    images: [ImageFile] = [], continuation: Continuation? = nil
  ) {
    self.role = role
    self.text = text
    self.toolCalls = toolCalls
    self.toolCallID = toolCallID
    self.toolName = toolName
    self.images = images
    self.continuation = continuation
  }
}

/// A call the model proposed. Nothing here ever carries it out, though its service may have.
public struct ToolCall: Hashable, Sendable {
  public var id: String?
  public var name: String
  /// The arguments exactly as the model wrote them; parsing them strictly is a decision, not a transport matter.
  public var argumentsText: String
  /// Whether the service carried it out itself: a search, an interpreter, a tool of a server that it was told of. Such a call has
  /// happened, whatever is decided about it, and nobody answers it.
  public var isCarriedOut: Bool

  public init(id: String? = nil, name: String, argumentsText: String, isCarriedOut: Bool = false) {
    self.id = id
    self.name = name
    self.argumentsText = argumentsText
    self.isCarriedOut = isCarriedOut
  }

  /// The arguments by strict JSON.
  /// - Throws: the parser's error where the model's text is not one JSON value.
  public func arguments() throws(JSONError) -> JSONValue { try JSONValue(parsing: argumentsText) }
}

/// A tool that the model is told about.
public struct ToolDefinition: Hashable, Sendable {
  public var name: String
  public var description: String
  /// JSON Schema of the arguments object.
  public var parameters: JSONValue
  public var strict: Bool?

  public init(name: String, description: String, parameters: JSONValue, strict: Bool? = nil) {
    self.name = name
    self.description = description
    self.parameters = parameters
    self.strict = strict
  }

  /// The part that affects the output, for digests and recordings.
  public var json: JSONValue {
    var object: JSONObject = ["name": .string(name), "description": .string(description), "parameters": parameters]
    if let strict { object["strict"] = .bool(strict) }
    return .object(object)
  }
}

extension ToolDefinition {
  /// Reads what `json` wrote; nil without a name.
  public init?(json: JSONValue) {
    guard let name = json["name"]?.stringValue else { return nil }
    self.init(
      name: name, description: json["description"]?.stringValue ?? "", parameters: json["parameters"] ?? [:],
      strict: json["strict"]?.boolValue)
  }
}

extension Message {
  /// The part that affects the output, for digests and recordings.
  public var json: JSONValue {
    var object: JSONObject = ["role": .string(role.rawValue), "content": .string(text)]
    if !toolCalls.isEmpty { object["tool_calls"] = .array(toolCalls.map(\.json)) }
    if let toolCallID { object["tool_call_id"] = .string(toolCallID) }
    if let toolName { object["name"] = .string(toolName) }
    if !images.isEmpty { object["images"] = .array(images.map(\.json)) }
    if let continuation { object["continuation"] = continuation.json }
    return .object(object)
  }
}

extension ToolCall {
  public var json: JSONValue {
    var object: JSONObject = ["name": .string(name), "arguments": .string(argumentsText)]
    if let id { object["id"] = .string(id) }
    if isCarriedOut { object["carried_out"] = true }
    return .object(object)
  }

  /// The same without the id, which a service draws anew each time and which says nothing about the output.
  public var jsonWithoutID: JSONValue {
    var call = self
    call.id = nil
    return call.json
  }
}

extension ToolCall {
  /// What follows a call in texts for people where nobody could stop it any more.
  static let carriedOutMark = " (carried out by the service)"

  /// As one would write it: `refund({"order": "7731"})`.
  public var written: String { "\(name)(\(argumentsText))" + (isCarriedOut ? Self.carriedOutMark : "") }
}

extension [ToolCall] {
  /// Those that whoever asked is to carry out, and whose results the conversation waits for.
  public var awaitingResults: [ToolCall] { filter { !$0.isCarriedOut } }
}
