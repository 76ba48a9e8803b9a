import EvalGateCore
import StrictJSON

/// What services want back with the calls of a message beside their ids, names and arguments, in the places where it came.
///
/// - Google's signatures, per call (https://ai.google.dev/gemini-api/docs/thought-signatures#openai);
/// - DeepSeek's and Moonshot's thoughts (https://api-docs.deepseek.com/guides/thinking_mode);
/// - OpenRouter's record of them (https://openrouter.ai/docs/guides/best-practices/reasoning-tokens);
/// - that a call is of a custom tool.
struct ChatExtras: Sendable {
  /// The wire form of a ``Continuation`` with such members.
  static let form = "openai"
  /// The `type` of a call whose arguments are a text in a form of the tool's own.
  static let customType: JSONValue = "custom"

  /// Beside the text, as it came back before.
  private var members: JSONObject = [:]
  private var thoughts: String?
  private var details = ReasoningDetails()
  /// Beside what each call is known by, in the order of the calls.
  var calls: [JSONObject] = []

  init() {}

  /// Reads what ``continuation`` wrote; nil for that of another form.
  init?(_ continuation: Continuation?) {
    guard let continuation, continuation.form == Self.form else { return nil }
    members = continuation.items.first?.objectValue ?? [:]
    calls = continuation.items.dropFirst().map { $0.objectValue ?? [:] }
  }

  /// Nil where nothing has to go back.
  var continuation: Continuation? {
    let message = message
    guard !calls.isEmpty, !message.isEmpty || calls.contains(where: { !$0.isEmpty }) else { return nil }
    return Continuation(form: Self.form, items: [.object(message)] + calls.map { .object($0) })
  }

  /// What another service takes of them: of which kind each call is.
  static func common(of continuation: Continuation) -> Continuation? {
    guard var extras = ChatExtras(continuation) else { return continuation }
    extras.members = [:]
    extras.calls = extras.calls.map { call in
      var common: JSONObject = [:]
      common["type"] = call["type"]
      return common
    }
    return extras.continuation
  }

  /// Beside the text.
  var message: JSONObject {
    var message = members
    if let thoughts { message["reasoning_content"] = .string(thoughts) }
    if !details.isEmpty { message["reasoning_details"] = .array(details.values) }
    return message
  }

  /// Takes in what stands in a message, or in a piece of one.
  mutating func take(_ node: JSONNode) {
    // An empty text is thoughts too: who has to send them back has to send that.
    if let piece = node["reasoning_content"]?.string { thoughts.add(piece) }
    if let list = node["reasoning_details"] {
      for piece in list.elements { details.add(piece) }
    }
  }

  /// What stands in a call, or in a piece of one.
  static func members(of call: JSONNode) -> JSONObject {
    var members: JSONObject = [:]
    if let extra = call["extra_content"], extra.kind == .object { members["extra_content"] = extra.value }
    if call["custom"]?.kind == .object { members["type"] = customType }
    return members
  }
}

/// OpenRouter's list of thoughts: pieces of one have its number and kind. Texts go on, everything else is said anew.
private struct ReasoningDetails: Sendable {
  private struct Detail {
    var members: JSONObject
    var texts: [String: String] = [:]
  }

  private struct Key: Hashable {
    let number: Int
    let kind: String?
  }

  private static let texts = ["text", "summary", "data"]

  private var details: [Detail] = []
  private var places: [Key: Int] = [:]

  var isEmpty: Bool { details.isEmpty }

  var values: [JSONValue] {
    details.map { detail in
      var members = detail.members
      for (key, text) in detail.texts { members[key] = .string(text) }
      return .object(members)
    }
  }

  mutating func add(_ piece: JSONNode) {
    guard let members = piece.value.objectValue else { return }
    let key = piece.tokens("index").map { Key(number: $0, kind: piece["type"]?.string) }
    let place = key.flatMap { places[$0] } ?? details.count
    if place == details.count { details.append(Detail(members: [:])) }
    if let key { places[key] = place }
    for (key, value) in members {
      if Self.texts.contains(key), let text = value.stringValue {
        details[place].texts[key, default: ""] += text
      } else if !value.isNull || details[place].members[key] == nil {
        details[place].members[key] = value
      }
    }
  }
}
