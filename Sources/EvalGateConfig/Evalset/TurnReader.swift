import EvalGateCore
import StrictJSON

/// A scripted step with what of it belongs to the case's identity.
struct ScriptedTurn {
  let turn: Turn
  let json: JSONValue
}

/// Reads `turns`: `{ user: … }` (with `tool_results` by tool name), `{ assistant: …, tool_calls: […] }` and
/// `{ tool: name, result: … }`.
enum TurnReader {
  static func read(_ node: Node) throws(Diagnostic) -> [ScriptedTurn] {
    guard case .sequence(let nodes) = node.content else {
      throw OptionReader.wrong(node, "turns", "a list such as `[{ user: … }]`")
    }
    var turns: [ScriptedTurn] = []
    for node in nodes { turns.append(ScriptedTurn(turn: try turn(node), json: node.json)) }
    return turns
  }

  private static func turn(_ node: Node) throws(Diagnostic) -> Turn {
    var reader = try OptionReader(node, subject: "turn")
    let said = (user: reader.node("user"), assistant: reader.node("assistant"), tool: reader.node("tool"))
    let results = reader.node("tool_results")
    let calls = reader.node("tool_calls")
    let result = reader.node("result")
    try reader.finish()
    switch (said.user, said.assistant, said.tool) {
    case (let user?, nil, nil):
      try refuse(calls ?? result, "a user's turn")
      let texts = try results.map { node throws(Diagnostic) in try toolResults(node) } ?? [:]
      return .user(
        try text(user, "user"),
        toolResults: Dictionary(texts.map { ($0.key, $0.value.asResult) }, uniquingKeysWith: { first, _ in first }))
    case (nil, let assistant, nil) where assistant != nil || calls != nil:
      try refuse(results ?? result, "an assistant's turn")
      return .assistant(
        try assistant.map { node throws(Diagnostic) in try text(node, "assistant") } ?? "",
        toolCalls: try toolCalls(calls))
    case (nil, nil, let tool?):
      try refuse(results ?? calls, "a tool's turn")
      guard let result else {
        throw Diagnostic(.missingKey, "a tool's turn needs `result`", at: node.location, help: "add `result: …`")
      }
      return .tool(name: try text(tool, "tool"), result: written(result))
    default:
      throw Diagnostic(
        .badCase, "a turn is one of `user`, `assistant` and `tool`", at: node.location,
        help: "write `{ user: … }`, `{ assistant: …, tool_calls: […] }` or `{ tool: name, result: … }`")
    }
  }

  private static func refuse(_ node: Node?, _ what: String) throws(Diagnostic) {
    guard let node else { return }
    throw Diagnostic(
      .unknownKey, "\(what) does not take this", at: node.location, help: "move it to the turn it belongs to")
  }

  private static func text(_ node: Node, _ key: String) throws(Diagnostic) -> String {
    guard case .string(let text) = node.content else { throw OptionReader.wrong(node, key, "text") }
    return text
  }

  /// A mapping from tool names to results, each as it is written.
  static func toolResults(_ node: Node) throws(Diagnostic) -> JSONObject {
    guard case .mapping = node.content, let results = node.json.objectValue else {
      throw OptionReader.wrong(node, "tool_results", "a mapping from tool names to results")
    }
    return results
  }

  private static func toolCalls(_ node: Node?) throws(Diagnostic) -> [ToolCall] {
    guard let node else { return [] }
    guard case .sequence(let nodes) = node.content else {
      throw OptionReader.wrong(node, "tool_calls", "a list such as `[{ name: lookup, arguments: {} }]`")
    }
    var calls: [ToolCall] = []
    for node in nodes {
      var reader = try OptionReader(node, subject: "tool call")
      let name = try reader.string("name")
      let id = try reader.optionalString("id")
      let arguments = reader.node("arguments")
      try reader.finish()
      calls.append(ToolCall(id: id, name: name, argumentsText: arguments.map(written) ?? "{}"))
    }
    return calls
  }

  private static func written(_ node: Node) -> String { node.json.asResult }
}
