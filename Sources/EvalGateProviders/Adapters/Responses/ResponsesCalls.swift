import EvalGateCore
import StrictJSON

/// The calls among the items of an output: what the model wants done by whoever asked it, and what the service did itself.
///
/// https://platform.openai.com/docs/guides/tools
struct ResponsesCalls {
  /// The ids of the calls whose results stand in the output already: the service carried them out itself.
  private let answered: Set<String>

  init(in items: [JSONNode]) {
    answered = Set(items.filter { $0["type"]?.string?.hasSuffix("_output") == true }.compactMap { $0.text("call_id") })
  }

  /// The calls of an output that is no answer for another reason, as far as they can be read.
  static func all(in items: [JSONNode], _ body: BodyReader) -> [ToolCall] {
    let calls = ResponsesCalls(in: items)
    return items.compactMap { item in
      item["type"]?.string.flatMap { kind in try? calls.call(item, kind, body) }
    }
  }

  /// The call that an item is; nil for one that says nothing.
  /// - Throws: `unreadable` for a call that lacks something, and for a kind of item that nobody here knows: passed over, it would
  ///   never be judged.
  func call(_ item: JSONNode, _ kind: String, _ body: BodyReader) throws(GenerationFailure) -> ToolCall? {
    let id = item.text("call_id") ?? item.text("id")
    let isAnswered = id.map(answered.contains) == true
    switch kind {
    case "function_call", "mcp_approval_request":
      return ToolCall(
        id: id, name: try body.requiredString("name", of: item, as: "output[].name"),
        argumentsText: try body.requiredString("arguments", of: item, as: "output[].arguments"),
        isCarriedOut: isAnswered)
    // A text in a form of its own, which need not be JSON.
    case "custom_tool_call":
      return ToolCall(
        id: id, name: try body.requiredString("name", of: item, as: "output[].name"),
        argumentsText: try body.requiredString("input", of: item, as: "output[].input"), isCarriedOut: isAnswered)
    case "mcp_call":
      return ToolCall(
        id: id, name: try body.requiredString("name", of: item, as: "output[].name"),
        argumentsText: item.text("arguments") ?? "{}", isCarriedOut: true)
    // What came of a call, which tools there are, a summary of what was said before.
    case _ where kind.hasSuffix("_output"): return nil
    case "mcp_list_tools", "mcp_approval_response", "compaction": return nil
    default: break
    }
    let isCall = kind.hasSuffix("_call")
    guard let place = Self.arguments[kind] ?? (isCall && isAnswered ? Self.unknown : nil) else {
      throw body.unknown(isCall ? "a call" : "an item", kind)
    }
    let isHosted = place.isHosted || isAnswered || kind == "tool_search_call" && item["execution"]?.string != "client"
    let key = place.keys.first { item[$0]?.isNull == false }
    // What a service did without saying with what it did all the same.
    guard key != nil || isHosted else { throw body.unknown("a call", kind) }
    var arguments: JSONValue = [:]
    if let key, let value = item[key]?.value { arguments = place.isNamed ? .object([key: value]) : value }
    return ToolCall(
      id: id, name: String(kind.dropLast("_call".count)),
      argumentsText: arguments.stringValue ?? arguments.serialized(), isCarriedOut: isHosted)
  }

  /// Where a call of a tool that the service defines says what is to be done.
  private struct Place {
    let keys: [String]
    /// Whether it is an argument by that name, rather than all of them.
    var isNamed = false
    /// Whether nobody but the service carries it out.
    var isHosted = false
  }

  /// Of a tool that nobody here knows, and that the service has answered.
  private static let unknown = Place(keys: ["arguments", "action", "input"], isHosted: true)

  /// By kind; the tools are called `local_shell`, `web_search` and so on.
  private static let arguments = [
    "local_shell_call": Place(keys: ["action"]), "shell_call": Place(keys: ["action"]),
    "apply_patch_call": Place(keys: ["operation"]), "computer_call": Place(keys: ["actions", "action"]),
    "tool_search_call": Place(keys: ["arguments"]), "web_search_call": Place(keys: ["action"], isHosted: true),
    "file_search_call": Place(keys: ["queries"], isNamed: true, isHosted: true),
    "code_interpreter_call": Place(keys: ["code"], isNamed: true, isHosted: true),
    "image_generation_call": Place(keys: ["revised_prompt"], isNamed: true, isHosted: true),
  ]
}
