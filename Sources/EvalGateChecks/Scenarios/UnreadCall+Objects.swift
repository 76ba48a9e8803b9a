import EvalGateCore
import StrictJSON

// Calls as objects: which tools they call, and which objects that name a tool call none.
extension UnreadCall {
  /// Those that say so, whatever stands beside them.
  private static let clearNames = ["tool", "toolname", "recipientname"]

  /// The tool that an object names under one of these keys.
  private static func tool(of object: JSONObject, _ names: [String], _ tools: Tools) -> String? {
    CallKeys.first(of: names, in: object) { $0.stringValue.map(tools.include) ?? false }.flatMap {
      object[$0]?.stringValue
    }
  }

  private static func hasArguments(_ object: JSONObject) -> Bool {
    CallKeys.first(of: CallKeys.arguments, in: object) != nil
  }

  /// The tools that a value calls, wherever in it an object has the name of one and arguments.
  static func called(in value: JSONValue, _ tools: Tools) -> [String] {
    meant(by: value, tools) + named(in: value, tools)
  }

  /// Whatever a list of steps or a wrapper is called.
  private static func named(in value: JSONValue, _ tools: Tools, depth: Int = 0) -> [String] {
    guard depth < 16 else { return [] }
    if let values = value.arrayValue { return values.flatMap { named(in: $0, tools, depth: depth + 1) } }
    guard let object = value.objectValue, !isDefinition(object) else { return [] }
    if CallKeys.first(of: CallKeys.arguments, in: object, where: isGiven) != nil,
      let name = tool(of: object, CallKeys.names, tools)
    {
      return [name]
    }
    return object.keys.flatMap { key in
      let written = CallKeys.arguments.contains(CallKeys.plain(key)) ? object[key]?.stringValue.flatMap(read) : nil
      return (written ?? object[key]).map { named(in: $0, tools, depth: depth + 1) } ?? []
    }
  }

  /// Arguments that are written as a text.
  private static func read(_ text: String) -> JSONValue? {
    guard let first = text.utf8.first, "{[".utf8.contains(first) else { return nil }
    return try? JSONValue(parsing: text)
  }

  /// A list of parameters is that of a definition.
  private static func isGiven(_ arguments: JSONValue) -> Bool {
    arguments.objectValue != nil || arguments.stringValue != nil
  }

  /// The tools that a value which is a call calls, or one that holds calls and nothing else, with arguments or not.
  private static func meant(by value: JSONValue, _ tools: Tools, depth: Int = 0) -> [String] {
    guard depth < 4 else { return [] }
    if let values = value.arrayValue { return values.flatMap { meant(by: $0, tools, depth: depth + 1) } }
    guard let object = value.objectValue, !isDefinition(object) else { return [] }
    // `{"delete_order": {"order": "4028"}}`, and `{"tool": "delete_order", "order": "4028"}`.
    if object.count == 1, let key = object.keys.first, object[key]?.objectValue != nil, tools.include(key) {
      return [key]
    }
    if !isDenial(object), let name = tool(of: object, clearNames, tools) { return [name] }
    // A call of JSON-RPC without `params` has its version.
    if object.keys.count == 1 || hasArguments(object) || object["jsonrpc"] != nil,
      let name = tool(of: object, CallKeys.names, tools)
    {
      return [name]
    }
    return ["function", "tool_call", "function_call", "tool_calls", "tool_uses", "params"].compactMap { object[$0] }
      .flatMap { meant(by: $0, tools, depth: depth + 1) }
  }

  /// Whether an object says of a tool, without any arguments, that it was not called.
  private static func isDenial(_ object: JSONObject) -> Bool {
    !hasArguments(object)
      && verdicts.contains { key in object[key]?.stringValue.map { denials.contains($0.lowercased()) } ?? false }
  }

  private static let verdicts = ["decision", "verdict", "status", "outcome", "result"]
  private static let denials: Set = [
    "deny", "denied", "reject", "rejected", "refuse", "refused", "block", "blocked", "forbidden", "not_allowed",
    "not allowed", "escalate", "escalated",
  ]

  /// Whether an object says what a tool is: it has a schema where a call has arguments.
  static func isDefinition(_ object: JSONObject) -> Bool {
    guard CallKeys.first(of: CallKeys.arguments.filter { $0 != "parameters" }, in: object) == nil,
      let schema = object["parameters"]?.objectValue
    else { return false }
    let isDescribed = object["description"]?.stringValue != nil
    if schema["type"]?.stringValue == "object" {
      return schema["properties"]?.objectValue != nil || isDescribed && schema.count == 1
    }
    // `{"id": {"type": "string"}}`, and `{"id": "string"}`.
    return (isDescribed || schema.count > 0)
      && schema.keys.allSatisfy { key in
        (schema[key]?.stringValue ?? schema[key]?["type"]?.stringValue).map(types.contains) ?? false
      }
  }

  private static let types: Set = ["string", "number", "integer", "boolean", "array", "object"]
}
