import StrictJSON

extension ToolCall {
  /// With `{}` for arguments that are an empty text, as some servers write those of a call without any. Of a tool that is known to
  /// require some they stay what they are, which is no JSON.
  package func completed(by tools: [ToolDefinition]) -> ToolCall {
    guard argumentsText.utf8.allSatisfy({ $0 <= 0x20 }),
      !tools.contains(where: { $0.requiresArguments && MeantTool($0.name).covers(name) })
    else { return self }
    var call = self
    call.argumentsText = "{}"
    return call
  }
}

extension ToolDefinition {
  fileprivate var requiresArguments: Bool { parameters["required"]?.arrayValue?.isEmpty == false }
}

extension EvalCase {
  /// What the model is offered: a scenario's own tools stand in for the prompt's.
  package func tools(insteadOf prompt: [ToolDefinition]) -> [ToolDefinition] {
    setup?["tools"]?.arrayValue?.compactMap(ToolDefinition.init(json:)) ?? prompt
  }
}

extension CheckContext {
  /// Every call that was proposed, in order, as it is to be read.
  package var calls: [ToolCall] {
    let tools = evalCase.tools(insteadOf: self.tools)
    return candidate.allToolCalls.map { $0.completed(by: tools) }
  }
}
