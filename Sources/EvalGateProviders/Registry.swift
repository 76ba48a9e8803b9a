public import EvalGateCore

/// The parts of this target, in the order in which lists show them.
public enum Parts {
  static let all: [any Provider.Type] = [
    OpenAI.self, OpenAIResponses.self, AzureOpenAI.self, Anthropic.self, Bedrock.self, Gemini.self, Vertex.self,
    Ollama.self, CustomHTTP.self, Exec.self, Echo.self,
  ]

  /// Names, for lists and suggestions.
  public static var providers: [String] { all.map { $0.name } }

  /// The keys that a target of any provider takes.
  public static var commonOptions: [OptionHelp] { TargetReader.options }

  /// What each provider is and which keys a target of it takes, for `list` and `explain`.
  public static var help: [ProviderHelp] {
    all.map { ProviderHelp(name: $0.name, summary: $0.summary, options: TargetReader.options + $0.options) }
  }
}

/// A provider as documentation shows it.
public struct ProviderHelp: Hashable, Sendable {
  /// What a target says as `provider`.
  public let name: String
  /// One sentence.
  public let summary: String
  /// The keys that a target takes.
  public let options: [OptionHelp]
}
