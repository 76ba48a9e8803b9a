import EvalGateCore
import StrictJSON

/// A prompt's parameters on their way to a service: what every service has under a name of its own is taken out one by one, and
/// what is left is passed on as it was written.
struct RequestParameters {
  /// What has not been taken.
  private(set) var rest: JSONObject = [:]

  /// Reads parameters in either spelling; where both are there, snake case wins. `null` leaves a parameter out, so that a
  /// target can do without one that its service does not have.
  init(_ parameters: JSONObject) {
    for (key, value) in parameters where !value.isNull {
      let name = gitHubParameterNames[key] ?? key
      if name.utf8.count != key.utf8.count, parameters.contains(key: name) { continue }
      rest[name] = value
    }
  }

  /// The value of a parameter, which is then no longer among the rest.
  mutating func take(_ name: String) -> JSONValue? { rest.removeValue(forKey: name) }

  /// How many tokens an answer may have, under whichever of its names.
  mutating func takeMaxTokens() -> JSONValue? {
    let values = ["max_completion_tokens", "max_output_tokens", "max_tokens"].map { rest.removeValue(forKey: $0) }
    return values.lazy.compactMap { $0 }.first
  }

  /// Tools in the service's own form (a search, an interpreter), which are sent after the prompt's.
  mutating func takeTools() throws(GenerationFailure) -> [JSONValue] {
    guard let value = take("tools") else { return [] }
    guard let tools = value.arrayValue else {
      throw .wrongParameter("tools", "is a list of tools of the service's own; the prompt's stand in its `tools`")
    }
    return tools
  }

  /// Where an answer ends, always as a list.
  mutating func takeStop() -> JSONValue? {
    guard let stop = take("stop") else { return nil }
    return stop.arrayValue == nil ? [stop] : stop
  }

  /// - Throws: for a choice that is none of the common ones.
  mutating func takeToolChoice() throws(GenerationFailure) -> ToolChoice? {
    guard let value = take("tool_choice") else { return nil }
    guard let choice = ToolChoice(value) else {
      throw .wrongParameter("tool_choice", "is `auto`, `none`, `required` or `{ name: … }`")
    }
    return choice
  }

  /// Writes what is left as members.
  /// - Parameter reserved: what the adapter writes itself; twice it would be two members of one name.
  mutating func writeRest(to json: inout JSONWriter, reserved: Set<String>) throws(GenerationFailure) {
    try refuse(reserved)
    for (key, value) in rest {
      json.key(key)
      json.value(value)
    }
  }

  /// - Throws: where one of these is set, since evalgate sets them itself.
  func refuse(_ reserved: Set<String>) throws(GenerationFailure) {
    for key in rest.keys where reserved.contains(key) {
      throw .wrongParameter(key, "cannot be set, because evalgate sets it itself")
    }
  }

  /// - Throws: where one of these is set, since the service has nothing like them: sent all the same they would be refused, or
  ///   worse, ignored.
  func refuseMissing(_ names: [String], at service: String) throws(GenerationFailure) {
    for name in names where rest.contains(key: name) {
      throw .wrongParameter(
        name, "is nothing that \(service) has; leave it out for this target with `parameters: { \(name): null }`")
    }
  }
}

/// GitHub's camel case to the names that OpenAI and most compatible servers use.
let gitHubParameterNames = [
  "maxTokens": "max_tokens", "maxCompletionTokens": "max_completion_tokens", "topP": "top_p", "topK": "top_k",
  "frequencyPenalty": "frequency_penalty", "presencePenalty": "presence_penalty",
  "reasoningEffort": "reasoning_effort", "toolChoice": "tool_choice", "parallelToolCalls": "parallel_tool_calls",
  "topLogprobs": "top_logprobs",
]

/// Whether the model may, must or must not call tools, in one vocabulary for all services.
enum ToolChoice: Hashable {
  case auto, none, required
  case tool(String)

  /// Reads `auto`, `none`, `required` (or `any`), `{ name: lookup }`, and the forms in which OpenAI and Anthropic write these;
  /// nil for anything else.
  init?(_ value: JSONValue) {
    if let name = value["name"]?.stringValue ?? value["function"]?["name"]?.stringValue {
      self = .tool(name)
      return
    }
    switch value.stringValue ?? value["type"]?.stringValue {
    case "auto"?: self = .auto
    case "none"?: self = .none
    case "required"?, "any"?: self = .required
    default: return nil
    }
  }
}

extension GenerationFailure {
  /// A parameter that the service cannot be asked with.
  static func wrongParameter(_ name: String, _ why: String) -> GenerationFailure {
    GenerationFailure(.infrastructure, .badRequest, "the parameter `\(name)` \(why)")
  }
}
