/// How a tool and its arguments are named where a call is written as an object: in the arguments of another call, in the text of an
/// answer. Each of these names goes with each of those.
package enum CallKeys {
  /// Of the tool, the surest first; `method` is JSON-RPC's.
  package static let names = [
    "recipient_name", "tool_name", "toolName", "tool", "name", "tool_slug", "function", "function_name", "action",
    "method", "command",
  ]
  /// Of its arguments; `action_input` is ReAct's and LangChain's.
  package static let arguments = [
    "parameters", "arguments", "args", "input", "tool_input", "toolInput", "tool_arguments", "tool_args",
    "action_input", "params", "kwargs",
  ]
}
