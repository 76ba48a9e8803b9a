package import StrictJSON

/// How a tool and its arguments are named where a call is written as an object: in the arguments of another call, in the text of an
/// answer. Each of these names goes with each of those. Capitals and `_` say nothing: `toolName`, `tool_name`, `Tool_Name`.
package enum CallKeys {
  /// Of the tool, the surest first; `method` is JSON-RPC's.
  package static let names = [
    "recipientname", "toolname", "tool", "name", "toolslug", "function", "functionname", "action", "method", "command",
  ]
  /// Of its arguments; `action_input` is ReAct's and LangChain's.
  package static let arguments = [
    "parameters", "arguments", "args", "input", "toolinput", "toolarguments", "toolargs", "actioninput", "params",
    "kwargs",
  ]

  /// A key as the lists have it.
  package static func plain(_ key: String) -> String { key.lowercased().filter { $0 != "_" && $0 != "-" } }

  /// The key in an object that comes first in a list and whose value is wanted.
  package static func first(
    of list: [String], in object: JSONObject, where isWanted: (JSONValue) -> Bool = { _ in true }
  ) -> String? {
    let keys = object.keys.map { (key: $0, plain: plain($0)) }.filter { list.contains($0.plain) }
    for name in list {
      if let found = keys.first(where: { $0.plain == name && object[$0.key].map(isWanted) ?? false }) {
        return found.key
      }
    }
    return nil
  }
}
