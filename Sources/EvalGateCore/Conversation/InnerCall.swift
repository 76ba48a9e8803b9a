package import StrictJSON

/// A call that stands in the arguments of another one, which carries it out.
package struct InnerCall: Sendable {
  package let call: ToolCall
  /// Where it stands in the arguments of the other one.
  package let steps: [JSONPathStep]
  /// Where its arguments stand there, or itself where it has none.
  package let argumentSteps: [JSONPathStep]
  /// Whether the other one is of a tool that does nothing but call others. In the arguments of any other tool an object with a name and
  /// arguments is a call for whoever knows a tool of that name.
  package let isCertain: Bool
  /// Whether its keys are those of calls alone: `tool`, `arguments`. Events and fields of forms have a `name` and `params` as well.
  fileprivate let hasKeysOfCalls: Bool

  /// Whether it may be a call of one of many tools that nobody names one by one, for a program that knows these.
  ///
  /// - Parameter tools: what the model was offered; nothing where that is not known.
  package func mayCall(oneOf tools: [ToolDefinition]) -> Bool {
    if isCertain || hasKeysOfCalls || tools.isEmpty { return true }
    let called = CalledTool(call.name)
    return tools.contains { MeantTool($0.name).covers(called) }
  }

  package var place: String { JSONPath.normalized(steps) }
}

/// The calls in the arguments of a call.
package struct InnerCalls: Sendable {
  /// In the order in which they stand there, with those within them.
  package private(set) var all: [InnerCall] = []
  /// Whether a tool that calls others was told something that is not read as a call.
  package private(set) var isUnreadable = false

  /// - Parameter arguments: of the call; nil where they could not be parsed.
  package init(of tool: CalledTool, _ arguments: JSONValue?) {
    guard let arguments else { return }
    var steps: [JSONPathStep] = []
    if Self.calls(tool) {
      visitArguments(arguments, &steps)
    } else {
      visit(arguments, &steps, from: nil)
    }
  }

  /// What models make up to call several tools at once, and tools of agents and of servers for the Model Context Protocol that call others.
  private static let callers = [
    "multi_tool_use.parallel", "batch_tool", "use_mcp_tool", "call_mcp_tool", "mcp_call_tool", "call_tool",
    "call_tools", "use_tool", "run_tool", "invoke_tool", "execute_tool", "execute_tools",
  ].map { MeantTool($0) }

  private static func calls(_ tool: CalledTool) -> Bool { callers.contains { $0.covers(tool) } }

  /// Those that other things have too, and the types of objects in which services put calls under such names.
  private static let commonNames = ["name", "action", "method", "command"]
  private static let commonArguments = ["parameters", "params", "input"]
  private static let types = ["tool_use", "function_call", "tool_call", "function"]

  private static let forbidding = [
    "deny", "denied", "forbid", "forbidden", "block", "blocked", "disallow", "disallowed",
  ]

  private static let (most, deepest, longestName) = (64, 32, 200)

  /// What a tool was told that calls others.
  private mutating func visitArguments(_ value: JSONValue, _ steps: inout [JSONPathStep]) {
    visit(value, &steps, from: steps.count)
    isUnreadable = isUnreadable || all.count >= Self.most || !isRead(value, steps)
  }

  /// - Parameter root: how many steps lead to what such a tool was told, where this stands in it and in no call within it.
  private mutating func visit(_ value: JSONValue, _ steps: inout [JSONPathStep], from root: Int?) {
    guard all.count < Self.most, steps.count < Self.deepest else { return }
    switch value {
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        steps.append(.index(index))
        visit(element, &steps, from: root)
        steps.removeLast()
      }
    case .object(let object): visit(object, &steps, from: root)
    case .string(let text):
      if let value = Self.written(text) { visit(value, &steps, from: root) }
    default: break
    }
  }

  private mutating func visit(_ object: JSONObject, _ steps: inout [JSONPathStep], from root: Int?) {
    // It is a call by itself, or an element of a list of them.
    let isCertain = root.map { steps.count == $0 || steps.count == $0 + 2 && steps.last?.isIndex == true } ?? false
    let key = CallKeys.first(of: CallKeys.arguments, in: object)
    let call = Self.call(object, key, isCertain: isCertain)
    if let call {
      all.append(
        InnerCall(
          call: call, steps: steps, argumentSteps: steps + (key.map { [.name($0)] } ?? []), isCertain: isCertain,
          hasKeysOfCalls: Self.hasKeysOfCalls(object, key)))
    }
    let callsOthers = call.map { Self.calls(CalledTool($0.name)) } ?? false
    // What a list of permissions forbids is not called.
    for (key, member) in object where root != nil || !Self.forbidding.contains(key.lowercased()) {
      steps.append(.name(key))
      if callsOthers, CallKeys.arguments.contains(CallKeys.plain(key)) {
        visitArguments(member, &steps)
      } else {
        visit(member, &steps, from: call == nil ? root : nil)
      }
      steps.removeLast()
    }
  }

  /// A list or an object that is written as a text.
  private static func written(_ text: String) -> JSONValue? {
    guard let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first) else { return nil }
    return try? JSONValue(parsing: text, limits: JSONLimits(depth: deepest))
  }

  /// - Parameters:
  ///   - key: of its arguments.
  ///   - isCertain: whether what stands there is a call if it has a name, with arguments or without.
  private static func call(_ object: JSONObject, _ key: String?, isCertain: Bool) -> ToolCall? {
    let nameKey = CallKeys.first(of: CallKeys.names, in: object) { $0.stringValue != nil }
    guard let nameKey, var name = object[nameKey]?.stringValue else { return nil }
    // `functions.` is where models find the tools that they are offered.
    if CallKeys.plain(nameKey) == "recipientname", name.hasPrefix("functions.") { name = String(name.dropFirst(10)) }
    guard !name.isEmpty, name.utf8.count <= longestName,
      isCertain || !name.utf8.contains(where: { $0 <= 0x20 })
    else { return nil }
    guard let key, let value = object[key] else { return isCertain ? ToolCall(name: name, argumentsText: "{}") : nil }
    switch value {
    case .object(let members):
      // What a tool is told to define has a schema in this place.
      let isDefinition =
        CallKeys.plain(key) == "parameters" && members["type"]?.stringValue == "object"
        && members["properties"]?.objectValue != nil
      return isDefinition && !isCertain ? nil : ToolCall(name: name, argumentsText: value.serialized())
    case .string(let text):
      return isCertain || written(text)?.objectValue != nil ? ToolCall(name: name, argumentsText: text) : nil
    case .array:
      // By their positions, as JSON-RPC allows.
      let isCall = isCertain || object["jsonrpc"] != nil || hasKeysOfCalls(object, key)
      return isCall ? ToolCall(name: name, argumentsText: value.serialized()) : nil
    case .null: return isCertain ? ToolCall(name: name, argumentsText: "{}") : nil
    default: return isCertain ? ToolCall(name: name, argumentsText: value.serialized()) : nil
    }
  }

  private static func hasKeysOfCalls(_ object: JSONObject, _ key: String?) -> Bool {
    let name = CallKeys.first(of: CallKeys.names, in: object) { $0.stringValue != nil }
    return !commonNames.contains(CallKeys.plain(name ?? "")) || !commonArguments.contains(CallKeys.plain(key ?? ""))
      || types.contains(object["type"]?.stringValue ?? "")
  }

  /// Whether what a tool that calls others was told is a call, or lists of nothing but calls.
  private func isRead(_ arguments: JSONValue, _ steps: [JSONPathStep]) -> Bool {
    let isCall = { (place: [JSONPathStep]) in all.contains { $0.isCertain && $0.steps == place } }
    if isCall(steps) { return true }
    let value = arguments.stringValue.flatMap(Self.written) ?? arguments
    let lists = (value.objectValue ?? [:]).compactMap { key, member in
      (member.arrayValue ?? member.stringValue.flatMap { Self.written($0)?.arrayValue }).map { (key, $0) }
    }
    return !lists.isEmpty
      && lists.allSatisfy { key, elements in
        elements.indices.allSatisfy { isCall(steps + [.name(key), .index($0)]) }
      }
  }
}

extension JSONPathStep {
  fileprivate var isIndex: Bool { if case .index = self { true } else { false } }
}

extension ToolCall {
  /// The calls in its arguments.
  package var innerCalls: InnerCalls { InnerCalls(of: CalledTool(name), try? arguments()) }
}
