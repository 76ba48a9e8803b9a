import EvalGateCore
import StrictJSON

/// The calls among the items of an output: what the model wants done by whoever asked it.
///
/// https://platform.openai.com/docs/guides/tools
struct ResponsesCalls {
  /// The ids of the calls whose results stand in the output already: the service carried them out itself.
  private let answered: Set<String>

  init(in items: [JSONNode]) {
    answered = Set(items.filter { $0["type"]?.string?.hasSuffix("_output") == true }.compactMap { $0.text("call_id") })
  }

  /// The call that an item is; nil for one that is none, or that the service carries out itself.
  /// - Throws: `unreadable` for a call that lacks something, and for a kind of call that nobody here knows: passed over, it
  ///   would be a call that was never judged.
  func call(_ item: JSONNode, _ kind: String, _ body: BodyReader) throws(GenerationFailure) -> ToolCall? {
    let id = item.text("call_id") ?? item.text("id")
    switch kind {
    case "function_call", "mcp_approval_request":
      return ToolCall(
        id: id, name: try body.requiredString("name", of: item, as: "output[].name"),
        argumentsText: try body.requiredString("arguments", of: item, as: "output[].arguments"))
    // A text in a form of its own, which need not be JSON.
    case "custom_tool_call":
      return ToolCall(
        id: id, name: try body.requiredString("name", of: item, as: "output[].name"),
        argumentsText: try body.requiredString("input", of: item, as: "output[].input"))
    case "file_search_call", "web_search_call", "code_interpreter_call", "image_generation_call", "mcp_call":
      return nil
    case "tool_search_call" where item["execution"]?.string != "client": return nil
    case _ where id.map(answered.contains) == true: return nil
    default: break
    }
    guard kind.hasSuffix("_call") || kind.hasSuffix("_request") else { return nil }
    guard let arguments = Self.arguments[kind]?.lazy.compactMap({ item[$0] }).first(where: { !$0.isNull }) else {
      throw body.unknown("a call", kind)
    }
    return ToolCall(id: id, name: String(kind.dropLast("_call".count)), argumentsText: arguments.value.serialized())
  }

  /// The tools that the service defines and others run, called `local_shell`, `computer` and so on: where what is to be done
  /// stands.
  private static let arguments = [
    "local_shell_call": ["action"], "shell_call": ["action"], "apply_patch_call": ["operation"],
    "computer_call": ["actions", "action"], "tool_search_call": ["arguments"],
  ]
}
