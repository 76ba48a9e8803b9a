import EvalGateCore
import StrictJSON

extension JSONWriter {
  /// Writes a prompt's parameters as members, under the names a service uses.
  ///
  /// - Parameters:
  ///   - names: what GitHub's `.prompt.yml` (`maxTokens`) and other files call a parameter, by the service's own name.
  ///   - reserved: what the adapter writes itself.
  /// - Throws: for a reserved parameter, since the body would have it twice.
  mutating func parameters(
    _ parameters: JSONObject, renaming names: [String: String], reserved: Set<String>
  ) throws(GenerationFailure) {
    for (key, value) in parameters {
      let name = names[key] ?? key
      guard !reserved.contains(name) else {
        throw GenerationFailure(
          .infrastructure, .badRequest, "the parameter `\(key)` cannot be set, because evalgate sets it itself")
      }
      // Both spellings at once: the service's own one wins.
      if name != key, parameters.contains(key: name) { continue }
      self.key(name)
      self.value(value)
    }
  }
}

/// GitHub's camel case to the names that OpenAI and most compatible servers use.
let gitHubParameterNames = [
  "maxTokens": "max_tokens", "maxCompletionTokens": "max_completion_tokens", "topP": "top_p",
  "frequencyPenalty": "frequency_penalty", "presencePenalty": "presence_penalty",
  "reasoningEffort": "reasoning_effort",
]
